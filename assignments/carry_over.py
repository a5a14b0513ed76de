"""Across years: what is still open goes on at the next conference, with old number, old date and reason.

An assignment is not copied: it stays the same row, with one history, counted where it comes from.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.actions_extensions import change_deadline
from assignments.messages import about_change
from assignments.messages_bulk import Written, about_many
from assignments.models import Assignment, BulkRun, CarryOver, HistoryEntry, Reminder
from assignments.querysets import AssignmentQuerySet
from assignments.workflow import Verb
from assignments.writing import Refused, lock, record
from conferences.models import Conference
from units.models import Unit
from units.permissions import Access, access_of

EXTENDED = ("grant_extension", "change_deadline")


# --- What is still open -------------------------------------------------------------------------------------
def earlier_work(conference: Conference) -> AssignmentQuerySet:
    """Of earlier conferences of the same host."""
    return Assignment.objects.filter(
        conference__host=conference.host_id, conference__held_on__lt=conference.held_on
    )


def still_open(conference: Conference) -> AssignmentQuerySet:
    """What could be carried over to the conference and is not yet."""
    there = CarryOver.objects.filter(to_conference=conference, assignment=OuterRef("pk"))
    return earlier_work(conference).open().filter(~Exists(there))


def refusal_to_carry(access: Access, assignment: Assignment, conference: Conference) -> str:
    """A sentence why not; empty when allowed."""
    if not access.at(Permission.ASSIGN, conference.host_id):
        return _("Only the office carries work over.")
    if not assignment.is_open:
        return _("This work is closed, so there is nothing to carry over.")
    if not earlier_work(conference).filter(pk=assignment.pk).exists():
        return _("Only work of an earlier conference of the same host can be carried over.")
    if assignment.carry_overs.filter(to_conference=conference).exists():
        return _("The work is carried over to this conference already.")
    return ""


@dataclass(frozen=True)
class Past:
    """What happened to a piece of work until now, as a number each."""

    extended: int = 0
    reminded: int = 0
    contested: int = 0
    carried: int = 0


def past_of(assignments: Iterable[Assignment]) -> dict[int, Past]:
    """In as many queries for one assignment as for a page of them."""
    ids = [row.pk for row in assignments]
    history = HistoryEntry.objects.filter(assignment__in=ids).order_by()
    extended = _counted(history.filter(verb__in=EXTENDED))
    contested = _counted(history.filter(verb=Verb.CONTEST))
    # One reminder goes to several people; the unit was reminded once.
    sent = Reminder.objects.filter(assignment__in=ids, sent_at__isnull=False).order_by()
    reminded = Counter(pk for pk, _day in sent.values_list("assignment", "planned_for").distinct())
    carried = _counted(CarryOver.objects.filter(assignment__in=ids).order_by())
    return {pk: Past(extended[pk], reminded[pk], contested[pk], carried[pk]) for pk in ids}


def _counted(rows: QuerySet) -> Counter[int]:
    return Counter(
        dict(rows.values("assignment").annotate(count=Count("pk")).values_list("assignment", "count"))
    )


# --- What was carried over ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Carried:
    """A row of the annex of the notice, and of the conference's page."""

    carry_over: CarryOver
    times: int

    @property
    def assignment(self) -> Assignment:
        return self.carry_over.assignment

    @property
    def unit(self) -> Unit | None:
        return self.assignment.unit

    @property
    def wording(self) -> str:
        return self.assignment.wording

    @property
    def old_number(self) -> str:
        """As printed: "3", "KN2025-014"; of which conference says `conference`."""
        return self.carry_over.old_number

    @property
    def conference(self) -> Conference:
        """The one that gave the work, however often it was carried over since."""
        return self.assignment.conference

    @property
    def original_due_on(self) -> date | None:
        return self.assignment.original_due_on

    @property
    def old_due_on(self) -> date | None:
        return self.carry_over.old_due_on

    @property
    def new_due_on(self) -> date | None:
        return self.carry_over.new_due_on

    @property
    def reason(self) -> str:
        return self.carry_over.reason


def carried_over_to(conference: Conference, *, user: User | None = None) -> list[Carried]:
    """By unit in the official order, then by date; only what `user` may see, None: all (for documents)."""
    rows = CarryOver.objects.filter(to_conference=conference).select_related(
        "assignment__unit",
        "assignment__task",
        "assignment__conference",
        "assignment__recommendation__conference__host",
        "from_conference",
        "to_conference",
        "by",
    )
    if user is not None:
        rows = rows.filter(assignment__in=Assignment.objects.visible_to(user).values("pk"))
    order = (F("assignment__unit__position").asc(nulls_last=True), "assignment__unit", "old_due_on", "pk")
    found = list(rows.order_by(*order))
    before = _times(found, conference)
    return [Carried(row, before[row.assignment_id]) for row in found]


def _times(rows: Iterable[CarryOver], conference: Conference) -> Counter[int]:
    """How often each was carried over until this conference."""
    until = CarryOver.objects.filter(
        assignment__in=[row.assignment_id for row in rows], to_conference__held_on__lte=conference.held_on
    )
    return _counted(until.order_by())


def carry_overs_of(assignment: Assignment) -> list[CarryOver]:
    """For the page of the assignment, the first one first."""
    rows = assignment.carry_overs.select_related("from_conference", "to_conference")
    return list(rows.order_by("to_conference__held_on", "pk"))


# --- Doing it -----------------------------------------------------------------------------------------------
@dataclass
class CarryOverTo:
    """The act of `bulk.run`: `due_on` None leaves the deadline."""

    conference: Conference
    reason: str
    due_on: date | None = None
    kind: BulkRun.Act = BulkRun.Act.CARRY_OVER

    def why_not(self, assignment: Assignment, by: User) -> str:
        return refusal_to_carry(access_of(by), assignment, self.conference)

    def write(self, assignment: Assignment, by: User) -> Assignment:
        return carry_over(assignment, to=self.conference, reason=self.reason, due_on=self.due_on, by=by)

    def tell(self, done: Sequence[Written], by: User) -> None:
        about_many(done, act=self.kind, by=by, reason=self.reason)


@transaction.atomic
def carry_over(
    assignment: Assignment, *, to: Conference, reason: str, by: User, due_on: date | None = None
) -> Assignment:
    """The caller tells those concerned, with one line for many rows."""
    locked = lock(assignment)
    if sentence := refusal_to_carry(access_of(by), locked, to):
        raise Refused(sentence)
    last = locked.carry_overs.order_by("to_conference__held_on").last()
    old_due_on = locked.due_on
    if due_on and due_on != old_due_on:
        locked = _move_deadline(locked, due_on, reason=reason, by=by)
    CarryOver.objects.create(
        assignment=locked,
        from_conference=last.to_conference if last else locked.conference,
        to_conference=to,
        old_number=locked.number,
        old_due_on=old_due_on,
        new_due_on=locked.due_on,
        reason=reason,
        by=by,
    )
    _record(locked, "carry_over", ["", in_words(to)], reason=reason, by=by)
    return locked


def _move_deadline(assignment: Assignment, due_on: date | None, *, reason: str, by: User) -> Assignment:
    """There and back: the term of the old deadline stays, for the day that the carry-over is taken back."""
    return change_deadline(
        assignment,
        due_on=due_on,
        reason=reason,
        by=by,
        version=assignment.version,
        quietly=True,
        keep_old_term=True,
    )


def in_words(conference: Conference) -> str:
    return f"{conference.title} ({date_format(conference.held_on, 'd/m/Y')})"


def _record(assignment: Assignment, verb: str, pair: list[str], *, reason: str, by: User) -> None:
    assignment.version += 1
    assignment.save(update_fields=["version"])
    changes = {"carried_to": pair}
    record(assignment, verb=verb, by=by, from_state=assignment.state, changes=changes, reason=reason)


# --- Taking it back -----------------------------------------------------------------------------------------
def refusal_to_undo(access: Access, row: CarryOver) -> str:
    today = timezone.localdate()
    if not access.at(Permission.ASSIGN, row.to_conference.host_id):
        return _("Only the office takes a carry-over back.")
    if today > row.to_conference.held_on and timezone.localdate(row.at) != today:
        return _("The conference has been held, so what was carried over to it stays.")
    if row.assignment.carry_overs.filter(to_conference__held_on__gt=row.to_conference.held_on).exists():
        return _("The work was carried on to a later conference. Take that back first.")
    return ""


@transaction.atomic
def undo(row: CarryOver, *, reason: str, by: User) -> Assignment:
    """The row goes, the history keeps both; a deadline that was moved with it and not since moves back."""
    locked = lock(row.assignment)
    stored = CarryOver.objects.select_related("to_conference").filter(pk=row.pk).first()
    if stored is None:
        raise Refused(_("The carry-over was taken back already."))
    stored.assignment = locked
    if sentence := refusal_to_undo(access_of(by), stored):
        raise Refused(sentence)
    moved = stored.new_due_on != stored.old_due_on and locked.due_on == stored.new_due_on
    if moved and locked.is_open:
        locked = _move_deadline(locked, stored.old_due_on, reason=reason, by=by)
    stored.delete()
    _record(locked, "undo_carry_over", [in_words(stored.to_conference), ""], reason=reason, by=by)
    about_change(locked, verb="undo_carry_over", by=by, reason=reason)
    return locked
