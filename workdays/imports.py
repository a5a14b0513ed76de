"""Reads a list of days from text, line by line, with a sentence for each line that is wrong."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.vietnamese import nfc, search_key
from workdays.models import SpecialDay

COLUMNS = ("day", "kind", "name", "legal_basis", "in_lieu_of")
EXAMPLE = "24/11/2027; nghỉ; Ngày Văn hóa Việt Nam; Nghị quyết 28/2026/QH16"
HEADINGS = {"ngay", "day", "date"}
PROVISIONAL = {"chua cong bo", "provisional"}
# What people write, without marks and case; "" is an ordinary day again.
KINDS = {
    "nghi": SpecialDay.Kind.OFF,
    "ngay nghi": SpecialDay.Kind.OFF,
    "off": SpecialDay.Kind.OFF,
    "day off": SpecialDay.Kind.OFF,
    "lam bu": SpecialDay.Kind.MAKE_UP,
    "lam viec": SpecialDay.Kind.MAKE_UP,
    "make-up": SpecialDay.Kind.MAKE_UP,
    "make up": SpecialDay.Kind.MAKE_UP,
    "binh thuong": "",
    "thuong": "",
    "ordinary": "",
}


@dataclass(frozen=True)
class Line:
    """`wanted` None and no `error`: the day is to be ordinary again."""

    number: int
    text: str
    wanted: SpecialDay | None = None
    error: str = ""
    day: date | None = None


def read_lines(text: str) -> list[Line]:
    """Separated by tabs (as copied from a spreadsheet), semicolons or commas; a heading is skipped."""
    lines = list(_lines(nfc(text)))
    seen: dict[date, int] = {}
    for index, line in enumerate(lines):
        if line.day is None:
            continue
        if line.day in seen:
            sentence = _("Line %(number)d has this day already.") % {"number": seen[line.day]}
            lines[index] = Line(line.number, line.text, error=sentence)
        seen.setdefault(line.day, line.number)
    return lines


def _lines(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        cells = _cells(raw)
        if search_key(cells[0]) in HEADINGS:
            continue
        try:
            day, wanted = _read(cells)
        except ValidationError as error:
            yield Line(number, raw.strip(), error=" ".join(error.messages))
        else:
            yield Line(number, raw.strip(), wanted, day=day)


def _cells(raw: str) -> list[str]:
    separator = next((mark for mark in ("\t", ";", ",") if mark in raw), ";")
    return [cell.strip() for cell in next(csv.reader([raw], delimiter=separator))]


def _read(cells: list[str]) -> tuple[date, SpecialDay | None]:
    day: date = VietnameseDateField().clean(cells[0])
    kind = KINDS.get(search_key(cells[1]) if len(cells) > 1 else "?")
    if kind is None:
        raise ValidationError(_("The second column says what the day is: “nghỉ”, “làm bù” or “bình thường”."))
    if not kind:
        return day, None
    rest = dict(zip(COLUMNS[2:], cells[2:], strict=False))
    is_provisional = any(search_key(cell) in PROVISIONAL for cell in cells[2:])
    other = rest.get("in_lieu_of", "")
    wanted = SpecialDay(
        day=day,
        kind=kind,
        name=rest.get("name", ""),
        legal_basis=rest.get("legal_basis", ""),
        in_lieu_of=VietnameseDateField(required=False).clean(
            "" if search_key(other) in PROVISIONAL else other
        ),
        is_provisional=is_provisional,
    )
    if not wanted.name:
        raise ValidationError(_("The third column is the name of the day, as in “Tết Nguyên đán”."))
    wanted.full_clean(validate_unique=False)
    return day, wanted
