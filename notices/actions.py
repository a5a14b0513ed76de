"""What people write about notices. PDFs are made, and numbers given, in a worker: `notices.issuing`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.writing import Refused
from conferences.models import Conference
from dialogue_tracker.several_hands import SomebodyWasFaster
from notices import messages as tell
from notices.form_check import blocking, findings
from notices.models import HistoryEntry, Notice
from notices.permissions import (
    may_prepare,
    may_take_part,
    refusal,
    refusal_of_edit,
    refusal_of_successor,
)
from notices.preparation import document_of, first_values, values_of_correction, values_of_replacement
from notices.snapshot import to_data
from notices.workflow import OPEN, TRANSITIONS, State, Verb
from units.permissions import name_with_title

COMMENT, EDIT, PREPARE = "comment", "edit", "prepare"


def record(
    notice: Notice,
    *,
    verb: str,
    by: User,
    from_state: str = "",
    text: str = "",
    changes: dict[str, list[Any]] | None = None,
) -> None:
    HistoryEntry.objects.create(
        notice=notice,
        by=by,
        by_name=name_with_title(by),
        verb=verb,
        from_state=from_state,
        to_state=notice.state,
        text=text,
        changes=changes or {},
    )


def lock(notice: Notice, *, version: int | None = None) -> Notice:
    """The row as it is now, locked until the transaction ends. `version` is what the person saw."""
    locked = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("conference__host__parent", "corrects", "replaces")
        .get(pk=notice.pk)
    )
    if version is not None and locked.version != version:
        raise SomebodyWasFaster
    return locked


# --- The draft ----------------------------------------------------------------------------------------------
@transaction.atomic
def prepare(conference: Conference, *, by: User, form: str = Notice.Form.STATE) -> Notice:
    """The conference's notice in this form; asked for twice, it is the same one."""
    if not may_prepare(by, conference):
        raise PermissionDenied
    locked = (
        Conference.objects.select_for_update(of=("self",))
        .select_related("host__parent")
        .get(pk=conference.pk)
    )
    standing = locked.notices.filter(form=form, state__in=(*OPEN, State.ISSUED)).first()
    return standing or _create(locked, first_values(locked, form), by=by)


@transaction.atomic
def correct(notice: Notice, *, by: User) -> Notice:
    """A new draft that says what was wrong in an issued notice; that one stays as it is."""
    issued = _locked_for_successor(notice, by)
    return _create(issued.conference, {"corrects": issued, **values_of_correction(issued)}, by=by)


@transaction.atomic
def replace(notice: Notice, *, by: User) -> Notice:
    """A new draft, made from today's data, that will stand in the place of an issued notice."""
    issued = _locked_for_successor(notice, by)
    return _create(issued.conference, {"replaces": issued, **values_of_replacement(issued)}, by=by)


def _locked_for_successor(notice: Notice, by: User) -> Notice:
    locked = lock(notice)
    if sentence := refusal_of_successor(by, locked):
        raise Refused(sentence)
    if locked.conference.notices.filter(form=locked.form, state__in=OPEN).exists():
        raise Refused(_("Another notice of this conference is still on its way. Issue or discard it first."))
    return locked


def _create(conference: Conference, values: Mapping[str, Any], *, by: User) -> Notice:
    notice = Notice.objects.create(conference=conference, created_by=by, **values)
    record(notice, verb=PREPARE, by=by)
    return notice


@transaction.atomic
def edit(notice: Notice, *, values: Mapping[str, Any], version: int, by: User) -> Notice:
    locked = lock(notice)
    if sentence := refusal_of_edit(by, locked):
        raise Refused(sentence)
    if locked.version != version:
        raise SomebodyWasFaster
    before = {field: getattr(locked, field) for field in values}
    for field, value in values.items():
        setattr(locked, field, value)
    changes = {field: [old, new] for field, old in before.items() if (new := getattr(locked, field)) != old}
    if not changes:
        return locked
    _save(locked)
    record(locked, verb=EDIT, by=by, from_state=locked.state, changes=changes)
    return locked


def _save(notice: Notice) -> None:
    notice.version += 1
    notice.save()


# --- On the way ---------------------------------------------------------------------------------------------
@transaction.atomic
def change_state(
    notice: Notice, verb: str, *, by: User, text: str = "", version: int | None = None
) -> Notice:
    """One row of the table, but issuing: see `rendering_jobs.request_issuing`."""
    row = TRANSITIONS[verb]
    locked = lock(notice, version=version)
    if sentence := refusal(by, locked, verb):
        raise Refused(sentence)
    if row.needs_reason and not text.strip():
        raise ValidationError({"text": _("Write the reason; it stays in the history.")})
    if row.verb == Verb.SUBMIT:
        _fix(locked)
    if row.to_state == State.DRAFT:
        locked.content = None
    from_state, locked.state = locked.state, row.to_state
    _save(locked)
    record(locked, verb=verb, by=by, from_state=from_state, text=text.strip())
    tell.about_change(locked, verb=verb, by=by, text=text.strip())
    return locked


def _fix(notice: Notice) -> None:
    """From here on the notice says what it says now: what is approved and issued is what was submitted."""
    document = document_of(notice)
    if wrong := blocking(findings(notice, document)):
        raise Refused(wrong[0].sentence)
    notice.content = to_data(document)


@transaction.atomic
def comment(notice: Notice, *, text: str, by: User) -> None:
    locked = lock(notice)
    if not may_take_part(by, locked):
        raise PermissionDenied
    record(locked, verb=COMMENT, by=by, from_state=locked.state, text=text.strip())
    tell.about_comment(locked, by=by, text=text.strip())
