"""One cell: what was typed becomes the value a column wants, or a sentence why not."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialogue_tracker.forms import EARLIEST_YEAR, LATEST_YEAR, VietnameseDateField
from dialogue_tracker.spreadsheets.layout import Column, Kind, Value
from dialogue_tracker.vietnamese import repair_look_alikes, squeeze, tidy

Tell = Callable[[str], None]

# Excel writes letters that XML cannot hold as _xD83D_; what is left of them here is half a letter.
HALF_LETTER = re.compile(r"_x[Dd][89A-Fa-f][0-9A-Fa-f]{2}_")
MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
WHOLE = re.compile(r"[+-]?\d{1,15}")
DATES = VietnameseDateField()


class Faulty(Exception):
    """A sentence about the cell."""


def read_cell(raw: Any, column: Column, tell: Tell) -> Value:
    """`tell` hears what was mended on the way. An empty cell is "" in a column of text, else None."""
    if isinstance(raw, str):
        raw = cleaned(raw, tell)
    if raw == "":
        return "" if column.kind in (Kind.TEXT, Kind.LINE, Kind.CHOICE) else None
    match column.kind:
        case Kind.DATE:
            return _date(raw)
        case Kind.NUMBER:
            return _number(raw)
        case _:
            return _text(raw, column, tell)


def cleaned(raw: str, tell: Tell) -> str:
    """NFC, lines ended one way, without what nobody can see."""
    text = tidy(raw).replace("\t", " ").replace("\v", "\n").replace("\u2028", "\n").replace("\u00a0", " ")
    visible = HALF_LETTER.sub("", _visible(text))
    if len(visible) < len(text):
        tell(_("Invisible control characters were left out."))
    lines = (line.rstrip() for line in visible.split("\n"))
    return "\n".join(lines).strip()


def _visible(text: str) -> str:
    if text.replace("\n", "").isprintable():  # nearly every text is, and that is told quickly
        return text
    return "".join(letter for letter in text if _is_visible(letter))


def _is_visible(letter: str) -> bool:
    """Control and format characters, surrogates, and what Unicode keeps free are not."""
    return letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn")


def _text(raw: Any, column: Column, tell: Tell) -> str:
    match raw:
        case bool():
            raise Faulty(_("The cell holds TRUE or FALSE where a text is expected. Write it in words."))
        case date() | time() | timedelta():
            raise Faulty(
                _(
                    "Excel made a date or a time of what was typed. "
                    "Format the cell as Text, then type it again."
                )
            )
        case float():
            raw = str(int(raw)) if raw.is_integer() else str(raw).replace(".", ",")
    text = repair_look_alikes(str(raw))
    if text != raw:
        tell(_("Letters of another alphabet that look like Latin ones were replaced."))
    if column.kind is not Kind.TEXT:
        text = squeeze(text)
    if len(text) > column.longest:
        raise Faulty(
            _("The text has %(count)s characters; at most %(most)s fit. Shorten it.")
            % {
                "count": number_format(len(text), force_grouping=True),
                "most": number_format(column.longest, force_grouping=True),
            }
        )
    return text


def _date(raw: Any) -> date:
    match raw:
        case datetime():
            return _plausible(raw.date())
        case date():
            return _plausible(raw)
        case bool() | int() | float() | time() | timedelta():
            raise Faulty(
                _("This is a number or a time, not a date. Format it as a date, for example 05/03/2026.")
            )
    try:
        found: date = DATES.parse(squeeze(MIDNIGHT.sub("", str(raw))))
    except ValidationError as error:
        raise Faulty(" ".join(error.messages)) from None
    return found


def _plausible(day: date) -> date:
    if not EARLIEST_YEAR < day.year <= LATEST_YEAR:  # a time or a small number shown as a date is of 1900
        raise Faulty(
            _("The year %(year)s cannot be right. Write it with four digits, for example 2026.")
            % {"year": day.year}
        )
    return day


def _number(raw: Any) -> int:
    if (isinstance(raw, int) and not isinstance(raw, bool)) or (isinstance(raw, float) and raw.is_integer()):
        return int(raw)
    text = str(raw).replace(" ", "")
    if isinstance(raw, str) and WHOLE.fullmatch(text):
        return int(text)
    raise Faulty(_("This is no whole number. Write it with digits only."))
