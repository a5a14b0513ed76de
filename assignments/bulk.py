"""One thing done with many assignments: each row checked as if alone, all written together, told once.

A row that is refused stays as it is and says why; an unexpected error undoes every row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assignments.actions import ALREADY, Change, change_state
from assignments.actions_extensions import change_deadline
from assignments.messages_bulk import Written, about_many
from assignments.models import Assignment, BulkRun
from assignments.permissions import refusal, refusal_of_deadline
from assignments.querysets import AssignmentQuerySet
from assignments.reminding_now import refusal_of_reminding, remind_now
from assignments.workflow import State, Verb
from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import Task
from units.models import Unit
from units.permissions import access_of

# What leaves a row as it is; anything else undoes every row.
REFUSALS = (Refused, SomebodyWasFaster, ValidationError)
CHANGED = gettext_lazy("Somebody changed it meanwhile. Look at it first.")

# One transaction in one answer of the server; a minute of waiting would look like a broken page.
MOST_ROWS = 1000


@dataclass(frozen=True)
class Line:
    """A row of the preview: `why_not` is empty where it will be done."""

    assignment: Assignment
    why_not: str


class Act(Protocol):
    """What is done with each row."""

    kind: BulkRun.Act

    def why_not(self, assignment: Assignment, by: User) -> str:
        """A sentence; empty when it is allowed and makes sense."""

    def write(self, assignment: Assignment, by: User) -> Assignment: ...

    def tell(self, done: Sequence[Written], by: User) -> None: ...


# --- What can be done ---------------------------------------------------------------------------------------
@dataclass
class Assign:
    """`due_on` None leaves each deadline, `supporting_units` None those that support.

    `why_not` claims the task for its row, so that a preview refuses the next one; a row that is refused in
    the end gives the task back.
    """

    unit: Unit
    due_on: date | None = None
    supporting_units: Iterable[Unit] | None = None
    reason: str = ""
    kind: BulkRun.Act = BulkRun.Act.ASSIGN
    _taken: dict[int, int] | None = field(default=None, init=False)

    def why_not(self, assignment: Assignment, by: User) -> str:
        if sentence := refusal(access_of(by), by, assignment, Verb.ASSIGN):
            return sentence
        if sentence := too_early(assignment, self.due_on):
            return sentence
        if assignment.task_id and self.taken.setdefault(assignment.task_id, assignment.pk) != assignment.pk:
            return str(ALREADY)
        return ""

    @property
    def taken(self) -> dict[int, int]:
        """Task -> the assignment by which the unit has it, or will have it."""
        if self._taken is None:
            has = Assignment.objects.filter(unit=self.unit, task__isnull=False).exclude(state=State.WITHDRAWN)
            self._taken = dict(has.values_list("task", "pk"))
        return self._taken

    def write(self, assignment: Assignment, by: User) -> Assignment:
        change = Change(
            reason=self.reason,
            unit=self.unit,
            due_on=self.due_on,
            supporting_units=self.supporting_units,
            quietly=True,
        )
        try:
            return change_state(assignment, Verb.ASSIGN, by=by, change=change)
        except REFUSALS:
            self.taken.pop(assignment.task_id or 0, None)
            raise

    def tell(self, done: Sequence[Written], by: User) -> None:
        about_many(done, act=self.kind, by=by, reason=self.reason)


@dataclass
class SetDeadline:
    due_on: date
    reason: str
    kind: BulkRun.Act = BulkRun.Act.DEADLINE

    def why_not(self, assignment: Assignment, by: User) -> str:
        if sentence := refusal_of_deadline(access_of(by), assignment):
            return sentence
        if assignment.due_on == self.due_on:
            return _("This is the deadline already.")
        return too_early(assignment, self.due_on)

    def write(self, assignment: Assignment, by: User) -> Assignment:
        return change_deadline(
            assignment,
            due_on=self.due_on,
            reason=self.reason,
            by=by,
            version=assignment.version,
            quietly=True,
        )

    def tell(self, done: Sequence[Written], by: User) -> None:
        about_many(done, act=self.kind, by=by, reason=self.reason)


@dataclass
class Remind:
    words: str = ""
    kind: BulkRun.Act = BulkRun.Act.REMIND

    def why_not(self, assignment: Assignment, by: User) -> str:
        return refusal_of_reminding(access_of(by), assignment)

    def write(self, assignment: Assignment, by: User) -> Assignment:
        return remind_now(assignment, words=self.words, by=by)

    def tell(self, done: Sequence[Written], by: User) -> None:
        about_many(done, act=self.kind, by=by, reason=self.words)


def too_early(assignment: Assignment, due_on: date | None) -> str:
    if due_on and due_on < assignment.conference.held_on:
        return _("The deadline lies before the conference.")
    return ""


# --- Doing it -----------------------------------------------------------------------------------------------
def preview(act: Act, rows: Iterable[Assignment], *, by: User) -> list[Line]:
    """`rows` come with their sources; nothing is written."""
    return [Line(row, act.why_not(row, by)) for row in rows]


@transaction.atomic
def run(act: Act, seen: Mapping[int, int], *, by: User) -> BulkRun:
    """`seen`: assignment id -> the version the person saw. Foreign ids are as if they were not there."""
    lines, done = [], []
    for row in _locked(seen, by):
        before = row.unit
        why_not = CHANGED if row.version != seen[row.pk] else act.why_not(row, by)
        if not why_not:
            try:
                done.append(Written(act.write(row, by), before))
            except REFUSALS as error:
                why_not = sentence_of(error)
        lines.append({"assignment": row.pk, "done": not why_not, "sentence": str(why_not)})
    act.tell(done, by)
    return BulkRun.objects.create(act=act.kind, by=by, lines=lines)


def _locked(seen: Mapping[int, int], by: User) -> list[Assignment]:
    """In one order for all, first the assignments, then their tasks: two runs at once wait, never cross."""
    rows: AssignmentQuerySet = Assignment.objects.visible_to(by).filter(pk__in=seen)
    locked = list(rows.with_sources().order_by("pk").select_for_update(of=("self",), no_key=True))
    tasks = Task.objects.filter(assignments__in=[row.pk for row in locked]).order_by("pk")
    list(Task.objects.filter(pk__in=tasks.values("pk")).order_by("pk").select_for_update(of=("self",)))
    return locked


def sentence_of(error: Exception) -> str:
    if isinstance(error, SomebodyWasFaster):
        return str(CHANGED)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
