from celery import shared_task
from django.utils import timezone

from assignments import actions_words
from assignments.calendar_gap import warn_of_gap
from assignments.handover import apply_due, tell_unapproved
from assignments.reminder_sending import before_leaving, sweep
from notifications import delivery


@shared_task
def send_reminders() -> None:
    """Everything due up to today in Việt Nam; then the mails, without waiting for their next run."""
    sweep(timezone.localdate())
    deliver_mails()


@shared_task
def deliver_mails() -> None:
    """What waits in the outbox, looked at once more before it leaves."""
    delivery.deliver_mails(before_leaving)


@shared_task
def keep_silences() -> None:
    actions_words.keep_silences(timezone.localdate())


@shared_task
def apply_transfers() -> None:
    """Approved transfer lists whose day has come in Việt Nam; the office hears of those not approved."""
    apply_due()
    tell_unapproved(timezone.localdate())


@shared_task
def watch_calendar() -> None:
    """Two months before a year nobody has entered the days off of."""
    warn_of_gap(timezone.localdate())
