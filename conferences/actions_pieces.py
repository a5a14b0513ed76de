"""Writes that cut the text anew: join two tasks, split one at chosen places, make one; and move one.

The pieces stay a cut of the whole text, accepted tasks stay as they are, and each write can be undone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from conferences.actions import lock
from conferences.actions_tasks import lock_proposal, locked_conclusion
from conferences.conclusion_reader import FoundTask
from conferences.conclusion_reader import types as reader
from conferences.history import differences, named, record, values_of_task
from conferences.models import Conclusion, Task
from conferences.permissions import may_manage
from conferences.pieces import (
    claim,
    hand_over,
    is_free,
    places_to_split,
    same_place,
    share_out,
    start_of_line_mark,
)
from conferences.proposals import dues_of, fill, found_in, units_of
from conferences.register import Register
from conferences.task_order import in_order, put_after, put_in_order
from conferences.undo import undoable
from dialogue_tracker.several_hands import SomebodyWasFaster
from units.models import Unit

# "a)", "-": such numbers say nothing without that of the task above.
_NUMBER_BELOW = re.compile(r"\W*[a-zđ]?\W*", re.IGNORECASE)
# The number or dash printed before a wording.
_MARK = re.compile(r"(\(?[0-9a-zđ]{1,2}[.)]|[-+•*–—])\s+(?=\S)", re.IGNORECASE)
MOST_PARTS = 50


# --- Join -------------------------------------------------------------------------------------------------
@transaction.atomic
def join_tasks(task: Task, other: Task, *, versions: Sequence[int | None], by: User) -> Task:
    """Both become the one that stands first; what the two say of time is flagged where it differs."""
    conclusion = locked_conclusion(task)
    before = {
        one.pk: lock_proposal(one, by=by, version=seen)
        for one, seen in zip((task, other), versions, strict=True)
    }
    if task.pk == other.pk or other.conclusion_id != conclusion.pk or task.dismissed_at or other.dismissed_at:
        raise SomebodyWasFaster
    first, second = sorted((task, other), key=lambda one: (one.position, one.pk))
    first.conclusion = conclusion
    with undoable(conclusion, [first, second], verb="join_tasks", by=by):
        mark = _printed_mark(conclusion.text, second)
        lead, support = _units_of_both(first, second)
        _take_over(first, second, mark, lead)
        first.edited_at, first.edited_by = timezone.now(), by
        first.version += 1
        first.save()
        first.lead_units.set(lead)
        first.supporting_units.set(support)
        conclusion.pieces = hand_over(conclusion.pieces, second.pk, first.pk)
        conclusion.save(update_fields=["pieces"])
        changes = differences(before[first.pk], values_of_task(first))
        record(first, verb="join_tasks", by=by, changes={**changes, "joined": ["", named(second)]})
        second.delete()
    return first


def _units_of_both(first: Task, second: Task) -> tuple[list[Unit], list[Unit]]:
    lead = {unit.pk: unit for one in (first, second) for unit in one.lead_units.all()}
    support = {unit.pk: unit for one in (first, second) for unit in one.supporting_units.all()}
    return [*lead.values()], [unit for pk, unit in support.items() if pk not in lead]


def _take_over(first: Task, second: Task, mark: str, lead: Sequence[Unit]) -> None:
    first.text = f"{first.text.rstrip()}\n{mark}{second.text.lstrip()}"
    if first.end and second.end:
        first.start, first.end = min(first.start, second.start), max(first.end, second.end)
    first.all_units = first.all_units or second.all_units
    codes = dict.fromkeys([*first.unsure, *second.unsure])
    if lead or first.all_units:
        codes.pop(reader.NO_LEAD, None)
    if len(lead) > 1 and any(one.lead_units.count() < len(lead) for one in (first, second)):
        codes[reader.SEVERAL_LEADS] = None
    if _join_dues(first, second):
        codes[reader.SEVERAL_DUE] = None
    first.unsure = [*codes]
    results = dict.fromkeys(result for result in (first.expected_result, second.expected_result) if result)
    first.expected_result = "; ".join(results)[:300]


def _join_dues(first: Task, second: Task) -> bool:
    """The deadline of the one that has one; of two, the earlier day. Whether there were two."""
    mine, theirs = ((one.due_on, one.due_kind, one.due_phrase) for one in (first, second))
    if mine == theirs or not any(theirs):
        return False
    if any(mine):
        first.due_phrase = "; ".join(dict.fromkeys(filter(None, (mine[2], theirs[2]))))[:300]
        if theirs[0] and (not mine[0] or theirs[0] < mine[0]):
            first.due_on, first.due_kind = theirs[0], theirs[1]
        return True
    first.due_on, first.due_kind, first.due_phrase = theirs
    return False


def _printed_mark(text: str, task: Task) -> str:
    """ "2. " or "b) " as printed before the wording, which does not have it."""
    stretch, opening = text[task.start : task.end].lstrip(), task.text.lstrip()[:20]
    place = stretch.find(opening, 0, 80) if opening else -1
    return stretch[:place] if place > 0 and "\n" not in stretch[:place] else ""


# --- Split at chosen places -------------------------------------------------------------------------------
@dataclass
class Part:
    """A stretch that becomes a task of its own: its wording without the printed number."""

    number: str
    text: str
    start: int
    end: int
    found: FoundTask | None

    @classmethod
    def read(cls, conclusion: Conclusion, words: str, start: int, end: int, register: Register) -> Self:
        mark = _MARK.match(words)
        text = words[mark.end() :] if mark else words
        number = mark.group(1).removesuffix(".") if mark else ""
        return cls(number.strip("-+•*–—"), text, start, end, found_in(conclusion, text, register))


@transaction.atomic
def split_at(task: Task, places: Iterable[int], *, by: User, version: int | None = None) -> list[Task]:
    """The wording cut at the places: the first part stays the task, each other becomes one behind it.

    A part takes the units and the deadline that it names; what no part names, all inherit.
    """
    conclusion = locked_conclusion(task)
    before = lock_proposal(task, by=by, version=version)
    if task.dismissed_at:
        raise SomebodyWasFaster
    register = Register.on(conclusion.conference.register_day)
    parts = [*_parts(task, places, register)]
    if not 1 < len(parts) <= MOST_PARTS:
        return []
    with undoable(conclusion, [task], verb="split_task", by=by) as made:
        rows = [task, *(Task(conclusion=conclusion, position=task.position) for _part in parts[1:])]
        _word_parts(rows, parts, register, by=by)
        made += rows[1:]
        put_after(conclusion, task, [row.pk for row in made])
        conclusion.pieces = share_out(
            conclusion.pieces, task.pk, [(row.start, row.pk) for row in made if row.end]
        )
        conclusion.save(update_fields=["pieces"])
    changes = differences(before, values_of_task(task))
    record(task, verb="split_task", by=by, changes={**changes, "parts": ["", "\n".join(map(named, rows))]})
    return rows


def place_in_wording(task: Task, place: int) -> int | None:
    """A place in the text of the conclusion, as the place in the wording of the task that stands there."""
    stretch = task.conclusion.text[task.start : task.end]
    if not task.start <= place <= task.end:
        return None
    found = same_place(stretch, place - task.start, task.text)
    return None if found is None else start_of_line_mark(task.text, found)


def suggested_places(task: Task) -> list[int]:
    return places_to_split(task.text)


def _parts(task: Task, places: Iterable[int], register: Register) -> Iterable[Part]:
    text = task.text
    borders = [0, *sorted({place for place in places if 0 < place < len(text)}), len(text)]
    stretch = task.conclusion.text[task.start : task.end]
    at = task.start
    for start, end in zip(borders, borders[1:], strict=False):
        words = text[start:end].strip()
        if not words:
            continue
        place = same_place(text, start, stretch) if start else 0
        known = place is not None and bool(stretch) and task.start + place >= at
        if known and place:
            at = task.start + start_of_line_mark(stretch, place)
        place_of_part = (at, task.end) if known else (0, 0)
        yield Part.read(task.conclusion, words, *place_of_part, register)


def _word_parts(rows: Sequence[Task], parts: Sequence[Part], register: Register, *, by: User) -> None:
    whole = rows[0]
    number, section, due = whole.number, whole.section, (whole.due_on, whole.due_kind, whole.due_phrase)
    all_units, place = whole.all_units, (whole.start, whole.end)
    units = [units_of(part.found, register) if part.found else {} for part in parts]
    leads, supporting = [*whole.lead_units.all()], [*whole.supporting_units.all()]
    own_due = any(part.found and dues_of(part.found) for part in parts)
    own_support = any(named_units.get("supporting_units") for named_units in units)
    for index, (row, part, named_units) in enumerate(zip(rows, parts, units, strict=True)):
        lead = named_units.get("lead_units") or []
        inherits = not lead and not (part.found and part.found.all_units)
        _fill(row, part)
        row.number = number if index == 0 else _number_below(number, row.number)
        row.section = section
        if index == 0:
            row.start, row.end = place
        if not own_due:
            row.due_on, row.due_kind, row.due_phrase = due
        if inherits:
            row.all_units = all_units
        row.unsure = _doubts(row, named=bool(lead or (inherits and (leads or all_units)) or row.all_units))
        row.edited_at, row.edited_by = timezone.now(), by
        row.version += index == 0
        row.save()
        row.lead_units.set(leads if inherits else lead)
        support = named_units.get("supporting_units", []) if own_support else supporting
        row.supporting_units.set(unit for unit in support if unit not in (leads if inherits else lead))


def _fill(row: Task, part: Part) -> None:
    if part.found:
        fill(row, part.found)
        row.text = wording(part.found, part.text)
    else:
        row.text, row.number, row.unsure = part.text, "", []
        row.all_units, row.due_on, row.due_kind, row.due_phrase = False, None, "", ""
    row.number = part.number or row.number
    row.start, row.end = part.start, part.end


def wording(found: FoundTask, stretch: str) -> str:
    """As the reader words it, without its number; whole, where the reader would leave words out."""
    read = len(f"{found.number or ''} {found.text}".split())
    return found.text if read >= len(stretch.split()) - 1 else stretch


def _number_below(above: str, number: str) -> str:
    if number and above and _NUMBER_BELOW.fullmatch(number):
        return f"{above} {number}"[:40]
    return number


def _doubts(row: Task, *, named: bool) -> list[str]:
    """A person says that the part is a task; what it inherits is not missing."""
    settled = {reader.UNNUMBERED, *([reader.NO_LEAD] if named else [])}
    codes = [code for code in row.unsure if code not in settled]
    return codes if named or reader.NO_LEAD in codes else [*codes, reader.NO_LEAD]


# --- Make, move -------------------------------------------------------------------------------------------
@transaction.atomic
def make_task(conclusion: Conclusion, start: int, end: int, *, by: User) -> Task | None:
    """A stretch of the text that is no task becomes one, as the reader understands it; else None."""
    if not may_manage(by, conclusion.conference):
        raise PermissionDenied
    lock(conclusion.conference)
    conclusion = Conclusion.objects.select_related("conference__host").get(pk=conclusion.pk)
    words = conclusion.text[start:end].strip()
    if not words or not is_free(conclusion.pieces, start, end):
        return None
    register = Register.on(conclusion.conference.register_day)
    part = Part.read(conclusion, words, start, end, register)
    units = units_of(part.found, register) if part.found else {}
    task = Task(conclusion=conclusion, position=0)
    with undoable(conclusion, [], verb="add_task", by=by) as made:
        _fill(task, part)
        task.unsure = _doubts(task, named=bool(units.get("lead_units") or task.all_units))
        task.edited_at, task.edited_by = timezone.now(), by
        task.save()
        for name, named_units in units.items():
            getattr(task, name).set(named_units)
        made.append(task)
        conclusion.pieces = claim(conclusion.pieces, start, end, task.pk)
        conclusion.save(update_fields=["pieces"])
        _put_where_it_stands(task, conclusion)
    record(task, verb="add_task", by=by, changes=differences({}, values_of_task(task)))
    return task


def _put_where_it_stands(task: Task, conclusion: Conclusion) -> None:
    owners = dict.fromkeys(piece["task"] for piece in conclusion.pieces if piece["task"])
    before = [*owners][: [*owners].index(task.pk)]
    others = [pk for pk in in_order(conclusion) if pk != task.pk]
    above = next((pk for pk in reversed(before) if pk in others), None)
    place = others.index(above) + 1 if above else 0
    put_in_order(conclusion, [*others[:place], task.pk, *others[place:]])


@transaction.atomic
def move_task(task: Task, *, up: bool, by: User, version: int | None = None) -> bool:
    """One place up or down among those that are shown; False at the end. Numbers stay as printed."""
    conclusion = locked_conclusion(task)
    lock_proposal(task, by=by, version=version)
    order = in_order(conclusion)
    aside = {*conclusion.tasks.dismissed().values_list("pk", flat=True)} - {task.pk}
    shown = [pk for pk in order if pk not in aside]
    place = shown.index(task.pk)
    to = place + (-1 if up else 1)
    if not 0 <= to < len(shown):
        return False
    others = [pk for pk in order if pk != task.pk]
    beside = others.index(shown[to]) + (0 if up else 1)
    with undoable(conclusion, [task], verb="move_task", by=by):
        put_in_order(conclusion, [*others[:beside], task.pk, *others[beside:]])
    record(task, verb="move_task", by=by, changes={"position": [str(place + 1), str(to + 1)]})
    return True
