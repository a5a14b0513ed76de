"""The pieces of a corrected text, with each task in the place it now has. Put together they are the text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conferences.conclusion_reader import Reading
from conferences.conclusion_reader.types import TASK
from conferences.models import Conclusion, Task
from conferences.pieces import PieceRow, cut_at, same_place, start_of_line_mark
from conferences.proposals import cut
from conferences.rereading import LEFT_OUT, Item, Place, Span, stretches_of

# A stretch longer than this is not looked for where it was not found word by word.
LONGEST_SOUGHT = 5_000


@dataclass(frozen=True)
class New:
    """What stands for a task in the pieces until the task is stored: `item` counts what was found."""

    item: int


Owner = int | New | str


def pieces_of(reading: Reading) -> list[PieceRow]:
    """The reader counts tasks; a word in front keeps the numbers apart from those of stored tasks."""
    return [
        {
            "start": piece.start,
            "end": piece.end,
            "kind": piece.kind,
            "task": None if piece.task is None else f"found-{piece.task}",
        }
        for piece in reading.pieces
    ]


def transferred(
    reading: Reading,
    items: Sequence[Item],
    places: Sequence[Place],
    matched: Mapping[int, int],
    conclusion: Conclusion,
) -> list[PieceRow]:
    pieces = pieces_of(reading)
    old = stretches_of(conclusion)
    parts: dict[int, list[tuple[int, Owner]]] = {}
    for at, item in enumerate(items):
        place = places[matched[at]] if at in matched else None
        parts.setdefault(item.index, []).extend(_parts(at, item, place, reading.text, conclusion.text, old))
    for index, owners in parts.items():
        if len(owners) == 1:
            pieces = [
                {**piece, "task": owners[0][1]} if piece["task"] == f"found-{index}" else piece
                for piece in pieces
            ]
        else:
            pieces = cut(pieces, f"found-{index}", sorted(owners, key=lambda part: part[0]))
    pieces = _marked(pieces, reading.text, places, set(matched.values()), conclusion.text, old)
    return [
        {**piece, "kind": LEFT_OUT, "task": None} if piece["task"] == LEFT_OUT else piece for piece in pieces
    ]


def _parts(
    at: int, item: Item, place: Place | None, text: str, old_text: str, old: Mapping[int, list[Span]]
) -> list[tuple[int, Owner]]:
    """Where in what was found each task begins; several where a person split it."""
    found = item.found
    if place is None:
        return [(found.start, New(at))]
    if not place.tasks:
        return [(found.start, LEFT_OUT)]
    if len(place.tasks) == 1 or place.base is None:
        return [(found.start, place.tasks[0].pk)]
    base = place.base.found
    source, target = old_text[base.start : base.end], text[found.start : found.end]
    starts: dict[int, Owner] = {}
    for task in place.tasks:
        begin = next(start for start, end in old[task.pk] if end > base.start)
        moved = _moved(source, begin - base.start, target)
        if moved is not None:
            starts.setdefault(found.start + moved, task.pk)
    return [*starts.items()] or [(found.start, place.tasks[0].pk)]


def _moved(source: str, at: int, target: str) -> int | None:
    if at <= 0:
        return 0
    if source == target:
        return at
    place = same_place(source, at, target)
    return None if place is None else start_of_line_mark(target, place)


# --- What a person marked outside of what the reader finds ------------------------------------------------
def _marked(
    pieces: list[PieceRow],
    text: str,
    places: Sequence[Place],
    matched: set[int],
    old_text: str,
    old: Mapping[int, list[Span]],
) -> list[PieceRow]:
    """Tasks made of ordinary text are looked for there, word by word."""
    for at, place in enumerate(places):
        if at in matched or place.base is not None:
            continue
        for task in place.tasks:
            for start, end in old.get(task.pk, ()):
                if span := _sought(old_text[start:end].strip(), text):
                    pieces = _claimed(pieces, span, task)
    return pieces


def _sought(words: str, text: str) -> Span | None:
    if not words or len(words) > LONGEST_SOUGHT:
        return None
    begin = text.find(words)
    if begin >= 0:
        return begin, begin + len(words)
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, text)
    return found.span() if found else None


def _claimed(pieces: list[PieceRow], span: Span, task: Task) -> list[PieceRow]:
    """Only what nobody has; a border falls where the stretch begins and ends."""
    return [
        {**piece, "kind": TASK, "task": task.pk}
        if piece["task"] is None and span[0] <= piece["start"] and piece["end"] <= span[1]
        else piece
        for piece in cut_at(pieces, *span)
    ]


def spans_of(pieces: Sequence[PieceRow], text: str) -> dict[Any, list[Span]]:
    """By owner; without the empty lines at its end."""
    spans: dict[Any, list[Span]] = {}
    for piece in pieces:
        if piece["task"] is not None:
            words = text[piece["start"] : piece["end"]].rstrip()
            if words:
                spans.setdefault(piece["task"], []).append((piece["start"], piece["start"] + len(words)))
    return spans
