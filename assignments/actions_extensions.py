"""Writes that move a deadline: asked for and decided, or corrected. The original one stays beside it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments import messages as tell
from assignments.messages_extensions import about_request
from assignments.models import Assignment, Extension
from assignments.permissions import refusal_of_deadline
from assignments.permissions_extensions import (
    DECIDABLE,
    refusal_of_decision,
    refusal_of_request,
    refusal_of_taking_back,
)
from assignments.terms import WorkedOut, keep_term
from assignments.writing import Refused, lock, record
from units.permissions import access_of

State = Extension.State


@dataclass(frozen=True)
class Decision:
    """`granted_on` None: refused. It may be another day than the unit wanted."""

    granted_on: date | None
    reason: str
    version: int | None = None


@transaction.atomic
def ask_extension(
    assignment: Assignment, *, wanted_on: date, reason: str, by: User, version: int | None = None
) -> Extension:
    locked = lock(assignment, version=version)
    if sentence := refusal_of_request(access_of(by), locked, open_request(locked)):
        raise Refused(sentence)
    if locked.due_on is None or wanted_on <= locked.due_on:
        raise ValidationError({"wanted_on": _("Choose a day after the deadline in force.")})
    extension = Extension.objects.create(
        assignment=locked, requested_by=by, reason=reason, old_due_on=locked.due_on, wanted_on=wanted_on
    )
    _record(extension, "ask_extension", by=by, reason=reason)
    about_request(extension)
    return extension


@transaction.atomic
def decide_extension(extension: Extension, decision: Decision, *, by: User) -> Extension:
    """The deadline moves, is counted as extended, and the reminders follow it by themselves."""
    locked = _locked(extension, version=decision.version)
    if sentence := refusal_of_decision(access_of(by), by, locked):
        raise Refused(sentence)
    if decision.granted_on:
        return _grant(locked, decision.granted_on, decision.reason, by=by)
    _close(locked, State.REFUSED, by=by, reason=decision.reason)
    _record(locked, "refuse_extension", by=by, reason=decision.reason)
    tell.about_change(locked.assignment, verb="refuse_extension", by=by, reason=decision.reason)
    return locked


def _grant(extension: Extension, day: date, reason: str, *, by: User) -> Extension:
    assignment = extension.assignment
    if day <= max(extension.old_due_on, assignment.due_on or day.min):
        raise ValidationError({"granted_on": _("Choose a day after the deadline in force.")})
    _close(extension, State.GRANTED, by=by, reason=reason, granted_on=day)
    changes = {"due_on": [assignment.due_on.isoformat() if assignment.due_on else "", day.isoformat()]}
    assignment.due_on = day
    assignment.times_extended += 1
    assignment.version += 1
    assignment.save(update_fields=["due_on", "times_extended", "version"])
    record(
        assignment,
        verb="grant_extension",
        by=by,
        from_state=assignment.state,
        changes=changes,
        reason=reason,
    )
    tell.about_change(assignment, verb="grant_extension", by=by, reason=reason)
    return extension


@transaction.atomic
def withdraw_extension(extension: Extension, *, by: User) -> Extension:
    locked = _locked(extension)
    if sentence := refusal_of_taking_back(access_of(by), locked):
        raise Refused(sentence)
    _close(locked, State.WITHDRAWN, by=by)
    _record(locked, "withdraw_extension", by=by)
    return locked


def lapse_extension(assignment: Assignment, *, by: User, unit_changed: bool) -> None:
    """Nobody decides on a request of work that is closed or lies with another unit. The row is locked."""
    if assignment.state in DECIDABLE and not unit_changed:
        return
    if extension := open_request(assignment):
        extension.assignment = assignment
        _close(extension, State.LAPSED, by=by)
        _record(extension, "lapse_extension", by=by)


def open_request(assignment: Assignment) -> Extension | None:
    return assignment.extensions.asked().first()


def _locked(extension: Extension, *, version: int | None = None) -> Extension:
    """The assignment is locked first, as everywhere, then the request is read anew."""
    assignment = lock(extension.assignment, version=version)
    locked = Extension.objects.get(pk=extension.pk)
    locked.assignment = assignment
    return locked


def _close(
    extension: Extension, state: State, *, by: User, reason: str = "", granted_on: date | None = None
) -> None:
    values = {
        "state": state,
        "decision": reason,
        "granted_on": granted_on,
        "decided_by": by,
        "decided_at": timezone.now(),
    }
    Extension.objects.filter(pk=extension.pk).update(**values)
    extension.refresh_from_db(fields=[*values])


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _record(extension: Extension, verb: str, *, by: User, reason: str = "") -> None:
    """What does not move the deadline; nobody's decision is overtaken by it."""
    wanted = {"wanted_on": ["", extension.wanted_on.isoformat()]}
    record(
        extension.assignment,
        verb=verb,
        by=by,
        from_state=extension.assignment.state,
        changes=wanted if verb == "ask_extension" else {},
        reason=reason,
    )


@transaction.atomic
def change_deadline(
    assignment: Assignment,
    *,
    due_on: date | None,
    reason: str,
    by: User,
    version: int,
    quietly: bool = False,
    term: WorkedOut | None = None,
    keep_old_term: bool = False,
) -> Assignment:
    """A correction by the office: it does not count as an extension, and who set the deadline stays.

    `quietly`: the caller tells those concerned, one line for many rows. `term`: how `due_on` was counted.
    `keep_old_term`: it is out of use until the deadline is its day again. `due_on` None: as if there had
    never been one.
    """
    locked = lock(assignment, version=version)
    if sentence := refusal_of_deadline(access_of(by), locked):
        raise Refused(sentence)
    old = _day(locked.due_on)
    locked.due_on = due_on
    if due_on is None:
        locked.original_due_on, locked.due_set_by = None, Assignment.SetBy.OFFICE
    locked.version += 1
    locked.save()
    if not keep_old_term:
        keep_term(locked, term)
    record(
        locked,
        verb="change_deadline",
        by=by,
        from_state=locked.state,
        changes={"due_on": [old, _day(due_on)]},
        reason=reason,
    )
    if not quietly:
        tell.about_change(locked, verb="change_deadline", by=by, reason=reason)
    return locked
