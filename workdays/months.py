"""A year of the calendar as twelve grids, for the page that everybody reads."""

from calendar import Calendar as Weeks
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workdays.arithmetic import ONE_DAY, Calendar, Kind, Span


@dataclass(frozen=True)
class Cell:
    day: date
    kind: Kind
    name: str
    is_provisional: bool
    is_today: bool

    @property
    def is_special(self) -> bool:
        return self.kind in (Kind.OFF, Kind.MAKE_UP)


@dataclass(frozen=True)
class Month:
    """`weeks` of seven; None where a day is of another month. `told`: special days, alike ones together."""

    first: date
    weeks: list[list[Cell | None]]
    told: list[Span]
    working_days: int


def months_of(year: int, days: Calendar, today: date) -> Iterator[Month]:
    for number in range(1, 13):
        first = date(year, number, 1)
        last = date(year + number // 12, number % 12 + 1, 1) - ONE_DAY
        weeks = [
            [_cell(day, days, today) if day.month == number else None for day in week]
            for week in Weeks().monthdatescalendar(year, number)
        ]
        told = [span for span in days.spans(first, last) if span.name]
        yield Month(first, weeks, told, days.between(first - ONE_DAY, last))


def _cell(day: date, days: Calendar, today: date) -> Cell:
    found = days.by_day.get(day)
    return Cell(
        day=day,
        kind=days.kind_of(day),
        name=days.name_of(day),
        is_provisional=bool(found and found.is_provisional),
        is_today=day == today,
    )
