"""The table that comes with the product, and that nobody reads an old one."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from workdays.arithmetic import Kind
from workdays.calendars import calendar, working_days_after
from workdays.models import CalendarChange, SpecialDay

pytestmark = pytest.mark.django_db


def test_2025_to_2027_are_filled():
    assert calendar().known_years == {2025, 2026, 2027}


@pytest.mark.parametrize(
    ("year", "worked"),
    # Weekdays of the year less the days off that fall on them, and the Saturdays worked instead.
    [(2025, 261 - 5 - 6 - 1 + 1), (2026, 261 - 5 - 9 + 2), (2027, 261 - 5 - 7)],
)
def test_working_days_of_a_year(year, worked):
    assert calendar().between(date(year - 1, 12, 31), date(year, 12, 31)) == worked


def test_what_is_not_announced_yet_says_so():
    announced = SpecialDay.objects.filter(day__year=2027, is_provisional=False)
    assert set(announced.values_list("name", flat=True)) == {"Tết Nguyên đán", "Quốc khánh 02/9"}
    assert not SpecialDay.objects.filter(day__year__lt=2027, is_provisional=True).exists()


def test_each_swap_has_both_days():
    for row in SpecialDay.objects.filter(kind=SpecialDay.Kind.MAKE_UP):
        other = SpecialDay.objects.get(day=row.in_lieu_of)
        assert (other.kind, other.in_lieu_of) == (SpecialDay.Kind.OFF, row.day)


def test_a_change_counts_at_once(django_assert_num_queries):
    """Web and workers are several processes: nothing may be kept from one question to the next."""
    monday = date(2026, 11, 23)
    with django_assert_num_queries(1):
        assert working_days_after(monday, 1) == date(2026, 11, 25)
    SpecialDay.objects.filter(day=date(2026, 11, 24)).delete()
    assert working_days_after(monday, 1) == date(2026, 11, 24)
    SpecialDay.objects.create(day=date(2026, 11, 28), kind=SpecialDay.Kind.MAKE_UP, name="Làm bù")
    assert calendar().kind_of(date(2026, 11, 28)) == Kind.MAKE_UP


def test_only_a_weekend_day_is_made_up():
    with pytest.raises(IntegrityError, match="make_up_on_weekend"), transaction.atomic():
        SpecialDay.objects.create(day=date(2026, 11, 23), kind=SpecialDay.Kind.MAKE_UP, name="Làm bù")


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_trace_cannot_be_rewritten(office, statement):
    CalendarChange.objects.create(day=date(2026, 11, 24), by=office, by_name="Quản trị", reason="Thử")
    table = CalendarChange._meta.db_table
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table))
