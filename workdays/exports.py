"""The special days as a workbook, in the columns that entering many days reads when they are copied there."""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from dialogue_tracker.spreadsheets import Column, Kind, Sheet, write_workbook
from workdays.models import SpecialDay

SHEET = Sheet(
    _("Days off and make-up days"),
    (
        Column("day", _("Day"), Kind.DATE, width=13),
        Column("kind", _("Kind"), width=12),
        Column("name", _("Name"), width=40),
        Column("legal_basis", _("Legal basis"), width=44),
        Column("in_lieu_of", _("In lieu of"), Kind.DATE, width=13),
        Column("provisional", _("Not announced yet"), width=16),
    ),
)
# Words that are read back, whatever language the page is in.
KINDS = {SpecialDay.Kind.OFF: "nghỉ", SpecialDay.Kind.MAKE_UP: "làm bù"}
PROVISIONAL = "chưa công bố"


def write(target: IO[bytes], days: Iterable[SpecialDay]) -> None:
    write_workbook(target, [(SHEET, _rows(days))])


def _rows(days: Iterable[SpecialDay]) -> Iterator[dict[str, Any]]:
    for day in days:
        yield {
            "day": day.day,
            "kind": KINDS[SpecialDay.Kind(day.kind)],
            "name": day.name,
            "legal_basis": day.legal_basis,
            "in_lieu_of": day.in_lieu_of,
            "provisional": PROVISIONAL if day.is_provisional else "",
        }
