"""The calendar as it is in the table now.

One short query each time: web processes and workers are several, and a calendar kept in memory would be the
old one somewhere. Whoever counts more than once keeps the object meanwhile.
"""

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
