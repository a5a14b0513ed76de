"""HTML to PDF. WeasyPrint wants Pango at import: only Celery tasks import this module, no web process."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from dialogue_tracker.typeface import FILES, FOLDER

Progress = Callable[[int, str], None]

# The same for every document, so that the bytes depend on nothing but the HTML and the identifier.
OPTIONS = {"pdf_variant": "pdf/a-2b", "pdf_tags": True}
# Where each step begins, in percent, as measured on notices of 3 to 50 pages.
READING, LAYOUT, DRAWING, DONE = (0, "reading"), (10, "layout"), (65, "drawing"), (100, "done")
CHARACTERS_PER_PAGE = 2_500
PAGE_LOGGER = logging.getLogger("weasyprint.progress")


class PdfError(Exception):
    """The document could not be made; the text is a sentence for people."""


class ShippedFontsOnly(URLFetcher):
    """Serves the shipped fonts under `font:` and nothing else: no file, no network, no data address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("font",), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _colon, name = url.partition(":")
        if scheme != "font" or name not in FILES.values():
            raise ValueError("only the shipped fonts are served")
        return URLFetcherResponse(url, (FOLDER / name).read_bytes(), {"Content-Type": "font/ttf"})


def render_pdf(html: str, *, identifier: bytes, progress: Progress | None = None) -> bytes:
    """The PDF/A-2b with tags of a complete HTML page, whose `lang` and `<title>` it takes over.

    The same HTML and identifier give the same bytes. The page has the fonts of `typeface.FONT_FACES` and
    can load nothing else: an attempt is a PdfError. What `progress` raises stops the work and comes out.
    """
    report = progress or (lambda percent, step: None)
    report(*READING)
    try:
        page = HTML(string=html, base_url=None, url_fetcher=ShippedFontsOnly())
        report(*LAYOUT)
        with _pages_reported(report, expected=1 + len(html) // CHARACTERS_PER_PAGE):
            document = page.render(**OPTIONS)
        report(*DRAWING)
        pdf: bytes = document.write_pdf(pdf_identifier=identifier, **OPTIONS)
    except (
        FatalURLFetchingError
    ) as error:  # a BaseException, which Celery would take for a crash of the worker
        raise PdfError(_("The text tries to load a file or an address. Only text can be printed.")) from error
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
