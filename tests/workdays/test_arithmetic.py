"""Working days against a model that walks from day to day and knows nothing of the clever way."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workdays.arithmetic import EARLIEST, LATEST, Calendar, Kind, OutsideCalendar, Special

ONE_DAY = timedelta(days=1)


def special(kind, *days):
    return tuple(Special(date.fromisoformat(day), kind, f"{kind} {day}") for day in days)


# Tết, a swap with its make-up Saturday, a holiday on a Sunday with the Monday after it, and the days around New Year.
REAL = Calendar(
    special(
        Kind.OFF,
        "2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20",
        "2026-04-26", "2026-04-27", "2026-08-31", "2026-09-01", "2026-09-02", "2026-11-24", "2027-01-01",
    )
    + special(Kind.MAKE_UP, "2026-01-10", "2026-08-22")
)  # fmt: skip


# --- The naive model ----------------------------------------------------------------------------------------------
def works(calendar, day):
    found = {row.day: row.kind for row in calendar.special}.get(day)
    if found == Kind.OFF:
        return False
    return day.weekday() < 5 or found == Kind.MAKE_UP


def walk(calendar, day, number):
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= works(calendar, day)
    return day


def counted(calendar, first, last):
    number = 0
    while first < last:
        first += ONE_DAY
        number += works(calendar, first)
    return number


# --- Properties ---------------------------------------------------------------------------------------------------
days = st.dates(date(2025, 11, 1), date(2027, 3, 31))


@st.composite
def calendars(draw):
    """Any table at all, also one with make-up weekdays and days off on a Sunday; half of the time the real one."""
    if draw(st.booleans()):
        return REAL
    chosen = draw(st.dictionaries(days, st.sampled_from([Kind.OFF, Kind.MAKE_UP]), max_size=60))
    return Calendar(tuple(Special(day, kind) for day, kind in chosen.items()))


@given(calendars(), days, st.integers(-300, 300))
@settings(max_examples=300, deadline=None)
def test_adding_is_walking(calendar, day, number):
    assert calendar.add(day, number) == walk(calendar, day, number)


@given(calendars(), days, days)
@settings(max_examples=200, deadline=None)
def test_between_counts_the_walked_days(calendar, one, other):
    first, last = min(one, other), max(one, other)
    assert calendar.between(first, last) == counted(calendar, first, last)
    assert calendar.between(last, first) == -counted(calendar, first, last)
    assert len(list(calendar.working_days(first + ONE_DAY, last))) == calendar.between(first, last)


@given(calendars(), days, st.integers(1, 200))
@settings(max_examples=150, deadline=None)
def test_there_and_back(calendar, day, number):
    """From a working day, n forward and n back is the same day; and the span counts n."""
    start = calendar.on_or_after(day)
    end = calendar.add(start, number)
    assert calendar.is_working_day(end)
    assert calendar.add(end, -number) == start
    assert calendar.between(start, end) == number


@given(calendars(), days)
@settings(max_examples=150, deadline=None)
def test_rolling_to_a_working_day(calendar, day):
    after, before = calendar.on_or_after(day), calendar.on_or_before(day)
    assert before <= day <= after
    assert works(calendar, after)
    assert works(calendar, before)
    assert (after == day) == (before == day) == works(calendar, day)
    assert calendar.next(day) == walk(calendar, day, 1)
    assert calendar.previous(day) == walk(calendar, day, -1)


@given(calendars(), days, st.integers(-120, 120))
@settings(max_examples=150, deadline=None)
def test_what_is_told_adds_up(calendar, day, number):
    """Every day between is told exactly once, and the worked ones are as many as were asked for."""
    count = calendar.count(day, number)
    told = [span.first + ONE_DAY * i for span in count.spans for i in range(span.length)]
    between = [day + ONE_DAY * i for i in range(1, (count.end - day).days + 1)]
    if number < 0:
        between = [count.end + ONE_DAY * i for i in range((day - count.end).days)]
    assert told == between
    worked = [span for span in count.spans if span.kind in (Kind.WORKING, Kind.MAKE_UP)]
    assert sum(span.length for span in worked) == abs(number)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(-2_000, 2_000))
@settings(max_examples=150, deadline=None)
def test_long_spans_without_a_table(day, weeks):
    """Five working days are a week wherever no day off is entered, also over many years."""
    start = Calendar().on_or_after(day)
    assert Calendar().add(start, 5 * weeks) == start + timedelta(weeks=weeks)
    assert Calendar().between(start, start + timedelta(weeks=weeks)) == 5 * weeks


# --- Days people know ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2026-02-13", 1, "2026-02-23"),  # the Friday before Tết: the next working day is ten days later
        ("2026-02-23", -1, "2026-02-13"),
        ("2026-01-09", 1, "2026-01-10"),  # a make-up Saturday is worked
        ("2026-01-10", 1, "2026-01-12"),
        ("2025-12-31", 1, "2026-01-05"),  # over the year's end, New Year and its swap
        ("2026-11-23", 1, "2026-11-25"),  # the first Culture Day, a Tuesday; the Monday before it is worked
        ("2026-04-24", 1, "2026-04-28"),  # a holiday on a Sunday: the Monday is off for it
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-02-17", 0, "2026-02-17"),  # nothing added: the day itself, worked or not
        ("2026-02-17", 5, "2026-02-27"),
        ("2026-02-17", -1, "2026-02-13"),
    ],
)
def test_known_days(start, number, end):
    assert REAL.add(date.fromisoformat(start), number) == date.fromisoformat(end)


def test_what_was_left_out_is_named():
    count = REAL.count(date(2026, 8, 20), 9)
    assert count.end == date(2026, 9, 4)
    assert count.weekend_days == 3  # 23, 29 and 30 August; Saturday 22 is worked
    assert [span.first for span in count.made_up] == [date(2026, 8, 22)]
    assert [(span.first.day, span.length) for span in count.holidays] == [(31, 1), (1, 1), (2, 1)]
    assert count.unknown_years == ()
    assert not count.is_provisional


def test_a_year_nobody_entered_is_said():
    assert REAL.count(date(2027, 12, 20), 15).unknown_years == (2028,)
    assert REAL.count(date(2027, 12, 20), 15).is_provisional


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(1899, 12, 31), 1), (date(2200, 1, 1), -1), (LATEST, 1), (EARLIEST, -1), (date(2026, 1, 1), 10**9)],
)
def test_outside_is_refused_with_a_sentence(day, number):
    with pytest.raises(OutsideCalendar, match="lies outside the years 1900 to 2199"):
        REAL.add(day, number)
