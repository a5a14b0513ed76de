"""Which line ends are the ends of paragraphs, however a machine wrapped the text."""

import re
from dataclasses import dataclass
from itertools import pairwise

from conferences.conclusion_reader.language.frame import (
    CAPTIONS,
    CLOSINGS,
    LED_IN,
    PARAGRAPH_OPENERS,
    RECIPIENTS,
    SOURCES,
)
from conferences.conclusion_reader.lines import Line
from conferences.conclusion_reader.markers import Level, Marker
from conferences.conclusion_reader.patterns import any_of, ends_sentence, first_letter, is_capitals, whole

# A share of line ends inside sentences above which a text counts as wrapped although the widths differ.
_WRAPPED_SHARE = 0.15
# A share of sentence-ending lines with an empty line below above which paragraphs end nowhere else.
_GAPPED_SHARE = 0.4
# Where the widths differ, a line that fills less than this of the usual width ends its paragraph.
_SHORT = 0.75
# No heading or caption is as long as the widest line of a text when that has this many characters.
_SURELY_TEXT = 60
# Lines to look at to see what a paragraph begins with.
_PEEK = 4
_LIST_PEEK = 60
_CAPTION = re.compile(rf"(?<!\w){any_of(CAPTIONS)}")
_OPENERS = whole((*PARAGRAPH_OPENERS, *CLOSINGS, *RECIPIENTS, *SOURCES))
_ALWAYS = (Level.ORDINAL, Level.COUNTED)
_BULLETS = (Level.DASH, Level.PLUS)
_SECOND = {Level.SMALL_ROMAN: "(ii)", Level.LETTER: "b)", Level.IN_PARENTHESES: "(2)"}
_COUNTED = (Level.ARABIC, Level.DOTTED, Level.ROMAN, Level.CHAPTER, Level.BRACKET)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How the lines were cut: not at all (width 0), at exactly one width, or raggedly."""

    width: int = 0
    exact: bool = False
    gapped: bool = False  # empty lines stand between paragraphs

    @classmethod
    def of(cls, lines: list[Line]) -> "Wrapping":
        pairs = [(one, two) for one, two in pairwise(lines) if not two.gap]
        cut = [(one, two) for one, two in pairs if _runs_on(one, two)]
        if not cut:
            return cls()
        longest = max(one.width for one, _ in cut)
        # Had the width been this, the first word of the next line would have found room.
        limit = min(one.width + 1 + two.first_word for one, two in cut)
        wider = sum(line.width >= max(longest + 1, limit) for line in lines)
        if wider > len(lines) * 0.1 + 1:
            return cls()
        if longest < limit:
            return cls(longest, exact=True, gapped=_gapped(lines))
        if len(cut) < len(pairs) * _WRAPPED_SHARE:
            return cls()
        widths = sorted(one.width for one, _ in cut)
        return cls(widths[int(len(widths) * 0.9)], gapped=_gapped(lines))

    def full(self, one: Line, two: Line) -> bool:
        """Whether the first word of `two` had no room at the end of `one`: the break may mean nothing."""
        needed = one.width + 1 + two.first_word
        return needed > (self.width if self.exact else self.width * _SHORT)


def _runs_on(one: Line, two: Line) -> bool:
    if ends_sentence(one.text):
        return False
    return one.needs(two) or two.marker is None and first_letter(two.text).islower()


def _gapped(lines: list[Line]) -> bool:
    ends = [two.gap for one, two in pairwise(lines) if ends_sentence(one.text)]
    return sum(ends) > len(ends) * _GAPPED_SHARE


class Breaks:
    """Asked line by line, from the second on, in order."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._wrapping = Wrapping.of(lines)
        self._numbers: dict[Level, Marker] = {}  # the last one of each kind at the start of a paragraph
        self._longest = max((line.width for line in lines), default=0)
        self._in_capitals = bool(lines) and is_capitals(lines[0].text)  # the paragraph so far
        if lines and lines[0].marker:
            self._saw(lines[0].marker)

    def before(self, index: int) -> bool:
        """Whether line `index` begins a paragraph."""
        line = self._lines[index]
        new = self._is_new(self._lines[index - 1], line, index)
        if new and line.marker:
            self._saw(line.marker)
        self._in_capitals = is_capitals(line.text) and (new or self._in_capitals)
        return new

    def _saw(self, marker: Marker) -> None:
        self._numbers[marker.level] = marker

    def _is_new(self, one: Line, two: Line, index: int) -> bool:
        if one.is_bare_number and two.marker is None:
            return False
        if _runs_on(one, two):
            return False
        if two.marker is not None:
            return self._is_point(one, two, two.marker, index)
        if two.gap or _CAPTION.search(one.folded):
            return True
        if self._in_capitals:
            return not is_capitals(two.text)
        if not self._wrapping.width:
            return ends_sentence(one.text) or not self._is_longest(one, two)
        if self._wrapping.gapped:
            return False
        full = self._wrapping.full(one, two)
        if not ends_sentence(one.text):
            return self._wrapping.exact and not full
        return not full or self._opens_paragraph(index)

    def _is_longest(self, one: Line, two: Line) -> bool:
        """Whether a line that stops without a full stop may be the only one that a machine cut."""
        return one.width >= _SURELY_TEXT and one.width + 1 + two.first_word > self._longest

    def _opens_paragraph(self, index: int) -> bool:
        """Where a full line ends a sentence, only what comes next tells whether the paragraph ends, too."""
        text = self._lines[index].text
        if not first_letter(text).isupper():
            return False
        if is_capitals(text.split(" ", 1)[0]):  # "UBND cấp tỉnh …"
            return True
        words = " ".join(line.folded for line in self._lines[index : index + _PEEK])
        return _OPENERS.match(words) is not None

    def _is_point(self, one: Line, two: Line, marker: Marker, index: int) -> bool:
        if two.gap or not self._wrapping.width or self._in_capitals or marker.level in _ALWAYS:
            return True
        ends, full = ends_sentence(one.text), self._wrapping.full(one, two)
        if marker.level in _BULLETS:
            return ends or self._wrapping.exact and not full
        expected = self._expects(marker)
        if marker.level in _COUNTED:
            return expected and (ends or not full or marker.value > 1)
        if not full:
            return ends or self._wrapping.exact
        goes_on = self._goes_on_at_line(marker, index)
        led_in = marker.value > 1 or one.folded.endswith(LED_IN) and goes_on is not False
        return ends and expected and (led_in or goes_on is True)

    def _goes_on_at_line(self, marker: Marker, index: int) -> bool | None:
        """Whether "(2)" begins a line where there was room above: then "(1)" began one on purpose.

        False where "(2)" stands inside a line; None where nothing tells.
        """
        following = _SECOND[marker.level]
        if f" {following} " in self._lines[index].folded:
            return False
        for above, line in pairwise(self._lines[index : index + _LIST_PEEK]):
            if line.marker is not None and line.marker.label == following:
                on_purpose = line.gap or not self._wrapping.exact or not self._wrapping.full(above, line)
                return True if on_purpose else None
            if f" {following} " in line.folded:
                return False
        return None

    def _expects(self, marker: Marker) -> bool:
        last = self._numbers.get(marker.level)
        return marker.value == 1 or last is not None and marker.follows(last)
