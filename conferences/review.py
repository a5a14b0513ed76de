"""The conclusion beside its tasks, ready to be shown: the text in coloured pieces, the tasks as cards."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from conferences import five_clear
from conferences.conclusion_reader import types as reader
from conferences.five_clear import PARTS_DIFFER
from conferences.models import Conclusion, Task
from conferences.register import written_forms
from dialogue_tracker.vietnamese import fold
from units.models import Unit

UNSURE_SENTENCES: dict[str, str | Promise] = {
    reader.NO_LEAD: _("No unit is named. Choose who leads, or lay the task on all units."),
    reader.SEVERAL_LEADS: _(
        "Several units are named as leading. Check that each of them is to have the task."
    ),
    reader.UNIT_UNKNOWN: _(
        "The text charges a body that the register of units does not know. Choose the unit."
    ),
    reader.DUE_UNCLEAR: _("A time is named from which no day can be computed. Enter the deadline."),
    reader.SEVERAL_DUE: _("Several deadlines are named. Check which one counts."),
    reader.DEADLINE_BEFORE_ISSUE: _("The deadline lies before the conference. Check the date."),
    PARTS_DIFFER: _(
        "Its sub-items name units or deadlines of their own. Split it, or check units and deadline."
    ),
    reader.UNNUMBERED: _("The task has no number in the text. Check that it is one."),
}
# Name, and what is missing where it is not clear.
FIVE_CLEAR: dict[str, tuple[str | Promise, str | Promise]] = {
    five_clear.PERSON: (pgettext_lazy("five points", "Person"), _("nobody is charged yet")),
    five_clear.WORK: (
        pgettext_lazy("five points", "Work"),
        _("the wording holds several tasks, or hardly any words"),
    ),
    five_clear.DEADLINE: (
        pgettext_lazy("five points", "Deadline"),
        _("no day and no recurring time is set, or it is doubtful"),
    ),
    five_clear.RESULT: (
        pgettext_lazy("five points", "Result"),
        _("no report, plan or other product is named"),
    ),
    five_clear.RESPONSIBILITY: (
        pgettext_lazy("five points", "Responsibility"),
        _("not exactly one unit leads, or who supports is not named"),
    ),
}
BY_TEXT, UNSURE_FIRST = ORDERS = ("text", "unsure")
ALL, UNSURE, UNCLEAR = SHOWN = ("all", "unsure", "unclear")
KIND_LABELS: dict[str, str | Promise] = {
    reader.TASK: _("Task"),
    reader.ASSESSMENT: _("Assessment"),
    reader.LIMITATION: _("Limitation"),
}
KIND_CLASSES = {
    reader.ASSESSMENT: "piece-assessment",
    reader.LIMITATION: "piece-limitation",
    reader.HEADING: "piece-ignored piece-heading",
    reader.LEAD_IN: "piece-ignored piece-lead-in",
}
DISMISSED = "piece-ignored"


@dataclass(frozen=True)
class Part:
    """A stretch of a piece; `look` is the class of a marked unit or deadline."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Line:
    """`at`: where it begins in the text of the conclusion."""

    at: int
    parts: list[Part]


@dataclass
class Block:
    """A piece of the text as it is shown. `first`: the first piece of its task, which carries its anchor."""

    kind: str
    start: int
    end: int
    look: str
    lines: list[Line]
    task: Task | None = None
    first: bool = False

    @property
    def label(self) -> str | Promise:
        return KIND_LABELS.get(self.kind, "")


@dataclass
class Card:
    """`before` and `after`: the proposals beside it in the order of the tasks, to be joined with.

    `everybody`: how many units there are where the task is for all of them.
    """

    task: Task
    leads: list[Unit]
    supporting: list[Unit]
    assignments: int
    everybody: int
    before: Task | None = None
    after: Task | None = None

    @cached_property
    def doubts(self) -> list[str | Promise]:
        if self.task.accepted_at:
            return []
        codes = [code for code in self.task.unsure if code in UNSURE_SENTENCES]
        if reader.UNIT_UNKNOWN in codes and reader.NO_LEAD in codes:
            codes.remove(reader.NO_LEAD)  # the one says why the other is so
        return [UNSURE_SENTENCES[code] for code in codes]

    @cached_property
    def missing(self) -> list[str]:
        """Which of the five are not clear; an accepted task is followed up by its assignments."""
        task = self.task
        if task.accepted_at:
            return []
        facts = five_clear.Facts(
            text=task.text,
            leads=len(self.leads),
            supporting=len(self.supporting),
            all_units=task.all_units,
            has_day=task.due_on is not None,
            due_kind=task.due_kind,
            expected_result=task.expected_result,
            unsure=task.unsure,
        )
        return five_clear.missing(facts)

    @property
    def clear(self) -> int:
        return len(FIVE_CLEAR) - len(self.missing)

    @property
    def marks(self) -> list[tuple[str | Promise, str | Promise]]:
        """Of the five: the name, and what is missing or nothing."""
        return [(label, why if key in self.missing else "") for key, (label, why) in FIVE_CLEAR.items()]

    @property
    def name(self) -> str | Promise:
        return self.task.number or _("Without number")

    @property
    def may_be_split(self) -> bool:
        return PARTS_DIFFER in self.task.unsure

    @property
    def will_make(self) -> int:
        """How many assignments the task becomes; without a unit it becomes one that waits for its unit."""
        return max(self.everybody if self.task.all_units else 0, len(self.leads), 1)


@dataclass
class Review:
    conclusion: Conclusion
    blocks: list[Block] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    dismissed: list[Card] = field(default_factory=list)
    # How the cards are shown, and what the person's last step was, if it can be undone.
    order: str = BY_TEXT
    show: str = ALL
    undoable: str = ""

    @property
    def proposed(self) -> list[Card]:
        return [card for card in self.cards if not card.task.accepted_at]

    @property
    def shown(self) -> list[Card]:
        """The cards as they were asked for; the text keeps its order."""
        cards = {ALL: self.cards, UNSURE: self.doubtful, UNCLEAR: self.unclear}[self.show]
        return cards if self.order == BY_TEXT else sorted(cards, key=lambda card: not card.doubts)

    @property
    def sure(self) -> list[Card]:
        return [card for card in self.proposed if not card.doubts]

    @property
    def unclear(self) -> list[Card]:
        return [card for card in self.proposed if card.missing]

    @property
    def accepted(self) -> list[Card]:
        return [card for card in self.cards if card.task.accepted_at]

    @property
    def doubtful(self) -> list[Card]:
        return [card for card in self.proposed if card.doubts]

    @property
    def will_make(self) -> int:
        return sum(card.will_make for card in self.proposed)

    @property
    def sure_will_make(self) -> int:
        return sum(card.will_make for card in self.sure)


def review_of(conclusion: Conclusion, *, order: str = BY_TEXT, show: str = ALL) -> Review:
    tasks = (
        conclusion.tasks.prefetch_related("lead_units__aliases", "supporting_units__aliases")
        .select_related("edited_by")
        .annotate(assignment_count=Count("assignments", ~Q(assignments__state="withdrawn")))
        # A query that counts forgets the order of its model; the cards stand as the tasks stand in the text.
        .order_by("position", "pk")
    )
    conference = conclusion.conference
    everybody = Unit.objects.all_of(conference.host, conference.register_day).count()
    cards = [card_of(task, everybody) for task in tasks]
    beside([card for card in cards if not card.task.dismissed_at])
    return Review(
        conclusion,
        blocks=blocks_of(conclusion, {card.task.pk: card for card in cards}),
        cards=[card for card in cards if not card.task.dismissed_at],
        dismissed=[card for card in cards if card.task.dismissed_at],
        order=order,
        show=show,
    )


def card_of(task: Any, everybody: int) -> Card:
    leads, supporting = list(task.lead_units.all()), list(task.supporting_units.all())
    return Card(task, leads, supporting, task.assignment_count, everybody)


def beside(cards: Sequence[Card]) -> None:
    """Each proposal learns of the proposals beside it."""
    for above, below in pairwise(cards):
        if not above.task.accepted_at and not below.task.accepted_at:
            above.after, below.before = below.task, above.task


# --- The text ---------------------------------------------------------------------------------------------
def blocks_of(conclusion: Conclusion, cards: dict[int, Card]) -> list[Block]:
    blocks, seen = [], set()
    for piece in conclusion.pieces:
        text = conclusion.text[piece["start"] : piece["end"]]
        if not text.strip():
            continue
        card = cards.get(piece["task"] or 0)
        task = card.task if card else None
        blocks.append(
            Block(
                kind=piece["kind"],
                start=piece["start"],
                end=piece["end"],
                look=_look(piece["kind"], card),
                lines=[Line(at, _parts(line, card)) for at, line in _lines(text, piece["start"])],
                task=task,
                first=task is not None and task.pk not in seen,
            )
        )
        seen.add(task.pk if task else None)
    return blocks


def _lines(text: str, at: int) -> Iterator[tuple[int, str]]:
    for line in text.split("\n"):
        if words := line.strip():
            yield at + line.index(words), words
        at += len(line) + 1


def _look(kind: str, card: Card | None) -> str:
    if card is None:
        return KIND_CLASSES.get(kind, "piece-ignored")
    if card.task.dismissed_at:
        return DISMISSED
    if card.task.accepted_at:
        return "piece-task piece-accepted"
    return "piece-unsure" if card.doubts else "piece-task"


def _parts(text: str, card: Card | None) -> list[Part]:
    """The text cut where a unit of the task or its deadline is named, so that one sees at a glance why."""
    parts, at = [], 0
    for start, end, look in _marks(text, card) if card else ():
        if start >= at:
            parts += [Part(text[at:start]), Part(text[start:end], look)]
            at = end
    return [part for part in [*parts, Part(text[at:])] if part.text]


def _marks(text: str, card: Card) -> list[tuple[int, int, str]]:
    units = [form for unit in [*card.leads, *card.supporting] for form in (unit.name, *written_forms(unit))]
    phrases = card.task.due_phrase.split("; ") if card.task.due_phrase else []
    found = [*_places(text, units, "piece-unit"), *_places(text, phrases, "piece-due")]
    return sorted(found, key=lambda mark: (mark[0], -mark[1]))


def _places(text: str, phrases: Iterable[str], look: str) -> list[tuple[int, int, str]]:
    folded = fold(text)
    wanted = sorted({fold(phrase) for phrase in phrases if phrase}, key=len, reverse=True)
    if not wanted:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in wanted)})(?!\w)")
    return [(*found.span(), look) for found in pattern.finditer(folded)]
