"""From what the reader found to a proposed task: with what its sub-items say of units and deadlines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from conferences.conclusion_reader import Due, FoundTask, read
from conferences.conclusion_reader.types import LEAD_IN
from conferences.five_clear import PARTS_DIFFER
from conferences.models import Conclusion, Task
from conferences.pieces import PieceRow
from conferences.register import Register
from units.models import Unit

# What the reader needs to see before a sentence that does not say by itself that it charges somebody.
ANNOUNCED = "Nhiệm vụ trong thời gian tới:\n1. "


def whole(found: FoundTask) -> Iterator[FoundTask]:
    yield found
    for child in found.children:
        yield from whole(child)


def parts_differ(found: FoundTask) -> bool:
    """Whether the sub-items say more about units or time than the task as a whole."""
    if len(found.children) < 2:
        return False
    units = {child.lead for child in found.children}
    return units != {found.lead} or any(child.due for child in found.children)


def number_of(found: FoundTask, above: FoundTask | None) -> str:
    numbers = [part.number for part in (above, found) if part and part.number]
    return " ".join(numbers)[:40]


def dues_of(found: FoundTask) -> list[Due]:
    return list(dict.fromkeys(due for part in whole(found) for due in part.due))


def fill(task: Task, found: FoundTask, above: FoundTask | None = None) -> Task:
    """The fields of a task as the reader sees them; the units follow with `charge` once it is saved."""
    dues = dues_of(found)
    due = next((due for due in dues if due.on), dues[0] if dues else None)
    task.number = number_of(found, above)
    task.section = (found.section or "")[:300]
    task.text, task.start, task.end = found.text, found.start, found.end
    task.all_units = found.all_units
    task.due_phrase = "; ".join(due.phrase for due in dues)[:300]
    task.due_kind = due.kind if due else ""
    task.due_on = due.on if due else None
    task.unsure = list(dict.fromkeys(code for part in whole(found) for code in part.unsure))
    if parts_differ(found):
        task.unsure.append(PARTS_DIFFER)
    return task


def units_of(found: FoundTask, register: Register) -> dict[str, list[Unit]]:
    """By the names of the fields; a unit that leads is not named again as supporting."""
    lead = register.resolve(dict.fromkeys(name for part in whole(found) for name in part.lead))
    support = register.resolve(dict.fromkeys(name for part in whole(found) for name in part.support))
    return {"lead_units": lead, "supporting_units": [unit for unit in support if unit not in lead]}


def charge(task: Task, found: FoundTask, register: Register) -> None:
    for name, units in units_of(found, register).items():
        getattr(task, name).set(units)


def parts_of(task: Task, register: Register) -> FoundTask | None:
    """The task as the reader sees it now, when it has sub-items to be split into."""
    conference = task.conclusion.conference
    reading = read(task.conclusion.text, register.names, conference.held_on)
    same = (found for found in reading.tasks if (found.start, found.end) == (task.start, task.end))
    found = next(same, None)
    return found if found and len(found.children) > 1 else None


def found_in(conclusion: Conclusion, text: str, register: Register) -> FoundTask | None:
    """A marked part of the text read by itself: as one task, since a person says that it is one."""
    for words, has_number in ((text, True), (f"{ANNOUNCED}{text}", False)):
        tasks = read(words, register.names, conclusion.conference.held_on).tasks
        if len(tasks) == 1:
            return tasks[0] if has_number else replace(tasks[0], number=None)
    return None


def cut(pieces: Iterable[PieceRow], whole_task: Any, parts: Sequence[tuple[int, Any]]) -> list[PieceRow]:
    """The pieces of a task shared out among its parts (start, task); what stands before announces them."""
    made: list[PieceRow] = []
    for piece in pieces:
        if piece["task"] != whole_task:
            made.append(piece)
            continue
        starts = sorted(
            {piece["start"], *(start for start, _ in parts if piece["start"] < start < piece["end"])}
        )
        for start, end in zip(starts, [*starts[1:], piece["end"]], strict=True):
            owner = next((task for begin, task in reversed(parts) if begin <= start), None)
            kind = piece["kind"] if owner is not None else LEAD_IN
            made.append({"start": start, "end": end, "kind": kind, "task": owner})
    return made
