"""Sends the reminders that are due: one digest a person, in one transaction with the marked rows."""

import logging
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assignments import emails
from assignments.models import Reminder
from assignments.reminder_planning import plan
from assignments.reminders import cancel_what_no_longer_applies, due_by, still_applies
from notifications.actions import notify, queue_mail

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """What one sweep did; `stuck`: people whose digest could not be made, their reminders stay planned."""

    planned: int = 0
    cancelled: int = 0
    sent: int = 0
    people: int = 0
    stuck: int = 0


def sweep(today: date) -> Run:
    planned = plan(today)
    return replace(send(today), planned=planned)


def send(today: date) -> Run:
    """One transaction a person: inbox line, mail in the outbox and the marked rows, or nothing of it."""
    cancelled = cancel_what_no_longer_applies(today)
    people = due_by(today).order_by("recipient_id").values_list("recipient_id", flat=True).distinct()
    sent = [_send_or_log(person, today) for person in people]
    return Run(
        cancelled=cancelled,
        sent=sum(filter(None, sent)),
        people=sum(bool(number) for number in sent),
        stuck=sent.count(None),
    )


def _send_or_log(person: int, today: date) -> int | None:
    try:
        return _send_to(person, today)
    except Exception:  # one person's trouble must not keep the others from their reminders
        logger.exception("The reminders of person %s could not be sent.", person)
        return None


@transaction.atomic
def _send_to(person: int, today: date) -> int:
    # The lock on the person makes a second worker pass by; without it one digest would become two halves.
    user = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=person).first()
    reminders = list(
        due_by(today)
        .filter(still_applies(today), recipient=user)
        .select_related("assignment__unit", "assignment__conference")
    )
    if user is None or not reminders:
        return 0
    work = sorted({row.assignment for row in reminders}, key=lambda item: (item.due_on, item.pk))
    digest = emails.reminder_digest(user, work, today)
    notify([user], path=digest.path, write=lambda _user: digest.inbox)
    mail = queue_mail(user, digest.mail)
    marked = Reminder.objects.filter(pk__in=[row.pk for row in reminders])
    return marked.update(sent_at=timezone.now(), mail=mail)
