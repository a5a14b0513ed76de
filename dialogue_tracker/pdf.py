"""HTML to PDF. WeasyPrint wants Pango at import: only Celery tasks import this module, no web process."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext as _

from dialogue_tracker.pdf_file import write
from dialogue_tracker.pdf_pages import LoadsSomething, PdfError, paint
from dialogue_tracker.pdf_processes import painted_elsewhere

__all__ = ["PdfError", "Progress", "render_pdf"]

Progress = Callable[[int, str], None]

# Where each step begins, in percent, as measured on notices of 3 to 50 pages.
READING, LAYOUT, DRAWING, DONE = (0, "reading"), (10, "layout"), (65, "drawing"), (100, "done")
CHARACTERS_PER_PAGE = 2_500
PAGE_LOGGER = logging.getLogger("weasyprint.progress")


# Where page numbers stand, unless the caller says otherwise: size and distance from the top edge, in points.
NUMBER_SIZE, NUMBER_TOP = 14.0, 21.0


def render_pdf(
    html: str | Sequence[Callable[[], str]],
    *,
    identifier: bytes,
    progress: Progress | None = None,
    number_size: float = NUMBER_SIZE,
    number_top: float = NUMBER_TOP,
) -> bytes:
    """The PDF/A-2b and PDF/UA-1 of a complete HTML page, whose `lang` and `<title>` it takes over.

    Given what makes several pages, it is one document of all, laid out by several processes. The same HTML
    and identifier give the same bytes. The page has the shipped fonts and can load nothing else: an attempt
    is a PdfError. What `progress` raises stops the work and comes out.
    """
    makers = [lambda: html] if isinstance(html, str) else html
    first, others = makers[0](), makers[1:]
    report = progress or (lambda percent, step: None)
    report(*READING)
    try:
        with painted_elsewhere(others) as elsewhere:
            report(*LAYOUT)
            with _pages_reported(report, expected=len(makers) * (1 + len(first) // CHARACTERS_PER_PAGE)):
                parts = [paint(first)]
            for part in elsewhere:
                parts.append(part)
                report(LAYOUT[0] + (DRAWING[0] - LAYOUT[0]) * len(parts) // (1 + len(others)), LAYOUT[1])
    except LoadsSomething as error:
        raise PdfError(_("The text tries to load a file or an address. Only text can be printed.")) from error
    report(*DRAWING)
    pdf = write(parts, identifier=identifier, number_size=number_size, number_top=number_top)
    report(*DONE)
    return pdf


class _PageCounter(logging.Handler):
    """Turns WeasyPrint's log line per laid out page into progress. Other threads' pages are not ours."""

    def __init__(self, report: Progress, expected: int) -> None:
        super().__init__()
        self.report, self.expected = report, expected
        self.thread = threading.get_ident()
        self.pages = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and "Page" in str(record.msg):
            self.pages += 1
            done = min(1.0, self.pages / self.expected)
            self.report(LAYOUT[0] + int(done * (DRAWING[0] - LAYOUT[0])), LAYOUT[1])


@contextmanager
def _pages_reported(report: Progress, *, expected: int) -> Iterator[None]:
    counter = _PageCounter(report, expected)
    # Each time: a Celery worker that starts configures logging again and forgets what was set at import.
    PAGE_LOGGER.setLevel(logging.INFO)
    PAGE_LOGGER.propagate = False  # a line per page is of no use in our logs
    PAGE_LOGGER.addHandler(counter)
    try:
        yield
    finally:
        PAGE_LOGGER.removeHandler(counter)
