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
    OWN_TYPES,
    OWNERS,
    PLACES,
)
from conferences.conclusion_reader.tokens import BREAK, SHORT_TYPES, Words, key, words_of
from conferences.conclusion_reader.types import UnitName
from dialogue_tracker.vietnamese import fold, nfc, squeeze

# A name printed without its comma or hyphen, or with the one for the other, is still that name.
_FITTING_GAPS = {"": ("", ",", "-"), ",": (",", "-"), "-": ("-", ","), BREAK: ()}
_ABBREVIATION = re.compile(r"[A-ZĐ&]{2,12}$")
_TYPE_KEYS = {" ".join(key(word) for word in name.split()) for name in BODY_TYPES}
_PLACE_ENDS = {place.split()[-1] for place in PLACES}
_LONGEST_TYPE = 4  # words
_LONGEST_ELEMENT = 9
_LOOKED_AT_FOR_PLACE = 20_000  # characters

Found = tuple[int, tuple[str, ...]]  # the end, as an index of words, and the units


class Mention(NamedTuple):
    start: int
    end: int
    units: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """A trie over words; an edge knows which punctuation the name has before the word."""

    edges: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    unit: str | None = None
    common: bool = False  # the register itself writes the name without a capital: "các tỉnh ủy"
    exact: dict[str, str] = field(default_factory=dict)  # abbreviations: only as printed

    def insert(self, name: Words, unit: str, *, exact: bool = False) -> None:
        node = self
        for index, word in enumerate(name.keys):
            node = node.edges.setdefault((name.gaps[index] if index else "", word), _Node())
        first = name.printed[0]
        if exact or len(name) == 1 and _ABBREVIATION.match(first):
            node.exact.setdefault(first, unit)
            return
        node.unit = node.unit or unit
        node.common = node.common or first[0].islower()

    def longest(self, text: Words, start: int) -> tuple[int, str] | None:
        """The end (as an index of words) and the unit of the longest name that begins at `start`."""
        best: tuple[int, str] | None = None
        open_nodes = [(self, start)]
        while open_nodes:
            node, index = open_nodes.pop()
            if index > start and (best is None or index > best[0]):
                unit = node.unit_at(text, start, index)
                best = (index, unit) if unit is not None else best
            if index == len(text):
                continue
            gaps = ("",) if index == start else _FITTING_GAPS[text.gaps[index]]
            for gap in gaps:
                if following := node.edges.get((gap, text.keys[index])):
                    open_nodes.append((following, index + 1))
        return best

    def unit_at(self, text: Words, start: int, end: int) -> str | None:
        if end == start + 1 and (unit := self.exact.get(text.printed[start])):
            return unit
        # "cán bộ tài chính" names no ministry; "cục Công nghiệp" names the agency.
        capital = any(word[0].isupper() for word in text.printed[start : min(end, start + 2)])
        return self.unit if capital or self.common else None


class Register:
    def __init__(self, units: Sequence[UnitName], text: str = "") -> None:
        self.known = bool(units)
        self._names = _Node()
        self._tails: dict[str, _Node] = {}  # what follows a type word in the names
        for unit in units:
            for name in (unit.name, *unit.aliases):
                self._add(words_of(squeeze(nfc(name))), unit.name)
        if place := _own_place(units, text):
            self._names.insert(words_of(place[0]), place[1], exact=True)
            for committee in COMMITTEES:
                self._names.insert(words_of(f"{committee} {place[0]}"), place[1])

    def _add(self, name: Words, unit: str) -> None:
        if not len(name):
            return
        self._names.insert(name, unit)
        for size in range(1, min(_LONGEST_TYPE + 1, len(name))):
            body_type = name.phrase(0, size)
            if body_type not in _TYPE_KEYS:
                continue
            self._tails.setdefault(body_type, _Node()).insert(name.from_index(size), unit)
            # "Ủy ban nhân dân các tỉnh: A, B": the place alone finds its committee.
            if body_type in COMMITTEES and len(name) > size + 1:
                self._tails.setdefault(name.keys[size], _Node()).insert(name.from_index(size + 1), unit)

    def mentions(self, text: Words) -> Iterator[Mention]:
        first_words = {word for _, word in self._names.edges} | set(LIST_OPENERS)
        end = 0
        for index, word in enumerate(text.keys):
            if index < end or word not in first_words:
                continue
            found = self._list_at(text, index) or self._name_at(text, index)
            if found is None:
                continue
            end, units = found
            if units:
                yield Mention(text.starts[_committee(text, index)], text.ends[end - 1], units)

    def _name_at(self, text: Words, index: int) -> Found | None:
        found = self._names.longest(text, index)
        if found is None:
            return None
        end, unit = found
        if end == index + 1 and not _stands_alone(text, index):
            return None
        owned = text.gaps[index] == "" and text.phrase(index - 2, index).endswith(OWNERS)
        return end, () if owned or self._runs_into(text, index, end) or _goes_on(text, end) else (unit,)

    def _runs_into(self, text: Words, index: int, end: int) -> bool:
        """ "Văn phòng Bộ" is not the one of "Văn phòng Bộ X" where X is another ministry of the register."""
        last = end - 1
        if last == index or text.keys[last] not in OWN_TYPES or text.printed[last].islower():
            return False
        if end == len(text) or text.printed[end][0].islower():
            return False  # "Văn phòng Bộ xây dựng kế hoạch"
        other = self._names.longest(text, last)
        return other is not None and other[0] > end

    def _list_at(self, text: Words, index: int) -> Found | None:
        """ "các Cục: Công nghiệp, Hóa chất", "các Bộ, cơ quan: …", "các Đảng ủy Bộ A, Bộ B"."""
        if text.keys[index] not in LIST_OPENERS:
            return None
        types, position = _types_after(text, index + 1)
        nodes = [self._tails[name] for name in types if name in self._tails]
        if not nodes:
            return None
        units: list[str] = []
        end = position
        while position < len(text):
            found = next(
                (one for node in (*nodes, self._names) if (one := node.longest(text, position))), None
            )
            if found is None:
                skipped = _skip_element(text, position, first=not units)
                if skipped is None:
                    break
                position = skipped
                continue
            position, unit = found
            units.append(unit)
            end = position
            if position < len(text) and text.keys[position] == "và" and text.gaps[position] == "":
                position += 1
            elif text.gap(position) != ",":
                break
        return (end, tuple(dict.fromkeys(units))) if units else None


def _types_after(text: Words, index: int) -> tuple[list[str], int]:
    """The type words after "các": ["bộ", "cơ quan"] of "các Bộ, cơ quan:"."""
    types: list[str] = []
    while index < len(text):
        size = next((size for size in range(_LONGEST_TYPE, 0, -1) if _is_type(text, index, size)), 0)
        if not size:
            break
        types.append(text.phrase(index, index + size))
        index += size
        if index < len(text) and text.keys[index] == "và" and not text.gaps[index]:
            index += 1
        elif text.gap(index) != ",":
            break
    return types, index


def _is_type(text: Words, index: int, size: int) -> bool:
    return text.phrase(index, index + size) in _TYPE_KEYS and not any(text.gaps[index + 1 : index + size])


def _committee(text: Words, index: int) -> int:
    """Where "Ủy ban nhân dân các tỉnh: …" begins whose "các" stands at `index`."""
    if text.keys[index] in LIST_OPENERS and text.gaps[index] == "":
        for size in (4, 1):
            if index >= size and text.phrase(index - size, index) in COMMITTEES:
                return index - size
    return index


def _skip_element(text: Words, index: int, *, first: bool) -> int | None:
    """Past "TP." and past a name in a list that the register does not know."""
    if text.keys[index] in SHORT_TYPES:
        return index + 1
    if first or not text.printed[index][0].isupper():
        return None
    for position in range(index + 1, min(index + _LONGEST_ELEMENT, len(text))):
        if text.gaps[position]:
            return position if text.gaps[position] == "," else None
    return None


def _stands_alone(text: Words, index: int) -> bool:
    """A single word is a name only outside document numbers and longer names: "12/BC-HC", "Tỉnh ủy"."""
    start, end, after = text.starts[index], text.ends[index], index + 1
    if index and text.ends[index - 1] + 1 == start and text.gaps[index] in ("-", BREAK):
        return False
    if after == len(text):
        return True
    if end + 1 == text.starts[after] and text.gaps[after] in ("-", BREAK):
        return False
    if text.gaps[after] or _ABBREVIATION.match(text.printed[index]):
        return True
    return not text.printed[after][0].isupper() and text.keys[after] not in NAME_GOES_ON


def _goes_on(text: Words, end: int) -> bool:
    """ "UBND tỉnh" is the own one, "UBND tỉnh X" is not."""
    return (
        text.keys[end - 1] in _PLACE_ENDS
        and end < len(text)
        and not text.gaps[end]
        and text.printed[end][0].isupper()
    )


def _own_place(units: Sequence[UnitName], text: str) -> tuple[str, str] | None:
    """ "Tỉnh" with a capital is the province that the text is about."""
    if not text:
        return None
    folded = fold(text[:_LOOKED_AT_FOR_PLACE])
    counts: Counter[tuple[str, str]] = Counter()
    for unit in units:
        for name in (unit.name, *unit.aliases):
            folded_name = fold(nfc(name))
            for place in PLACES:
                if f"{place} " in folded_name and "cấp" not in folded_name:
                    tail = folded_name[folded_name.rindex(f"{place} ") :]
                    counts[place.capitalize(), unit.name] += folded.count(tail)
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else None
