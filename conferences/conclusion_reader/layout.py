"""From the lines of a text to its paragraphs, with the way back to the offsets of the text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from conferences.conclusion_reader.lines import Line, shown_gaps
from conferences.conclusion_reader.markers import Level, Marker, marker_at
from conferences.conclusion_reader.patterns import ends_sentence, first_letter
from conferences.conclusion_reader.wrapping import Breaks
from dialogue_tracker.vietnamese import fold, nfc, repair_look_alikes

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LINE = re.compile(r"[^\n]*")
_PAGE_NUMBER = re.compile(r"(?:trang )?[-–]? ?\d{1,3}(?: ?/ ?\d{1,3})? ?[-–]?$")
_RULE = re.compile(r"[\W_]+$")  # "-----", "***"
_LONGEST_PAGE_NUMBER = 12


def normalise(text: str) -> str:
    """NFC, "\\n" as the line end, no invisible characters, no Cyrillic letters that only look Latin."""
    return repair_look_alikes(nfc(_INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))))


@dataclass(slots=True)
class Sheet:
    """The text with a line per paragraph and single spaces; `folded` is the same, letter for letter."""

    flat: str
    folded: str
    paragraphs: list[tuple[int, int]]
    points: dict[int, Marker]  # numbers that stand alone on their lines, by where their paragraphs begin
    holes: list[tuple[int, int]]  # page numbers, as offsets of the original text
    flat_starts: list[int] = field(repr=False)
    source_starts: list[int] = field(repr=False)

    def marker(self, position: int) -> Marker | None:
        return self.points.get(position) or marker_at(self.flat, self.folded, position)

    def source(self, position: int) -> int:
        """The offset in the original text of a position in `flat`."""
        index = max(0, bisect_right(self.flat_starts, position) - 1)
        return self.source_starts[index] + position - self.flat_starts[index] if self.flat_starts else 0

    def source_end(self, position: int) -> int:
        return self.source(position - 1) + 1 if position else 0


def lay_out(text: str) -> Sheet:
    lines = _lines(text)
    holes = _page_numbers(lines)
    lines = [line for line in lines if (line.start, line.end) not in holes]
    breaks = Breaks(lines)
    parts: list[str] = []
    paragraphs: list[tuple[int, int]] = []
    flat_starts: list[int] = []
    source_starts: list[int] = []
    points: dict[int, Marker] = {}
    length = paragraph_start = 0
    for index, line in enumerate(lines):
        if index:
            new = breaks.before(index)
            between = "\n" if new else line.joint(lines[index - 1])
            parts.append(between)
            if new:
                paragraphs.append((paragraph_start, length))
                paragraph_start = length + 1
            length += len(between)
        if line.is_bare_number and line.marker and paragraph_start == length:
            points[length] = replace(line.marker, length=len(line.text) + 1)
        for offset, run in _runs(text, line):
            flat_starts.append(length)
            source_starts.append(offset)
            parts.append(run)
            length += len(run)
    if lines:
        paragraphs.append((paragraph_start, length))
    flat = "".join(parts)
    return Sheet(flat, fold(flat), paragraphs, points, sorted(holes), flat_starts, source_starts)


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    gap = False
    for found in _LINE.finditer(text):
        printed = found.group()
        stripped = printed.strip()
        if not stripped:
            # The expression also matches the nothing between a line and its end.
            gap = gap or bool(printed) or found.start() == 0 or text[found.start() - 1] == "\n"
            continue
        indent = len(printed) - len(printed.lstrip())
        start = found.start() + indent
        shown = shown_gaps(stripped)
        folded = fold(shown)
        marker = marker_at(shown, folded)
        lines.append(Line(start, start + len(stripped), indent + len(stripped), shown, folded, marker, gap))
        gap = False
    return lines


def _runs(text: str, line: Line) -> Iterator[tuple[int, str]]:
    """The line in runs that need no change, each with its offset."""
    raw = text[line.start : line.end]
    if raw == line.text:
        yield line.start, raw
        return
    start = 0
    for gap, shown in line.gaps(raw):
        yield line.start + start, raw[start : gap.start()] + shown
        start = gap.end()
    yield line.start + start, raw[start:]


def _page_numbers(lines: list[Line]) -> set[tuple[int, int]]:
    """Lines with nothing but a rule or a number; not where 1, 2, 3 between whole sentences number them."""
    rules = {(line.start, line.end) for line in lines if _RULE.match(line.text)}
    bare = [
        index
        for index, line in enumerate(lines)
        if len(line.text) < _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.match(line.folded)
    ]
    if not bare:
        return rules
    counted = [lines[index].text for index in bare] == [str(number) for number in range(1, len(bare) + 1)]
    if counted and len(bare) > 1 and all(_between_sentences(lines, index) for index in bare):
        for index in bare:
            line = lines[index]
            line.marker = Marker(Level.ARABIC, int(line.text), line.text, len(line.text))
        return rules
    return rules | {(lines[index].start, lines[index].end) for index in bare}


def _between_sentences(lines: list[Line], index: int) -> bool:
    above = lines[index - 1] if index else None
    before = above is None or ends_sentence(above.text) or lines[index].gap or above.marker is not None
    return before and index + 1 < len(lines) and first_letter(lines[index + 1].text).isupper()
