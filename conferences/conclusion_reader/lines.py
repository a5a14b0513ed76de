"""One printed line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conferences.conclusion_reader.language.frame import DANGLING, DANGLING_BEFORE_DIGITS
from conferences.conclusion_reader.markers import Marker

# A space after a hyphen that hangs on a word was a line end once: "66- NQ/TW" …
_GAP = re.compile(r"(?P<hyphen>(?<=\w-)\s+(?=\w))|\s+")
_UNEVEN = re.compile(r"\s\s|[^\S ]|-\s")
# … but not in the printed numbers of Party documents: "1- Các cấp ủy", "II- Nhiệm vụ".
_HYPHEN_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[a-zđA-ZĐ])-")
_SYMBOL = re.compile(r"[A-ZĐ]+[/-]")
_DANGLING = frozenset(DANGLING)
_BEFORE_DIGITS = frozenset(DANGLING_BEFORE_DIGITS)


@dataclass(slots=True)
class Line:
    start: int  # of the first character that is not white space, in the text
    end: int
    width: int  # with its indentation
    text: str  # with single spaces
    folded: str
    marker: Marker | None
    gap: bool  # an empty line stands above it

    @property
    def first_word(self) -> int:
        return len(self.text.split(" ", 1)[0])

    def needs(self, below: "Line") -> bool:
        """Whether its last word cannot stand without the next line: "của", "trước ngày"."""
        last = self.folded.rsplit(" ", 1)[-1]
        return last in _DANGLING or last in _BEFORE_DIGITS and below.text[0].isdigit()

    @property
    def is_bare_number(self) -> bool:
        return self.marker is not None and self.marker.length >= len(self.text)

    def joint(self, above: "Line") -> str:
        """What joins it to the line above: nothing where a hyphen hangs on a word there."""
        one = above.text
        hanging = len(one) > 1 and one[-1] == "-" and one[-2].isalnum() and self.text[0].isalnum()
        return "" if hanging and not _is_number(one, self.text) else " "

    @staticmethod
    def gaps(raw: str) -> Iterator[tuple[re.Match[str], str]]:
        """White space that is not a single blank, with what stands for it."""
        for gap in _GAP.finditer(raw):
            shown = _shown(gap)
            if gap.group() != shown:
                yield gap, shown


def shown_gaps(raw: str) -> str:
    return _GAP.sub(_shown, raw) if _UNEVEN.search(raw) else raw


def _shown(gap: re.Match[str]) -> str:
    if gap["hyphen"] is None:
        return " "
    return " " if _is_number(gap.string[: gap.start()], gap.string[gap.end() : gap.end() + 9]) else ""


def _is_number(before: str, after: str) -> bool:
    return len(before) < 7 and _HYPHEN_NUMBER.fullmatch(before) is not None and not _SYMBOL.match(after)
