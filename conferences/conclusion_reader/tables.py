"""Tables of tasks, as text: columns parted by tabs or bars, or a cell a line as Word gives them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conferences.conclusion_reader.language.tables import CONTENT, DUE, LEAD, NUMBER, TITLES
from conferences.conclusion_reader.patterns import any_of
from dialogue_tracker.vietnamese import fold

_LINE = re.compile(r"[^\n]*\n?")
_PRINTED = re.compile(r"[^\n]")
_COLUMNS = re.compile(r"[\t|].*[\t|]")
_RULE = re.compile(r"[\W_]+$")
_NUMBER = re.compile(r"(\d{1,3})[.)]?$")
_TITLES = {column: re.compile(any_of(forms) + "$") for column, forms in TITLES.items()}
_LONGEST_TITLE = 70
_FEWEST, _MOST = 3, 10  # columns

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by column, as spans of the text; a row of titles has no number and no cells."""

    start: int
    end: int
    number: str | None
    cells: dict[str, Span]

    @property
    def is_task(self) -> bool:
        return CONTENT in self.cells and (LEAD in self.cells or DUE in self.cells)

    def words(self, text: str) -> Iterator[tuple[str, str]]:
        for column, (start, end) in sorted(self.cells.items(), key=lambda cell: cell[1]):
            yield column, " ".join(text[start:end].split())


def find_rows(text: str) -> list[Row]:
    """The titles and the rows of every table, in the order of the text."""
    lines = [found.span() for found in _LINE.finditer(text) if found.group()]
    rows: list[Row] = []
    index = 0
    while index < len(lines):
        found = [*_parted(text, lines, index)] or [*_stacked(text, lines, index)]
        rows += found
        while found and index < len(lines) and lines[index][0] < found[-1].end:
            index += 1
        index += not found
    return rows


def without(text: str, rows: Sequence[Row]) -> str:
    """The text with blanks for its tables: every other character stays where it was."""
    parts, position = [], 0
    for row in rows:
        parts += [text[position : row.start], _PRINTED.sub(" ", text[row.start : row.end])]
        position = row.end
    return "".join([*parts, text[position:]]) if rows else text


def _title(text: str, span: Span) -> str | None:
    if not 1 < span[1] - span[0] < _LONGEST_TITLE:
        return None
    words = fold(" ".join(text[span[0] : span[1]].split()))
    return next((column for column, form in _TITLES.items() if form.match(words)), None)


def _are_titles(columns: list[str | None]) -> bool:
    known = [column for column in columns if column is not None]
    enough = len(known) == len(columns) and _FEWEST <= len(known) <= _MOST
    return enough and CONTENT in known and (LEAD in known or DUE in known)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# --- a row a line ---


def _cells(text: str, line: Span) -> list[Span]:
    """Between tabs or bars; a bar at either end parts nothing."""
    start, end = _stripped(text, *line)
    if start < end and text[start] == "|":
        start += 1
    if start < end and text[end - 1] == "|":
        end -= 1
    mark = "|" if "|" in text[start:end] else "\t"
    cells, position = [], start
    for part in text[start:end].split(mark):
        cells.append(_stripped(text, position, position + len(part)))
        position += len(part) + 1
    return cells


def _parted(text: str, lines: list[Span], index: int) -> Iterator[Row]:
    if not _COLUMNS.search(text, *lines[index]):
        return
    columns = [_title(text, cell) for cell in _cells(text, lines[index])]
    if not _are_titles(columns):
        return
    yield Row(*lines[index], None, {})
    for line in lines[index + 1 :]:
        words = text[slice(*line)].strip()
        if words and _RULE.match(words):
            yield Row(*line, None, {})
            continue
        cells = _cells(text, line)
        if not _FEWEST <= len(cells) <= len(columns):
            return
        # Empty cells at the end are often not printed.
        cells += [(line[1], line[1])] * (len(columns) - len(cells))
        yield _row(text, line, columns, cells)


def _row(text: str, line: Span, columns: list[str | None], cells: list[Span]) -> Row:
    by_column: dict[str, Span] = {}
    for column, cell in zip(columns, cells, strict=True):
        if column is not None and cell[0] < cell[1]:
            by_column.setdefault(column, cell)
    number = by_column.get(NUMBER)
    return Row(*line, text[slice(*number)].rstrip(".)") if number else None, by_column)


# --- a cell a line ---


def _stacked(text: str, lines: list[Span], index: int) -> Iterator[Row]:
    if _title(text, _stripped(text, *lines[index])) != NUMBER:
        return
    columns: list[str | None] = []
    position = index
    while position < len(lines) and len(columns) <= _MOST:
        column = _title(text, _stripped(text, *lines[position]))
        if column is None:
            break
        columns.append(column)
        position += 1
    if not _are_titles(columns):
        return
    yield Row(lines[index][0], lines[position - 1][1], None, {})
    expected = 1
    while position < len(lines) and _number_at(text, lines[position]) == expected:
        end = _end_of_row(text, lines, position, len(columns), expected + 1)
        if end is None:
            return
        surplus = end - position - len(columns)
        cells = [_stripped(text, *line) for line in lines[position:end]]
        # More lines than columns: the work is told in several paragraphs.
        place = columns.index(CONTENT)
        cells[place : place + surplus + 1] = [(cells[place][0], cells[place + surplus][1])]
        yield _row(text, (lines[position][0], lines[end - 1][1]), columns, cells)
        position, expected = end, expected + 1


def _number_at(text: str, line: Span) -> int | None:
    found = _NUMBER.match(text[slice(*line)].strip())
    return int(found.group(1)) if found else None


def _end_of_row(text: str, lines: list[Span], position: int, columns: int, following: int) -> int | None:
    """Where the next number stands, or as many lines further as there are columns."""
    for end in range(position + columns, min(position + columns * 3, len(lines))):
        if _number_at(text, lines[end]) == following:
            return end
    return position + columns if position + columns <= len(lines) else None
