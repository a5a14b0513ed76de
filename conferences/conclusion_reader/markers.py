"""Printed numbers: "Thứ nhất,", "1.", "2.1.", "a)", "(ii)", "[3]", "- "."""

import re
from dataclasses import dataclass
from enum import IntEnum

from conferences.conclusion_reader.language.numbers import BULLETS, LETTERS, NUMBERED_NOUNS, ORDINALS, ROMANS


class Level(IntEnum):
    """Kinds of numbers, outer ones first: where nothing else tells, the later one stands below."""

    CHAPTER = 0  # A.
    ROMAN = 1  # I.
    ARABIC = 2  # 1.
    BRACKET = 3  # [1]
    ORDINAL = 4  # Thứ nhất,
    COUNTED = 5  # Một là,
    DOTTED = 6  # 1.1.
    LETTER = 7  # a)
    IN_PARENTHESES = 8  # (1)
    SMALL_ROMAN = 9  # (i)
    DASH = 10  # -
    PLUS = 11  # +


@dataclass(frozen=True, slots=True)
class Marker:
    level: Level
    value: int  # 0 for bullets
    label: str  # as printed, without the punctuation after it
    length: int  # of marker and the space after it

    def follows(self, other: "Marker") -> bool:
        """Whether this may be the next number after the other; one number may be missing or printed twice."""
        if self.level is not other.level:
            return False
        return self.value == 0 or other.value < self.value <= other.value + 3

    @property
    def opens(self) -> bool:
        return self.value in (0, 1)


_words = "|".join(sorted(ORDINALS, key=len, reverse=True))
_noun = rf"(?:(?:{'|'.join(NUMBERED_NOUNS)}) )?"
_romans = "|".join(ROMANS)
_after = r"(?:\.[-–]? ?|[)/] ?|[-–:] )"
# Matched against folded text; what must be a capital is looked up in the text itself.
_FORMS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.ORDINAL, re.compile(rf"(?P<label>{_noun}thứ (?P<word>{_words})(?: là)?) ?[,:.–-]+ ?(?!ngày)")),
    (Level.COUNTED, re.compile(rf"(?P<label>(?P<word>{_words}) là) ?[,:] ?")),
    (Level.DOTTED, re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2})+)(?:[.)] ?| (?=\D))(?![\d%])")),
    (Level.ARABIC, re.compile(rf"(?P<label>{_noun}(?P<digits>\d{{1,2}})){_after}(?![\d%])")),
    (Level.BRACKET, re.compile(r"(?P<label>\[(?P<digits>\d{1,2})\]) ?")),
    (Level.IN_PARENTHESES, re.compile(r"(?P<label>\((?P<digits>\d{1,2})\)) ?")),
    (Level.SMALL_ROMAN, re.compile(rf"(?P<label>\((?P<roman>{_romans})\)) ?")),
    (Level.ROMAN, re.compile(rf"(?P<label>(?:phần |mục )?(?P<roman>{_romans})){_after}")),
    (Level.LETTER, re.compile(rf"(?P<label>\(?(?P<letter>[{LETTERS}])\)) ?")),
    (Level.LETTER, re.compile(rf"(?P<label>(?P<letter>[{LETTERS}]))[./-] (?!\d)")),
    (Level.PLUS, re.compile(r"(?P<label>\+) ?(?=[^\W_]|[\"“‘'(\[])")),
    (Level.DASH, re.compile(rf"(?P<label>[{re.escape(BULLETS)}]) ?(?=[^\W_]|[\"“‘'(\[])")),
)  # fmt: skip
# What every form begins with: most lines have none.
_MAY_BE = re.compile(
    rf"[\W\d]|[{LETTERS}][.)/-]|(?:{_romans})[.)/:–-]"
    rf"|(?:phần|mục|thứ|{'|'.join(NUMBERED_NOUNS)}) |(?:{_words}) là"
)
_CAPITAL_FIRST = {Level.ORDINAL, Level.COUNTED, Level.ROMAN}


def marker_at(text: str, folded: str, start: int = 0) -> Marker | None:
    if _MAY_BE.match(folded, start) is None:
        return None
    for level, form in _FORMS:
        found = form.match(folded, start)
        if found is None:
            continue
        printed = text[found.start("label") : found.end("label")]
        if level in _CAPITAL_FIRST and not printed[0].isupper():
            continue
        if level is Level.LETTER and printed.isupper() and not printed.startswith("("):
            level = Level.CHAPTER
        label = printed.rstrip(" .") if level is not Level.LETTER or ")" in printed else printed
        return Marker(level, _value(found), label, found.end() - start)
    return None


def _value(found: re.Match[str]) -> int:
    parts = found.groupdict()
    if word := parts.get("word"):
        return ORDINALS[word]
    if digits := parts.get("digits"):
        return int(digits)
    if roman := parts.get("roman"):
        return ROMANS.index(roman) + 1
    if letter := parts.get("letter"):
        return LETTERS.index(letter) + 1
    label = parts["label"] or ""
    return int(label.rsplit(".", 1)[-1]) if "." in label else 0
