"""A notice as PDF. It imports WeasyPrint: only the worker's modules import it."""

from dialogue_tracker.pdf import Progress, render_pdf
from notices.document import NoticeDocument
from notices.formats import format_named
from notices.layout import MM
from notices.printing import notice_parts


def notice_pdf(document: NoticeDocument, *, identifier: bytes, progress: Progress | None = None) -> bytes:
    form = format_named(document.form)
    return render_pdf(
        notice_parts(document),
        identifier=identifier,
        progress=progress,
        number_size=form.components["page_number"].size,
        number_top=form.page_number_top * MM,
    )
