"""The list as a file a spreadsheet opens: streamed, so that its length does not matter."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assignments.models import Assignment
from assignments.querysets import AssignmentQuerySet
from assignments.timing import Timing

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


def lines(rows: AssignmentQuerySet) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=SEPARATOR)
    yield BOM + writer.writerow(headings())
    for assignment in rows.prefetch_related("supporting_units").iterator(chunk_size=ROWS_AT_ONCE):
        yield writer.writerow([safe(value) for value in _cells(assignment)])


def headings() -> list[str]:
    return [
        _("Number"),
        _("Kind"),
        _("Wording"),
        _("Conference"),
        _("Held on"),
        _("Lead unit"),
        _("Supporting units"),
        _("State"),
        _("Within the deadline?"),
        _("Deadline"),
        _("Original deadline"),
        _("Progress in per cent"),
        _("Reported on"),
        _("Result"),
    ]


def _cells(assignment: Assignment) -> Iterable[Any]:
    return (
        assignment.number,
        assignment.get_kind_display(),
        assignment.wording,
        assignment.conference.title,
        assignment.conference.held_on,
        assignment.unit or "",
        ", ".join(unit.name for unit in assignment.supporting_units.all()),
        assignment.get_state_display(),
        Timing(assignment.timing).label,
        assignment.due_on,
        assignment.original_due_on,
        assignment.percent,
        assignment.reported_on,
        assignment.result,
    )


def safe(value: Any) -> str:
    """Text that begins like a formula is shown, not run."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
