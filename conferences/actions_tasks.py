"""Every write on proposed tasks: correct, add, split, put aside, take back. Accepting is in assignments."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from conferences.actions import lock
from conferences.history import differences, named, record, values_of_task
from conferences.models import Conclusion, Task
from conferences.permissions import may_manage
from conferences.proposals import charge, cut, fill, parts_of
from conferences.register import Register
from dialogue_tracker.several_hands import SomebodyWasFaster
from units.models import Unit


@transaction.atomic
def save_task(
    task: Task,
    *,
    by: User,
    lead_units: Iterable[Unit],
    supporting_units: Iterable[Unit],
    version: int | None = None,
) -> Task:
    """A proposal as a person worded it: a new reading keeps it, and only a missing lead is still unsure."""
    before = _lock_proposal(task, by=by, version=version)
    lead = list(lead_units)
    task.unsure = [] if lead or task.all_units else ["no_lead"]
    task.edited_at, task.edited_by = timezone.now(), by
    if task._state.adding:
        last = task.conclusion.tasks.order_by("-position").first()
        task.position = last.position + 1 if last else 1
    else:
        task.version += 1
    is_new = task._state.adding
    task.save()
    task.lead_units.set(lead)
    task.supporting_units.set(supporting_units)
    if is_new and task.end:
        _link_to_text(task)
    changes = differences(before, values_of_task(task))
    record(task, verb="add_task" if is_new else "edit_task", by=by, changes=changes)
    return task


def _link_to_text(task: Task) -> None:
    """A task that was marked in the text: the piece it was made of is now its own."""
    conclusion = _locked_conclusion(task)
    for piece in conclusion.pieces:
        if (piece["start"], piece["end"]) == (task.start, task.end) and piece["task"] is None:
            piece["task"] = task.pk
    conclusion.save(update_fields=["pieces"])


def _locked_conclusion(task: Task) -> Conclusion:
    """Its pieces are one value: two tasks split at once would each bring back the other's old pieces."""
    lock(task.conclusion.conference)
    task.conclusion = Conclusion.objects.select_related("conference").get(pk=task.conclusion_id)
    return task.conclusion


@transaction.atomic
def split_task(task: Task, *, by: User) -> list[Task]:
    """A task whose sub-items charge different units becomes one task for each; nothing where it has none."""
    conclusion = _locked_conclusion(task)
    _lock_proposal(task, by=by)
    register = Register.on(conclusion.conference.register_day)
    found = parts_of(task, register)
    if found is None:
        return []
    parts = []
    for child in found.children:
        part = fill(Task(conclusion=conclusion, position=task.position), child, found)
        part.edited_at, part.edited_by = timezone.now(), by
        part.save()
        charge(part, child, register)
        parts.append(part)
    conclusion.pieces = cut(conclusion.pieces, task.pk, [(part.start, part.pk) for part in parts])
    conclusion.save(update_fields=["pieces"])
    became = "\n".join(named(part) for part in parts)
    record(task, verb="split_task", by=by, changes={"text": [task.text, ""], "parts": ["", became]})
    task.delete()
    return parts


@transaction.atomic
def dismiss_task(task: Task, *, by: User) -> None:
    """“Not a task”: a new reading does not propose it again; `restore_task` takes it back."""
    _lock_proposal(task, by=by)
    task.dismissed_at = timezone.now()
    task.save(update_fields=["dismissed_at"])
    record(task, verb="dismiss_task", by=by)


@transaction.atomic
def restore_task(task: Task, *, by: User) -> None:
    _lock_proposal(task, by=by)
    task.dismissed_at = None
    task.save(update_fields=["dismissed_at"])
    record(task, verb="restore_task", by=by)


def _lock_proposal(task: Task, *, by: User, version: int | None = None) -> dict[str, str]:
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
