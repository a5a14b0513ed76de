"""HTML to painted pages: what a process can hand to another one that writes the file.

Wants Pango at import, like everything that imports WeasyPrint: only Celery tasks import this module.
"""

import atexit
import gc
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from dialogue_tracker.pdf_grid import grids
from dialogue_tracker.pdf_tags import Node, TagReader
from dialogue_tracker.typeface import FILES, FOLDER, FONT_FACES

# The same for every document, so that the bytes depend on nothing but the HTML and the identifier.
OPTIONS = {"pdf_variant": "pdf/a-2b"}
POINT = 0.75  # points in a CSS pixel


class PdfError(Exception):
    """The document could not be made; the text is a sentence for people."""


class LoadsSomething(PdfError):
    """The page tried to load what is not a shipped font."""


class ShippedFontsOnly(URLFetcher):
    """Serves the shipped fonts under `font:` and nothing else: no file, no network, no data address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("font",), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _colon, name = url.partition(":")
        if scheme != "font" or name not in FILES.values():
            raise ValueError("only the shipped fonts are served")
        return URLFetcherResponse(url, (FOLDER / name).read_bytes(), {"Content-Type": "font/ttf"})


@dataclass(frozen=True, slots=True)
class PaintedPage:
    """`name` is that of its @page rule, `centre` the middle of its text area, in points."""

    width: float
    height: float
    name: str
    centre: float
    content: bytes  # compressed
    marks: int
    bookmarks: list[Any]


@dataclass(slots=True)
class PaintedPart:
    pages: list[PaintedPage]
    tree: Node
    # The glyphs that are used of each font: what they read as, and how wide they are.
    glyphs: dict[str, tuple[dict[int, str], dict[int, float]]]
    states: dict[str, Any]
    # Only where it was painted: what the file's writer needs of WeasyPrint.
    metadata: DocumentMetadata | None = None
    fonts: dict[Any, Any] = field(default_factory=dict)


def _shipped_fonts() -> FontConfiguration:
    configuration = FontConfiguration()
    CSS(string=FONT_FACES, font_config=configuration, url_fetcher=ShippedFontsOnly())
    return configuration


# At import: processes forked later share them; one that loaded its own would leave copies of them on disk.
FONTS = _shipped_fonts()


@atexit.register
def _forget_fonts(owner: int = os.getpid()) -> None:
    """WeasyPrint keeps copies in a temporary folder, which a forked process must leave to its parent."""
    if os.getpid() == owner and FONTS._folder:
        shutil.rmtree(FONTS._folder, ignore_errors=True)


@contextmanager
def no_collection() -> Iterator[None]:
    """A layout makes many objects that live until its end: to look through them meanwhile is waste."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def paint(html: str) -> PaintedPart:
    with no_collection():
        try:
            page = HTML(string=html, base_url=None, url_fetcher=ShippedFontsOnly())
            document = page.render(font_config=FONTS, **OPTIONS)
        except FatalURLFetchingError as error:  # a BaseException, which Celery would take for a crash
            raise LoadsSomething from error
        if document.metadata.attachments:
            raise LoadsSomething
        return _painted(document)


def _painted(document: Document) -> PaintedPart:
    tags = TagReader()
    resources = pydyf.Dictionary(
        {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")}
    )
    pages = []
    for number, page in enumerate(document.pages):
        box = page._page_box
        tags.read(number, box)
        stream = TaggedStream(document, page, resources, tags.decoration)
        page.paint(stream, POINT)
        tags.name_marks(number, stream.marks)
        stream.stream += grids(box)
        pages.append(
            PaintedPage(
                width=page.width,
                height=page.height,
                name=box.page_type.name,
                centre=(box.content_box_x() + box.width / 2) * POINT,
                content=zlib.compress(b"\n".join(map(pydyf._to_bytes, stream.stream)), 6),
                marks=len(stream.marks),
                bookmarks=page.bookmarks,
            )
        )
    if any(resources[name] for name in ("XObject", "Pattern", "Shading")):
        raise PdfError(_("Only text, lines and plain drawings can be printed."))
    glyphs = {font.hash: (font.to_unicode, font.widths) for font in document.fonts.values()}
    return PaintedPart(
        pages, tags.root, glyphs, dict(resources["ExtGState"]), document.metadata, document.fonts
    )


class TaggedStream(Stream):
    """A page's drawing. Decoration is marked as such, all else with a number to be named in the structure."""

    def __init__(self, document: Document, page: Page, resources: Any, decoration: set[int]) -> None:
        area = (0, 0, page.width, page.height)
        super().__init__(document.fonts, area, resources, {}, {}, {}, None)
        self.decoration = decoration
        self.marks: dict[Any, int] = {}
        self.transform(d=-1, f=page.height * POINT)

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        if id(box) in self.decoration:
            self.begin_marked_content("Artifact")
        else:
            number = self.marks[box] = len(self.marks)
            self.begin_marked_content(tag, pydyf.Dictionary({"MCID": number}))
        yield
        self.end_marked_content()
