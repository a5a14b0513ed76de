"""Reminders with a memory: a row for each (assignment, step, deadline, person), planned once, sent once.

`plan` writes the rows, a few days ahead so that the office sees them coming; `reminder_sending` sends those
that are due and still apply. Both take everything up to now, so a missed night is caught up, and both may
run twice or on two workers at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Permission, roles_with
from assignments.models import Assignment, Reminder, ReminderRule
from assignments.workflow import WITH_UNIT
from notifications.models import OutgoingMail
from units.models import Membership, Unit

# Longer than the longest holidays; what was missed before that would surprise more than help.
CATCH_UP_DAYS = 14
AHEAD_DAYS = 3

READERS = roles_with(Permission.READ_OWN)
HEADS = roles_with(Permission.REPORT)
OFFICE = roles_with(Permission.READ_REMINDERS)
NOBODY: tuple[str, ...] = ()
# For each audience: the roles in the unit itself, and those at the ministry.
AUDIENCES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ReminderRule.Audience.UNIT: (READERS, NOBODY),
    ReminderRule.Audience.HEAD: (HEADS, NOBODY),
    ReminderRule.Audience.OFFICE: (HEADS, OFFICE),
}

# One statement a rule, however many assignments. No reminder for days on which the work was not yet assigned.
PLAN = """
WITH member AS (
    SELECT m.unit_id, m.user_id, m.role, u.parent_id IS NULL AS at_ministry
    FROM units_membership m
    JOIN units_unit u ON u.id = m.unit_id
    JOIN accounts_user p ON p.id = m.user_id AND p.is_active
    WHERE m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)
), recipient AS (
    SELECT unit_id, user_id FROM member WHERE role = ANY(%(unit_roles)s)
    UNION
    SELECT u.id, m.user_id FROM units_unit u CROSS JOIN member m
    WHERE m.at_ministry AND m.role = ANY(%(ministry_roles)s)
)
INSERT INTO assignments_reminder
    (assignment_id, step, due_on, recipient_id, planned_for, created_at, cancelled_why)
SELECT a.id, %(step)s, a.due_on, recipient.user_id, a.due_on + %(step)s, %(now)s, ''
FROM assignments_assignment a
JOIN recipient ON recipient.unit_id = a.unit_id
WHERE a.state = ANY(%(states)s)
    AND a.due_on BETWEEN %(today)s - %(step)s - %(catch_up)s AND %(today)s - %(step)s + %(ahead)s
    AND (COALESCE(a.assigned_at, a.created_at) AT TIME ZONE %(zone)s)::date <= a.due_on + %(step)s
ON CONFLICT DO NOTHING
"""


class Outcome(TextChoices):
    PLANNED = "planned", gettext_lazy("Planned")
    SENT = "sent", gettext_lazy("Sent")
    FAILED = "failed", gettext_lazy("Mail failed")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class Why(TextChoices):
    """Why a planned reminder was not sent."""

    STATE = "state", gettext_lazy("The work is no longer with the unit.")
    DEADLINE = "deadline", gettext_lazy("The deadline was changed.")
    PERSON = "person", gettext_lazy("The person no longer has a role in the unit.")


# --- Planning -------------------------------------------------------------------------------------------
def plan(today: date) -> int:
    """Returns how many rows are new; a second run on the same day finds all of them there."""
    rearmed = _rearm(today)
    return rearmed + sum(_plan_rule(rule, today) for rule in ReminderRule.objects.filter(is_active=True))


def _rearm(today: date) -> int:
    """What was cancelled but applies again, because the deadline was changed back or the work resumed."""
    earliest = today - timedelta(days=CATCH_UP_DAYS)
    cancelled = Reminder.objects.filter(cancelled_why__in=Why.values, planned_for__gte=earliest)
    return cancelled.filter(still_applies(today)).update(cancelled_at=None, cancelled_why="")


def _plan_rule(rule: ReminderRule, today: date) -> int:
    unit_roles, ministry_roles = AUDIENCES[rule.audience]
    values: dict[str, Any] = {
        "today": today,
        "now": timezone.now(),
        "step": rule.offset,
        "catch_up": CATCH_UP_DAYS,
        "ahead": AHEAD_DAYS,
        "states": list(WITH_UNIT),
        "unit_roles": list(unit_roles),
        "ministry_roles": list(ministry_roles),
        "zone": timezone.get_default_timezone_name(),
    }
    with connection.cursor() as cursor:
        cursor.execute(PLAN, values)
        return int(cursor.rowcount)


# --- What applies --------------------------------------------------------------------------------------
def waiting() -> QuerySet[Reminder]:
    return Reminder.objects.filter(sent_at__isnull=True, cancelled_at__isnull=True)


def due_by(today: date) -> QuerySet[Reminder]:
    return waiting().filter(planned_for__lte=today)


WITH_THE_UNIT = Q(assignment__state__in=WITH_UNIT)
SAME_DEADLINE = Q(assignment__due_on=F("due_on"))


def _has_role(today: date) -> Exists:
    there = Q(unit=OuterRef("assignment__unit")) | Q(unit__parent__isnull=True)
    return Exists(Membership.objects.valid_on(today).filter(there, user=OuterRef("recipient")))


def still_applies(today: date) -> Q:
    return WITH_THE_UNIT & SAME_DEADLINE & Q(_has_role(today))


def cancel_what_no_longer_applies(today: date) -> int:
    return (
        _cancel(waiting().exclude(WITH_THE_UNIT), Why.STATE)
        + _cancel(waiting().exclude(SAME_DEADLINE), Why.DEADLINE)
        + _cancel(waiting().exclude(_has_role(today)), Why.PERSON)
    )


def _cancel(rows: QuerySet[Reminder], why: Why) -> int:
    return rows.update(cancelled_at=timezone.now(), cancelled_why=why)


# --- Showing --------------------------------------------------------------------------------------------
def with_outcome(reminders: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Adds `outcome`, an `Outcome`."""
    return reminders.annotate(
        outcome=Case(
            When(cancelled_at__isnull=False, then=Value(Outcome.CANCELLED)),
            When(sent_at__isnull=True, then=Value(Outcome.PLANNED)),
            When(mail__state=OutgoingMail.State.FAILED, then=Value(Outcome.FAILED)),
            default=Value(Outcome.SENT),
        )
    )


@dataclass(frozen=True)
class Line:
    """A reminder in words, for lists."""

    reminder: Reminder
    outcome: Outcome
    step: str
    why: str


def lines(reminders: Iterable[Reminder]) -> list[Line]:
    """`reminders` come from `with_outcome`."""
    return [
        Line(
            reminder=row,
            outcome=Outcome(row.outcome),  # type: ignore[attr-defined]
            step=step_in_words(row.step),
            why=str(Why(row.cancelled_why).label) if row.cancelled_why else "",
        )
        for row in reminders
    ]


def lines_of(assignment: Assignment) -> list[Line]:
    """Which reminder went when to whom; for templates/assignments/_reminders.html."""
    return lines(with_outcome(assignment.reminders.select_related("recipient", "mail")))


def step_in_words(step: int) -> str:
    if step == 0:
        return _("on the day of the deadline")
    if step < 0:
        return ngettext("%(days)d day before", "%(days)d days before", -step) % {"days": -step}
    return ngettext("%(days)d day after", "%(days)d days after", step) % {"days": step}


def units_nobody_is_reminded_for(today: date) -> QuerySet[Unit]:
    """Units that owe something by a date while nobody holds a role in them that reminders go to."""
    people = Membership.objects.valid_on(today).filter(unit=OuterRef("pk"), role__in=HEADS)
    owed = Assignment.objects.with_unit().filter(unit=OuterRef("pk"), due_on__isnull=False)
    return Unit.objects.filter(Exists(owed), ~Exists(people))
