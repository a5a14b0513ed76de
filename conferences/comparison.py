"""What a corrected text changes: each difference by itself, and what a person made of the tasks stays.

Three wordings meet: what the reader finds in the old text (the base), what stands there now, what the reader
finds in the new text. Where base and new text say the same, whatever a person made of it is no difference.
Where a person had corrected what the new text changes too, the correction stays unless the person says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conferences.conclusion_reader import Reading, read
from conferences.conclusion_reader.types import ASSESSMENT, LIMITATION
from conferences.models import Conclusion, Task
from conferences.pieces import PieceRow
from conferences.register import Register
from conferences.rereading import (
    Item,
    Place,
    Span,
    items_of,
    match,
    places_of,
    same_wording,
    slices,
    stretches_of,
)
from conferences.transfer import spans_of, transferred
from conferences.values import GROUPS, Values, of_found, of_task
from dialogue_tracker.timelines import FieldChange
from dialogue_tracker.vietnamese import compare_key

SUMMARY_KINDS = {"assessments": ASSESSMENT, "limitations": LIMITATION}
FIELD_LABELS: dict[str, str | Promise] = {
    "number": _("Number"),
    "text": _("Wording"),
    "units": _("Units"),
    "due": _("Deadline"),
    "assessments": _("Assessments"),
    "limitations": _("Limitations"),
}
# "2. ", "b) ", "- ": printed before a wording.
_MARK = re.compile(r"\A\s*(?:[-+•*–]|\w{1,5}(?:\.\d+)*[.)/])\s+")


@dataclass(frozen=True)
class Difference:
    """`values`: what taking it sets. `in_text`: what changed in the text, where a person had corrected it."""

    key: str
    field: str
    change: FieldChange
    values: Mapping[str, Any]
    in_text: FieldChange | None = None

    @property
    def corrected(self) -> bool:
        return self.in_text is not None


@dataclass(frozen=True)
class Change:
    task: Task
    differences: list[Difference]


@dataclass(frozen=True)
class Added:
    """A task that the new text has and the old had not."""

    key: str
    at: int
    values: Values

    @property
    def units(self) -> str:
        return self.values.shown("units")

    @property
    def due(self) -> str:
        return self.values.shown("due")


@dataclass(frozen=True)
class Gone:
    """A task whose place the new text no longer has."""

    key: str
    task: Task

    @property
    def corrected(self) -> bool:
        return self.task.edited_at is not None


@dataclass
class Comparison:
    conclusion: Conclusion
    reading: Reading
    register: Register
    tasks: list[Task]
    items: list[Item]
    pieces: list[PieceRow]
    changes: list[Change] = field(default_factory=list)
    renumbered: list[Change] = field(default_factory=list)
    accepted: list[Change] = field(default_factory=list)
    aside: list[Change] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    gone_for_good: list[Task] = field(default_factory=list)
    summary: list[Difference] = field(default_factory=list)
    elsewhere: FieldChange | None = None
    moved: bool = False
    ordered_by_hand: bool = False
    sole: dict[int, Item] = field(default_factory=dict)

    @property
    def listed(self) -> bool:
        lists = (
            self.changes,
            self.renumbered,
            self.accepted,
            self.aside,
            self.added,
            self.gone,
            self.summary,
        )
        return any(lists) or bool(self.gone_for_good) or self.elsewhere is not None or self.moved

    @property
    def is_same(self) -> bool:
        return not self.listed

    @property
    def unchanged(self) -> int:
        touched = {change.task.pk for part in self._parts for change in part} | {
            task.pk for task in (*self.gone_for_good, *(gone.task for gone in self.gone))
        }
        return sum(task.pk not in touched and not task.dismissed_at for task in self.tasks)

    @property
    def _parts(self) -> tuple[list[Change], ...]:
        return self.changes, self.renumbered, self.accepted, self.aside

    @cached_property
    def defaults(self) -> set[str]:
        """What is taken over where nobody says otherwise: all that overrules no correction."""
        differences = (
            *(one for change in (*self.changes, *self.renumbered) for one in change.differences),
            *self.summary,
        )
        return {
            *(one.key for one in differences if not one.corrected),
            *(one.key for one in self.gone if not one.corrected),
            *(one.key for one in self.added),
        }

    @cached_property
    def fingerprint(self) -> str:
        """Another as soon as anything differs from what the person was shown."""
        shown = (
            self.conclusion.version,
            self.reading.text,
            sorted(self.defaults),
            [(task.pk, task.version, task.accepted_at, task.dismissed_at) for task in self.tasks],
            [repr(of_task(task)) for task in self.tasks],
            [repr(part) for part in self.pieces],
        )
        return sha256(repr(shown).encode()).hexdigest()[:32]


def compare(conclusion: Conclusion, reading: Reading, register: Register) -> Comparison:
    """`reading` is that of the new text."""
    tasks = list(
        conclusion.tasks.prefetch_related("lead_units", "supporting_units").order_by("position", "pk")
    )
    old = _old_reading(conclusion, register)
    places = places_of(conclusion, tasks, old)
    items = items_of(reading, old, places)
    matched = match(items, places)
    pieces = transferred(reading, items, places, matched, conclusion)
    comparison = Comparison(conclusion, reading, register, tasks, items, pieces)
    _Comparing(comparison, places, matched).fill()
    return comparison


def _old_reading(conclusion: Conclusion, register: Register) -> Reading:
    """What the reader of today finds in the old text; nothing where the text was stored in another form."""
    old = read(conclusion.text, register.names, conclusion.conference.held_on)
    return old if old.text == conclusion.text else Reading(conclusion.text, (), ())


class _Comparing:
    def __init__(self, comparison: Comparison, places: Sequence[Place], matched: Mapping[int, int]) -> None:
        self.to = comparison
        self.places = places
        self.matched = matched
        self.old_spans = stretches_of(comparison.conclusion)
        self.new_spans = spans_of(comparison.pieces, comparison.reading.text)
        self.item_of_place = {place: at for at, place in matched.items()}
        self.places_of_task: dict[int, list[int]] = {}
        for at, place in enumerate(places):
            for task in place.tasks:
                self.places_of_task.setdefault(task.pk, []).append(at)

    def fill(self) -> None:
        for task in self.to.tasks:
            if task.pk in self.new_spans:
                self._compare(task)
            elif task.pk in self.old_spans:
                self._is_gone(task)
        for at, item in enumerate(self.to.items):
            if at not in self.matched:
                self.to.added.append(Added(f"new-{at}", at, of_found(item, self.to.register)))
        self._summary()
        self._elsewhere()
        standing = [task.pk for task in self.to.tasks if task.pk in self.old_spans]
        self.to.ordered_by_hand = standing != sorted(standing, key=lambda pk: self.old_spans[pk][0])
        self.to.moved = self._order(self.old_spans) != self._order(self.new_spans)

    def _compare(self, task: Task) -> None:
        places = self.places_of_task[task.pk]
        item = self._sole_item(task)
        if item is not None:
            self.to.sole[task.pk] = item
            differences = [*self._of_fields(task, self.places[places[0]], item)]
        else:
            differences = [*self._of_wording(task)]
        if not differences:
            return
        change = Change(task, differences)
        if task.accepted_at:
            self.to.accepted.append(change)
        elif task.dismissed_at:
            self.to.aside.append(change)
        elif (
            [one.field for one in differences if not one.corrected]
            == ["number"]
            == [one.field for one in differences]
        ):
            self.to.renumbered.append(change)
        else:
            self.to.changes.append(change)

    def _sole_item(self, task: Task) -> Item | None:
        """What was found, where the task is all of it and nothing else."""
        places = self.places_of_task[task.pk]
        if len(places) != 1 or len(self.places[places[0]].tasks) != 1:
            return None
        at = self.item_of_place.get(places[0])
        return None if at is None else self.to.items[at]

    # --- A task that is all of what was found -------------------------------------------------------------
    def _of_fields(self, task: Task, place: Place, item: Item) -> Iterator[Difference]:
        now, new = of_task(task), of_found(item, self.to.register)
        base, known = self._base(task, place, now)
        for name in known:
            was, is_now, will_be = (values.keys[name] for values in (base, now, new))
            if will_be not in (was, is_now):
                yield self._difference(task, name, now, new, base if was != is_now else None)

    def _base(self, task: Task, place: Place, now: Values) -> tuple[Values, Iterable[str]]:
        """What the old text says, as far as it is known."""
        if not (task.edited_at or task.accepted_at or task.dismissed_at):
            return now, GROUPS  # as it was read, also where the register knows more today
        if place.base is not None:
            return of_found(place.base, self.to.register), GROUPS
        # The reader found nothing there: only the wording can be told to have changed.
        return Values(text=place.wording), ("text",)

    def _difference(self, task: Task, name: str, now: Values, new: Values, base: Values | None) -> Difference:
        """`base`: what the text said before, where what stands there now is a person's."""
        label = FIELD_LABELS[name]
        in_text = FieldChange(label, base.shown(name), new.shown(name)) if base else None
        change = FieldChange(label, now.shown(name), new.shown(name))
        return Difference(f"task-{task.pk}-{name}", name, change, new.fields(name), in_text)

    # --- A task that a person joined, split or marked -----------------------------------------------------
    def _of_wording(self, task: Task) -> Iterator[Difference]:
        """Its wording only: units and deadline are what the person made of them."""
        pairs = [*self._wordings(task)]
        as_it_was = next((pair for pair in pairs if same_wording(pair[0], task.text)), None)
        if as_it_was is None and any(same_wording(*pair) for pair in pairs):
            return
        old, new = as_it_was or pairs[0]
        if same_wording(new, task.text):
            return
        base = None if as_it_was else Values(text=old)
        yield self._difference(task, "text", of_task(task), Values(text=new), base)

    def _wordings(self, task: Task) -> Iterator[tuple[str, str]]:
        """Old and new: as found and put together, or as printed, with and without the number in front."""
        places = self.places_of_task[task.pk]
        if all(len(self.places[at].tasks) == 1 and at in self.item_of_place for at in places):
            found = [self.to.items[self.item_of_place[at]].found.text for at in places]
            yield "\n".join(self.places[at].wording for at in places), "\n".join(found)
        old = slices(self.to.conclusion.text, self.old_spans.get(task.pk, ()))
        new = slices(self.to.reading.text, self.new_spans[task.pk])
        yield without_mark(old), without_mark(new)
        yield old, new

    # --- The rest -----------------------------------------------------------------------------------------
    def _is_gone(self, task: Task) -> None:
        if task.accepted_at:
            self.to.gone_for_good.append(task)
        elif not task.dismissed_at:
            self.to.gone.append(Gone(f"gone-{task.pk}", task))

    def _summary(self) -> None:
        old, new = self.to.conclusion, self.to.reading
        for name, kind in SUMMARY_KINDS.items():
            base, now = joined(old.pieces, old.text, kind), getattr(old, name)
            fresh = joined(self.to.pieces, new.text, kind)
            if same_wording(base, fresh) or same_wording(now, fresh):
                continue
            change = FieldChange(FIELD_LABELS[name], now, fresh)
            in_text = None if same_wording(base, now) else FieldChange(FIELD_LABELS[name], base, fresh)
            self.to.summary.append(Difference(name, name, change, {name: fresh}, in_text))

    def _elsewhere(self) -> None:
        """Headings, opening, recipients: they are taken with the text, whatever is chosen."""
        old = _outside(self.to.conclusion.pieces, self.to.conclusion.text)
        new = _outside(self.to.pieces, self.to.reading.text)
        if not same_wording(old, new):
            gone, come = _only_in(old, new), _only_in(new, old)
            if gone or come:
                self.to.elsewhere = FieldChange(_("Other passages"), gone, come)

    def _order(self, spans: Mapping[Any, list[Span]]) -> list[int]:
        both = [task.pk for task in self.to.tasks if task.pk in self.old_spans and task.pk in self.new_spans]
        return sorted(both, key=lambda pk: spans[pk][0])


def joined(pieces: Sequence[PieceRow], text: str, kind: str) -> str:
    return "\n\n".join(
        text[piece["start"] : piece["end"]].strip() for piece in pieces if piece["kind"] == kind
    )


def without_mark(text: str) -> str:
    return _MARK.sub("", text, count=1)


def _outside(pieces: Sequence[PieceRow], text: str) -> str:
    """What is neither in a task nor kept as assessment or limitation."""
    kept = SUMMARY_KINDS.values()
    parts = (
        text[piece["start"] : piece["end"]].strip()
        for piece in pieces
        if piece["task"] is None and piece["kind"] not in kept
    )
    return "\n".join(part for part in parts if part)


def _only_in(text: str, other: str) -> str:
    """The lines that the other has not."""
    there = {compare_key(line) for line in other.split("\n")}
    return "\n".join(line for line in text.split("\n") if compare_key(line) not in there)
