"""Turns the registers of words into compiled expressions; small questions about lines."""

import re
from collections.abc import Iterable, Iterator

TERMINAL_MARKS = ".!?…;:"
CLOSING_QUOTES = "\"'”’»)]"


def any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(words) + ")"


def word_start(words: Iterable[str]) -> re.Pattern[str]:
    """Matches where one of the words stands as whole words."""
    return re.compile(any_of(words) + r"(?!\w)")


def anywhere(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + any_of(words) + r"(?!\w)")


def ends_sentence(line: str) -> bool:
    """Whether a line may be the last one of a paragraph."""
    stripped = line.rstrip(CLOSING_QUOTES + " ")
    return bool(stripped) and stripped[-1] in TERMINAL_MARKS


def first_letter(line: str) -> str:
    return next((character for character in line if character.isalnum()), "")


def is_capitals(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    return len(letters) > 1 and not any(character.islower() for character in letters)


_STOP = re.compile(r"(?:\.?/\.|[.!?…]+)[\"”’»)\]]* (?=[\"“‘«(\[+–-]* ?(\w))|\n")
# A full stop after these ends no sentence.
_ABBREVIATED = re.compile(r"(?<!\w)(?:tp|ths|ts|pgs|gs|đ/c|kt|tm|tl|tuq|q|p|tx|st|no|v\.v)\.? $")


def sentence_ends(flat: str, folded: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence ends inside a stretch; what follows begins with a capital or a digit."""
    for found in _STOP.finditer(flat, start, end):
        letter = found.group(1)
        if letter and not (letter.isupper() or letter.isdigit()):
            continue
        if found.end() < end and not _ABBREVIATED.search(folded, max(start, found.start() - 5), found.end()):
            yield found.end()
