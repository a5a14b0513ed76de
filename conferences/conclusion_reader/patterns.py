"""Turns the registers of words into compiled expressions; small questions about lines."""

import re
from collections.abc import Iterable, Iterator

_TERMINAL_MARKS = ".!?…;:"
_CLOSING_QUOTES = "\"'”’»)] "
_STOP = re.compile(r"(?:\.?/\.|[.!?…]+)[\"”’»)\]]* (?=[\"“‘«(\[+–-]* ?(\w))|\n")
# A full stop after these ends no sentence.
_ABBREVIATED = re.compile(r"(?<!\w)(?:tp|ths|ts|pgs|gs|đ/c|kt|tm|tl|tuq|q|p|tx|st|no|v\.v)\.? $")


def entries(text: str) -> tuple[str, ...]:
    """The entries of a register: one a line, or several with " | " between them."""
    return tuple(entry.strip() for line in text.splitlines() for entry in line.split(" | ") if entry.strip())


def any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(words) + ")"


def whole(words: Iterable[str]) -> re.Pattern[str]:
    """One of the words, not the beginning of a longer one; for `match`."""
    return re.compile(any_of(words) + r"(?!\w)")


def within(words: Iterable[str]) -> re.Pattern[str]:
    """One of the words anywhere, as whole words; for `search`."""
    return re.compile(rf"(?<!\w){any_of(words)}(?!\w)")


def ends_sentence(line: str) -> bool:
    """Whether a line may be the last one of a paragraph."""
    stripped = line.rstrip(_CLOSING_QUOTES)
    return bool(stripped) and stripped[-1] in _TERMINAL_MARKS


def first_letter(line: str) -> str:
    return next((character for character in line if character.isalnum()), "")


def is_capitals(line: str) -> bool:
    """ "THÔNG BÁO", but not an abbreviation that a line end has cut off."""
    return line.isupper() and sum(character.isalpha() for character in line) > 2


def sentence_ends(flat: str, folded: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence ends inside a stretch; what follows begins with a capital or a digit."""
    for found in _STOP.finditer(flat, start, end):
        letter = found.group(1)
        if letter and not (letter.isupper() or letter.isdigit()):
            continue
        if found.end() < end and not _ABBREVIATED.search(folded, max(start, found.start() - 5), found.end()):
            yield found.end()
