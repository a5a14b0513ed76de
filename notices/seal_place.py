"""Where on an issued notice the organisation's signature is seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader

from dialogue_tracker.typeface import width

MM = 72 / 25.4
# Of the image of a signature that stands over the middle of the name; the seal covers its left third.
SIGNATURE_MM = 40
ABOVE_NAME_MM = 16
NAME_SIZE = 14
# The corner of the first page, in its top margin.
CORNER_WIDTH_MM, CORNER_HEIGHT_MM, CORNER_TOP_MM, CORNER_RIGHT_MM = 78, 9, 8, 15


@dataclass(frozen=True)
class Box:
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def corners(self) -> tuple[int, int, int, int]:
        return (round(self.left), round(self.bottom), round(self.right), round(self.top))

    @property
    def width(self) -> int:
        return round(self.right) - round(self.left)

    @property
    def height(self) -> int:
        return round(self.top) - round(self.bottom)


def corner(pdf: bytes) -> Box:
    page = PdfReader(BytesIO(pdf)).pages[0].mediabox
    right, top = float(page.right) - CORNER_RIGHT_MM * MM, float(page.top) - CORNER_TOP_MM * MM
    return Box(0, right - CORNER_WIDTH_MM * MM, top - CORNER_HEIGHT_MM * MM, right, top)


def seal_box(pdf: bytes, words: tuple[str, ...], *, millimetres: float) -> Box | None:
    """Left of the middle over the signer's name (or under the title, when no name is printed)."""
    pages = PdfReader(BytesIO(pdf)).pages
    for position, wanted in enumerate(words):
        for number in reversed(range(len(pages))):
            if wanted and (found := _place_of(pages[number], wanted)):
                middle, line = found
                height = line + ABOVE_NAME_MM * MM if position == 0 else line - ABOVE_NAME_MM * MM
                right = middle - SIGNATURE_MM * MM / 2 + SIGNATURE_MM * MM / 3
                side = millimetres * MM
                return Box(number, right - side, height - side / 2, right, height + side / 2)
    return None


def _place_of(page: PageObject, wanted: str) -> tuple[float, float] | None:
    """The middle of the last line with these words in the right half, and its height on the page."""
    words = wanted.casefold()
    half = float(page.mediabox.right) * 0.4
    found = None
    for left, line, text in _lines(page):
        if left > half and text.casefold() in words and len(text) * 2 >= len(words):
            found = (left + width(text, size=NAME_SIZE, bold=True) / 2, line)
    return found


def _lines(page: PageObject) -> Iterator[tuple[float, float, str]]:
    found: list[tuple[float, float, str]] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], font: Any, size: float) -> None:
        if text.strip():
            x, y = text_matrix[4], text_matrix[5]
            left = matrix[0] * x + matrix[2] * y + matrix[4]
            line = matrix[1] * x + matrix[3] * y + matrix[5]
            found.append((left, line, text.strip()))

    page.extract_text(visitor_text=visit)
    yield from found
