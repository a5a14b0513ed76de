"""Plans the reminders: one statement a rule, however many assignments; run again it finds everything there.

Days are counted on the calendar of working days before SQL is asked: a rule gives each deadline its day, and
the statement joins the two. What was cancelled but applies again is armed again; what waits moves with the
calendar.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.roles import Permission, roles_with
from assignments.models import Reminder, ReminderRule
from assignments.models.reminders import Counts
from assignments.reminders import AUTOMATIC, Why, cancel, cancel_what_no_longer_applies, waiting
from assignments.workflow import WITH_UNIT
from workdays.arithmetic import Calendar
from workdays.calendars import calendar

# Longer than the longest holidays; what was missed before that would surprise more than help.
CATCH_UP_DAYS = 14
# So that the office sees them coming.
AHEAD_DAYS = 3
PREVIEW_DAYS = 30
# More rows than this nobody reads; the first days are shown in full.
PREVIEW_ROWS = 5_000
# Any number, the same in every process: two that plan at once wait for each other instead of crossing.
PLANNING_LOCK = 6_040_126

READERS = roles_with(Permission.READ_OWN)
HEADS = roles_with(Permission.REPORT)
OFFICE = roles_with(Permission.READ_REMINDERS)
LEADERS = roles_with(Permission.DIRECT)


@dataclass(frozen=True)
class Reach:
    """Whom a rule reaches: roles in the unit, and at the ministry, perhaps `only_if_none` is in the unit."""

    in_unit: tuple[str, ...]
    at_ministry: tuple[str, ...] = ()
    only_if_none: bool = False


# A leader is in charge of the units in which the role is held; held at the ministry it is for all the others.
AUDIENCES: dict[str, Reach] = {
    ReminderRule.Audience.UNIT: Reach(READERS),
    ReminderRule.Audience.HEAD: Reach(HEADS),
    ReminderRule.Audience.OFFICE: Reach(HEADS, OFFICE),
    ReminderRule.Audience.LEADER: Reach(LEADERS, LEADERS, only_if_none=True),
}

# No reminder for days on which the work was not yet assigned.
PLAN = """
WITH day AS (
    SELECT * FROM unnest(%(due)s::date[], %(planned)s::date[]) AS day(due_on, planned_for)
), member AS (
    SELECT m.unit_id, m.user_id, m.role, u.parent_id IS NULL AS at_ministry
    FROM units_membership m
    JOIN units_unit u ON u.id = m.unit_id
    JOIN accounts_user p ON p.id = m.user_id AND p.is_active
    WHERE m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)
), recipient AS (
    SELECT unit_id, user_id FROM member WHERE role = ANY(%(unit_roles)s)
    UNION
    SELECT u.id, m.user_id FROM units_unit u CROSS JOIN member m
    WHERE m.at_ministry AND m.role = ANY(%(ministry_roles)s) AND NOT (%(only_if_none)s AND EXISTS (
        SELECT FROM member own WHERE own.unit_id = u.id AND own.role = ANY(%(unit_roles)s)
    ))
), candidate AS (
    SELECT a.id AS assignment_id, a.due_on, recipient.user_id AS recipient_id, day.planned_for
    FROM assignments_assignment a
    JOIN day ON day.due_on = a.due_on
    JOIN recipient ON recipient.unit_id = a.unit_id
    WHERE a.state = ANY(%(states)s)
        AND a.due_on BETWEEN %(first_due)s AND %(last_due)s
        AND day.planned_for BETWEEN %(first)s AND %(last)s
        AND (COALESCE(a.assigned_at, a.created_at) AT TIME ZONE %(zone)s)::date <= day.planned_for
), moved AS (
    UPDATE assignments_reminder r SET planned_for = day.planned_for
    FROM day
    WHERE r.rule_id = %(rule)s AND r.sent_at IS NULL AND r.cancelled_at IS NULL
        AND r.due_on = day.due_on AND r.planned_for <> day.planned_for
    RETURNING 1
), armed AS (
    UPDATE assignments_reminder r
    SET rule_id = %(rule)s, channel = %(channel)s, planned_for = c.planned_for,
        cancelled_at = NULL, cancelled_why = ''
    FROM candidate c
    WHERE r.assignment_id = c.assignment_id AND r.due_on = c.due_on AND r.recipient_id = c.recipient_id
        AND r.step = %(step)s AND r.counts = %(counts)s
        AND r.cancelled_at IS NOT NULL AND r.cancelled_why = ANY(%(automatic)s)
    RETURNING 1
), inserted AS (
    INSERT INTO assignments_reminder (assignment_id, rule_id, step, counts, due_on, recipient_id, channel,
        planned_for, created_at, cancelled_why)
    SELECT assignment_id, %(rule)s, %(step)s, %(counts)s, due_on, recipient_id, %(channel)s,
        planned_for, %(now)s, ''
    FROM candidate
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM inserted), (SELECT count(*) FROM armed), (SELECT count(*) FROM moved)
"""


@dataclass(frozen=True)
class Planned:
    """`new`: rows written or armed again; `moved`: rows that wait for another day than before."""

    new: int = 0
    moved: int = 0

    def __add__(self, other: "Planned") -> "Planned":
        return Planned(self.new + other.new, self.moved + other.moved)


def plan(today: date) -> int:
    """How many reminders are new; a second run on the same day finds all of them there."""
    return plan_up_to(today).new


def plan_up_to(today: date, *, ahead: int = AHEAD_DAYS) -> Planned:
    with transaction.atomic():
        lock_planning()
        days = calendar()
        rules = ReminderRule.objects.filter(is_active=True)
        return sum((_plan_rule(rule, today, days, ahead) for rule in rules), Planned())


def lock_planning() -> None:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNING_LOCK])


def _plan_rule(rule: ReminderRule, today: date, days: Calendar, ahead: int) -> Planned:
    first, last = today - timedelta(days=CATCH_UP_DAYS), today + timedelta(days=ahead)
    pairs = dict(_days_of(rule, today, days, ahead))
    due = [day for day, planned in pairs.items() if first <= planned <= last]
    reach = AUDIENCES[rule.audience]
    values: dict[str, Any] = {
        "rule": rule.pk,
        "step": rule.offset,
        "counts": rule.counts,
        "channel": rule.channel,
        "today": today,
        "now": timezone.now(),
        "due": list(pairs),
        "planned": list(pairs.values()),
        "first": first,
        "last": last,
        "first_due": min(due, default=today),
        "last_due": max(due, default=today),
        "states": list(WITH_UNIT),
        "unit_roles": list(reach.in_unit),
        "ministry_roles": list(reach.at_ministry),
        "only_if_none": reach.only_if_none,
        "automatic": list(AUTOMATIC),
        "zone": timezone.get_default_timezone_name(),
    }
    with connection.cursor() as cursor:
        cursor.execute(PLAN, values)
        inserted, armed, moved = cursor.fetchone()
        return Planned(new=inserted + armed, moved=moved)


def _days_of(rule: ReminderRule, today: date, days: Calendar, ahead: int) -> Iterator[tuple[date, date]]:
    """Each deadline near enough to matter, with the day on which the rule reminds of it."""
    reach = 2 * abs(rule.offset) + ahead + 60
    for number in range(-reach, reach + 1):
        due_on = today + timedelta(days=number)
        yield due_on, day_for(rule, due_on, days)


def day_for(rule: ReminderRule, due_on: date, days: Calendar) -> date:
    """The working day on which the rule reminds of a deadline."""
    in_working_days = rule.counts == Counts.WORKING
    day = days.add(due_on, rule.offset) if in_working_days else due_on + timedelta(days=rule.offset)
    return days.on_or_before(day) if rule.on_day_off == rule.OnDayOff.PREVIOUS else days.on_or_after(day)


# --- When something changed ------------------------------------------------------------------------------
def change_rule(rule: ReminderRule, *, today: date) -> Planned:
    """Saves a rule and lets what is planned follow: what it no longer says is cancelled with the reason."""
    with transaction.atomic():
        lock_planning()  # before any row, or a planner that holds it would wait for our rows, and we for it
        rule.save()
        cancel(waiting().filter(rule=rule), Why.RULE)
        return plan_up_to(today)


def remove_rule(rule: ReminderRule, *, today: date) -> Planned:
    with transaction.atomic():
        lock_planning()
        cancel(waiting().filter(rule=rule), Why.RULE)
        rule.delete()
        return plan_up_to(today)


# --- Looking ahead ---------------------------------------------------------------------------------------
@contextmanager
def rehearsal() -> Iterator[None]:
    """What is done inside is really done, by the statements that do it in earnest, and then taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def preview(today: date, *, rule: ReminderRule | None = None) -> list[Reminder]:
    """Who would get what on which day in the coming 30 days; with `rule` as it is now in memory, if given."""
    with rehearsal():
        if rule is not None:
            change_rule(rule, today=today)
        cancel_what_no_longer_applies(today)
        plan_up_to(today, ahead=PREVIEW_DAYS)
        rows = waiting().select_related(
            "assignment__unit",
            "assignment__task",
            "assignment__recommendation__conference__host",
            "recipient",
        )
        return list(rows.order_by("planned_for", "recipient__sort_key", "due_on", "pk")[:PREVIEW_ROWS])
