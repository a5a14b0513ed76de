"""A worker's run of a job: taken up once, its steps shown, ended as done, or failed with a reason."""

import logging
from collections.abc import Callable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assignments.writing import Refused
from dialogue_tracker.isolated import Died, Report, TooLong, TooMuchMemory, run_isolated
from dialogue_tracker.pdf import PdfError, Progress
from notices.models import Job
from notices.signing import SigningFailed

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody cancelled it; the row says who."""


def run(job: Job, make: Callable[[Any], None]) -> None:
    """Takes the job up once, however often the message arrives; leaves it done, or failed with a reason."""
    if not claim(job):
        return
    with translation.override(job.requested_by.language):
        try:
            make(job)
        except Cancelled:
            logger.info("%s %d was cancelled.", type(job).__name__, job.pk)
        except (PdfError, Refused, SigningFailed) as error:
            fail(job, str(error))
        except (SoftTimeLimitExceeded, TooLong):
            fail(
                job,
                _("It took too long and was stopped. Try again; if it happens again, shorten the texts."),
            )
        except TooMuchMemory:
            fail(
                job,
                _("It needed too much memory and was stopped. Shorten the texts or tables, then try again."),
            )
        except Died:
            fail(job, mistake())
        except Exception:
            fail(job, mistake())
            raise


def mistake() -> str:
    return _("The program made a mistake. The administrator finds the details in the worker's log.")


def isolated(make: Callable[[Progress], bytes], report: Report) -> bytes:
    """In a child process with an end in time and memory, and stopped as soon as `report` raises."""
    return run_isolated(
        make,
        report=report,
        seconds=settings.PDF_SECONDS,
        megabytes=settings.PDF_MEGABYTES,
        expected=PdfError,
    )


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


def still_wanted(percent: int, step: str) -> None:
    """A number is being given: nobody sees the steps before it is done, and it is not stopped any more."""


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
