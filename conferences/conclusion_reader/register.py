"""Finds the bodies of a register: by name, alias, abbreviation, in lists that print the type word once."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from conferences.conclusion_reader.language.bodies import (
    BODY_TYPES,
    COMMITTEES,
    LIST_OPENERS,
    NAME_GOES_ON,
    OWNERS,
    PLACES,
)
from conferences.conclusion_reader.types import UnitName
from dialogue_tracker.vietnamese import fold, nfc, squeeze

_TOKEN = re.compile(r"\w+|&")
# A name printed without its comma or hyphen, or with the one for the other, is still that name.
_FITTING_GAPS = {"": ("", ",", "-"), ",": (",", "-"), "-": ("-", ",")}
_GAPS = {
    "": "",
    " ": "",
    ",": ",",
    ", ": ",",
    " , ": ",",
    **{f"{left}{dash}{right}": "-" for dash in "-–—" for left in ("", " ") for right in ("", " ")},
}
# "kĩ thuật" and "kỹ thuật", "tỉ" and "tỷ": both spellings are official.
_I_OR_Y = re.compile(r"(?<=[hklmst])[ỳýỷỹỵy]$|(?<=qu)[ỳýỷỹỵy]$")
_TO_I = str.maketrans("ỳýỷỹỵy", "ìíỉĩịi")
_ABBREVIATION = re.compile(r"[A-ZĐ&]{2,12}$")
_LIST_END = re.compile(r"[^,;.:]{1,60}?(?=, | và )")


class Token(NamedTuple):
    start: int
    end: int
    word: str  # as printed
    key: str
    gap: str  # what stands before it: "", "," or "-"; anything else is "."


class Mention(NamedTuple):
    start: int
    end: int
    units: tuple[str, ...]


def tokens(flat: str) -> list[Token]:
    found: list[Token] = []
    keys: dict[str, str] = {}
    end = 0
    for match in _TOKEN.finditer(flat):
        start = match.start()
        word = match.group()
        if (key := keys.get(word)) is None:
            key = keys[word] = _key(fold(word))
        gap = _GAPS.get(flat[end:start], ".")
        end = match.end()
        found.append(Token(start, end, word, key, gap))
    return found


def _key(folded: str) -> str:
    if folded == "&":
        return "và"
    return _I_OR_Y.sub(lambda found: found.group().translate(_TO_I), folded)


@dataclass(slots=True)
class _Node:
    """A trie over words; an edge knows which punctuation the name has before the word."""

    edges: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    unit: str | None = None
    common: bool = False  # the register itself writes the name without a capital: "các tỉnh ủy"
    exact: dict[str, str] = field(default_factory=dict)  # abbreviations: only as printed

    def insert(self, name: Sequence[Token], unit: str, *, exact: bool = False) -> None:
        node = self
        for index, token in enumerate(name):
            node = node.edges.setdefault((token.gap if index else "", token.key), _Node())
        if exact or len(name) == 1 and _ABBREVIATION.match(name[0].word):
            node.exact.setdefault(name[0].word, unit)
        elif node.unit is None:
            node.unit = unit
            node.common = name[0].word[0].islower()
        else:
            node.common = node.common or name[0].word[0].islower()

    def longest(self, text: Sequence[Token], start: int) -> tuple[int, str] | None:
        """The end (as an index of tokens) and the unit of the longest name that begins at `start`."""
        best: tuple[int, str] | None = None
        open_nodes = [(self, start)]
        while open_nodes:
            node, index = open_nodes.pop()
            if index > start:
                unit = node.exact.get(text[start].word) if index == start + 1 and node.exact else None
                if unit is None and (node.common or _has_capital(text, start, index)):
                    unit = node.unit
                if unit is not None and (best is None or index > best[0]):
                    best = index, unit
            if index >= len(text):
                continue
            token = text[index]
            gaps = ("",) if index == start else _FITTING_GAPS.get(token.gap, ())
            for gap in gaps:
                if following := node.edges.get((gap, token.key)):
                    open_nodes.append((following, index + 1))
        return best


class Register:
    def __init__(self, units: Sequence[UnitName], text: str = "") -> None:
        self._names = _Node()
        self._tails: dict[str, _Node] = {}
        for unit in units:
            for name in (unit.name, *unit.aliases):
                self._add(name, unit.name)
        if place := _own_place(units, text):
            self._names.insert(_split(place[0]), place[1], exact=True)

    def _add(self, name: str, unit: str) -> None:
        words = _split(name)
        if not words:
            return
        self._names.insert(words, unit)
        for size in range(1, min(5, len(words))):
            body_type = " ".join(word.key for word in words[:size])
            if body_type in _TYPE_KEYS:
                self._tails.setdefault(body_type, _Node()).insert(words[size:], unit)
                if body_type in COMMITTEES and len(words) > size + 1:
                    self._tails.setdefault(words[size].key, _Node()).insert(words[size + 1 :], unit)

    def mentions(self, text: Sequence[Token]) -> Iterator[Mention]:
        index = 0
        first_words = {word for _, word in self._names.edges} | set(LIST_OPENERS)
        while index < len(text):
            if text[index].key not in first_words:
                index += 1
                continue
            found = self._list_at(text, index) or self._name_at(text, index)
            if found is None:
                index += 1
                continue
            end, units = found
            if units:
                yield Mention(text[_committee(text, index)].start, text[end - 1].end, units)
            index = end

    def _name_at(self, text: Sequence[Token], index: int) -> tuple[int, tuple[str, ...]] | None:
        found = self._names.longest(text, index)
        if found is None:
            return None
        end, unit = found
        if end == index + 1 and not _stands_alone(text, index):
            return None
        before = " ".join(token.key for token in text[max(0, index - 2) : index])
        owned = text[index].gap == "" and any(before.endswith(owner) for owner in OWNERS)
        return end, () if owned or self._runs_into(text, index, end) else (unit,)

    def _runs_into(self, text: Sequence[Token], index: int, end: int) -> bool:
        """ "Văn phòng Bộ" is not the one of "Văn phòng Bộ X" where X is another ministry of the register."""
        if end - index < 2 or text[end - 1].key not in _OWN_TYPES or text[end - 1].word.islower():
            return False
        other = self._names.longest(text, end - 1)
        return other is not None and other[0] > end

    def _list_at(self, text: Sequence[Token], index: int) -> tuple[int, tuple[str, ...]] | None:
        """ "các Cục: Công nghiệp, Hóa chất", "các Bộ, cơ quan: …", "các Đảng ủy Bộ A, Bộ B"."""
        if text[index].key not in LIST_OPENERS:
            return None
        types, start = _types_after(text, index + 1)
        tails = [self._tails[name] for name in types if name in self._tails]
        if not tails:
            return None
        units: list[str] = []
        end = position = start
        while position < len(text):
            candidates = [node.longest(text, position) for node in (*tails, self._names)]
            found = next((candidate for candidate in candidates if candidate), None)
            if found is None:
                skipped = _skip_element(text, position) if units else None
                if skipped is None:
                    break
                position = skipped
                continue
            position, unit = found
            units.append(unit)
            end = position
            if position < len(text) and text[position].key == "và" and text[position].gap == "":
                position += 1
            elif position < len(text) and text[position].gap != ",":
                break
        return (end, tuple(dict.fromkeys(units))) if units else None


_OWN_TYPES = ("bộ", "tỉnh")
_TYPE_KEYS = {" ".join(_key(part) for part in name.split()) for name in BODY_TYPES}


def _has_capital(text: Sequence[Token], start: int, end: int) -> bool:
    """ "cán bộ tài chính" names no ministry; "cục Công nghiệp" names the agency."""
    return any(token.word[0].isupper() for token in text[start : min(end, start + 2)])


def _split(name: str) -> list[Token]:
    text = squeeze(nfc(name))
    return tokens(text)


def _types_after(text: Sequence[Token], index: int) -> tuple[list[str], int]:
    """The type words after "các": ["bộ", "cơ quan"] of "các Bộ, cơ quan:"."""
    types: list[str] = []
    while index < len(text):
        for size in (4, 3, 2, 1):
            name = " ".join(token.key for token in text[index : index + size])
            if name in _TYPE_KEYS and all(token.gap == "" for token in text[index + 1 : index + size]):
                break
        else:
            break
        types.append(name)
        index += size
        if index < len(text) and text[index].key == "và" and not text[index].gap:
            index += 1
        elif index < len(text) and text[index].gap != ",":
            break
    return types, index


def _committee(text: Sequence[Token], index: int) -> int:
    """Where "Ủy ban nhân dân các tỉnh: …" begins whose "các" stands at `index`."""
    if text[index].key in LIST_OPENERS and text[index].gap == "":
        for size in (4, 1):
            name = " ".join(token.key for token in text[max(0, index - size) : index])
            if name in COMMITTEES:
                return index - size
    return index


def _skip_element(text: Sequence[Token], index: int) -> int | None:
    """Past a name in a list that the register does not know."""
    if not text[index].word[0].isupper():
        return None
    for position in range(index + 1, min(index + 9, len(text))):
        if text[position].gap == ",":
            return position
        if text[position].gap:
            return None
    return None


def _stands_alone(text: Sequence[Token], index: int) -> bool:
    """A single word is a name only outside document numbers and longer names: "12/BC-HC", "Tỉnh ủy"."""
    token = text[index]
    before = text[index - 1] if index else None
    after = text[index + 1] if index + 1 < len(text) else None
    glued = (before is not None and before.end + 1 == token.start and token.gap in ("-", ".")) or (
        after is not None and token.end + 1 == after.start and after.gap in ("-", ".")
    )
    if glued:
        return False
    if after is None or after.gap or _ABBREVIATION.match(token.word):
        return True
    return not after.word[0].isupper() and after.key not in NAME_GOES_ON


def _own_place(units: Sequence[UnitName], text: str) -> tuple[str, str] | None:
    """ "Tỉnh" with a capital is the province that the text is about."""
    if not text:
        return None
    folded = fold(text[:20_000])
    counts: Counter[tuple[str, str]] = Counter()
    for unit in units:
        for name in (unit.name, *unit.aliases):
            key = fold(nfc(name))
            for place in PLACES:
                if f"{place} " in key and "cấp" not in key:
                    tail = key[key.rindex(f"{place} ") :]
                    counts[place.capitalize(), unit.name] += folded.count(tail)
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else None
