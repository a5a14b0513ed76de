"""Rules in working days, the ladder, what moves with the calendar, and the preview that does it and takes it back."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from assignments.actions import create_assignment
from assignments.actions_calendar import Edit, change_days
from assignments.models import Assignment, Reminder, ReminderRule
from assignments.models.reminders import Channel, Counts
from assignments.reminder_planning import change_rule, day_for, plan, plan_up_to, preview, remove_rule
from assignments.reminders import Why
from tests.conftest import SINCE, make_user
from units.models import Membership
from workdays.calendars import calendar
from workdays.models import SpecialDay

# A Monday; Tuesday the 24th is the Culture Day.
TODAY = date(2026, 11, 23)
Audience, OnDayOff = ReminderRule.Audience, ReminderRule.OnDayOff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    with time_machine.travel("2026-11-23T07:05:00+07:00", tick=False):
        yield


@pytest.fixture
def rule():
    """The only one."""

    def make(offset, counts=Counts.WORKING, audience=Audience.HEAD, **more):
        ReminderRule.objects.all().delete()
        return ReminderRule.objects.create(offset=offset, counts=counts, audience=audience, **more)

    return make


@pytest.fixture
def due_on(conference, unit_a, office, head_a):
    def make(day, unit=None):
        made = create_assignment(
            conference=conference, title="Rà soát quy chuẩn", unit=unit or unit_a, due_on=day, by=office
        )
        long_ago = timezone.now() - timedelta(days=90)
        Assignment.objects.filter(pk=made.pk).update(assigned_at=long_ago, created_at=long_ago)
        return made

    return make


def planned():
    return set(
        Reminder.objects.filter(sent_at=None, cancelled_at=None).values_list(
            "recipient__username", "step", "planned_for"
        )
    )


# --- Which day ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("offset", "counts", "on_day_off", "due", "planned_for"),
    [
        (-1, Counts.WORKING, OnDayOff.PREVIOUS, date(2026, 11, 25), date(2026, 11, 23)),
        (1, Counts.WORKING, OnDayOff.NEXT, date(2026, 11, 23), date(2026, 11, 25)),
        (0, Counts.WORKING, OnDayOff.PREVIOUS, date(2026, 11, 24), date(2026, 11, 23)),
        (0, Counts.WORKING, OnDayOff.NEXT, date(2026, 11, 24), date(2026, 11, 25)),
        (-7, Counts.CALENDAR, OnDayOff.PREVIOUS, date(2026, 12, 1), date(2026, 11, 23)),
        (-7, Counts.CALENDAR, OnDayOff.NEXT, date(2026, 12, 1), date(2026, 11, 25)),
        (-3, Counts.WORKING, OnDayOff.PREVIOUS, date(2027, 2, 11), date(2027, 2, 1)),  # over Tết
        (5, Counts.WORKING, OnDayOff.NEXT, date(2027, 2, 1), date(2027, 2, 15)),
    ],
)
def test_the_day_of_a_rule(rule, offset, counts, on_day_off, due, planned_for):
    made = rule(offset, counts, on_day_off=on_day_off)
    assert day_for(made, due, calendar()) == planned_for


def test_planned_by_the_same_days(rule, due_on):
    rule(-1, on_day_off=OnDayOff.PREVIOUS)
    due_on(date(2026, 11, 25))
    assert plan(TODAY) == 1
    assert planned() == {("head_a", -1, TODAY)}
    assert plan(TODAY) == 0


def naive_day(rule, due_on):
    """From day to day, as one would count on a wall calendar."""
    days, day, left = calendar(), due_on, abs(rule.offset)
    step = timedelta(days=1 if rule.offset > 0 else -1)
    while left:
        day += step
        left -= days.is_working_day(day) if rule.counts == Counts.WORKING else 1
    while not days.is_working_day(day):
        day += timedelta(days=-1 if rule.on_day_off == OnDayOff.PREVIOUS else 1)
    return day


@pytest.mark.parametrize("today", [date(2027, 1, 29), date(2027, 2, 11), date(2026, 12, 31)])
def test_all_rules_over_tet_and_new_year_as_on_a_wall_calendar(due_on, officer_a, office, leader, today):
    first = today - timedelta(days=40)
    for number in range(0, 80, 2):
        due_on(first + timedelta(days=number))
    Assignment.objects.update(assigned_at="2026-06-01T08:00+07:00", created_at="2026-06-01T08:00+07:00")
    plan(today)
    wanted = {
        (work.due_on, rule.offset, rule.counts, day)
        for work in Assignment.objects.all()
        for rule in ReminderRule.objects.all()
        if today - timedelta(days=14) <= (day := naive_day(rule, work.due_on)) <= today + timedelta(days=3)
    }
    assert set(Reminder.objects.values_list("due_on", "step", "counts", "planned_for")) == wanted


# --- The ladder ---------------------------------------------------------------------------------------------------
def test_the_ladder_that_comes_with_the_product(due_on, officer_a, office, leader):
    """Late by one working day: the head; by three: the office too; by five: the leader in charge."""
    due_on(date(2026, 11, 13))
    plan(date(2026, 11, 20))
    rungs = {(name, step) for name, step, _day in planned() if step > 0}
    assert rungs == {("head_a", 1), ("head_a", 3), ("office", 3), ("leader", 5)}
    days = {step: day for _name, step, day in planned()}
    assert (days[1], days[3], days[5]) == (date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 20))


def test_the_leader_in_charge_of_the_unit_comes_before_all_leaders(
    rule, due_on, leader, unit_a, unit_b, head_b
):
    in_charge = make_user("deputy_minister", "Thứ trưởng phụ trách", Role.LEADERSHIP, unit_a)
    rule(1, audience=Audience.LEADER)
    work, other = due_on(date(2026, 11, 20)), due_on(date(2026, 11, 20), unit=unit_b)
    plan(TODAY)
    assert set(Reminder.objects.values_list("assignment", "recipient__username")) == {
        (work.pk, in_charge.username),
        (other.pk, "leader"),
    }


def test_who_is_everything_is_told_once(rule, due_on, head_a, unit_a, ministry):
    """Head, office and leader in one person: two rules on the same step, one reminder."""
    for role, unit in ((Role.OFFICE, ministry), (Role.LEADERSHIP, unit_a)):
        Membership.objects.create(user=head_a, unit=unit, role=role, valid_from=SINCE)
    rule(1, audience=Audience.OFFICE)
    ReminderRule.objects.create(offset=1, audience=Audience.LEADER, channel=Channel.INBOX)
    due_on(date(2026, 11, 20))
    plan(TODAY)
    assert Reminder.objects.get(recipient=head_a).channel == Channel.BOTH


# --- What changes between planning and sending --------------------------------------------------------------------
def test_what_waits_moves_with_the_calendar(rule, due_on):
    rule(0, on_day_off=OnDayOff.NEXT)
    due_on(date(2026, 11, 25))
    plan(TODAY)
    for day in range(25, 28):  # also farther than planning looks ahead
        SpecialDay.objects.create(day=date(2026, 11, day), kind=SpecialDay.Kind.OFF, name="Bão")
    assert plan_up_to(TODAY).moved == 1
    assert planned() == {("head_a", 0, date(2026, 11, 30))}
    SpecialDay.objects.filter(name="Bão").delete()
    assert (plan_up_to(TODAY).moved, plan_up_to(TODAY).moved) == (1, 0)
    assert planned() == {("head_a", 0, date(2026, 11, 25))}


def test_what_was_sent_stays_sent_when_the_calendar_changes(rule, due_on):
    rule(0)
    due_on(TODAY)
    plan(TODAY)
    Reminder.objects.update(sent_at=timezone.now())
    SpecialDay.objects.create(day=TODAY, kind=SpecialDay.Kind.OFF, name="Bão")
    assert (plan(TODAY), planned()) == (0, set())


def test_a_changed_rule_cancels_and_plans_anew(rule, due_on, officer_a):
    made = rule(-1, audience=Audience.UNIT, on_day_off=OnDayOff.PREVIOUS)
    due_on(date(2026, 11, 25))
    plan(TODAY)
    made.audience = Audience.HEAD
    change_rule(made, today=TODAY)
    assert planned() == {("head_a", -1, TODAY)}
    cancelled = Reminder.objects.get(cancelled_at__isnull=False)
    assert (cancelled.recipient, cancelled.cancelled_why) == (officer_a, Why.RULE)
    made.offset = -2
    change_rule(made, today=TODAY)
    assert planned() == {("head_a", -2, date(2026, 11, 20))}
    made.offset, made.audience = -1, Audience.UNIT
    for _ in range(2):
        change_rule(made, today=TODAY)
        assert {name for name, _step, _day in planned()} == {"head_a", "officer_a"}
    assert Reminder.objects.count() == 3


@pytest.mark.parametrize("take_away", [remove_rule, lambda rule, today: switch_off(rule, today)])
def test_without_its_rule_nothing_is_sent(rule, due_on, take_away):
    made = rule(-1, on_day_off=OnDayOff.PREVIOUS)
    due_on(date(2026, 11, 25))
    plan(TODAY)
    take_away(made, today=TODAY)
    assert planned() == set()
    assert Reminder.objects.get().cancelled_why == Why.RULE
    assert plan(TODAY) == 0


def switch_off(rule, today):
    rule.is_active = False
    return change_rule(rule, today=today)


def test_what_a_person_stopped_stays_stopped(rule, due_on):
    rule(-1, on_day_off=OnDayOff.PREVIOUS)
    due_on(date(2026, 11, 25))
    plan(TODAY)
    Reminder.objects.update(cancelled_at=timezone.now(), cancelled_why="Đã trao đổi qua điện thoại.")
    assert (plan(TODAY), planned()) == (0, set())


# --- Looking ahead ------------------------------------------------------------------------------------------------
def test_the_preview_shows_thirty_days_and_leaves_nothing(rule, due_on, office):
    made = rule(-1, on_day_off=OnDayOff.PREVIOUS)
    due_on(date(2026, 12, 11))
    due_on(date(2027, 1, 20))
    assert [(row.recipient.username, row.planned_for) for row in preview(TODAY)] == [
        ("head_a", date(2026, 12, 10))
    ]
    made.audience, made.offset = Audience.OFFICE, -3
    assert {(row.recipient.username, row.planned_for) for row in preview(TODAY, rule=made)} == {
        ("head_a", date(2026, 12, 8)),
        ("office", date(2026, 12, 8)),
    }
    assert not Reminder.objects.exists()
    made.refresh_from_db()
    assert (made.audience, made.offset) == (Audience.HEAD, -1)


def test_the_preview_of_a_new_rule(rule, due_on):
    rule(-1)
    due_on(date(2026, 12, 11))
    new = ReminderRule(offset=-5, counts=Counts.WORKING, audience=Audience.HEAD)
    assert len(preview(TODAY, rule=new)) == 2
    assert ReminderRule.objects.count() == 1


# --- Several at once ----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_planners_and_a_change_of_the_calendar_at_once(rule, due_on, administrator):
    """Whoever comes first: one row for each reminder, on the day that the new calendar gives."""
    rule(-1, on_day_off=OnDayOff.PREVIOUS)
    for _ in range(3):
        due_on(date(2026, 11, 27))
    storm = Edit(date(2026, 11, 26), SpecialDay(kind=SpecialDay.Kind.OFF, name="Nghỉ do bão"))
    gate = threading.Barrier(3)

    def work(act):
        gate.wait()
        try:
            act()
        finally:
            connection.close()

    acts = [lambda: plan(TODAY), lambda: plan(TODAY)]
    acts.append(lambda: change_days([storm], reason="Công điện.", by=administrator))
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(work, act) for act in acts]:
            done.result(timeout=30)
    plan(TODAY)
    assert Reminder.objects.count() == 3
    assert planned() == {("head_a", -1, date(2026, 11, 25))}
