from celery import shared_task
from django.utils import timezone

from assignments import actions_words
from assignments.reminder_sending import sweep
from notifications.tasks import deliver_mails


@shared_task
def send_reminders() -> None:
    """Everything due up to today in Việt Nam; then the mails, without waiting for their next run."""
    sweep(timezone.localdate())
    deliver_mails()


@shared_task
def keep_silences() -> None:
    actions_words.keep_silences(timezone.localdate())
