"""Every write on assignments. `change_state` is the one door: lock, check, write, history, tell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assignments import actions_words
from assignments import messages as tell
from assignments.actions_drafts import discard_drafts
from assignments.actions_extensions import lapse_extension
from assignments.actions_new import New, create_assignments
from assignments.actions_updates import Proof, write_result
from assignments.actions_words import Verdict
from assignments.evidence_rules import missing_evidence
from assignments.models import Assignment
from assignments.permissions import refusal
from assignments.terms import WorkedOut, keep_term, last_day_in_time
from assignments.workflow import TRANSITIONS, State, Transition, Verb
from assignments.writing import Refused, lock, names, record
from conferences.history import record as record_change
from conferences.models import Conference, Task
from conferences.permissions import may_manage
from dialogue_tracker.files import atomic_with_files
from units.models import Unit
from units.permissions import access_of


@dataclass(frozen=True)
class Change:
    """What comes with a verb. `version` is what the person saw; None skips that check (bulk, tasks).

    `quietly`: the caller tells those concerned, with one line for many rows.
    """

    reason: str = ""
    unit: Unit | None = None
    due_on: date | None = None
    term: WorkedOut | None = None
    supporting_units: Iterable[Unit] | None = None
    result: str = ""
    outcome: str = ""
    roadmap_on: date | None = None
    key: UUID | None = None
    proof: Proof = field(default_factory=Proof)
    into: Assignment | None = None
    version: int | None = None
    quietly: bool = False


ALREADY = gettext_lazy("The unit has this task already. Choose another one.")


def change_state(assignment: Assignment, verb: str, *, by: User, change: Change) -> Assignment:
    """Raises `Refused`, `SomebodyWasFaster` or `ValidationError`; returns the locked, changed row."""
    with atomic_with_files(change.proof.stored):
        return _change_state(assignment, verb, by=by, change=change)


def _change_state(assignment: Assignment, verb: str, *, by: User, change: Change) -> Assignment:
    if change.into:
        _lock_both(assignment, change.into)
    locked = lock(assignment, version=change.version)
    if sentence := refusal(access_of(by), by, locked, verb):
        raise Refused(sentence)
    if missing := missing_for(TRANSITIONS[verb], locked, change):
        raise ValidationError(missing)
    before, unit_before = _snapshot(locked), locked.unit
    APPLY.get(verb, _keep)(locked, by, change)
    locked.state = state_after(TRANSITIONS[verb], change)
    locked.version += 1
    locked.save()
    after = _snapshot(locked)
    changes = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
    if change.supporting_units is not None:
        changes |= _set_supporting_units(locked, change.supporting_units)
    from_state = changes.pop("state", [locked.state])[0]
    record(
        locked,
        verb=verb,
        by=by,
        from_state=from_state,
        changes=changes,
        reason=change.reason,
    )
    unit_changed = unit_before is not None and locked.unit != unit_before
    lapse_extension(locked, by=by, unit_changed=unit_changed)
    if unit_changed or not locked.is_open:
        discard_drafts(locked)
    if not change.quietly:
        tell.about_change(locked, verb=verb, by=by, reason=change.reason, unit_before=unit_before)
    return locked


def state_after(row: Transition, change: Change) -> State:
    return row.to_other_unit if row.to_other_unit and change.unit else row.to_state


def _lock_both(one: Assignment, other: Assignment) -> None:
    """In one order for all, so that two people who merge crosswise do not wait for each other."""
    both = Assignment.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    list(both.select_for_update(of=("self",), no_key=True).values_list("pk"))


def missing_for(row: Transition, assignment: Assignment, change: Change) -> dict[str, str]:
    """What the verb needs and did not get, by field, in sentences for people."""
    missing = {}
    if row.needs_reason and not change.reason.strip():
        missing["reason"] = _("Write the reason; it stays in the history.")
    if row.verb == Verb.ASSIGN:
        unit = change.unit or assignment.unit
        if unit is None:
            missing["unit"] = _("Choose the unit that is to do the work.")
        elif _has_task_already(assignment, unit):
            missing["unit"] = str(ALREADY)
    if row.verb == Verb.DIRECT and change.unit and _has_task_already(assignment, change.unit):
        missing["unit"] = str(ALREADY)
    if row.verb == Verb.MERGE and not _can_take_in(change.into, assignment):
        missing["into"] = _("Choose another recommendation of the same conference that is still open.")
    if row.verb == Verb.REPORT:
        if not change.result.strip():
            missing["result"] = _("Write what was achieved.")
        if sentence := missing_evidence(assignment, change.outcome, change.proof):
            missing["document"] = sentence
    return missing


def _has_task_already(assignment: Assignment, unit: Unit) -> bool:
    if assignment.task is None:
        return False
    # The units of a task are given one at a time; two at once would both find that the unit has none.
    task = Task.objects.select_for_update(of=("self",)).get(pk=assignment.task.pk)
    others = task.assignments.exclude(pk=assignment.pk).exclude(state=State.WITHDRAWN)
    return others.filter(unit=unit).exists()


def _can_take_in(target: Assignment | None, assignment: Assignment) -> bool:
    return (
        target is not None
        and Assignment.objects.open()
        .filter(pk=target.pk, kind=assignment.kind, conference=assignment.conference_id)
        .exclude(pk=assignment.pk)
        .exists()
    )


def _set_supporting_units(assignment: Assignment, units: Iterable[Unit]) -> dict[str, list[str]]:
    old = names(assignment.supporting_units.all())
    wanted = [unit for unit in units if unit.pk != assignment.unit_id]
    assignment.supporting_units.set(wanted)
    new = names(wanted)
    return {"supporting_units": [old, new]} if old != new else {}


def _snapshot(assignment: Assignment) -> dict[str, Any]:
    return {
        "state": assignment.state,
        "unit": assignment.unit.name if assignment.unit else "",
        "due_on": assignment.due_on.isoformat() if assignment.due_on else "",
        "result": assignment.result,
        "merged_into": assignment.merged_into.label if assignment.merged_into else "",
    }


def _keep(assignment: Assignment, by: User, change: Change) -> None:
    """The verb changes nothing but the state."""


def _assign(assignment: Assignment, by: User, change: Change) -> None:
    assignment.unit = change.unit or assignment.unit
    assignment.assigned_at = timezone.now()
    if change.due_on:
        assignment.due_on = change.due_on
        assignment.original_due_on = assignment.original_due_on or change.due_on
        keep_term(assignment, change.term)


def _decline(assignment: Assignment, by: User, change: Change) -> None:
    assignment.unit = None


def _report(assignment: Assignment, by: User, change: Change) -> None:
    assignment.result, assignment.percent = change.result, 100
    assignment.reported_on, assignment.reported_by = timezone.localdate(), by
    write_result(
        assignment,
        text=change.result,
        outcome=change.outcome,
        roadmap_on=change.roadmap_on,
        key=change.key,
        proof=change.proof,
        by=by,
    )


def _confirm(assignment: Assignment, by: User, change: Change) -> None:
    assignment.confirmed_at, assignment.confirmed_by = timezone.now(), by
    _take_over_outcome(assignment)
    actions_words.ask(assignment)


def _take_over_outcome(assignment: Assignment) -> None:
    """Where the office has not said what became of a recommendation, the unit's confirmed report says it."""
    recommendation = getattr(assignment, "recommendation", None)
    report = assignment.updates.filter(is_result=True).order_by("pk").last()
    if recommendation is None or recommendation.outcome or report is None or not report.outcome:
        return
    recommendation.outcome, recommendation.roadmap_on = report.outcome, report.roadmap_on
    recommendation.version += 1
    recommendation.save(update_fields=["outcome", "roadmap_on", "version"])


def _take_back_result(assignment: Assignment, by: User, change: Change) -> None:
    """A returned, reopened or withdrawn result counts as not done; the updates keep what was reported."""
    assignment.reported_on = assignment.reported_by = assignment.confirmed_at = assignment.confirmed_by = None
    assignment.percent = min(assignment.percent, 90)
    actions_words.let_lapse(assignment)


def _direct(assignment: Assignment, by: User, change: Change) -> None:
    if change.unit:
        assignment.unit, assignment.assigned_at = change.unit, timezone.now()


def _merge(assignment: Assignment, by: User, change: Change) -> None:
    assignment.merged_into = change.into


def _separate(assignment: Assignment, by: User, change: Change) -> None:
    assignment.merged_into = None


def _agree(assignment: Assignment, by: User, change: Change) -> None:
    actions_words.say(assignment, Verdict.AGREED, text=change.reason, by=by)


def _contest(assignment: Assignment, by: User, change: Change) -> None:
    actions_words.say(assignment, Verdict.CONTESTED, text=change.reason, by=by)
    _take_back_result(assignment, by, change)


APPLY: dict[str, Callable[[Assignment, User, Change], None]] = {
    Verb.ASSIGN: _assign,
    Verb.DECLINE: _decline,
    Verb.REPORT: _report,
    Verb.CONFIRM: _confirm,
    Verb.RETURN: _take_back_result,
    Verb.REOPEN: _take_back_result,
    Verb.WITHDRAW: _take_back_result,
    Verb.DIRECT: _direct,
    Verb.MERGE: _merge,
    Verb.SEPARATE: _separate,
    Verb.AGREE: _agree,
    Verb.CONTEST: _contest,
}


def create_assignment(
    *,
    conference: Conference,
    title: str,
    by: User,
    task: Task | None = None,
    unit: Unit | None = None,
    due_on: date | None = None,
    due_phrase: str = "",
) -> Assignment:
    """One of them; see `New`."""
    new = New(conference=conference, title=title, task=task, unit=unit, due_on=due_on, due_phrase=due_phrase)
    return create_assignments([new], by=by)[0]


@transaction.atomic
def accept_tasks(tasks: Iterable[Task], *, by: User) -> list[Assignment]:
    """Proposed tasks become work: an assignment for each lead unit, or for all; one inbox line for each."""
    ids = [task.pk for task in tasks]
    proposed = (
        Task.objects.select_for_update(of=("self",))
        .proposed()
        .filter(pk__in=ids)
        .select_related("conclusion__conference")
    )
    made: list[Assignment] = []
    for task in proposed:
        if not may_manage(by, task.conclusion.conference):
            raise PermissionDenied
        made += _assign_task(task, by=by)
    tell.about_new_work(made, by=by)
    return made


def _assign_task(task: Task, *, by: User) -> list[Assignment]:
    conference = task.conclusion.conference
    leads = {unit.pk: unit for unit in task.lead_units.all()}
    if task.all_units:
        leads |= {unit.pk: unit for unit in Unit.objects.all_of(conference.host, conference.register_day)}
    units: list[Unit | None] = [*leads.values()] or [None]
    supporting = list(task.supporting_units.all())
    made = []
    for unit in units:
        assignment = create_assignment(
            conference=conference,
            title=task.summary,
            task=task,
            unit=unit,
            by=by,
            due_on=last_day_in_time(task.due_on, task.due_phrase),
            due_phrase=task.due_phrase,
        )
        assignment.supporting_units.set([other for other in supporting if other != unit])
        made.append(assignment)
    task.accepted_at, task.accepted_by = timezone.now(), by
    task.save(update_fields=["accepted_at", "accepted_by"])
    record_change(task, verb="accept_task", by=by)
    return made
