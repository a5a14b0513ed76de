"""What the workers of chaos runs do: the same as the Celery tasks. Imported when Django is set up."""

import logging
from collections.abc import Callable

from django.utils import timezone

from assignments.reminder_sending import sweep
from assignments.tasks import deliver_mails

logger = logging.getLogger(__name__)


def send() -> None:
    sweep(timezone.localdate(), by_hand=True)


def everything() -> None:
    send()
    deliver_mails()


JOBS: dict[str, Callable[[], None]] = {"send": send, "deliver": deliver_mails, "everything": everything}


def work(job: str) -> int:
    """The exit code."""
    try:
        JOBS[job]()
    except Exception:
        logger.exception("The job %s broke.", job)
        return 1
    return 0
