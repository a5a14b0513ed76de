"""Reading a corrected text again: which places of the old text the tasks come from, and where these are now.

A place of the old text is what the reader finds there: one task, or several where a person split it, or one
of the places of a task that a person joined. Places are compared with what the reader finds in the new text,
wording with wording as they were read; what people made of the tasks afterwards does not matter here.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from conferences.conclusion_reader import FoundTask, Reading
from conferences.models import Conclusion, Task
from conferences.proposals import number_of
from dialogue_tracker.vietnamese import compare_key

# The kind of a piece that the reader takes for a task and a person did not want as one.
LEFT_OUT = "left_out"

# Shares of common words from which two wordings are one task.
SAME = 0.75
SAME_WITH_NUMBER = 0.4
SAME_BETWEEN_NEIGHBOURS = 0.4
# A task that only became longer or shorter; of few words most occur in any longer task.
CONTAINED = 0.9
FEWEST_CONTAINED = 8
MOST_PAIRS = 100_000

_WORD = re.compile(r"\w+")
Span = tuple[int, int]


@dataclass(frozen=True)
class Item:
    """A task of a reading, or a sub-item of it: then `above` is the task. `index` counts the tasks."""

    index: int
    found: FoundTask
    above: FoundTask | None = None

    @property
    def number(self) -> str:
        return number_of(self.found, self.above)


@dataclass(frozen=True)
class Place:
    """Something of the old text that tasks come from; without any, a person left it out.

    `base` is what the reader finds there; it finds nothing where a person marked a task, and a task that an
    earlier text had stands nowhere.
    """

    wording: str
    number: str
    tasks: tuple[Task, ...]
    base: Item | None = None


# --- Places of the old text -------------------------------------------------------------------------------
def stretches_of(conclusion: Conclusion) -> dict[int, list[Span]]:
    """By task; without its last empty lines, which belong to no wording."""
    found: dict[int, list[Span]] = defaultdict(list)
    for piece in conclusion.pieces:
        if piece["task"]:
            text = conclusion.text[piece["start"] : piece["end"]]
            found[piece["task"]].append((piece["start"], piece["start"] + len(text.rstrip())))
    return found


def slices(text: str, spans: Iterable[Span]) -> str:
    return "\n".join(text[start:end].strip() for start, end in spans)


def places_of(conclusion: Conclusion, tasks: Sequence[Task], old: Reading) -> list[Place]:
    spans = stretches_of(conclusion)
    items = _as_split(old, tasks)
    owners = _owners(items, tasks, spans)
    left_out = {piece["start"] for piece in conclusion.pieces if piece["kind"] == LEFT_OUT}
    places = [
        Place(item.found.text, item.number, tuple(owners[at]), item)
        for at, item in enumerate(items)
        if owners[at] or item.found.start in left_out
    ]
    placed = {task.pk for place in places for task in place.tasks}
    others = [task for task in tasks if task.pk not in placed]
    others.sort(key=lambda task: spans.get(task.pk, [(len(conclusion.text), 0)])[0])
    return places + [
        Place(slices(conclusion.text, spans.get(task.pk, ())) or task.text, task.number, (task,))
        for task in others
    ]


def _as_split(old: Reading, tasks: Iterable[Task]) -> list[Item]:
    spans = {(task.start, task.end) for task in tasks}
    items: list[Item] = []
    for index, found in enumerate(old.tasks):
        children = [(child.start, child.end) for child in found.children]
        if (found.start, found.end) not in spans and not spans.isdisjoint(children):
            items += [Item(index, child, found) for child in found.children]
        else:
            items.append(Item(index, found))
    return items


def _owners(
    items: Sequence[Item], tasks: Iterable[Task], spans: dict[int, list[Span]]
) -> dict[int, list[Task]]:
    """Place in the list of items -> the tasks whose stretches lie there."""
    starts = [item.found.start for item in items]
    owners: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        for span in spans.get(task.pk, ()):
            at = max(0, bisect_right(starts, span[0]) - 1)
            while at < len(items) and starts[at] < span[1]:
                if _is_in(span, items[at].found) and task not in owners[at]:
                    owners[at].append(task)
                at += 1
    return owners


def _is_in(span: Span, found: FoundTask) -> bool:
    common = min(span[1], found.end) - max(span[0], found.start)
    return common > 0 and common * 2 >= min(span[1] - span[0], found.end - found.start)


# --- What of the new text they are ------------------------------------------------------------------------
def items_of(new: Reading, old: Reading, places: Sequence[Place]) -> list[Item]:
    """A task that was split into its sub-items before is split again, or it would stand there twice."""
    split = {place.base.index for place in places if place.base and place.base.above}
    tops = [Place(found.text, number_of(found, None), ()) for found in old.tasks]
    whole = [Item(index, found) for index, found in enumerate(new.tasks)]
    same = match(whole, tops) if split else {}
    items: list[Item] = []
    for item in whole:
        if same.get(item.index) in split and item.found.children:
            items += [Item(item.index, child, item.found) for child in item.found.children]
        else:
            items.append(item)
    return items


def match(items: Sequence[Item], places: Sequence[Place]) -> dict[int, int]:
    """Of the items -> of the places, each once: equal wordings, then the most alike, then neighbours."""
    matched = _equal(items, places)
    for rule in (_alike, _between):
        free = [at for at in range(len(items)) if at not in matched]
        taken = set(matched.values())
        open_places = [at for at in range(len(places)) if at not in taken]
        if free and open_places:
            pairs = rule(items, places, free, open_places, matched)
            matched |= _best_first(pairs)
    return matched


def same_wording(one: str, other: str) -> bool:
    return compare_key(one) == compare_key(other)


def _equal(items: Sequence[Item], places: Sequence[Place]) -> dict[int, int]:
    """Twins go by their number, and those without in the order in which they stand."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        waiting[compare_key(place.wording)].append(at)
    matched: dict[int, int] = {}
    for by_number in (True, False):
        for at, item in enumerate(items):
            twins = waiting.get(compare_key(item.found.text), []) if at not in matched else []
            fits = (twin for twin in twins if not by_number or places[twin].number == item.number)
            if (twin := next(fits, None)) is not None:
                twins.remove(twin)
                matched[at] = twin
    return matched


Pair = tuple[float, int, int]


def _alike(
    items: Sequence[Item], places: Sequence[Place], free: list[int], left: list[int], _matched: dict[int, int]
) -> Iterator[Pair]:
    for at in free:
        number = items[at].number
        # Where nearly all of a very long text is new, only what has the same number is compared.
        few = len(free) * len(left) <= MOST_PAIRS
        for place in left if few else [place for place in left if places[place].number == number]:
            if likeness := _likeness(items[at], places[place]):
                yield likeness, at, place


def _between(
    items: Sequence[Item], places: Sequence[Place], free: list[int], left: list[int], matched: dict[int, int]
) -> Iterator[Pair]:
    """Reworded beyond recognition, but what stands before and behind is the same as before."""
    for at in free:
        before = next((matched[other] for other in range(at - 1, -1, -1) if other in matched), -1)
        behind = next(
            (matched[other] for other in range(at + 1, len(items)) if other in matched), len(places)
        )
        for place in left:
            if before < place < behind:
                share = _share(items[at].found.text, places[place].wording)[0]
                if share >= SAME_BETWEEN_NEIGHBOURS:
                    yield share, at, place


def _best_first(pairs: Iterable[Pair]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _likeness_value, at, place in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if at not in chosen and place not in taken:
            chosen[at] = place
            taken.add(place)
    return chosen


def _likeness(item: Item, place: Place) -> float:
    """Zero when the two are different tasks."""
    of_longer, of_shorter, fewest = _share(item.found.text, place.wording)
    same_number = bool(item.number) and same_wording(item.number, place.number)
    if of_longer >= (SAME_WITH_NUMBER if same_number else SAME):
        return of_longer + same_number
    return of_longer if of_shorter >= CONTAINED and fewest >= FEWEST_CONTAINED else 0


def _share(one: str, other: str) -> tuple[float, float, int]:
    """How many words they have in common: of the longer's, of the shorter's; and how many the shorter has."""
    first, second = _words(one), _words(other)
    if len(first) > len(second):
        first, second = second, first
    common = sum(min(number, second[word]) for word, number in first.items() if word in second)
    fewest, most = sorted((first.total(), second.total()))
    return (common / most if most else 0, common / fewest if fewest else 0, fewest)


@lru_cache(maxsize=2048)
def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(compare_key(text)))
