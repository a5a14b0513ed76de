"""A worker's run of a job: taken up once, its steps shown, ended as done, or failed with a reason."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from dialogue_tracker.isolated import Died, Report, TooLong, TooMuchMemory
from dialogue_tracker.jobs import Job

logger = logging.getLogger(__name__)
BETWEEN_LOOKS = 0.3  # seconds
SEEN_FOR = 600  # seconds


class Cancelled(Exception):
    """Somebody cancelled it; the row says who."""


def run(
    job: Job,
    make: Callable[[Any], None],
    *,
    expected: tuple[type[Exception], ...],
    too_long: str,
    too_much: str,
) -> None:
    """Takes the job up once, however often the message arrives; leaves it done, or failed with a reason.

    What is `expected` carries its own sentence; the two others are in English and translated here.
    """
    if not claim(job):
        return
    with translation.override(job.requested_by.language):
        try:
            make(job)
        except Cancelled:
            logger.info("%s %d was cancelled.", type(job).__name__, job.pk)
        except expected as error:
            fail(job, str(error))
        except (SoftTimeLimitExceeded, TooLong):
            fail(job, _(too_long))
        except TooMuchMemory:
            fail(job, _(too_much))
        except Died:
            fail(job, mistake())
        except Exception:
            fail(job, mistake())
            raise


def mistake() -> str:
    return _("The program made a mistake. The administrator finds the details in the worker's log.")


# --- Where it stands ----------------------------------------------------------------------------------------
def rows_of(job: Job) -> QuerySet[Any]:
    return type(job)._default_manager.filter(pk=job.pk)


def claim(job: Job) -> bool:
    waiting = rows_of(job).filter(state=Job.State.QUEUED)
    return bool(waiting.update(state=Job.State.RUNNING, touched_at=timezone.now()))


def progress_of(job: Job) -> Report:
    """Each step is committed at once, so that the page sees it; it is also the sign of life."""

    def report(percent: int, step: str) -> None:
        wanted = rows_of(job).filter(state=Job.State.RUNNING)
        if not wanted.update(progress=percent, step=step, touched_at=timezone.now()):
            raise Cancelled

    return report


def finish(job: Job) -> None:
    """In a transaction: cancelled at the last moment, nothing of it stays."""
    locked = rows_of(job).filter(state=Job.State.RUNNING).select_for_update(of=("self",))
    if not locked.first():
        raise Cancelled
    job.state, job.progress, job.step = Job.State.DONE, 100, "done"
    job.finished_at = job.touched_at = timezone.now()
    job.save()


def fail(job: Job, error: str) -> None:
    rows_of(job).filter(state=Job.State.RUNNING).update(
        state=Job.State.FAILED, error=error, finished_at=timezone.now()
    )


def thinned(report: Report) -> Report:
    """May be called for every row: hands on what is a new step, or some time after the last."""
    last_at, last_step = 0.0, ""

    def now_and_then(percent: int, step: str) -> None:
        nonlocal last_at, last_step
        now = time.monotonic()
        if step != last_step or now - last_at >= BETWEEN_LOOKS:
            last_at, last_step = now, step
            report(percent, step)

    return now_and_then


# --- While one long transaction runs ------------------------------------------------------------------------
def progress_aside(job: Job) -> Report:
    """For the inside of a transaction, whose writes nobody sees yet: told through Redis.

    The row itself is only read, so whoever cancels need not wait.
    """

    def report(percent: int, step: str) -> None:
        if not rows_of(job).filter(state=Job.State.RUNNING).exists():
            raise Cancelled
        try:
            cache.set(_key(job), [percent, step], timeout=SEEN_FOR)
        except RedisError:  # nobody sees how far it is, which is no reason to stop
            logger.warning("The progress of %s %d cannot be told.", type(job).__name__, job.pk)

    return report


def seen_progress(job: Job) -> Mapping[str, Any]:
    """What was told aside, of a running job; empty when nothing was."""
    try:
        told = cache.get(_key(job)) if job.state == Job.State.RUNNING else None
    except RedisError:
        told = None
    return {"progress": told[0], "step": told[1]} if told else {}


def forget_progress(job: Job) -> None:
    """Before the next run of the same row."""
    try:
        cache.delete(_key(job))
    except RedisError:
        logger.warning("The progress of %s %d cannot be cleared.", type(job).__name__, job.pk)


def _key(job: Job) -> str:
    return f"job:{job._meta.label_lower}:{job.pk}"
