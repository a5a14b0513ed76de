"""What happened, as every page shows it: who did what, when, why, and what became what. Imports no app."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise

# What is shorter is shown whole, the old beside the new.
SHORT = 60
# Longer texts are compared line by line, lines that stand in many places last: all else would take minutes.
MOST_WORDS = 2000
# So much of what stayed is shown on both sides of a change.
NEAR = 6

_WORDS = re.compile(r"\S+\s*")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Stretch:
    """Part of a changed text: `kind` is "same", "old" or "new", or "gap" for what stayed and is left out."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    label: str | Promise
    old: Any
    new: Any

    @property
    def is_long(self) -> bool:
        return max(len(str(value)) for value in (self.old, self.new)) > SHORT and bool(self.old and self.new)

    @property
    def stretches(self) -> list[Stretch]:
        return list(compared(str(self.old), str(self.new)))


@dataclass(frozen=True)
class Step:
    icon: str
    tone: str
    at: datetime
    who: str
    title: str
    reason: str
    changes: list[FieldChange] = field(default_factory=list)


def compared(old: str, new: str) -> Iterator[Stretch]:
    """The two texts as one, with what was taken out and what was put in."""
    pattern = _WORDS if max(old.count(" "), new.count(" ")) < MOST_WORDS else _LINES
    before, after = pattern.findall(old), pattern.findall(new)
    same = SequenceMatcher(None, before, after, autojunk=pattern is _LINES)
    for kind, start, end, new_start, new_end in same.get_opcodes():
        if kind == "equal":
            yield from _kept(before[start:end], first=start == 0, last=end == len(before))
            continue
        if start < end:
            yield Stretch("old", "".join(before[start:end]))
        if new_start < new_end:
            yield Stretch("new", "".join(after[new_start:new_end]))


def _kept(words: list[str], *, first: bool, last: bool) -> Iterator[Stretch]:
    """What stayed, cut down to what stands near a change."""
    head, tail = (0 if first else NEAR), (0 if last else NEAR)
    if len(words) <= head + tail + NEAR:
        yield Stretch("same", "".join(words))
        return
    if head:
        yield Stretch("same", "".join(words[:head]))
    yield Stretch("gap", " … ")
    if tail:
        yield Stretch("same", "".join(words[-tail:]))
