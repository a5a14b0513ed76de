"""Every write on what units send beforehand. Taking over logs the recommendation, exactly once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import Conference
from recommendations import messages_submissions as tell
from recommendations.actions import Raised, log
from recommendations.models import Recommendation, Submission, SubmissionEntry
from recommendations.permissions_submissions import (
    refusal,
    refusal_to_begin,
    refusal_to_discard,
    refusal_to_edit,
    refusal_to_write,
)
from recommendations.submission_workflow import MOVABLE, TRANSITIONS, Stage, Transition, Verb
from units.models import Unit
from units.permissions import access_of, name_with_title
from units.succession import Lineage

# What leaves one of several as it is; anything else undoes all of them.
REFUSALS = (Refused, SomebodyWasFaster, ValidationError)
CHANGED = gettext_lazy("Somebody changed it meanwhile. Look at it first.")


# --- Writing ------------------------------------------------------------------------------------------------
@transaction.atomic
def write(
    conference: Conference, unit: Unit, *, key: UUID, values: Mapping[str, Any], version: int, by: User
) -> Submission:
    """`version` is what the person saw, 0 for a new one. The same values sent again change nothing."""
    _one_at_a_time(unit)
    access = access_of(by)
    submission = _found(Submission.objects.filter(client_key=key, conference=conference, unit=unit))
    if submission is None:
        if sentence := refusal_to_begin(access, conference, unit):
            raise Refused(sentence)
        return _create(conference, unit, key=key, values=values, by=by)
    is_same = all(getattr(submission, name) == value for name, value in values.items())
    if submission.version != version and not _is_again(submission, version, is_same=is_same, by=by):
        raise SomebodyWasFaster
    if sentence := refusal_to_edit(access, submission):
        # The same once more, because the answer to the first was lost.
        if is_same and submission.stage == Stage.SENT and not refusal_to_write(access, conference, unit):
            return submission
        raise Refused(sentence)
    if not is_same:
        for name, value in values.items():
            setattr(submission, name, value)
        submission.edited_by, submission.edited_at = by, timezone.now()
        submission.version += 1
        if not access.speaks_for(Permission.SEND_SUBMISSION, unit.pk):
            submission.ready_at = None
        submission.save()
    return submission


def _is_again(submission: Submission, version: int, *, is_same: bool, by: User) -> bool:
    """The answer to the first was lost. A page of before the return is an old one."""
    if submission.stage == Stage.RETURNED:
        returned = submission.history.latest("pk")
        return is_same and submission.edited_at > returned.at
    # The page that made it may not have heard of it: it still says 0.
    return is_same or (version == 0 and submission.edited_by_id == by.pk)


def _create(
    conference: Conference, unit: Unit, *, key: UUID, values: Mapping[str, Any], by: User
) -> Submission:
    theirs = Submission.objects.filter(conference=conference, unit=unit)
    last: int = theirs.aggregate(last=Max("position"))["last"] or 0
    if Submission.objects.filter(client_key=key).exists():
        key = uuid4()  # of another unit or conference
    return Submission.objects.create(
        conference=conference,
        unit=unit,
        position=last + 1,
        client_key=key,
        created_by=by,
        edited_by=by,
        edited_at=timezone.now(),
        **values,
    )


@transaction.atomic
def discard(submission: Submission, *, version: int, by: User) -> None:
    """Only what was never sent."""
    locked = _locked(submission, version)
    if sentence := refusal_to_discard(access_of(by), locked):
        raise Refused(sentence)
    locked.delete()


@transaction.atomic
def move(submission: Submission, *, step: int, by: User) -> None:
    """Earlier (-1) or later (1) in the order in which the unit will speak."""
    _one_at_a_time(submission.unit)
    if sentence := refusal_to_write(access_of(by), submission.conference, submission.unit):
        raise Refused(sentence)
    movable = Submission.objects.filter(
        conference=submission.conference_id, unit=submission.unit_id, stage__in=MOVABLE
    )
    rows = list(movable.order_by("position", "pk"))
    place = next((index for index, row in enumerate(rows) if row.pk == submission.pk), None)
    if place is None or not 0 <= place + step < len(rows):
        return
    mine, other = rows[place], rows[place + step]
    mine.position, other.position = other.position, mine.position
    for row in (mine, other):
        row.save(update_fields=["position"])


@transaction.atomic
def mark_ready(conference: Conference, unit: Unit, *, by: User) -> int:
    """The head is asked, once, to send the drafts nobody asked for yet; returns how many."""
    _one_at_a_time(unit)
    if sentence := refusal_to_write(access_of(by), conference, unit):
        raise Refused(sentence)
    waiting = Submission.objects.filter(conference=conference, unit=unit, ready_at=None).with_unit()
    rows = [row for row in waiting if row.text]
    for row in rows:
        row.ready_at = timezone.now()
        row.save(update_fields=["ready_at"])
    if rows:
        tell.about_ready(rows, by=by)
    return len(rows)


# --- The one door -------------------------------------------------------------------------------------------
@transaction.atomic
def change(
    submission: Submission, verb: str, *, version: int, by: User, reason: str = "", quietly: bool = False
) -> Submission:
    """`version` is what the person saw. Taking over has more to say: `take_over`."""
    if verb == Verb.TAKE_OVER:
        return take_over(submission, version=version, by=by, quietly=quietly)
    locked, row = _allowed(submission, verb, version=version, by=by)
    if row.needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Write why it is returned.")})
    return _moved(locked, row, by=by, reason=reason.strip(), quietly=quietly)


@transaction.atomic
def take_over(
    submission: Submission,
    *,
    version: int,
    by: User,
    raised: Raised | None = None,
    repeats: Iterable[Recommendation] = (),
    same_as: Recommendation | None = None,
    quietly: bool = False,
) -> Submission:
    """Becomes a recommendation, worded as `raised` or as the unit did.

    The conference is locked first: who takes over many holds it while the next one is locked.
    """
    Conference.objects.select_for_update().get(pk=submission.conference_id)
    locked, row = _allowed(submission, Verb.TAKE_OVER, version=version, by=by)
    locked.recommendation = log(
        conference=locked.conference,
        raised=raised or as_worded(locked),
        key=locked.client_key,
        by=by,
        repeats=repeats,
        same_as=same_as,
    )
    return _moved(locked, row, by=by, quietly=quietly)


def as_worded(submission: Submission) -> Raised:
    """A unit that was dissolved before the conference is spoken for by who goes on for it."""
    unit = submission.unit
    if unit.valid_to and unit.valid_to < submission.conference.held_on:
        heir = Lineage.on(submission.conference.held_on).heir(unit.pk)
        unit = Unit.objects.get(pk=heir)
    return Raised(
        raised_by=unit,
        text=submission.text,
        speaker=submission.speaker,
        theme=submission.theme,
        proposed_lead=submission.proposed_lead,
    )


def _allowed(submission: Submission, verb: str, *, version: int, by: User) -> tuple[Submission, Transition]:
    locked = _locked(submission, version)
    if sentence := refusal(access_of(by), locked, verb):
        raise Refused(sentence)
    if verb == Verb.SEND and not locked.text.strip():
        raise Refused(_("It is still empty. Write what the unit raises, then send it."))
    return locked, TRANSITIONS[verb]


def _moved(
    locked: Submission, row: Transition, *, by: User, reason: str = "", quietly: bool = False
) -> Submission:
    before, changes = locked.stage, {}
    if row.verb == Verb.SEND:
        words = locked.words()
        changes = {name: [locked.sent.get(name, ""), new] for name, new in words.items()}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        locked.sent = words
        locked.first_sent_at = locked.first_sent_at or timezone.now()
    locked.text = locked.text or locked.sent.get("text", "")
    locked.stage, locked.ready_at = row.to_stage, None
    locked.reason = reason if row.verb == Verb.RETURN else locked.reason
    locked.version += 1
    locked.save()
    SubmissionEntry.objects.create(
        submission=locked,
        verb=row.verb,
        from_stage=before,
        to_stage=row.to_stage,
        changes=changes,
        reason=reason,
        by=by,
        by_name=name_with_title(by),
    )
    if not quietly:
        tell.about_change([locked], row.verb, by=by)
    return locked


# --- Several at once ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """What became of one of several: `why_not` is empty where it was done."""

    submission: Submission
    why_not: str


@transaction.atomic
def change_many(rows: Iterable[Submission], verb: str, seen: Mapping[int, int], *, by: User) -> list[Line]:
    """`seen`: id -> the version the person saw. Each is checked as if alone; people are told once of all."""
    lines = []
    for row in sorted(rows, key=lambda row: row.pk):
        try:
            with transaction.atomic():
                changed = change(row, verb, version=seen.get(row.pk, 0), by=by, quietly=True)
        except REFUSALS as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            lines.append(Line(row, str(CHANGED) if isinstance(error, SomebodyWasFaster) else why))
        else:
            lines.append(Line(changed, ""))
    if done := [line.submission for line in lines if not line.why_not]:
        tell.about_change(done, verb, by=by)
    return lines


# --- Locks --------------------------------------------------------------------------------------------------
def _one_at_a_time(unit: Unit) -> None:
    """Numbers and order of a unit's submissions are given one at a time."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def _found(rows: Any) -> Submission | None:
    related = ("conference__host", "unit", "theme", "proposed_lead")
    found: Submission | None = rows.select_for_update(of=("self",)).select_related(*related).first()
    return found


def _locked(submission: Submission, version: int) -> Submission:
    locked = _found(Submission.objects.filter(pk=submission.pk))
    if locked is None or locked.version != version:
        raise SomebodyWasFaster
    return locked
