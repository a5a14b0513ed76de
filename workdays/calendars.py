"""The calendar as it is in the table now.

One short query each time: web processes and workers are several, and a calendar kept in memory would be the
old one somewhere. Whoever counts more than once keeps the object meanwhile.
"""

from dataclasses import dataclass
from datetime import date

from workdays.arithmetic import Calendar, Kind, Special
from workdays.models import SpecialDay


def calendar() -> Calendar:
    rows = SpecialDay.objects.values_list("day", "kind", "name", "is_provisional")
    return Calendar(
        tuple(Special(day, Kind(kind), name, provisional) for day, kind, name, provisional in rows)
    )


def working_days_after(day: date, number: int) -> date:
    """The `number`-th working day after `day`, which is not counted; a negative number counts back."""
    return calendar().add(day, number)


# The decision on the next year's days off usually comes between October and December.
WARN_FROM_MONTH = 11


@dataclass(frozen=True)
class Gap:
    """A year soon to be counted on, whose days off are not entered (`is_empty`) or not all announced."""

    year: int
    is_empty: bool


def gap(today: date) -> Gap | None:
    """Two months before the year's end the next one must be there; the current one always."""
    years = [today.year, today.year + 1] if today.month >= WARN_FROM_MONTH else [today.year]
    for year in years:
        rows = SpecialDay.objects.filter(day__year=year, kind=SpecialDay.Kind.OFF)
        provisional = list(rows.values_list("is_provisional", flat=True))
        if not provisional or (any(provisional) and year > today.year):
            return Gap(year, is_empty=not provisional)
    return None
