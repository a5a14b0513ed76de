"""Reads a workbook (.xlsx) as it was typed by people. Nothing in it is run, and nothing is guessed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from dialogue_tracker.spreadsheets import headings
from dialogue_tracker.spreadsheets.cells import Faulty, read_cell
from dialogue_tracker.spreadsheets.container import damaged, opened, too_big
from dialogue_tracker.spreadsheets.headings import Found
from dialogue_tracker.spreadsheets.layout import (
    OWN_SHEETS,
    Column,
    Kind,
    Problem,
    Reading,
    Row,
    Sheet,
    Unreadable,
    letter_of,
    shown,
)
from dialogue_tracker.spreadsheets.scan import Facts, scan

MOST_CELLS = 5_000_000


def read_workbook(source: bytes | Path | str, sheets: Sequence[Sheet]) -> Reading:
    """Raises Unreadable for what is no workbook. Of hostile files only in a child: `read_isolated`."""
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    with opened(data) as archive:
        facts = scan(archive)
    for one in facts:
        _guard(one)
    grids = _Grids(data)
    reading = Reading()
    taken = headings.assign(facts, sheets, grids.of)
    for sheet in sheets:
        if sheet.id in taken:
            _SheetReading(sheet, taken[sheet.id], grids.of(taken[sheet.id].facts), reading).run()
        else:
            reading.problems.append(Problem(_missing_sheet(sheet), sheet=str(sheet.name)))
    _tell_of_the_rest(facts, {found.facts.name for found in taken.values()}, reading)
    return reading


def _guard(facts: Facts) -> None:
    rows, columns = facts.last_row + 1, facts.last_column + 1
    if rows * columns <= MOST_CELLS:
        return
    row, column = facts.farthest
    raise Unreadable(
        _(
            "Sheet “%(sheet)s” has a value far from everything else, in cell %(cell)s. "
            "Delete the columns and rows around the list that are not needed."
        )
        % {"sheet": facts.name, "cell": f"{letter_of(column)}{row + 1}"}
    )


class _Grids:
    """The values of each sheet, read once."""

    def __init__(self, data: bytes) -> None:
        try:
            self.workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        except CalamineError as error:
            raise Unreadable(damaged()) from error
        self.read: dict[str, list[list[Any]]] = {}

    def of(self, facts: Facts) -> list[list[Any]]:
        if facts.name not in self.read:
            try:
                sheet = self.workbook.get_sheet_by_name(facts.name)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    raise Unreadable(too_big())
                self.read[facts.name] = sheet.to_python(skip_empty_area=False)
            except CalamineError as error:
                raise Unreadable(damaged()) from error
        return self.read[facts.name]


def _missing_sheet(sheet: Sheet) -> str:
    titles = ", ".join(str(column.title) for column in sheet.columns if column.required)
    return _(
        "No sheet with the columns %(columns)s was found in the first %(rows)d rows. "
        "Use the template, and keep its row of headings."
    ) % {"columns": titles, "rows": headings.FIRST_ROWS}


def _tell_of_the_rest(facts: Sequence[Facts], taken: set[str], reading: Reading) -> None:
    for one in facts:
        if one.name in taken or one.last_row < 0 or one.name in OWN_SHEETS:
            continue
        sentence = _("This hidden sheet was not read.") if one.is_hidden else _("This sheet was not read.")
        reading.notices.append(Problem(sentence, sheet=one.name, is_notice=True))


class _SheetReading:
    def __init__(self, sheet: Sheet, found: Found, grid: list[list[Any]], reading: Reading) -> None:
        self.sheet, self.found, self.grid, self.reading = sheet, found, grid, reading
        self.facts = found.facts
        self.covered: set[tuple[int, int]] = set()
        self.example = {column.key: shown(sheet.example.get(column.key)) for column in sheet.columns}

    def run(self) -> None:
        reading, found = self.reading, self.found
        reading.names[self.sheet.id] = self.facts.name
        reading.letters[self.sheet.id] = {key: letter_of(at) for key, at in found.columns.items()}
        for problem in found.problems:
            (reading.notices if problem.is_notice else reading.problems).append(problem)
        self._merged()
        self._hidden()
        rows = [row for row in self._rows() if row is not None]
        if len(rows) > settings.IMPORT_MAX_ROWS:
            raise Unreadable(
                _("Sheet “%(sheet)s” has %(count)s rows; at most %(most)s are read at once. Split the file.")
                % {
                    "sheet": self.facts.name,
                    "count": number_format(len(rows), force_grouping=True),
                    "most": number_format(settings.IMPORT_MAX_ROWS, force_grouping=True),
                }
            )
        reading.rows[self.sheet.id] = rows

    def _rows(self) -> Iterator[Row | None]:
        columns = [(column, self.found.columns.get(column.key)) for column in self.sheet.columns]
        known = [(column, at) for column, at in columns if at is not None]
        filled = defaultdict(set)
        for row, at in (*self.facts.formulas, *self.facts.errors):
            filled[row].add(at)
        for index in range(self.found.heading_row + 1, max(len(self.grid), self.facts.last_row + 1)):
            cells = self.grid[index] if index < len(self.grid) else []
            if any(_has_text(cells, at) or at in filled.get(index, ()) for _column, at in known):
                yield self._row(index, cells, known)

    def _row(self, index: int, cells: list[Any], known: list[tuple[Column, int]]) -> Row | None:
        values: dict[str, Any] = {column.key: _empty(column) for column in self.sheet.columns}
        reader = _RowReading(self, index, cells)
        for column, at in known:
            values[column.key] = reader.value(column, at)
        if self.sheet.example and {key: shown(value) for key, value in values.items()} == self.example:
            return None
        self.reading.problems += reader.problems
        self.reading.notices += reader.notices
        return Row(index + 1, values, frozenset(reader.faulty))

    def _merged(self) -> None:
        """What is empty because it is merged is not told a second time."""
        known = set(self.found.columns.values())
        for (top, left, bottom, right), reference in self.facts.merged:
            columns = known & set(range(left, right + 1))
            if bottom < self.found.heading_row or not columns:
                continue
            rows = range(max(top, self.found.heading_row), min(bottom + 1, len(self.grid)))
            self.covered |= {(row, column) for row in rows for column in columns} - {(top, left)}
            sentence = _(
                "The cells %(range)s are merged. Select them, press “Merge & Center” to undo that, "
                "and fill in each cell."
            ) % {"range": reference}
            self.reading.problems.append(
                Problem(sentence, self.facts.name, top + 1, letter_of(left), value=reference)
            )

    def _hidden(self) -> None:
        rows = sorted(row + 1 for row in self.facts.hidden_rows if self._is_filled(row))
        if self.facts.is_hidden:
            self._notice(_("The sheet is hidden; it was read all the same."))
        if rows:
            sentence = _("Hidden or filtered rows were read too: %(count)d, the first is row %(row)d.")
            self._notice(sentence % {"count": len(rows), "row": rows[0]}, rows[0])

    def _is_filled(self, row: int) -> bool:
        return self.found.heading_row < row < len(self.grid) and any(cell != "" for cell in self.grid[row])

    def _notice(self, sentence: str, row: int | None = None) -> None:
        self.reading.notices.append(Problem(sentence, self.facts.name, row, is_notice=True))


class _RowReading:
    def __init__(self, sheet: _SheetReading, index: int, cells: list[Any]) -> None:
        self.sheet, self.facts, self.index, self.cells = sheet, sheet.facts, index, cells
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self.faulty: set[str] = set()

    def value(self, column: Column, at: int) -> Any:
        raw = self.cells[at] if at < len(self.cells) else ""
        place = (self.index, at)

        def tell(sentence: str) -> None:
            self.notices.append(self._problem(column, at, sentence, raw, is_notice=True))

        try:
            if (formula := self.facts.formulas.get(place)) is not None:
                raw = formula
                raise Faulty(_formula())
            if (error := self.facts.errors.get(place)) is not None:
                raw = error
                raise Faulty(
                    _("The cell shows the error %(error)s. Type the value itself.") % {"error": error}
                )
            value = read_cell(raw, column, tell)
            if value in ("", None) and place in self.sheet.covered:
                self.faulty.add(column.key)
                return None
            if column.required and value in ("", None):
                raise Faulty(_("“%(heading)s” is missing. Fill in this cell.") % {"heading": column.title})
        except Faulty as fault:
            self.faulty.add(column.key)
            self.problems.append(self._problem(column, at, str(fault), raw))
            return None
        return value

    def _problem(
        self, column: Column, at: int, sentence: str, value: Any, *, is_notice: bool = False
    ) -> Problem:
        return Problem(
            sentence=sentence,
            sheet=self.facts.name,
            row=self.index + 1,
            column=letter_of(at),
            heading=str(column.title),
            value=shown(value),
            is_notice=is_notice,
        )


def _formula() -> str:
    return _(
        "The cell holds a formula; formulas are not counted out here. "
        "Copy the column and paste it back as values."
    )


def _has_text(cells: list[Any], at: int) -> bool:
    if at >= len(cells):
        return False
    value = cells[at]
    return bool(value.strip()) if isinstance(value, str) else True


def _empty(column: Column) -> Any:
    return None if column.kind in (Kind.DATE, Kind.NUMBER) else ""
