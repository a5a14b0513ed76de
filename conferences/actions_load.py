"""Conferences of past years come in, with what was concluded there: accepted at once, since it is history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from conferences.actions import lock, save_conference
from conferences.conclusion_reader.types import OPENING, TASK
from conferences.history import differences, record, values_of
from conferences.models import Conclusion, Conference, Task
from dialogue_tracker.vietnamese import nfc
from units.models import Unit


@dataclass(frozen=True, kw_only=True)
class LoadedTask:
    number: str
    text: str
    due_phrase: str
    due_on: date | None
    all_units: bool
    leads: Sequence[Unit]
    supporting: Sequence[Unit]


@transaction.atomic
def bring_in(conference: Conference, *, notice: str, by: User) -> None:
    """One that is there already stays as it is, but may get the conclusion it has not."""
    if conference._state.adding:
        save_conference(conference, by=by)
    if notice and not Conclusion.objects.filter(conference=conference).exists():
        _conclude(conference, notice, by=by)


def _conclude(conference: Conference, text: str, *, by: User) -> Conclusion:
    pieces = [{"start": 0, "end": len(text), "kind": OPENING, "task": None}] if text else []
    conclusion = Conclusion.objects.create(conference=conference, text=text, pieces=pieces, read_by=by)
    record(conclusion, verb="load", by=by, changes=differences({}, values_of(conclusion, ("text",))))
    return conclusion


@transaction.atomic
def add_tasks(conference: Conference, tasks: Iterable[LoadedTask], *, notice: str, by: User) -> list[Task]:
    """The text of the conclusion grows with them, unless somebody entered a text of its own."""
    locked = lock(conference)
    conclusion = Conclusion.objects.filter(conference=locked).first() or _conclude(locked, notice, by=by)
    is_loaded = all(piece["kind"] == OPENING for piece in conclusion.pieces)
    position: int = conclusion.tasks.aggregate(last=Max("position"))["last"] or 0
    made = []
    for place, loaded in enumerate(tasks, start=position + 1):
        task = Task(
            conclusion=conclusion,
            position=place,
            number=loaded.number,
            text=nfc(loaded.text),
            due_phrase=nfc(loaded.due_phrase),
            due_on=loaded.due_on,
            due_kind=Task.DueKind.DATE if loaded.due_on else "",
            all_units=loaded.all_units,
            accepted_at=timezone.now(),
            accepted_by=by,
        )
        if is_loaded:
            _append(conclusion, task)
        _save(task, loaded, by=by)
        made.append(task)
    if is_loaded:
        _mark(conclusion, made)
    return made


def _append(conclusion: Conclusion, task: Task) -> None:
    """As in a text that was read: the task is a part of it, from `start` to `end`."""
    head = f"{conclusion.text}\n" if conclusion.text else ""
    number = f"{task.number}. " if task.number else ""
    conclusion.text = f"{head}{number}{task.text}"
    task.start, task.end = len(head), len(conclusion.text)


def _save(task: Task, loaded: LoadedTask, *, by: User) -> None:
    task.save()
    task.lead_units.set([] if loaded.all_units else loaded.leads)
    task.supporting_units.set(loaded.supporting)
    record(task, verb="load", by=by)


def _mark(conclusion: Conclusion, tasks: list[Task]) -> None:
    """The pieces cut the whole text; the end of a line belongs to what stands before it."""
    pieces = [*conclusion.pieces]
    for task in tasks:
        if pieces:
            pieces[-1]["end"] = task.start
        pieces.append({"start": task.start, "end": task.end, "kind": TASK, "task": task.pk})
    conclusion.pieces = pieces
    conclusion.save()
