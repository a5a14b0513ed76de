"""The office stops reminders with a reason: one, all of an assignment or of a person; and lets them go on."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from assignments.models import Assignment, Reminder, ReminderStop
from assignments.reminders import Why, cancel_stopped, waiting
from assignments.writing import lock, record
from units.permissions import name_with_title


@dataclass(frozen=True)
class Target:
    """One of the three."""

    reminder: Reminder | None = None
    assignment: Assignment | None = None
    recipient: User | None = None

    @property
    def about(self) -> Assignment | None:
        """The assignment whose history tells of it; a person has none."""
        return self.reminder.assignment if self.reminder else self.assignment

    @property
    def waiting(self) -> QuerySet[Reminder]:
        conditions = {"pk": self.reminder, "assignment": self.assignment, "recipient": self.recipient}
        chosen = {name: thing.pk for name, thing in conditions.items() if thing}
        return waiting().filter(Q(**chosen))


@transaction.atomic
def stop(target: Target, *, reason: str, by: User) -> int:
    """Those planned later are stopped too; returns how many were waiting."""
    about = lock(target.about) if target.about else None
    ReminderStop.objects.create(
        reminder=target.reminder,
        assignment=target.assignment,
        recipient=target.recipient,
        reason=reason,
        by=by,
        by_name=name_with_title(by),
    )
    if about:
        _tell_history(about, "stop_reminders", reason=reason, by=by)
    return cancel_stopped(target.waiting)


@transaction.atomic
def lift(row: ReminderStop, *, by: User, today: date) -> int:
    """What is still to come is planned again; what the stop kept back in the past stays untold."""
    target = Target(row.reminder, row.assignment)
    about = lock(target.about) if target.about else None
    locked = ReminderStop.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.lifted_at:
        return 0
    locked.lifted_at, locked.lifted_by = timezone.now(), by
    locked.save(update_fields=["lifted_at", "lifted_by"])
    if about:
        _tell_history(about, "resume_reminders", reason="", by=by)
    to_come = locked.stopped.filter(cancelled_why=Why.STOPPED, planned_for__gte=today)
    return to_come.update(cancelled_at=None, cancelled_why="", stop=None)


def _tell_history(about: Assignment, verb: str, *, reason: str, by: User) -> None:
    record(about, verb=verb, by=by, from_state=about.state, changes={}, reason=reason)
