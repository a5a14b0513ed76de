"""A text as words and what stands between them, to find names that may be printed with other punctuation."""

import re
from dataclasses import dataclass
from itertools import accumulate

from dialogue_tracker.vietnamese import fold

_WORD = re.compile(r"([^\w&]*)(\w+|&)")
_SIDES = ("", " ")
_GAPS = {
    **{f"{left},{right}": "," for left in _SIDES for right in _SIDES},
    **{f"{left}{dash}{right}": "-" for dash in "-–—" for left in _SIDES for right in _SIDES},
    "": "",
    " ": "",
}
BREAK = "."  # any other punctuation
# "kĩ thuật" and "kỹ thuật", "tỉ" and "tỷ": both spellings are official.
_I_OR_Y = re.compile(r"(?<=[hklmst])[ỳýỷỹỵy]$|(?<=qu)[ỳýỷỹỵy]$")
_TO_I = str.maketrans("ỳýỷỹỵy", "ìíỉĩịi")
# "TP. A": the full stop belongs to the abbreviation.
SHORT_TYPES = ("tp", "tx")


@dataclass(frozen=True, slots=True)
class Words:
    """Columns of equal length; one object a word would take a third of the reader's time."""

    printed: list[str]
    keys: list[str]
    gaps: list[str]  # before each word: "" for a space, ",", "-" or BREAK
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.printed)

    def phrase(self, start: int, end: int) -> str:
        return " ".join(self.keys[max(0, start) : end])

    def gap(self, index: int) -> str:
        return self.gaps[index] if index < len(self.gaps) else BREAK

    def from_index(self, start: int) -> "Words":
        return Words(
            self.printed[start:], self.keys[start:], self.gaps[start:], self.starts[start:], self.ends[start:]
        )


def words_of(text: str) -> Words:
    pairs = _WORD.findall(text)
    printed = [word for _, word in pairs]
    key_of = {word: key(fold(word)) for word in set(printed)}
    gap_of = {gap: _GAPS.get(gap, BREAK) for gap in {gap for gap, _ in pairs}}
    keys = [key_of[word] for word in printed]
    gaps = [gap_of[gap] for gap, _ in pairs]
    ends = list(accumulate(len(gap) + len(word) for gap, word in pairs))
    starts = [end - len(word) for end, word in zip(ends, printed, strict=True)]
    for index in range(1, len(keys)):
        if gaps[index] == BREAK and keys[index - 1] in SHORT_TYPES:
            gaps[index] = ""
    return Words(printed, keys, gaps, starts, ends)


def key(folded: str) -> str:
    """Of one folded word: the same for all its spellings."""
    return "và" if folded == "&" else _I_OR_Y.sub(lambda found: found.group().translate(_TO_I), folded)
