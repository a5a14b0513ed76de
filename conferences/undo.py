"""Taking back the last step of a review: what stood before is kept with each step, and put back whole.

Only what the step itself touched is put back, and only where it still stands as the step left it: what others
did meanwhile stays, and where they touched the same, nothing is undone.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from conferences.actions import lock
from conferences.history import VERBS, named, record
from conferences.models import Conclusion, ReviewStep, Task
from conferences.permissions import may_manage
from conferences.pieces import PieceRow
from conferences.task_order import in_order, put_back
from dialogue_tracker.several_hands import SomebodyWasFaster

# More than this many steps back nobody remembers what was.
KEPT_STEPS = 20
# Numbers that count or order say nothing of whether a task is as the step left it.
LOOSE = ("version", "position")

Row = dict[str, Any]


@contextmanager
def undoable(conclusion: Conclusion, tasks: Iterable[Task], *, verb: str, by: User) -> Iterator[list[Task]]:
    """What is done inside, to these tasks and to those put into the list it gives, can be undone.

    `conclusion` is locked and its `pieces` are current; inside they may be given a new value and saved.
    """
    touched = list(tasks)
    name = named(touched[0]) if touched else ""
    pieces = list(conclusion.pieces)
    rows, order = rows_of(task.pk for task in touched), in_order(conclusion)
    made: list[Task] = []
    yield made
    old, new = _changed(pieces, conclusion.pieces)
    after = rows_of(task.pk for task in [*touched, *made] if task.pk)
    ReviewStep.objects.create(
        conclusion=conclusion,
        by=by,
        verb=verb,
        name=name or (named(made[0]) if made else ""),
        version=conclusion.version,
        before={"tasks": rows, "pieces": old, "order": order},
        after={"tasks": after, "pieces": new},
    )
    mine = ReviewStep.objects.filter(conclusion=conclusion, by=by)
    keep = mine.filter(version=conclusion.version).order_by("-pk").values("pk")[:KEPT_STEPS]
    mine.exclude(pk__in=list(keep.values_list("pk", flat=True))).delete()


def told(step: ReviewStep) -> str:
    """In words: "joined two tasks"."""
    return str(VERBS[step.verb][0])


def last_step(conclusion: Conclusion, user: User) -> ReviewStep | None:
    """What the person would undo now; a new reading ends it, for then the pieces are others."""
    return ReviewStep.objects.filter(conclusion=conclusion, by=user, version=conclusion.version).last()


@transaction.atomic
def undo(conclusion: Conclusion, *, by: User) -> ReviewStep | None:
    """None where there is nothing to undo. `SomebodyWasFaster` where it no longer stands as it was left."""
    if not may_manage(by, conclusion.conference):
        raise PermissionDenied
    lock(conclusion.conference)
    conclusion = Conclusion.objects.select_related("conference").get(pk=conclusion.pk)
    step = last_step(conclusion, by)
    if step is None:
        return None
    standing = _as_left(step)
    conclusion.pieces = _put_back(conclusion.pieces, step.after["pieces"], step.before["pieces"])
    versions = {task.pk: task.version for task in standing}
    old = {row["pk"]: row for row in step.before["tasks"]}
    for task in standing:
        if task.pk not in old:
            task.delete()
    for restored in serializers.deserialize("python", step.before["tasks"]):
        task = cast(Task, restored.object)
        task.version = versions.get(task.pk, task.version) + 1
        restored.save()
    conclusion.save(update_fields=["pieces"])
    put_back(conclusion, list(old), step.before["order"])
    subject = conclusion.tasks.filter(pk__in=old).first() or conclusion
    record(subject, verb="undo_step", by=by, changes={"undone": ["", step.verb]})
    step.delete()
    return step


def drop_last_step(conclusion: Conclusion, user: User) -> None:
    """A step that can no longer be undone stands in the way of the one before."""
    if step := last_step(conclusion, user):
        step.delete()


def rows_of(ids: Iterable[int]) -> list[Row]:
    """The tasks as they are stored now, with their units; those that are gone are left out."""
    tasks = Task.objects.filter(pk__in=list(ids)).order_by("pk")
    rows: list[Row] = json.loads(serializers.serialize("json", tasks))
    for row in rows:
        row["fields"]["lead_units"].sort()
        row["fields"]["supporting_units"].sort()
    return rows


def _as_left(step: ReviewStep) -> list[Task]:
    wanted = {row["pk"]: _firm(row) for row in step.after["tasks"]}
    touched = {*wanted, *(row["pk"] for row in step.before["tasks"])}
    standing = list(Task.objects.select_for_update(of=("self",)).filter(pk__in=touched).order_by("pk"))
    now = {row["pk"]: _firm(row) for row in rows_of(touched)}
    if now != wanted or any(task.accepted_at for task in standing):
        raise SomebodyWasFaster
    return standing


def _firm(row: Row) -> Row:
    return {name: value for name, value in row["fields"].items() if name not in LOOSE}


def _changed(old: list[PieceRow], new: list[PieceRow]) -> tuple[list[PieceRow], list[PieceRow]]:
    """The stretch of both lists in which they differ."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return old[first : len(old) - last], new[first : len(new) - last]


def _put_back(pieces: list[PieceRow], now: list[PieceRow], before: list[PieceRow]) -> list[PieceRow]:
    if not now:
        return pieces
    places = [index for index in range(len(pieces)) if pieces[index : index + len(now)] == now]
    if not places:
        raise SomebodyWasFaster
    return [*pieces[: places[0]], *before, *pieces[places[0] + len(now) :]]
