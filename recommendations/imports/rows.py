"""What every check of a sheet does: say how far it is, collect problems with their cells, plan the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dialogue_tracker.spreadsheets import Column, Reading, Row, Sheet
from dialogue_tracker.spreadsheets.cells import read_cell
from recommendations.import_plan import Act, Check, FieldChange, PlannedRow, Report

REPORT_EVERY = 200


class Outdated(Exception):
    """Somebody changed, between the check and the applying, what it was about; a sentence for people."""


@dataclass
class SheetRows:
    sheet: Sheet
    reading: Reading
    found: Check

    def rows(self, report: Report, *, start: int = 0, end: int = 100) -> Iterator[Row]:
        """`start`, `end`: the share of this sheet in the whole, in per cent."""
        rows = self.reading.rows.get(self.sheet.id, [])
        for number, row in enumerate(rows):
            if number % REPORT_EVERY == 0:
                values = {"row": row.number, "sheet": self.sheet.name}
                step = _("Checking row %(row)d of “%(sheet)s”") % values
                report(start + (end - start) * number // len(rows), step)
            yield row

    def has(self, key: str) -> bool:
        """Whether the file has the column at all: a cell that is not there says nothing."""
        return key in self.reading.letters.get(self.sheet.id, {})

    def problem(self, row: Row, key: str, sentence: str) -> None:
        """Of a cell that could not be read, that has been said already."""
        if key not in row.faulty:
            value = row.values.get(key, "")
            self.found.problems.append(self.reading.problem(self.sheet, row, key, sentence, value))

    def notice(self, row: Row, key: str, sentence: str) -> None:
        value = row.values.get(key, "")
        self.found.notices.append(self.reading.problem(self.sheet, row, key, sentence, value, is_notice=True))

    def plan(
        self,
        row: Row,
        act: Act,
        *,
        title: str,
        about: str,
        changes: Sequence[FieldChange] = (),
        payload: Any,
    ) -> None:
        self.found.rows.append(PlannedRow(self.sheet.id, row.number, act, title, about, changes, payload))


def as_read(value: Any, column: Column) -> Any:
    """What comes back of a value that was written into a cell of this column and read again."""
    return read_cell(value, column, _nobody) if isinstance(value, str) else value


def _nobody(sentence: str) -> None:
    """Of what was mended nobody needs to hear."""


def told(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
