"""Puts the reading together: tasks with their bodies and deadlines, and the pieces that cover the text."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from conferences.conclusion_reader.cast import Cast
from conferences.conclusion_reader.deadlines import find_deadlines
from conferences.conclusion_reader.language.tables import CONTENT, DUE, LEAD, NUMBER, SUPPORT
from conferences.conclusion_reader.layout import Sheet, lay_out, normalise
from conferences.conclusion_reader.outline import Outliner
from conferences.conclusion_reader.points import Point, Verdict
from conferences.conclusion_reader.roles import Roles
from conferences.conclusion_reader.segments import Segment, cut
from conferences.conclusion_reader.tables import Row, find_rows, without
from conferences.conclusion_reader.types import (
    DATE,
    DEADLINE_BEFORE_ISSUE,
    DUE_UNCLEAR,
    HEADING,
    MONTH,
    NO_LEAD,
    OTHER,
    SEVERAL_DUE,
    SEVERAL_LEADS,
    TASK,
    UNIT_UNKNOWN,
    UNNUMBERED,
    Due,
    FoundTask,
    Piece,
    Reading,
    UnitName,
)
from dialogue_tracker.vietnamese import fold

# What the title of its column says of a date in a table.
_DUE_LABEL = "Thời hạn: "


def read(text: str, units: Sequence[UnitName] = (), issued_on: date | None = None) -> Reading:
    text = normalise(text)
    rows = find_rows(text)
    sheet = lay_out(without(text, rows))
    cast = Cast(sheet, units)
    verdicts = Outliner(sheet, cut(sheet), cast).run()
    points = {id(verdict.point): verdict.point for verdict in verdicts if verdict.point}
    writer = _Writer(sheet, cast, issued_on)
    tasks = {key: writer.task(point) for key, point in points.items()}
    tasks |= {id(row): writer.row(text, row) for row in rows if row.is_task}
    order = sorted(tasks, key=lambda key: tasks[key].start)
    numbers = {key: index for index, key in enumerate(order)}
    pieces = _pieces(text, sheet, verdicts, rows, numbers)
    return Reading(text, tuple(tasks[key] for key in order), tuple(pieces))


class _Writer:
    def __init__(self, sheet: Sheet, cast: Cast, issued_on: date | None) -> None:
        self._sheet = sheet
        self._cast = cast
        self._issued_on = issued_on

    def task(self, point: Point) -> FoundTask:
        roles = self._roles(point.segments, point.inherited)
        due = self._due(point.segments)
        children = tuple(self._child(child, roles) for child in point.children) or self._parts(point)
        segments = sorted(point.all_segments(), key=lambda segment: segment.start)
        return FoundTask(
            section=point.section,
            number=point.marker.label if point.marker else None,
            text=self._wording(segments),
            start=self._sheet.source(segments[0].start),
            end=self._sheet.source_end(segments[-1].end),
            lead=tuple(roles.lead),
            support=tuple(roles.support),
            all_units=roles.everybody,
            due=due,
            children=children,
            unsure=(*([UNNUMBERED] if point.marker is None else []), *self._unsure(roles, due, children)),
        )

    def row(self, text: str, row: Row) -> FoundTask:
        """A task from a table: the columns say what elsewhere the grammar says."""
        roles = self._named(text, row, LEAD)
        roles.support = [unit for unit in self._named(text, row, SUPPORT).lead if unit not in roles.lead]
        roles.unknown = LEAD in row.cells and not roles.charges
        due = tuple(dict.fromkeys(self._deadlines_of_row(text, row)))
        return FoundTask(
            section=None,
            number=row.number,
            text="\n".join(words for column, words in row.words(text) if column != NUMBER),
            start=row.start,
            end=row.end,
            lead=tuple(roles.lead),
            support=tuple(roles.support),
            all_units=roles.everybody,
            due=due,
            unsure=self._unsure(roles, due, ()),
        )

    def _named(self, text: str, row: Row, column: str) -> Roles:
        return self._cast.named(" ".join(words for name, words in row.words(text) if name == column))

    def _deadlines_of_row(self, text: str, row: Row) -> Iterator[Due]:
        for column, words in row.words(text):
            if column in (CONTENT, DUE):
                told = f"{_DUE_LABEL}{words}" if column == DUE else words
                for _, due in find_deadlines(told, fold(told), 0, len(told), self._issued_on):
                    yield replace(due, phrase=due.phrase.removeprefix(_DUE_LABEL))

    def _child(self, point: Point, above: Roles) -> FoundTask:
        """A sub-item with everything below it: deeper items are not taken apart."""
        segments = sorted(point.all_segments(), key=lambda segment: segment.start)
        roles = self._roles(segments, above)
        due = self._due(segments)
        return FoundTask(
            section=point.section,
            number=point.marker.label if point.marker else None,
            text=self._wording(segments),
            start=self._sheet.source(segments[0].start),
            end=self._sheet.source_end(segments[-1].end),
            lead=tuple(roles.lead),
            support=tuple(roles.support),
            all_units=roles.everybody,
            due=due,
            unsure=self._unsure(roles, due, ()),
        )

    def _parts(self, point: Point) -> tuple[FoundTask, ...]:
        """Where sentences of one point charge different bodies, each such sentence with what follows it."""
        parts: list[tuple[Roles, list[Segment]]] = []
        for segment in point.segments:
            for start, end in self._cast.sentences(segment.body, segment.end):
                roles = self._cast.roles(start, end)
                if not parts or roles.lead and parts[-1][0].lead and roles.lead != parts[-1][0].lead:
                    parts.append((Roles(), []))
                parts[-1][0].add(roles)
                parts[-1][1].append(Segment(start, end))
        if len(parts) < 2:
            return ()
        return tuple(self._child(Point(sentences, point.section), point.inherited) for _, sentences in parts)

    def _roles(self, segments: Sequence[Segment], inherited: Roles) -> Roles:
        roles = Roles()
        for segment in segments:
            roles.add(self._cast.roles(segment.body, segment.end))
        if not roles.charges:
            roles.lead = list(inherited.lead)
            roles.everybody = inherited.everybody
            roles.support += [unit for unit in inherited.support if unit not in roles.support]
        return roles

    def _due(self, segments: Sequence[Segment]) -> tuple[Due, ...]:
        found = (
            due
            for segment in segments
            for _, due in find_deadlines(
                self._sheet.flat, self._sheet.folded, segment.body, segment.end, self._issued_on
            )
        )
        return tuple(dict.fromkeys(found))

    def _wording(self, segments: Sequence[Segment]) -> str:
        flat = self._sheet.flat
        words = flat[segments[0].body : segments[0].end].strip()
        for above, segment in pairwise(segments):
            same_paragraph = "\n" not in flat[above.start : segment.start]
            words += f"{' ' if same_paragraph else chr(10)}{flat[segment.start : segment.end].strip()}"
        return words

    def _unsure(self, roles: Roles, due: tuple[Due, ...], children: tuple[FoundTask, ...]) -> tuple[str, ...]:
        codes = []
        if roles.unknown:
            codes.append(UNIT_UNKNOWN)
        if (
            not roles.lead
            and not roles.everybody
            and not any(child.lead or child.all_units for child in children)
        ):
            codes.append(NO_LEAD)
        if len(roles.lead) > 1:
            codes.append(SEVERAL_LEADS)
        if len({one.on for one in due if one.on}) > 1:
            codes.append(SEVERAL_DUE)
        if any(one.on is None and one.kind in (DATE, MONTH) for one in due):
            codes.append(DUE_UNCLEAR)
        if self._issued_on and any(one.on is not None and one.on < self._issued_on for one in due):
            codes.append(DEADLINE_BEFORE_ISSUE)
        return tuple(codes)


def _pieces(
    text: str, sheet: Sheet, verdicts: Sequence[Verdict], rows: Sequence[Row], numbers: dict[int, int]
) -> Iterator[Piece]:
    starts: list[tuple[int, str, int | None]] = []
    holes: list[tuple[int, int, str, int | None]] = [(*hole, OTHER, None) for hole in sheet.holes]
    holes += [(row.start, row.end, TASK if row.is_task else HEADING, numbers.get(id(row))) for row in rows]
    holes.sort(key=lambda hole: hole[0])
    waiting = deque(holes)
    for verdict in verdicts:
        start = sheet.source(verdict.segment.start)
        end = sheet.source_end(verdict.segment.end)
        mark = (verdict.kind, numbers.get(id(verdict.point)) if verdict.kind == TASK else None)
        while waiting and waiting[0][0] < start:
            hole = waiting.popleft()
            starts.append((hole[0], hole[2], hole[3]))
        starts.append((start, *mark))
        while waiting and waiting[0][0] < end:
            hole = waiting.popleft()
            starts += [(hole[0], hole[2], hole[3]), (hole[1], *mark)]
    starts += [(hole[0], hole[2], hole[3]) for hole in waiting]
    merged: list[tuple[int, str, int | None]] = []
    for start, kind, task in starts:
        if merged and merged[-1][0] == start:
            merged.pop()  # between two rows of a table nothing stands
        if not merged or merged[-1][1:] != (kind, task):
            merged.append((start if merged else 0, kind, task))
    if not merged and text:
        merged.append((0, OTHER, None))
    for index, (start, kind, task) in enumerate(merged):
        end = merged[index + 1][0] if index + 1 < len(merged) else len(text)
        yield Piece(start, end, kind, text[start:end], task)
