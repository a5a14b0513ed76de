"""Where the pages of a large annex begin, known before it is laid out: so its parts can be laid out at once.

Heights are reckoned from the widths of letters without kerning and with lines broken at spaces only, so they
are never below the true ones: what is put on a page fits, and at times a line more would have.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogue_tracker.typeface import BREAK, width
from notices.document import Column
from notices.layout import Format

TABLE_LINE_HEIGHT = 1.15
CELL_PADDING = 4  # pt, left and right of a cell's text
ROW_PADDING = 3  # pt, above and below it
PARAGRAPH_GAP = 3  # pt, between paragraphs of a cell
TABLE_GAP = 10  # pt, above a table
SOURCE_GAP = 2  # pt, above the lines under an annex's title
# A row higher than this part of the page may be broken; others move to the next page whole.
WHOLE_ROW = 0.3
# Lines that a broken row may leave unused at the end of a page, and that it needs there to begin at all.
LOST_LINES, FIRST_LINES = 3, 7
PRECISION = 0.998


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that begin at the top of a page and fill whole pages, at most `pages`."""

    rows: range
    pages: int


class Ruler:
    """Measures the rows of one table."""

    def __init__(self, columns: Sequence[Column], form: Format) -> None:
        total = sum(column.share for column in columns)
        self.form = form
        self.size = form.components["cell"].size
        self.step = self.size * TABLE_LINE_HEIGHT
        self.rooms = [
            (form.lying_width * column.share / total - 2 * CELL_PADDING) * PRECISION for column in columns
        ]
        header = form.components["column"]
        self.header = self._height([(column.title,) for column in columns], header.size, bold=header.bold)
        self.page = form.lying_height - self.header
        self.tallest_whole = form.lying_height * WHOLE_ROW

    def row(self, cells: Sequence[Sequence[str]]) -> float:
        return self._height(cells, self.size)

    def is_tall(self, height: float) -> bool:
        return height > self.tallest_whole

    def _height(self, cells: Sequence[Sequence[str]], size: float, *, bold: bool = False) -> float:
        step = size * TABLE_LINE_HEIGHT
        highest = max(
            sum(_line_count(text, room, size, bold) for text in cell) * step + PARAGRAPH_GAP * (len(cell) - 1)
            for cell, room in zip(cells, self.rooms, strict=True)
        )
        return highest + 2 * ROW_PADDING


def runs(heights: Sequence[float], ruler: Ruler, *, title: float) -> Iterator[Run]:
    """`title` is the height of what stands above the table on the annex's first page."""
    start, pages, left = 0, 1, ruler.page - title
    for position, height in enumerate(heights):
        tall = ruler.is_tall(height)
        if position > start and (left < FIRST_LINES * ruler.step if tall else left < height):
            yield Run(range(start, position), pages)
            start, pages, left = position, 1, ruler.page
        if tall:
            while height > left:
                height -= max(left - LOST_LINES * ruler.step - 2 * ROW_PADDING, ruler.step)
                pages, left = pages + 1, ruler.page
        left -= height
    yield Run(range(start, len(heights)), pages)


def chunks(found: Sequence[Run], *, pages: int) -> Iterator[list[Run]]:
    """Neighbouring runs together, of at least so many pages each."""
    chunk: list[Run] = []
    for run in found:
        chunk.append(run)
        if sum(member.pages for member in chunk) >= pages:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _line_count(text: str, room: float, size: float, bold: bool) -> int:
    count, used, space = 1, 0.0, _width(" ", size, bold)
    for word in filter(None, text.replace(BREAK, " ").split(" ")):
        needed = _width(word, size, bold)
        if used and used + space + needed > room:
            count, used = count + 1, 0.0
        elif used:
            used += space
        if needed > room:  # cut wherever the line ends; a letter may be left over at each cut
            count += int(needed / (room - size))
            used = room
        else:
            used += needed
    return count


@lru_cache(maxsize=20_000)
def _width(word: str, size: float, bold: bool) -> float:
    return width(word, size=size, bold=bold)
