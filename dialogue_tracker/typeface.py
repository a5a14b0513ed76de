"""What the typeface shipped for documents can print, and how wide it prints it. Needs no system library."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Tinos"
FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts" / "tinos"
# (bold, italic) -> file
FILES = {
    (False, False): "Tinos_400Regular.ttf",
    (False, True): "Tinos_400Regular_Italic.ttf",
    (True, False): "Tinos_700Bold.ttf",
    (True, True): "Tinos_700Bold_Italic.ttf",
}
FONT_FACES = "".join(
    f'@font-face{{font-family:"{FAMILY}";src:url("font:{name}");'
    f"font-weight:{700 if bold else 400};font-style:{'italic' if italic else 'normal'}}}"
    for (bold, italic), name in FILES.items()
)
MISSING = "□"
# A word longer than any line gets places to break; to search it letter by letter takes its length squared.
LONG_WORD = re.compile(r"\S{200,}")
PIECE, BREAK = 8, "\u200b"
# Bullets of the symbol fonts of word processors, which arrive as private characters when people paste.
PASTED = {
    "\uf0b7": "•",
    "\uf0a7": "•",
    "\uf0d8": "•",
    "\uf02d": "-",
    "\t": " ",
    "\u2028": "\n",
    "\u2029": "\n",
}


@cache
def advances(*, bold: bool, italic: bool) -> dict[str, float]:
    """Character -> width as a part of the font size."""
    with TTFont(FOLDER / FILES[bold, italic], lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {chr(code): widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@cache
def alphabet() -> frozenset[str]:
    """The characters that all four cuts have: bold must not lack what upright has."""
    return frozenset.intersection(*(frozenset(advances(bold=bold, italic=italic)) for bold, italic in FILES))


@cache
def _plain() -> frozenset[str]:
    """Characters that cleaning leaves as they are."""
    return frozenset(char for char in alphabet() if clean(char) == char) | {"\n"}


def clean(text: str) -> str:
    """NFC without what must never reach paper: control, direction and zero-width characters."""
    text = "".join(PASTED.get(char, char) for char in text)
    return "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
    )


def printable(text: str) -> str:
    """The text as it is printed: what the typeface lacks shows as an empty box, never in another font."""
    known = alphabet()
    if not (set(text) <= _plain() and unicodedata.is_normalized("NFC", text)):
        text = "".join(char if char in known or char == "\n" else MISSING for char in clean(text))
    return LONG_WORD.sub(lambda found: BREAK.join(_chunks(found[0], PIECE)), text)


def _chunks(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


def unprintable(text: str) -> list[str]:
    """The characters of the text that would print as an empty box, each once, in order."""
    known = alphabet()
    return list(dict.fromkeys(char for char in clean(text) if char not in known and char != "\n"))


def width(text: str, *, size: float, bold: bool = False, italic: bool = False) -> float:
    """Width of one line in points, without kerning (which makes it a little narrower)."""
    table = advances(bold=bold, italic=italic)
    return size * sum(table.get(char, 1.0) for char in text)


def balanced_lines(
    words: Iterable[str], *, room: float, size: float, bold: bool = False, italic: bool = False
) -> list[str]:
    """Sets words (or groups to keep together) in as few lines as fit `room` points, as equal as can be.

    Every line fits: a word wider than the room is cut.
    """
    measure = partial(width, size=size, bold=bold, italic=italic)
    pieces = [piece for word in words for piece in _pieces(word, room, measure)]
    if not pieces:
        return []
    spans = [measure(piece) for piece in pieces]
    space = measure(" ")
    fewest = len(_fill(spans, space, room))
    low, high = max(spans), room
    while high - low > 1:
        middle = (low + high) / 2
        if len(_fill(spans, space, middle)) == fewest:
            high = middle
        else:
            low = middle
    return [" ".join(pieces[start:end]) for start, end in _fill(spans, space, high)]


def _pieces(word: str, room: float, measure: Callable[[str], float]) -> list[str]:
    if measure(word) <= room:
        return [word]
    pieces, used = [""], 0.0
    for char in word:
        used += measure(char)
        if used > room:
            pieces.append("")
            used = measure(char)
        pieces[-1] += char
    return pieces


def _fill(spans: list[float], space: float, room: float) -> list[tuple[int, int]]:
    lines, start, used = [], 0, spans[0]
    for position, span in enumerate(spans[1:], 1):
        if used + space + span > room:
            lines.append((start, position))
            start, used = position, span
        else:
            used += space + span
    return [*lines, (start, len(spans))]
