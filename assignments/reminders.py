"""Reminders with a memory: a row for each (assignment, step, deadline, person), planned once, sent once.

Here is what a row is and whether it still applies. `reminder_planning` writes the rows, `reminder_sending`
sends those that are due and still apply. Both take everything up to now, so a missed night is caught up, and
both may run twice or on two workers at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Permission, roles_with
from assignments.models import Assignment, Reminder, ReminderStop
from assignments.models.reminders import Counts
from assignments.workflow import WITH_UNIT
from notifications.models import OutgoingMail
from units.models import Membership, Unit

HEADS = roles_with(Permission.REPORT)


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
    RULE = "rule", gettext_lazy("The rule was changed.")
    STOPPED = "stopped", gettext_lazy("The office stopped it.")


# Taken back by planning when the reason falls away; what a person stopped stays stopped.
AUTOMATIC = (Why.STATE, Why.DEADLINE, Why.PERSON, Why.RULE)


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


def _stops() -> QuerySet[ReminderStop]:
    """Those in force of the reminder in the query around."""
    covers = (
        Q(reminder=OuterRef("pk")) | Q(assignment=OuterRef("assignment")) | Q(recipient=OuterRef("recipient"))
    )
    return ReminderStop.objects.in_force().filter(covers)


def still_applies(today: date) -> Q:
    return WITH_THE_UNIT & SAME_DEADLINE & Q(_has_role(today)) & ~Q(Exists(_stops()))


def cancel_what_no_longer_applies(today: date, among: QuerySet[Reminder] | None = None) -> int:
    """Among those that wait, or among those whose mail is still here."""
    rows = waiting() if among is None else among
    return (
        cancel(rows.exclude(WITH_THE_UNIT), Why.STATE)
        + cancel(rows.exclude(SAME_DEADLINE), Why.DEADLINE)
        + cancel(rows.exclude(_has_role(today)), Why.PERSON)
        + cancel_stopped(rows)
    )


def cancel_stopped(rows: QuerySet[Reminder]) -> int:
    return rows.filter(Exists(_stops())).update(
        sent_at=None,
        cancelled_at=timezone.now(),
        cancelled_why=Why.STOPPED,
        stop=Subquery(_stops().order_by("pk").values("pk")[:1]),
    )


def cancel(rows: QuerySet[Reminder], why: Why) -> int:
    return rows.update(sent_at=None, cancelled_at=timezone.now(), cancelled_why=why)


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
            step=step_in_words(row.step, row.counts),
            why=why_in_words(row),
        )
        for row in reminders
    ]


def why_in_words(row: Reminder) -> str:
    if row.stop:
        return _("Stopped by %(who)s: %(reason)s") % {"who": row.stop.by_name, "reason": row.stop.reason}
    return str(Why(row.cancelled_why).label) if row.cancelled_why else ""


def lines_of(assignment: Assignment) -> list[Line]:
    """Which reminder went when to whom; for templates/assignments/_reminders.html."""
    return lines(with_outcome(assignment.reminders.select_related("recipient", "mail", "stop")))


def step_in_words(step: int, counts: str = Counts.CALENDAR) -> str:
    if step == 0:
        return _("on the day of the deadline")
    days = {"days": abs(step)}
    if counts == Counts.WORKING:
        if step < 0:
            return ngettext("%(days)d working day before", "%(days)d working days before", -step) % days
        return ngettext("%(days)d working day after", "%(days)d working days after", step) % days
    if step < 0:
        return ngettext("%(days)d day before", "%(days)d days before", -step) % days
    return ngettext("%(days)d day after", "%(days)d days after", step) % days


def units_nobody_is_reminded_for(today: date) -> QuerySet[Unit]:
    """Units that owe something by a date while nobody holds a role in them that reminders go to."""
    people = Membership.objects.valid_on(today).filter(unit=OuterRef("pk"), role__in=HEADS)
    owed = Assignment.objects.with_unit().filter(unit=OuterRef("pk"), due_on__isnull=False)
    return Unit.objects.filter(Exists(owed), ~Exists(people))
