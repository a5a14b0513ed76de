"""The pieces that cut the text of a conclusion, and where a place of one wording lies in another. Pure.

Whatever is done with pieces, put one after the other they stay the whole text.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from conferences.conclusion_reader.types import TASK

PieceRow = dict[str, Any]

# So many words after a place are looked for in the other wording.
CONTEXT = 8
_LINE_MARK = re.compile(r"\s*(?:\(?\w{1,3}[.)]|[-+•*–—])?\s*[\"“(]?")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.;:!?…])[ \t]+(?=[\w(“\"+-])")
# The number of an item, an abbreviation or a single letter ends with a stop, but no sentence does.
_NO_END = re.compile(r"(?:^|\s)(?:\w|\d+|TP|TS|PGS|GS|ThS|Q)\.$")


def cut_at(pieces: Iterable[PieceRow], *places: int) -> list[PieceRow]:
    """The same pieces, with borders at the places as well."""
    made: list[PieceRow] = []
    for piece in pieces:
        inside = sorted({place for place in places if piece["start"] < place < piece["end"]})
        borders = [piece["start"], *inside, piece["end"]]
        made += [
            {**piece, "start": start, "end": end} for start, end in zip(borders, borders[1:], strict=False)
        ]
    return made


def hand_over(pieces: Iterable[PieceRow], old: int, new: int) -> list[PieceRow]:
    """What was the one task's is the other's."""
    return [{**piece, "task": new} if piece["task"] == old else piece for piece in pieces]


def share_out(pieces: Iterable[PieceRow], task: int, parts: Sequence[tuple[int, int]]) -> list[PieceRow]:
    """The pieces of a task go to its parts (start, task); what stands before them stays with the task."""
    made = []
    for piece in cut_at(pieces, *(start for start, _part in parts)):
        if piece["task"] == task:
            owners = [part for start, part in parts if start <= piece["start"]]
            piece = {**piece, "task": owners[-1] if owners else task}
        made.append(piece)
    return made


def is_free(pieces: Iterable[PieceRow], start: int, end: int) -> bool:
    """Whether the stretch lies in the text and none of it is a task already, put aside or not."""
    inside = [piece for piece in pieces if piece["start"] < end and start < piece["end"]]
    covered = bool(inside) and inside[0]["start"] <= start < end <= inside[-1]["end"]
    return covered and all(piece["task"] is None for piece in inside)


def claim(pieces: Iterable[PieceRow], start: int, end: int, task: int) -> list[PieceRow]:
    """A free stretch becomes a task."""
    return [
        {**piece, "kind": TASK, "task": task} if start <= piece["start"] and piece["end"] <= end else piece
        for piece in cut_at(pieces, start, end)
    ]


# --- Places in a wording ----------------------------------------------------------------------------------
def places_to_split(text: str) -> list[int]:
    """Where a paragraph or a sentence begins, without the first."""
    found = [match.end() for match in re.finditer(r"\n\s*(?=\S)", text)]
    for match in _SENTENCE_END.finditer(text):
        if not _NO_END.search(text[max(0, match.start() - 5) : match.start()]):
            found.append(match.end())
    return sorted({place for place in found if text[:place].strip()})


def same_place(source: str, at: int, target: str) -> int | None:
    """Where in `target` the words stand that follow `at` in `source`; the nearest of equally good places.

    A wording lacks the printed number and captions that its stretch of the text has, and may be corrected.
    """
    wanted = [match.group() for match in _WORD.finditer(source, at)][:CONTEXT]
    words = list(_WORD.finditer(target))
    if not wanted or not words:
        return None
    share = at / max(1, len(source))

    def fit(index: int) -> tuple[int, float]:
        run = 0
        for word, match in zip(wanted, words[index : index + CONTEXT], strict=False):
            if word != match.group():
                break
            run += 1
        return run, -abs(words[index].start() / max(1, len(target)) - share)

    best = max(range(len(words)), key=fit)
    return words[best].start() if fit(best)[0] >= min(2, len(wanted)) else None


def start_of_line_mark(text: str, at: int) -> int:
    """`at`, or where the dash, bullet or number before it begins when nothing else stands before it."""
    begin = text.rfind("\n", 0, at) + 1
    return begin if _LINE_MARK.fullmatch(text[begin:at]) else at
