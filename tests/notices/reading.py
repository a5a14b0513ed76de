"""Reads a printed notice back: lines of text with their font, size and place, and the rules drawn under them."""

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber

MM = 72 / 25.4
# Words of one line are set apart by less than this, the two halves of the page by more.
COLUMN_GAP = 14


@dataclass(frozen=True)
class Line:
    text: str
    fonts: frozenset[str]
    sizes: frozenset[float]
    x0: float
    x1: float
    top: float
    baseline: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def length(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True)
class Rule:
    x0: float
    x1: float
    top: float

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def length(self) -> float:
        return self.x1 - self.x0


class Printed:
    """A PDF as a person with a ruler reads it; all lengths in points from the top left corner."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.plumber = pdfplumber.open(BytesIO(pdf))
        self.pages = self.plumber.pages
        self.lines = [_lines(page) for page in self.pages]

    def find(self, text: str, page: int = 0) -> Line:
        found = [line for line in self.lines[page] if text in line.text]
        assert len(found) == 1, f"{text!r} stands in {len(found)} lines of page {page + 1}"
        return found[0]

    def rule_below(self, line: Line, page: int = 0) -> Rule:
        """The horizontal rule nearest under a line, within the line's own width."""
        rules = [
            Rule(rect["x0"], rect["x1"], rect["top"])
            for rect in self.pages[page].rects
            if rect["height"] < 1.5 and line.x0 - 1 <= rect["x0"] and rect["x1"] <= line.x1 + 1
        ]
        return min((rule for rule in rules if rule.top > line.baseline), key=lambda rule: rule.top)

    def text(self, page: int | None = None) -> str:
        pages = self.lines if page is None else [self.lines[page]]
        return "\n".join(line.text for lines in pages for line in lines)

    def page_number(self, page: int) -> str:
        """What stands centred in the top margin."""
        middle = float(self.pages[page].width) / 2
        margin = [line for line in self.lines[page] if line.baseline < 20 * MM]
        return " ".join(line.text for line in margin if abs(line.centre - middle) < 30 * MM)

    @property
    def fonts(self) -> set[str]:
        return {char["fontname"] for page in self.pages for char in page.chars}


def _lines(page: Any) -> list[Line]:
    rows: dict[float, list[dict[str, Any]]] = {}
    for char in page.chars:
        rows.setdefault(round(float(page.height) - char["matrix"][5], 1), []).append(char)
    return [
        _line(chars, baseline)
        for baseline, row in sorted(rows.items())
        for chars in _columns(sorted(row, key=lambda char: char["x0"]))
    ]


def _columns(chars: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    columns = [[chars[0]]]
    for before, char in pairwise(chars):
        if char["x0"] - before["x1"] > COLUMN_GAP:
            columns.append([])
        columns[-1].append(char)
    return columns


def _line(chars: list[dict[str, Any]], baseline: float) -> Line:
    inked = [char for char in chars if char["text"].strip()] or chars
    return Line(
        text="".join(char["text"] for char in chars).strip(),
        fonts=frozenset(char["fontname"].partition("+")[2] for char in inked),
        sizes=frozenset(round(char["size"], 1) for char in inked),
        x0=inked[0]["x0"],
        x1=inked[-1]["x1"],
        top=min(char["top"] for char in inked),
        baseline=baseline,
    )
