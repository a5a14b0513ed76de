"""From the lines of a text to its paragraphs, however the lines were wrapped."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from conferences.conclusion_reader.markers import Level, Marker, marker_at
from conferences.conclusion_reader.patterns import any_of, ends_sentence, first_letter, is_capitals
from conferences.conclusion_reader.words import CLOSINGS, RECIPIENTS, SOURCES
from dialogue_tracker.vietnamese import fold, nfc, repair_look_alikes, squeeze

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LINE = re.compile(r"[^\n]*")
_WORD_GAP = re.compile(r"\s+")
_PAGE_NUMBER = re.compile(r"(?:trang )?[-–]? ?\d{1,3}(?: ?/ ?\d{1,3})? ?[-–]?$")
_ALWAYS_NEW = re.compile(any_of((*CLOSINGS, *RECIPIENTS, *SOURCES)))
# A share of line ends inside sentences above which a text counts as wrapped by a machine.
_WRAPPED_SHARE = 0.15
# A wrapped line that fills less than this of the width ends its paragraph.
_SHORT = 0.75


def normalise(text: str) -> str:
    """NFC, "\\n" as the line end, no invisible characters, no Cyrillic letters that only look Latin."""
    return repair_look_alikes(nfc(_INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))))


@dataclass(slots=True)
class Line:
    start: int  # of the first character that is not white space, in the normalised text
    end: int
    width: int  # as printed, with its indentation
    text: str
    folded: str
    marker: Marker | None
    gap: bool = False  # an empty line stands above it

    @property
    def first_word(self) -> int:
        return len(self.text.split(" ", 1)[0])


@dataclass(slots=True)
class Sheet:
    """The text with one line per paragraph and single spaces, and the way back to the offsets of the original."""

    flat: str
    folded: str
    paragraphs: list[tuple[int, int]]
    holes: list[tuple[int, int]] = field(default_factory=list)  # page numbers, in the original
    _flat_starts: list[int] = field(default_factory=list)
    _source_starts: list[int] = field(default_factory=list)

    def source(self, position: int) -> int:
        index = bisect_right(self._flat_starts, position) - 1
        return self._source_starts[index] + position - self._flat_starts[index] if index >= 0 else position

    def source_end(self, position: int) -> int:
        return self.source(position - 1) + 1 if position else 0


def lay_out(text: str) -> Sheet:
    lines = _lines(text)
    holes = _page_numbers(lines)
    lines = [line for line in lines if (line.start, line.end) not in holes]
    wrapping = Wrapping.of(lines)
    sheet = Sheet("", "", [], sorted(holes))
    parts: list[str] = []
    length = paragraph_start = 0
    numbers = _Numbers()
    previous: Line | None = None
    for line in lines:
        if previous is not None:
            new = _starts_paragraph(previous, line, wrapping, numbers)
            parts.append("\n" if new else " ")
            if new:
                sheet.paragraphs.append((paragraph_start, length))
                paragraph_start = length + 1
            length += 1
        for offset, word_run in _runs(text, line):
            sheet._flat_starts.append(length)
            sheet._source_starts.append(offset)
            parts.append(word_run)
            length += len(word_run)
        previous = line
    if previous is not None:
        sheet.paragraphs.append((paragraph_start, length))
    sheet.flat = "".join(parts)
    sheet.folded = fold(sheet.flat)
    return sheet


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    gap = False
    for found in _LINE.finditer(text):
        stripped = found.group().strip()
        if not stripped:
            gap = gap or found.start() > 0 and text[found.start() - 1 : found.end() + 1] == "\n\n"
            gap = gap or bool(found.group())
            continue
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        content = squeeze(stripped)
        folded = fold(content)
        width = start - found.start() + len(stripped)
        lines.append(Line(start, start + len(stripped), width, content, folded, marker_at(content, folded), gap))
        gap = False
    return lines


def _runs(text: str, line: Line) -> Iterator[tuple[int, str]]:
    """The line in runs whose white space is already single blanks, each with its offset."""
    raw = text[line.start : line.end]
    if raw == line.text:
        yield line.start, raw
        return
    start = 0
    for gap in _WORD_GAP.finditer(raw):
        if gap.group() != " ":
            yield line.start + start, raw[start : gap.start()] + " "
            start = gap.end()
    yield line.start + start, raw[start:]


def _page_numbers(lines: list[Line]) -> set[tuple[int, int]]:
    """Lines with nothing but a number, unless they number the points of the text (1, 2, 3 between whole sentences)."""
    bare = [index for index, line in enumerate(lines) if len(line.text) < 12 and _PAGE_NUMBER.match(line.folded)]
    if not bare:
        return set()
    points = [lines[index].text for index in bare] == [str(number) for number in range(1, len(bare) + 1)]
    whole = all(_between_sentences(lines, index) for index in bare)
    if points and whole and len(bare) > 1:
        for index in bare:
            line = lines[index]
            line.marker = Marker(Level.ARABIC, int(line.text), line.text, len(line.text))
        return set()
    return {(lines[index].start, lines[index].end) for index in bare}


def _between_sentences(lines: list[Line], index: int) -> bool:
    before = index == 0 or ends_sentence(lines[index - 1].text) or lines[index].gap
    return before and index + 1 < len(lines) and first_letter(lines[index + 1].text).isupper()


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How the lines were cut: not at all (width 0), at one width, or raggedly."""

    width: int
    exact: bool

    @classmethod
    def of(cls, lines: list[Line]) -> "Wrapping":
        pairs = [(one, two) for one, two in pairwise(lines) if not two.gap]
        cut = [(one, two) for one, two in pairs if _runs_on(one, two)]
        if not cut:
            return cls(0, exact=False)
        longest = max(one.width for one, _ in cut)
        limit = min(one.width + 1 + two.first_word for one, two in cut)
        wider = sum(line.width >= max(longest + 1, limit) for line in lines)
        if wider > len(lines) * 0.1 + 1:
            return cls(0, exact=False)
        if longest < limit:
            return cls(longest, exact=True)
        if len(cut) < len(pairs) * _WRAPPED_SHARE:
            return cls(0, exact=False)
        widths = sorted(one.width for one, _ in cut)
        return cls(widths[int(len(widths) * 0.9)], exact=False)

    def full(self, one: Line, two: Line) -> bool:
        """Whether the first word of `two` had no room at the end of `one`, so that the break may mean nothing."""
        if not self.width:
            return False
        needed = one.width + 1 + two.first_word
        return needed > (self.width if self.exact else self.width * _SHORT)


def _runs_on(one: Line, two: Line) -> bool:
    return two.marker is None and not ends_sentence(one.text) and first_letter(two.text).islower()


class _Numbers:
    """The last number seen of each kind at the start of a paragraph."""

    def __init__(self) -> None:
        self.last: dict[Level, Marker] = {}

    def expect(self, marker: Marker) -> bool:
        last = self.last.get(marker.level)
        return marker.value == 1 or last is not None and marker.follows(last)

    def saw(self, marker: Marker) -> None:
        self.last[marker.level] = marker


def _starts_paragraph(one: Line, two: Line, wrapping: Wrapping, numbers: _Numbers) -> bool:
    if one.marker is not None and one.marker.length >= len(one.text) and two.marker is None:
        return False  # a number alone on its line
    if two.marker is not None:
        new = _starts_point(one, two, two.marker, wrapping, numbers)
        if new:
            numbers.saw(two.marker)
        return new
    if _runs_on(one, two):
        return False
    if two.gap or wrapping.width == 0:
        return not (is_capitals(one.text) and is_capitals(two.text) and not two.gap)
    if is_capitals(one.text) != is_capitals(two.text):
        return True
    if is_capitals(one.text):
        return False
    if _ALWAYS_NEW.match(two.folded):
        return True
    ends, full = ends_sentence(one.text), wrapping.full(one, two)
    if ends or wrapping.exact:
        return not full
    return False


def _starts_point(one: Line, two: Line, marker: Marker, wrapping: Wrapping, numbers: _Numbers) -> bool:
    if two.gap or wrapping.width == 0 or is_capitals(one.text):
        return True
    ends = ends_sentence(one.text)
    if marker.level in (Level.ORDINAL, Level.COUNTED):
        return True
    if marker.level in (Level.DASH, Level.PLUS):
        return ends or wrapping.exact and not wrapping.full(one, two)
    if marker.level in (Level.ARABIC, Level.DOTTED, Level.ROMAN, Level.CHAPTER, Level.BRACKET):
        return numbers.expect(marker) and (ends or not wrapping.full(one, two) or marker.value > 1)
    if not wrapping.full(one, two):
        return ends or wrapping.exact
    return ends and marker.value > 1 and numbers.expect(marker)
