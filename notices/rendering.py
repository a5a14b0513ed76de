"""The worker's part: making PDFs, issuing, signing. It loads WeasyPrint, so only tasks import it."""

import hashlib
import logging
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assignments.writing import Refused
from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.isolated import Died, Report, TooLong, TooMuchMemory, run_isolated
from dialogue_tracker.pdf import PdfError
from notices.archiving import pages_of
from notices.compose import fingerprint
from notices.document import NoticeDocument
from notices.issuing import issue
from notices.models import Rendering
from notices.pdf import notice_pdf
from notices.preparation import document_of
from notices.signatures import archive_upload, sign
from notices.signing import SigningFailed

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody cancelled it; the row says who."""


def render(rendering_id: int) -> None:
    """Takes the row up once, however often the message arrives; leaves it done, or failed with a reason."""
    if not claim(rendering_id):
        return
    rendering = Rendering.objects.select_related("notice__conference__host__parent", "requested_by").get(
        pk=rendering_id
    )
    with translation.override(rendering.requested_by.language):
        try:
            MAKE[Rendering.Purpose(rendering.purpose)](rendering)
        except Cancelled:
            logger.info("Rendering %d was cancelled.", rendering_id)
        except (PdfError, Refused, SigningFailed) as error:
            fail(rendering, str(error))
        except (SoftTimeLimitExceeded, TooLong):
            fail(
                rendering,
                _("It took too long and was stopped. Try again; if it happens again, shorten the texts."),
            )
        except TooMuchMemory:
            fail(
                rendering,
                _("It needed too much memory and was stopped. Shorten the texts or tables, then try again."),
            )
        except Died:
            fail(rendering, mistake())
        except Exception:
            fail(rendering, mistake())
            raise


def mistake() -> str:
    return _("The program made a mistake. The administrator finds the details in the worker's log.")


def claim(rendering_id: int) -> bool:
    waiting = Rendering.objects.filter(pk=rendering_id, state=Rendering.State.QUEUED)
    return bool(waiting.update(state=Rendering.State.RUNNING, touched_at=timezone.now()))


def running(rendering: Rendering) -> "Rendering | None":
    """The row, locked, unless it was cancelled or given up meanwhile."""
    return (
        Rendering.objects.select_for_update(of=("self",))
        .filter(pk=rendering.pk, state=Rendering.State.RUNNING)
        .first()
    )


def pdf_of(document: NoticeDocument, identifier: str, report: Report) -> bytes:
    """In a child process with an end in time and memory, and stopped as soon as `report` raises."""
    return run_isolated(
        lambda progress: notice_pdf(document, identifier=identifier.encode(), progress=progress),
        report=report,
        seconds=settings.PDF_SECONDS,
        megabytes=settings.PDF_MEGABYTES,
        expected=PdfError,
    )


# --- What is made -------------------------------------------------------------------------------------------
def make_draft(rendering: Rendering) -> None:
    document = document_of(rendering.notice)
    pdf = pdf_of(document, f"notice-{rendering.notice_id}", progress_of(rendering))
    rendering.sha256 = hashlib.sha256(pdf).hexdigest()
    rendering.fingerprint = fingerprint(document)
    rendering.pages = pages_of(pdf)
    rendering.file.save(f"{rendering.sha256[:16]}.pdf", ContentFile(pdf), save=False)
    with atomic_with_files([rendering.file]):
        finish(rendering)


def make_issue(rendering: Rendering) -> None:
    """Number, PDF, register, originals, history and this row in one transaction: all of it, or nothing."""
    progress_of(rendering)(10, "numbering")
    with transaction.atomic():
        issue(
            rendering, make=lambda document: pdf_of(document, f"issued-{rendering.notice_id}", still_wanted)
        )
        finish(rendering)


def make_signature(rendering: Rendering) -> None:
    progress_of(rendering)(10, "signing")
    with transaction.atomic():
        sign(rendering.notice, by=rendering.requested_by)
        finish(rendering)


def make_check(rendering: Rendering) -> None:
    """The uploaded file is kept as an original when it is one; the upload itself goes in any case."""
    progress_of(rendering)(10, "checking")
    with rendering.file.open("rb") as uploaded:
        pdf = uploaded.read()
    try:
        with transaction.atomic():
            archive_upload(rendering.notice, pdf, by=rendering.requested_by)
            finish(rendering)
    finally:
        rendering.file.storage.delete(str(rendering.file.name))


MAKE: dict[Rendering.Purpose, Callable[[Rendering], None]] = {
    Rendering.Purpose.DRAFT: make_draft,
    Rendering.Purpose.ISSUE: make_issue,
    Rendering.Purpose.SIGN: make_signature,
    Rendering.Purpose.CHECK: make_check,
}


# --- Where it stands ----------------------------------------------------------------------------------------
def progress_of(rendering: Rendering) -> Report:
    """Each step is committed at once, so that the page sees it; it is also the sign of life."""

    def report(percent: int, step: str) -> None:
        wanted = Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.RUNNING)
        if not wanted.update(progress=percent, step=step, touched_at=timezone.now()):
            raise Cancelled

    return report


def still_wanted(percent: int, step: str) -> None:
    """A number is being given: nobody sees the steps before it is done, and it is not stopped any more."""


def finish(rendering: Rendering) -> None:
    """In a transaction: cancelled at the last moment, nothing of it stays."""
    if running(rendering) is None:
        raise Cancelled
    rendering.state, rendering.progress, rendering.step = Rendering.State.DONE, 100, "done"
    rendering.finished_at = rendering.touched_at = timezone.now()
    rendering.save()


def fail(rendering: Rendering, error: str) -> None:
    Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.RUNNING).update(
        state=Rendering.State.FAILED, error=error, finished_at=timezone.now()
    )
