"""Cuts paragraphs where a printed number or a part of the frame begins, and looks ahead among them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from conferences.conclusion_reader.language.frame import CLOSINGS_INSIDE, RECIPIENTS
from conferences.conclusion_reader.language.orders import ORDERS_IN_HEADINGS
from conferences.conclusion_reader.layout import Sheet
from conferences.conclusion_reader.markers import Level, Marker
from conferences.conclusion_reader.patterns import any_of, ends_sentence, is_capitals, within

_ORDINAL_INSIDE = re.compile(
    r"(?<=[.;:!?…”\"] )(?:thứ \w+|(?:mười |hai mươi )?\w+ là)(?= ?[,:]|(?: là| \w+) ?[,:])"
)
_FRAME_INSIDE = re.compile(rf"(?<=[.;”\"] )(?={any_of((*CLOSINGS_INSIDE, *RECIPIENTS))})")
_ORDERS = within(ORDERS_IN_HEADINGS)
_REFERENCE = re.compile(r"(?<=[^\n])(\[\d{1,2}\])")
_LONGEST_HEADING = 250


@dataclass(frozen=True, slots=True)
class Segment:
    start: int
    end: int
    marker: Marker | None = None

    @property
    def body(self) -> int:
        return min(self.end, self.start + (self.marker.length if self.marker else 0))


def cut(sheet: Sheet) -> list[Segment]:
    segments: list[Segment] = []
    last: dict[Level, Marker] = {}
    for start, end in sheet.paragraphs:
        position = start
        for inside in _cuts(sheet, start, end, last):
            segments.append(_segment(sheet, position, inside))
            position = inside
        segments.append(_segment(sheet, position, end))
        if marker := segments[-1].marker:
            last[marker.level] = marker
    return segments


def _segment(sheet: Sheet, start: int, end: int) -> Segment:
    while end > start and sheet.flat[end - 1] == " ":
        end -= 1
    return Segment(start, end, sheet.marker(start))


def _cuts(sheet: Sheet, start: int, end: int, last: dict[Level, Marker]) -> Iterator[int]:
    """In a paragraph only the next ordinal word of a running list begins a point, or the closing formula."""
    marker = sheet.marker(start)
    if marker is not None:
        last[marker.level] = marker
    found = [match.start() for match in _FRAME_INSIDE.finditer(sheet.folded, start, end)][:1]
    for match in _ORDINAL_INSIDE.finditer(sheet.folded, start, end):
        inner = sheet.marker(match.start())
        if inner is None or inner.level not in (Level.ORDINAL, Level.COUNTED):
            continue
        before = last.get(inner.level)
        if inner.value == 1 or before is not None and inner.value == before.value + 1:
            last[inner.level] = inner
            found.append(match.start())
    yield from sorted(position for position in found if position > start)


class Outlook:
    """What comes later: whether a list goes on, what stands next."""

    def __init__(self, sheet: Sheet, segments: list[Segment]) -> None:
        self._sheet = sheet
        self._segments = segments
        self._places: dict[tuple[Level, int], list[int]] = {}
        self._sections: list[int] = []
        self._references = set(_REFERENCE.findall(sheet.flat))
        self._marked = [index for index, segment in enumerate(segments) if segment.marker is not None]
        for index, segment in enumerate(segments):
            if segment.marker is None:
                continue
            self._places.setdefault((segment.marker.level, segment.marker.value), []).append(index)
            if self.is_section(index):
                self._sections.append(index)

    def is_section(self, index: int) -> bool:
        """ "II. MỘT SỐ NHIỆM VỤ", "A. ĐÁNH GIÁ": a heading, not a point."""
        segment = self._segments[index]
        if segment.marker is None or segment.marker.level > Level.ROMAN:
            return False
        text = self._sheet.flat[segment.body : segment.end]
        if is_capitals(text):
            return True
        if len(text) < _LONGEST_HEADING and not ends_sentence(text):
            return _ORDERS.search(self._sheet.folded, segment.body, segment.end) is None
        following = self._segments[index + 1].marker if index + 1 < len(self._segments) else None
        return len(text) < _LONGEST_HEADING and following is not None and following.value == 1

    def is_footnote(self, marker: Marker) -> bool:
        """ "[1] Nghị định số …" below a text that refers to it."""
        return marker.level is Level.BRACKET and marker.label in self._references

    def next_section(self, index: int) -> int:
        place = bisect_right(self._sections, index)
        return self._sections[place] if place < len(self._sections) else len(self._segments)

    def goes_on(self, index: int, last: Marker) -> bool:
        """Whether the list whose last number was `last` has another point after segment `index`."""
        limit = self.next_section(index)
        if last.value == 0:
            following = self._next_marked(index)
            if following is None or following >= limit:
                return False
            marker = self._segments[following].marker
            if marker is None or marker.level < last.level:
                return False
            above = self._segments[following - 1]
            return above.marker is not None or not self._sheet.flat[above.start : above.end].endswith(":")
        restart = self._next_place(index, (last.level, 1))
        if restart is not None:
            limit = min(limit, restart)
        return any(
            (place := self._next_place(index, (last.level, value))) is not None and place < limit
            for value in range(last.value + 1, last.value + 4)
        )

    def exists_later(self, index: int, marker: Marker) -> bool:
        return self._next_place(index, (marker.level, marker.value + 1)) is not None

    def _next_marked(self, index: int) -> int | None:
        place = bisect_right(self._marked, index)
        return self._marked[place] if place < len(self._marked) else None

    def _next_place(self, index: int, number: tuple[Level, int]) -> int | None:
        places = self._places.get(number, [])
        place = bisect_right(places, index)
        return places[place] if place < len(places) else None

    def siblings(self, index: int, marker: Marker, count: int) -> Iterator[Segment]:
        """The first points of the list that begins at `index` with `marker`."""
        limit = self.next_section(index)
        place: int | None = index
        value = marker.value
        for _ in range(count):
            if place is None or place >= limit:
                return
            yield self._segments[place]
            value = value + 1 if value else 0
            place = self._next_place(place, (marker.level, value))
