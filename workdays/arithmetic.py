"""Working days on a frozen calendar: pure arithmetic, no models, no queries.

Monday to Friday are worked unless the calendar says "off"; Saturday and Sunday only where it says "make-up".
The first day is never counted: one working day after a Monday is the Tuesday.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import groupby

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Longer counts are told without their single days.
LONGEST_TOLD = 400


class OutsideCalendar(ValueError):
    """A day before 1900 or after 2199 was given, or the count leads there."""

    def __init__(self, what: object) -> None:
        super().__init__(f"{what} lies outside the years {EARLIEST.year} to {LATEST.year}.")


class Kind(StrEnum):
    """What a day is and why."""

    WORKING = "working"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    OFF = "off"


@dataclass(frozen=True)
class Special:
    """A day that is not what its weekday says: `kind` is OFF or MAKE_UP."""

    day: date
    kind: Kind
    name: str = ""
    is_provisional: bool = False


@dataclass(frozen=True)
class Span:
    """Days in a row that are alike, for telling how a date was counted."""

    first: date
    last: date
    kind: Kind
    name: str = ""
    is_provisional: bool = False

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Count:
    """`number` working days from `start` end on `end`; `spans` is empty for very long counts.

    `unknown_years`: no day off is entered for them, so only weekends were left out.
    """

    start: date
    number: int
    end: date
    spans: tuple[Span, ...]
    unknown_years: tuple[int, ...]

    @property
    def skipped(self) -> list[Span]:
        return [span for span in self.spans if span.kind in (Kind.WEEKEND, Kind.OFF)]

    @property
    def holidays(self) -> list[Span]:
        return [span for span in self.spans if span.kind == Kind.OFF]

    @property
    def made_up(self) -> list[Span]:
        return [span for span in self.spans if span.kind == Kind.MAKE_UP]

    @property
    def weekend_days(self) -> int:
        return sum(span.length for span in self.spans if span.kind == Kind.WEEKEND)

    @property
    def is_provisional(self) -> bool:
        return bool(self.unknown_years) or any(span.is_provisional for span in self.spans)


@dataclass(frozen=True)
class Calendar:
    special: tuple[Special, ...] = ()

    @cached_property
    def by_day(self) -> dict[date, Special]:
        return {row.day: row for row in self.special}

    @cached_property
    def known_years(self) -> frozenset[int]:
        """Years with at least one day off entered."""
        return frozenset(row.day.year for row in self.special if row.kind == Kind.OFF)

    @cached_property
    def _off(self) -> list[int]:
        """Weekdays that are not worked, as ordinals."""
        return sorted(
            row.day.toordinal()
            for row in self.by_day.values()
            if row.kind == Kind.OFF and row.day.weekday() < SATURDAY
        )

    @cached_property
    def _made_up(self) -> list[int]:
        return sorted(
            row.day.toordinal()
            for row in self.by_day.values()
            if row.kind == Kind.MAKE_UP and row.day.weekday() >= SATURDAY
        )

    # --- One day ------------------------------------------------------------------------------------------
    def kind_of(self, day: date) -> Kind:
        is_weekend = day.weekday() >= SATURDAY
        found = self.by_day.get(day)
        if found and (found.kind == Kind.OFF or is_weekend):
            return found.kind
        return Kind.WEEKEND if is_weekend else Kind.WORKING

    def is_working_day(self, day: date) -> bool:
        return self.kind_of(day) in (Kind.WORKING, Kind.MAKE_UP)

    def name_of(self, day: date) -> str:
        """Of the holiday or the swap; empty for ordinary days."""
        found = self.by_day.get(day)
        return found.name if found else ""

    # --- Counting -----------------------------------------------------------------------------------------
    def _rank(self, ordinal: int) -> int:
        """How many working days there are up to and with this one; day 1 of the count is a Monday."""
        weeks, rest = divmod(ordinal, 7)
        weekdays = weeks * 5 + min(rest, 5)
        return weekdays - bisect_right(self._off, ordinal) + bisect_right(self._made_up, ordinal)

    def add(self, day: date, number: int) -> date:
        """The `number`-th working day after `day`; before it for a negative number; `day` itself for 0."""
        start = _inside(day).toordinal()
        if number == 0:
            return day
        wanted = self._rank(start) + number if number > 0 else self._rank(start - 1) + number + 1
        first, last = EARLIEST.toordinal(), LATEST.toordinal()
        if not self._rank(first - 1) < wanted <= self._rank(last):
            raise OutsideCalendar(f"{number} working days from {day:%d/%m/%Y}")
        return date.fromordinal(bisect_left(range(last + 1), wanted, lo=first, key=self._rank))

    def next(self, day: date) -> date:
        return self.add(day, 1)

    def previous(self, day: date) -> date:
        return self.add(day, -1)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next working day."""
        return day if self.is_working_day(_inside(day)) else self.next(day)

    def on_or_before(self, day: date) -> date:
        return day if self.is_working_day(_inside(day)) else self.previous(day)

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative when `last` lies before `first`."""
        if last < first:
            return -self.between(last, first)
        return self._rank(_inside(last).toordinal()) - self._rank(_inside(first).toordinal())

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """Each working day from `first` to `last`, both included."""
        for day in _each(_inside(first), _inside(last)):
            if self.is_working_day(day):
                yield day

    # --- Telling ------------------------------------------------------------------------------------------
    def count(self, day: date, number: int) -> Count:
        """`add` with the way to its result, to be shown to readers."""
        end = self.add(day, number)
        first, last = (day + ONE_DAY, end) if number >= 0 else (end, day - ONE_DAY)
        years = range(first.year, last.year + 1) if number else range(0)
        return Count(
            start=day,
            number=number,
            end=end,
            spans=tuple(self.spans(first, last)) if abs(number) <= LONGEST_TOLD else (),
            unknown_years=tuple(year for year in years if year not in self.known_years),
        )

    def spans(self, first: date, last: date) -> Iterator[Span]:
        def alike(day: date) -> tuple[Kind, str, bool]:
            found = self.by_day.get(day)
            return self.kind_of(day), self.name_of(day), bool(found and found.is_provisional)

        for (kind, name, is_provisional), group in groupby(_each(first, last), key=alike):
            days = list(group)
            yield Span(days[0], days[-1], kind, name, is_provisional)


def is_countable(day: date) -> bool:
    """Far enough from the ends of the calendar for any count a reader may ask for."""
    return EARLIEST.year + 1 < day.year < LATEST.year - 1


def _inside(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise OutsideCalendar(f"{day:%d/%m/%Y}")
    return day


def _each(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
