"""What a text is compared by: pairs of neighbouring syllables and single ones, without marks, as numbers.

Most Vietnamese words have two syllables, so a pair says most; the single ones help where it is said in other
words. Pure: no database. The numbers are stored, so whoever changes what makes them has to fill them anew.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from dialogue_tracker.vietnamese import repair_look_alikes, search_key
from recommendations.common_words import PHRASES, SHORT_FORMS, SYLLABLES

# Set in the number of a single syllable, not in that of a pair.
SINGLE_BIT = 1
CLAUSE_END = re.compile(r"[.,;:!?()\[\]\"“”]+")
SYLLABLE = re.compile(r"\w+")

_PHRASES: dict[str, list[list[str]]] = defaultdict(list)
for _words in sorted((phrase.split() for phrase in PHRASES), key=len, reverse=True):
    _PHRASES[_words[0]].append(_words)


def tokens_of(text: str) -> dict[int, str]:
    """Number -> what it stands for ("hoa chat", "titan"), in the order of the text; each once."""
    found: dict[int, str] = {}
    for syllables in runs_of(text):
        for first, second in pairwise(syllables):
            if not (is_empty(first) and is_empty(second)):
                found.setdefault(number_of(f"{first} {second}"), f"{first} {second}")
        for syllable in syllables:
            if not is_empty(syllable):
                found.setdefault(number_of(syllable), syllable)
    return found


def runs_of(text: str) -> Iterator[list[str]]:
    """Syllables that stand together: a clause, or what common phrases leave of it."""
    # A line end ends no clause: hard-wrapped text has them anywhere.
    for clause in CLAUSE_END.split(search_key(repair_look_alikes(text))):
        syllables = [
            part for word in SYLLABLE.findall(clause) for part in SHORT_FORMS.get(word, word).split()
        ]
        run: list[str] = []
        place = 0
        while place < len(syllables):
            if length := phrase_at(syllables, place):
                yield run
                run = []
                place += length
            else:
                run.append(syllables[place])
                place += 1
        yield run


def phrase_at(syllables: list[str], place: int) -> int:
    """How many syllables from there on are a common phrase."""
    for words in _PHRASES.get(syllables[place], ()):
        if syllables[place : place + len(words)] == words:
            return len(words)
    return 0


def is_empty(syllable: str) -> bool:
    return syllable in SYLLABLES or len(syllable) == 1 or (syllable.isdigit() and len(syllable) < 3)


def number_of(token: str) -> int:
    """Fits PostgreSQL's integer; never 0."""
    number = (crc32(token.encode()) - 2**31) & ~SINGLE_BIT
    return (number if " " in token else number | SINGLE_BIT) or 2
