"""Reminding a unit now, by hand: beside the rules, with the same rows in the ledger of reminders."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment, Reminder
from assignments.models.reminders import Counts
from assignments.workflow import WITH_UNIT
from assignments.writing import Refused, lock, record
from units.permissions import Access, access_of, holders


def refusal_of_reminding(access: Access, assignment: Assignment) -> str:
    """A sentence why not; empty when allowed."""
    if not access.at(Permission.ASSIGN, assignment.conference.host_id):
        return _("Only the office reminds by hand.")
    if assignment.unit_id is None or assignment.state not in WITH_UNIT:
        return _("The unit is not expected to act now, so there is nothing to remind it of.")
    if assignment.due_on is None:
        return _("This work has no deadline to be reminded of.")
    if assignment.history.filter(verb="remind", at__date=timezone.localdate()).exists():
        return _("The unit was reminded by hand today already.")
    return ""


@transaction.atomic
def remind_now(assignment: Assignment, *, words: str, by: User) -> Assignment:
    """Writes the rows of the ledger as sent; the caller tells the people, with one line for many rows."""
    locked = lock(assignment)
    if sentence := refusal_of_reminding(access_of(by), locked):
        raise Refused(sentence)
    if locked.unit and locked.due_on:
        people = holders(Permission.READ_OWN, locked.unit)
        if not people:
            raise Refused(_("Nobody holds a role in the unit, so nobody can be reminded."))
        _enter(locked, locked.due_on, people)
    record(locked, verb="remind", by=by, from_state=locked.state, changes={}, reason=words)
    return locked


def _enter(assignment: Assignment, due_on: date, people: list[User]) -> None:
    """What a rule planned for today and has not sent yet is hereby sent."""
    today, now = timezone.localdate(), timezone.now()
    step = (today - due_on).days
    by_hand = {"assignment": assignment, "due_on": due_on, "step": step, "counts": Counts.CALENDAR}
    Reminder.objects.bulk_create(
        [Reminder(**by_hand, recipient=user, planned_for=today, sent_at=now) for user in people],
        ignore_conflicts=True,
    )
    due = Q(planned_for__lte=today, cancelled_at__isnull=True)
    rows = Reminder.objects.filter(assignment=assignment, due_on=due_on, recipient__in=people)
    rows.filter(due | Q(**by_hand), sent_at__isnull=True).update(
        sent_at=now, cancelled_at=None, cancelled_why=""
    )
