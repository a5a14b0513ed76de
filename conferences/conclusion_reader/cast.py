"""Everybody named in a text, and what they have to do in any stretch of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from conferences.conclusion_reader.language.bodies import (
    ADDRESSING,
    ANONYMOUS,
    BARE_CHARGES,
    BELONGING,
    BODY_TYPES,
    CHAIRS,
    CHARGES,
    DUTIES,
    EVERYBODY,
    EVERYBODY_WHO_ACTS,
    HEADS,
    SUCH_AS,
    TELLING,
)
from conferences.conclusion_reader.language.orders import IMPERATIVES
from conferences.conclusion_reader.layout import Sheet
from conferences.conclusion_reader.patterns import any_of, sentence_ends, within
from conferences.conclusion_reader.register import Register
from conferences.conclusion_reader.roles import Body, Roles, decide
from conferences.conclusion_reader.tokens import words_of
from conferences.conclusion_reader.types import UnitName
from dialogue_tracker.vietnamese import fold

# As much of a clause as is looked at before and after a body.
_LEFT, _RIGHT = 200, 120
_LABEL = 40
_LONGEST_TITLE = 60
_LONGEST_JOINT = 11
_LONGEST_NAME = 120
# Between the members of one list of bodies.
_JOINT = re.compile(r",? ?(?:và |& |/ ?|- )?$")
_SUCH_AS = re.compile(rf",? ?(?:{any_of(SUCH_AS)} ?:?|:)$")
# Titles right before a body: the head stands for it.
_HEADS = re.compile(rf"(?:(?<!\w){any_of(HEADS)}(?: (?:các|của))?,? ){{1,4}}$")
_CLAUSE_END = re.compile(r"[;:](?= )")
_DEMANDED = re.compile(rf"(?<!\w){any_of(BARE_CHARGES)}$")
_ADDRESSING = re.compile(rf"{any_of(ADDRESSING)}$")
_MUST = re.compile(r"[^,.;:]{0,20} (?:cần|phải|có trách nhiệm|thực hiện)(?!\w)")
_EVERYBODY = re.compile(
    rf"(?<!\w)(?:{any_of(EVERYBODY)}(?!\w)(?: {any_of(BELONGING)}(?!\w))?"
    rf"|{any_of(EVERYBODY_WHO_ACTS)}(?= {any_of((*DUTIES, *IMPERATIVES))}(?!\w)))"
)
_ANONYMOUS = within(ANONYMOUS)
_TYPE = re.compile(rf"{any_of(BODY_TYPES)} ")
_ACTS = within((*DUTIES, *IMPERATIVES))
_TELLS = within(TELLING)
_NAME = rf"{any_of(BODY_TYPES)} [^,;:.()]{{1,60}}(?:, và |, | và )"
_STRANGERS_BETWEEN = re.compile(rf",? (?:và )?(?P<name>{_NAME})(?:{_NAME})?$")
_STRANGER = re.compile(
    rf"(?:{any_of(BARE_CHARGES)}|(?:[^.;:]{{0,250}}, )?{any_of(CHAIRS)}(?!\w)[^.;:]{{0,70}}? "
    rf"{any_of(CHARGES)}) (?:{any_of(HEADS)} ){{0,3}}(?P<name>{any_of(BODY_TYPES)}) "
)


class Cast:
    def __init__(self, sheet: Sheet, units: Sequence[UnitName]) -> None:
        self._flat = sheet.flat
        self._folded = sheet.folded
        self._register = Register(units, sheet.flat)
        self._bodies = _bodies(sheet.flat, sheet.folded, self._register)
        self._starts = [body.start for body in self._bodies]
        self._known: dict[tuple[int, int], Roles] = {}  # of clauses: they are asked about more than once

    def roles(self, start: int, end: int) -> Roles:
        roles = Roles()
        for clause in self._clauses(start, end):
            if clause not in self._known:
                self._known[clause] = self._clause(*clause, start)
            roles.add(self._known[clause])
        return roles

    def named(self, text: str) -> Roles:
        """Everybody named in a cell of a table."""
        bodies = _bodies(text, fold(text), self._register)
        units = dict.fromkeys(unit for body in bodies for unit in body.units)
        return Roles(lead=list(units), everybody=any(body.everybody for body in bodies))

    def names_only(self, start: int, end: int) -> bool:
        """Whether a line is nothing but names: "Vụ A, Cục B" above what they have to do."""
        groups = list(self._groups(start, end))
        if len(groups) != 1 or not any(body.units for body in groups[0]):
            return False
        return self._with_title(groups[0][0], start) == start and groups[0][-1].end >= end - 1

    def sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        position = start
        for stop in sentence_ends(self._flat, self._folded, start, end):
            yield position, stop
            position = stop
        if position < end:
            yield position, end

    def somebody(self, start: int, end: int) -> Roles:
        """For the line above a list, which may name its addressees anywhere: "việc mà đơn vị cần làm"."""
        roles = Roles()
        for body in self._between(start, end):
            before = self._folded[max(start, body.start - _LONGEST_TITLE) : body.start].rstrip()
            if _MUST.match(self._folded, body.end, end) or _ADDRESSING.search(before):
                roles.lead += [unit for unit in body.units if unit not in roles.lead]
                roles.everybody = roles.everybody or body.everybody
        return roles

    def _between(self, start: int, end: int) -> Iterator[Body]:
        for index in range(bisect_left(self._starts, start), len(self._bodies)):
            if self._bodies[index].end > end:
                return
            yield self._bodies[index]

    def _clauses(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut at ";", ":" and full stops, except inside the name of a list of bodies."""
        position = start
        stops = [found.end() for found in _CLAUSE_END.finditer(self._folded, start, end)]
        stops += sentence_ends(self._flat, self._folded, start, end)
        for stop in sorted(stops):
            index = bisect_left(self._starts, stop) - 1
            if index >= 0 and (self._bodies[index].end >= stop or self._lists(index, start, stop)):
                continue
            yield position, stop
            position = stop
        if position < end:
            yield position, end

    def _lists(self, index: int, start: int, stop: int) -> bool:
        """Whether the colon before `stop` stands between "yêu cầu các đơn vị" and their names."""
        if index + 1 == len(self._bodies):
            return False
        one, two = self._bodies[index : index + 2]
        if one.end + 1 != stop or two.start != stop + 1 or not self._exemplified(one, two):
            return False
        before = self._folded[start : self._with_title(one, start)].rstrip()
        return not before or _DEMANDED.search(before) is not None

    def _clause(self, start: int, end: int, sentence: int) -> Roles:
        roles = Roles()
        label = self._folded[max(sentence, start - _LABEL) : start]
        while start < end and self._folded[start] in " \"“'‘(-+":
            start += 1
        for group in self._groups(start, end):
            left = self._left(start, self._with_title(group[0], start))
            right = self._folded[group[-1].end : min(end, group[-1].end + _RIGHT)].strip()
            roles.give(*decide(left, right, group, label, charged=roles.charges))
        if not roles.charges:
            roles.ordered = self._orders_stranger(start, end)
            roles.unknown = roles.ordered or self._stranger_acts(start, end)
        return roles

    def _left(self, start: int, end: int) -> str:
        """What stands before a body in its clause; of a very long clause only both ends."""
        if end - start > 3 * _LEFT:
            return f"{self._folded[start : start + _LEFT]} … {self._folded[end - _LEFT : end]}".strip()
        return self._folded[start:end].strip()

    def _groups(self, start: int, end: int) -> Iterator[list[Body]]:
        group: list[Body] = []
        for body in self._between(start, end):
            if group and self._exemplified(group[-1], body):
                group[-1] = replace(group[-1], everybody=False)
            elif group and not self._joined(group[-1], body):
                yield group
                group = []
            group.append(body)
        if group:
            yield group

    def _joined(self, one: Body, two: Body) -> bool:
        between = self._folded[one.end : self._with_title(two, one.end)]
        if len(between) < _LONGEST_JOINT:
            return _JOINT.match(between.rstrip() + " ") is not None
        # A body between them that the register does not know does not part them.
        stranger = _STRANGERS_BETWEEN.match(between) if len(between) < _LONGEST_NAME else None
        return stranger is not None and self._flat[one.end + stranger.start("name")].isupper()

    def _exemplified(self, one: Body, two: Body) -> bool:
        """ "các đơn vị như Cục A", "thủ trưởng các đơn vị: Cục A": those, not everybody."""
        between = self._folded[one.end : self._with_title(two, one.end)].rstrip()
        return bool(two.units) and not one.units and _SUCH_AS.match(between) is not None

    def _with_title(self, body: Body, limit: int) -> int:
        """Where "Bộ trưởng Bộ X" begins."""
        found = _HEADS.search(self._folded, max(limit, body.start - _LONGEST_TITLE), body.start)
        return found.start() if found else body.start

    def _orders_stranger(self, start: int, end: int) -> bool:
        """ "Giao Cục Z …" where no register knows Cục Z."""
        found = _STRANGER.match(self._folded, start, end)
        if found is None or not self._is_name(found.start("name"), found.end()):
            return False
        return not self._is_known(found.start("name"))

    def _is_known(self, start: int) -> bool:
        place = bisect_left(self._starts, start)
        return place < len(self._starts) and self._starts[place] == start

    def _is_name(self, start: int, second: int) -> bool:
        """Two capitals, unlike "Báo cáo", "Bộ trưởng", "Hội nghị"."""
        return second < len(self._flat) and self._flat[start].isupper() and self._flat[second].isupper()

    def _stranger_acts(self, start: int, end: int) -> bool:
        """ "Cục Z khẩn trương …"."""
        found = _TYPE.match(self._folded, start, end)
        if found is None or not self._is_name(start, found.end()) or self._is_known(start):
            return False
        acts = _ACTS.search(self._folded, found.end(), min(end, start + _LONGEST_NAME))
        return acts is not None and _TELLS.search(self._folded, found.end(), acts.start()) is None


def _bodies(text: str, folded: str, register: Register) -> list[Body]:
    """In the order of the text, none over another: what the register knows goes first."""
    found = register.mentions(words_of(text)) if register.known else ()
    bodies = [Body(mention.start, mention.end, mention.units) for mention in found]
    for pattern, everybody in ((_ANONYMOUS, False), (_EVERYBODY, True)):
        starts = [body.start for body in bodies]
        free = []
        for match in pattern.finditer(folded):
            index = bisect_left(starts, match.end()) - 1
            if index < 0 or bodies[index].end <= match.start():
                free.append(Body(match.start(), match.end(), everybody=everybody))
        bodies = sorted([*bodies, *free], key=lambda body: body.start)
    return bodies
