"""The list as a file a spreadsheet opens: streamed, so that its length does not matter."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from assignments.querysets import AssignmentQuerySet
from assignments.timing import Timing
from dialogue_tracker.spreadsheets import Column, Kind, Sheet, write_workbook

# So that Excel reads UTF-8; it splits at semicolons where numbers are written with a comma.
BOM = "\ufeff"
SEPARATOR = ";"
# A cell that begins so would be run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
ROWS_AT_ONCE = 500


class Echo:
    """A file for csv.writer that hands back what is written."""

    def write(self, text: str) -> str:
        return text


SHEET = Sheet(
    _("Assignments"),
    (
        Column("number", _("Number"), width=16),
        Column("kind", _("Kind"), width=14),
        Column("wording", _("Wording"), Kind.TEXT, width=70),
        Column("conference", _("Conference"), width=34),
        Column("held_on", _("Held on"), Kind.DATE, width=13),
        Column("unit", _("Lead unit"), width=28),
        Column("supporting_units", _("Supporting units"), width=34),
        Column("state", _("State"), width=18),
        Column("timing", _("Within the deadline?"), width=18),
        Column("due_on", _("Deadline"), Kind.DATE, width=13),
        Column("original_due_on", _("Original deadline"), Kind.DATE, width=13),
        Column("percent", _("Progress in per cent"), Kind.NUMBER, width=11),
        Column("reported_on", _("Reported on"), Kind.DATE, width=13),
        Column("result", _("Result"), Kind.TEXT, width=60),
    ),
)


def lines(rows: AssignmentQuerySet) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=SEPARATOR)
    yield BOM + writer.writerow([str(column.title) for column in SHEET.columns])
    for cells in cells_of(rows):
        yield writer.writerow([safe(cells[column.key]) for column in SHEET.columns])


def write(target: IO[bytes], rows: AssignmentQuerySet) -> None:
    """As a workbook, where dates are dates and nothing has to be kept from being a formula."""
    write_workbook(target, [(SHEET, cells_of(rows))])


def cells_of(rows: AssignmentQuerySet) -> Iterator[dict[str, Any]]:
    for assignment in rows.prefetch_related("supporting_units").iterator(chunk_size=ROWS_AT_ONCE):
        yield {
            "number": assignment.number,
            "kind": assignment.get_kind_display(),
            "wording": assignment.wording,
            "conference": assignment.conference.title,
            "held_on": assignment.conference.held_on,
            "unit": assignment.unit or "",
            "supporting_units": ", ".join(unit.name for unit in assignment.supporting_units.all()),
            "state": assignment.get_state_display(),
            "timing": Timing(assignment.timing).label,
            "due_on": assignment.due_on,
            "original_due_on": assignment.original_due_on,
            "percent": assignment.percent,
            "reported_on": assignment.reported_on,
            "result": assignment.result,
        }


def safe(value: Any) -> str:
    """Text that begins like a formula is shown, not run."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
