"""Every write on a proposed task alone: correct, charge, set its deadline, put aside, take back, split.

What cuts the text anew is in `actions_pieces`, accepting is in assignments. Each write can be undone.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from conferences.actions import lock
from conferences.conclusion_reader import types as reader
from conferences.five_clear import DUE_DOUBTS
from conferences.history import differences, named, record, values_of_task
from conferences.models import Conclusion, Task
from conferences.permissions import may_manage
from conferences.pieces import claim, is_free
from conferences.proposals import charge, cut, fill, parts_of
from conferences.register import Register
from conferences.task_order import put_after
from conferences.undo import undoable
from dialogue_tracker.several_hands import SomebodyWasFaster
from units.models import Unit

LEAD_DOUBTS = {reader.NO_LEAD, reader.SEVERAL_LEADS, reader.UNIT_UNKNOWN}


@transaction.atomic
def save_task(
    task: Task,
    *,
    by: User,
    lead_units: Iterable[Unit],
    supporting_units: Iterable[Unit],
    version: int | None = None,
    settles: Collection[str] | None = None,
) -> Task:
    """A proposal as a person worded it: a new reading keeps it, and only a missing lead is still unsure.

    Who changed one field only has `settles`: the doubts about it; the others stay.
    """
    conclusion = locked_conclusion(task)
    before = lock_proposal(task, by=by, version=version)
    lead = list(lead_units)
    task.unsure = [] if settles is None else [code for code in task.unsure if code not in settles]
    if not lead and not task.all_units and reader.NO_LEAD not in task.unsure:
        task.unsure.append(reader.NO_LEAD)
    task.edited_at, task.edited_by = timezone.now(), by
    is_new = task._state.adding
    verb = "add_task" if is_new else "edit_task"
    with undoable(conclusion, [] if is_new else [task], verb=verb, by=by) as made:
        _store(task, conclusion)
        task.lead_units.set(lead)
        task.supporting_units.set(supporting_units)
        made += [task] if is_new else []
    record(task, verb=verb, by=by, changes=differences(before, values_of_task(task)))
    return task


def _store(task: Task, conclusion: Conclusion) -> None:
    """A task that was marked in the text: the stretch it was made of is now its own."""
    if not task._state.adding:
        task.version += 1
        task.save()
        return
    last = conclusion.tasks.order_by("-position").first()
    task.position = last.position + 1 if last else 1
    if not is_free(conclusion.pieces, task.start, task.end):
        task.start = task.end = 0
    task.save()
    if task.end:
        conclusion.pieces = claim(conclusion.pieces, task.start, task.end, task.pk)
        conclusion.save(update_fields=["pieces"])


@transaction.atomic
def charge_unit(
    task: Task, *, unit: Unit | None, besides: bool, by: User, version: int | None = None
) -> Task:
    """One unit leads, or one more (`besides`) does; without a unit the task is laid on all of them."""
    leads = list(task.lead_units.all()) if besides else []
    task.all_units = unit is None or (besides and task.all_units)
    if unit and unit not in leads:
        leads.append(unit)
    supporting = [other for other in task.supporting_units.all() if other not in leads]
    return save_task(
        task, by=by, lead_units=leads, supporting_units=supporting, version=version, settles=LEAD_DOUBTS
    )


@transaction.atomic
def set_due(task: Task, *, due_on: date | None, by: User, version: int | None = None) -> Task:
    if due_on != task.due_on:
        task.due_on = due_on
        task.due_kind = Task.DueKind.DATE if due_on else ""
    return save_task(
        task,
        by=by,
        lead_units=task.lead_units.all(),
        supporting_units=task.supporting_units.all(),
        version=version,
        settles=DUE_DOUBTS,
    )


def locked_conclusion(task: Task) -> Conclusion:
    """Its pieces are one value: two tasks split at once would each bring back the other's old pieces."""
    lock(task.conclusion.conference)
    task.conclusion = Conclusion.objects.select_related("conference__host").get(pk=task.conclusion_id)
    return task.conclusion


@transaction.atomic
def split_task(task: Task, *, by: User, version: int | None = None) -> list[Task]:
    """A task whose sub-items charge different units becomes one task for each; nothing where it has none."""
    conclusion = locked_conclusion(task)
    lock_proposal(task, by=by, version=version)
    register = Register.on(conclusion.conference.register_day)
    found = parts_of(task, register)
    if found is None:
        return []
    parts: list[Task] = []
    with undoable(conclusion, [task], verb="split_task", by=by) as made:
        for child in found.children:
            part = fill(Task(conclusion=conclusion, position=task.position), child, found)
            part.edited_at, part.edited_by = timezone.now(), by
            part.save()
            charge(part, child, register)
            parts.append(part)
        put_after(conclusion, task, [part.pk for part in parts])
        conclusion.pieces = cut(conclusion.pieces, task.pk, [(part.start, part.pk) for part in parts])
        conclusion.save(update_fields=["pieces"])
        became = "\n".join(named(part) for part in parts)
        record(task, verb="split_task", by=by, changes={"text": [task.text, ""], "parts": ["", became]})
        task.delete()
        made += parts
    return parts


@transaction.atomic
def dismiss_task(task: Task, *, by: User, version: int | None = None) -> None:
    """“Not a task”: a new reading does not propose it again; `restore_task` takes it back."""
    _put_aside(task, aside=True, by=by, version=version)


@transaction.atomic
def restore_task(task: Task, *, by: User, version: int | None = None) -> None:
    _put_aside(task, aside=False, by=by, version=version)


def _put_aside(task: Task, *, aside: bool, by: User, version: int | None) -> None:
    conclusion = locked_conclusion(task)
    lock_proposal(task, by=by, version=version)
    verb = "dismiss_task" if aside else "restore_task"
    with undoable(conclusion, [task], verb=verb, by=by):
        task.dismissed_at = timezone.now() if aside else None
        task.save(update_fields=["dismissed_at"])
    record(task, verb=verb, by=by)


def lock_proposal(task: Task, *, by: User, version: int | None = None) -> dict[str, str]:
    """Returns the stored values, as the history keeps them."""
    if not may_manage(by, task.conclusion.conference):
        raise PermissionDenied
    if task._state.adding:
        return {}
    locked = Task.objects.select_for_update(of=("self",)).filter(pk=task.pk).first()
    if locked is None or locked.accepted_at or (version is not None and locked.version != version):
        raise SomebodyWasFaster
    # A form does not know of these; saved as they were, they would undo a new reading or a dismissal.
    task.position, task.start, task.end = locked.position, locked.start, locked.end
    task.dismissed_at = locked.dismissed_at
    return values_of_task(locked)
