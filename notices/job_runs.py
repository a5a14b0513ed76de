"""A worker's run of a job that makes a PDF, in a child process with an end in time and memory."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from assignments.writing import Refused
from dialogue_tracker import job_runs
from dialogue_tracker.isolated import Report, run_isolated
from dialogue_tracker.pdf import PdfError, Progress
from notices.models import Job
from notices.signing import SigningFailed


def run(job: Job, make: Callable[[Any], None]) -> None:
    """Takes the job up once, however often the message arrives; leaves it done, or failed with a reason."""
    job_runs.run(
        job,
        make,
        expected=(PdfError, Refused, SigningFailed),
        too_long=gettext_noop(
            "It took too long and was stopped. Try again; if it happens again, shorten the texts."
        ),
        too_much=gettext_noop(
            "It needed too much memory and was stopped. Shorten the texts or tables, then try again."
        ),
    )


def isolated(make: Callable[[Progress], bytes], report: Report) -> bytes:
    """In a child process with an end in time and memory, and stopped as soon as `report` raises."""
    return run_isolated(
        make,
        report=report,
        seconds=settings.PDF_SECONDS,
        megabytes=settings.PDF_MEGABYTES,
        expected=PdfError,
    )


def still_wanted(percent: int, step: str) -> None:
    """A number is being given: nobody sees the steps before it is done, and it is not stopped any more."""
