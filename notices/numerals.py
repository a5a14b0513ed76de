"""How notices of both formats write numbers, dates and the letters of points."""

from datetime import date

BLANK = "\u00a0" * 8  # room to fill in by hand
# The Vietnamese alphabet without ă, â, ê, ô, ơ, ư, as official texts count their points.
POINTS = "abcdđeghiklmnopqrstuvxy"
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def number_text(number: int | None) -> str:
    """ "05", "12", or room to write: a number below 10 takes a leading 0."""
    return BLANK if number is None else f"{number:02d}"


def date_text(on: date | None, *, year: int) -> str:
    """ "ngày 05 tháng 01 năm 2026", "ngày 05 tháng 3 năm 2026": days below 10 and months below 3 take a 0."""
    if on is None:
        return f"ngày{BLANK}tháng{BLANK}năm {year}"
    return f"ngày {on.day:02d} tháng {_month(on)} năm {on.year}"


def short_date_text(on: date | None, *, year: int) -> str:
    """ "ngày 05/01/2026", "ngày 05/3/2026"."""
    if on is None:
        return f"ngày{BLANK}/{BLANK}/{year}"
    return f"ngày {on.day:02d}/{_month(on)}/{on.year}"


def _month(on: date) -> str:
    return f"{on.month:02d}" if on.month <= 2 else str(on.month)


def point(position: int) -> str:
    """The letter of a point, counted from 1: a, b, c, d, đ, e, g, …; after y: aa, ab, …"""
    rounds, letter = divmod(position - 1, len(POINTS))
    return (POINTS[rounds - 1] if rounds else "") + POINTS[letter]


def roman(number: int) -> str:
    for value, numeral in ROMAN:
        if number >= value:
            return numeral + roman(number - value)
    return ""
