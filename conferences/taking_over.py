"""Writes what is taken of a corrected text, inside the transaction of `actions`, which holds the lock."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from accounts.models import User
from conferences.comparison import Change, Comparison, Difference
from conferences.conclusion_reader.types import NO_LEAD
from conferences.history import differences, named, record, values_of, values_of_task
from conferences.models import Conclusion, Task
from conferences.pieces import PieceRow
from conferences.proposals import charge, fill
from conferences.rereading import LEFT_OUT
from conferences.transfer import New, spans_of

SUMMARY = ("assessments", "limitations")
TEXTS = ("text", *SUMMARY)
UNITS = ("lead_units", "supporting_units")


@dataclass
class Outcome:
    """What a reading did; nothing (`read`) where the text says what the old one said.

    `reworded`: accepted tasks that the new text words differently; they stay as accepted.
    """

    conclusion: Conclusion
    read: bool = False
    file_kept: bool = False
    proposed: int = 0
    changed: int = 0
    kept: int = 0
    removed: list[str] = field(default_factory=list)
    reworded: list[Task] = field(default_factory=list)


def take_over(comparison: Comparison, taken: Collection[str], *, by: User) -> Outcome:
    """`taken`: the keys of the differences that a person takes. What is left is a decision that stays."""
    conclusion = comparison.conclusion
    outcome = Outcome(conclusion, read=True, reworded=[change.task for change in comparison.accepted])
    before = values_of(conclusion, TEXTS)
    outcome.kept = sum(task.dismissed_at is None for task in comparison.tasks)
    conclusion.text = comparison.reading.text
    for difference in comparison.summary:
        if difference.key in taken:
            _set(conclusion, difference)
    conclusion.read_by = by
    conclusion.version += 1
    conclusion.save()
    for change in (*comparison.changes, *comparison.renumbered):
        outcome.changed += _change(change, taken, by=by)
    _remove(comparison, taken, outcome, by=by)
    new = _propose(comparison, taken, outcome)
    conclusion.pieces = [_owned(piece, new) for piece in comparison.pieces]
    conclusion.save(update_fields=["pieces"])
    _place(comparison, new)
    changes = differences(before, values_of(conclusion, TEXTS))
    if outcome.removed:
        changes["discarded"] = ["\n".join(outcome.removed), ""]
    record(conclusion, verb="read", by=by, changes=changes)
    return outcome


def _set(row: Any, difference: Difference) -> None:
    for name, value in difference.values.items():
        if name in UNITS:
            getattr(row, name).set(value)
        else:
            setattr(row, name, value)


def _change(change: Change, taken: Collection[str], *, by: User) -> bool:
    """A difference that is left is a decision: the task counts as corrected from then on."""
    task = change.task
    before = values_of_task(task)
    mine = [difference for difference in change.differences if difference.key in taken]
    for difference in mine:
        _set(task, difference)
    if any(difference.field == "units" for difference in mine):
        task.unsure = [] if task.all_units or task.lead_units.exists() else [NO_LEAD]
    if len(mine) < len(change.differences) and task.edited_at is None:
        task.edited_at, task.edited_by = timezone.now(), by
    task.version += bool(mine)
    task.save()
    if mine:
        record(task, verb="reread_task", by=by, changes=differences(before, values_of_task(task)))
    return bool(mine)


def _remove(comparison: Comparison, taken: Collection[str], outcome: Outcome, *, by: User) -> None:
    for gone in comparison.gone:
        task = gone.task
        if gone.key in taken:
            outcome.removed.append(named(task))
            outcome.kept -= 1
            comparison.tasks.remove(task)
            Task.objects.filter(pk=task.pk).delete()
        elif task.edited_at is None:
            task.edited_at, task.edited_by = timezone.now(), by
            task.save(update_fields=["edited_at", "edited_by"])


def _propose(comparison: Comparison, taken: Collection[str], outcome: Outcome) -> dict[int, Task]:
    """The new tasks by the number of what was found."""
    new: dict[int, Task] = {}
    for added in comparison.added:
        if added.key not in taken:
            continue
        item = comparison.items[added.at]
        task = fill(Task(conclusion=comparison.conclusion, position=1), item.found, item.above)
        task.save()
        charge(task, item.found, comparison.register)
        new[added.at] = task
    outcome.proposed = len(new)
    return new


def _owned(piece: PieceRow, new: dict[int, Task]) -> PieceRow:
    owner = piece["task"]
    if not isinstance(owner, New):
        return piece
    if owner.item not in new:
        return {**piece, "kind": LEFT_OUT, "task": None}
    return {**piece, "task": new[owner.item].pk}


def _place(comparison: Comparison, new: dict[int, Task]) -> None:
    """Where each task stands in the text, and in which order; what the text lacks comes last."""
    found = {task.pk: comparison.items[at] for at, task in new.items()}
    spans = spans_of(comparison.conclusion.pieces, comparison.conclusion.text)
    rows = {task.pk: task for task in (*comparison.tasks, *new.values())}
    for position, pk in enumerate(_order(comparison, [*found], spans), start=1):
        task = rows[pk]
        own = spans.get(pk, [(0, 0)])
        task.position, task.start, task.end = position, own[0][0], own[-1][1]
        if item := comparison.sole.get(pk) or found.get(pk):
            task.start, task.end = item.found.start, item.found.end
            task.section = (item.found.section or "")[:300]
            if task.edited_at is None and not task.accepted_at:
                task.unsure = fill(Task(), item.found, item.above).unsure
    for task in rows.values():
        task.save(update_fields=["position", "start", "end", "section", "unsure"])


def _order(comparison: Comparison, new: list[int], spans: dict[Any, list[tuple[int, int]]]) -> list[int]:
    """As in the text; who put the tasks in another order keeps it, new ones joining their neighbour."""
    standing = [task.pk for task in comparison.tasks]
    in_text = sorted((pk for pk in (*standing, *new) if pk in spans), key=lambda pk: spans[pk][0])
    if not comparison.ordered_by_hand:
        return in_text + [pk for pk in standing if pk not in spans]
    for at, pk in enumerate(in_text):
        if pk in new:
            standing.insert(standing.index(in_text[at - 1]) + 1 if at else 0, pk)
    return standing
