"""The worker's part: making PDFs, issuing, signing. It loads WeasyPrint, so only tasks import it."""

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import transaction

from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.isolated import Report as Progress
from dialogue_tracker.job_runs import finish, progress_of
from notices.archiving import pages_of
from notices.compose import fingerprint
from notices.document import NoticeDocument
from notices.issuing import issue
from notices.job_runs import isolated, run, still_wanted
from notices.models import Rendering
from notices.pdf import notice_pdf
from notices.preparation import document_of
from notices.signatures import archive_upload, sign


def render(rendering_id: int) -> None:
    rendering = Rendering.objects.select_related("notice__conference__host__parent", "requested_by").get(
        pk=rendering_id
    )
    run(rendering, MAKE[Rendering.Purpose(rendering.purpose)])


def pdf_of(document: NoticeDocument, identifier: str, report: Progress) -> bytes:
    return isolated(
        lambda progress: notice_pdf(document, identifier=identifier.encode(), progress=progress), report
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
