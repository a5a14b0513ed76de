"""Who is charged by a sentence, who coordinates, and whether everybody is meant."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from conferences.conclusion_reader.layout import Sheet
from conferences.conclusion_reader.patterns import any_of, sentence_ends
from conferences.conclusion_reader.register import Mention, Register, tokens
from conferences.conclusion_reader.types import UnitName
from conferences.conclusion_reader.words import (
    ADVERBIALS,
    AGREEMENT,
    ANONYMOUS,
    BARE_CHARGES,
    BODY_TYPES,
    CHAIRS,
    CHARGES,
    CONNECTIVES,
    COORDINATION,
    DUTIES,
    EVERYBODY,
    HEADS,
    IMPERATIVES,
    SAYINGS,
    TELLING,
)
from dialogue_tracker.vietnamese import fold

# Roles of the members of one list of bodies.
LEAD, ORDERED, SUPPORT, NONE = "lead", "ordered", "support", ""
_CLASS = re.compile(r"^(?:các|những) | cấp (?:tỉnh|huyện|xã)$")
# Between the members of one list of bodies.
_BETWEEN = re.compile(r",? ?(?:và |cùng |& |/ ?|- )?$")
_HEADS = re.compile(rf"(?:(?<!\w){any_of(HEADS)}(?: (?:các|của))?,? )+$")
_EVERYBODY = re.compile(rf"(?<!\w)(?:{any_of(EVERYBODY)})(?!\w)")
_ANONYMOUS = re.compile(rf"(?<!\w)(?:{any_of(ANONYMOUS)})(?!\w)")
_COORDINATES = re.compile(rf"(?<!\w){any_of(COORDINATION)}$")
_CHARGE = re.compile(rf"(?<!\w)(?P<charge>{any_of(CHARGES)}),?$")
_BARE_CHARGE = re.compile(rf"(?:{any_of(BARE_CHARGES)})(?!\w)")
_CHAIR_BEFORE = re.compile(rf"(?<!\w){any_of(CHAIRS)}(?! (?:giao|phân công))(?!\w)[^.;:]{{0,90}}$")
_CHAIR_SPEAKS = re.compile(
    rf"(?<!\w)(?P<chair>{any_of(CHAIRS)})(?!\w)[^.;:,]{{0,70}}?(?<!\w)(?:{any_of(CHARGES)}|{any_of(SAYINGS)})(?!\w)"
)
_ADVERBIAL = re.compile(rf"(?:{any_of(ADVERBIALS)}|{any_of(CONNECTIVES)})(?!\w)")
_CONNECTIVE_ONLY = re.compile(rf"(?:{any_of(CONNECTIVES)}|và|còn|thì)?,?$")
_AGREES = re.compile(rf"(?:{any_of(AGREEMENT)})(?!\w)")
_IMPERATIVE = re.compile(rf"(?:{any_of(IMPERATIVES)})(?!\w)")
_DUTY = re.compile(
    rf"(?:\([^)]*\) ?)?(?:, ?)?(?:{any_of(DUTIES)}|{any_of(IMPERATIVES)}|phối hợp|giao|chỉ|được giao)(?!\w)"
)
_TELLING = re.compile(rf"(?:\([^)]*\) ?)?(?:{any_of(TELLING)})(?!\w)")
_SPEAKS = re.compile(rf"(?:[^.,;:]{{0,40}} )?(?:cũng |đã |tiếp tục )*(?:{any_of(CHARGES)}|{any_of(SAYINGS)})(?!\w)")
_NAMED_BODY = re.compile(rf"(?:{any_of(BODY_TYPES)})(?!\w)")
_LABEL = re.compile(r"(?:chủ trì|thực hiện|đầu mối|chịu trách nhiệm) ?: ?$")
_LABEL_SUPPORT = re.compile(r"phối hợp ?: ?$")
_LABEL_NEITHER = re.compile(r"(?:nơi nhận|kính gửi|báo cáo|thành phần|tham dự|gồm|như) ?: ?$")
_MUST = re.compile(r"[^,.;:]{0,20} (?:cần|phải|có trách nhiệm|thực hiện)(?!\w)")
_CLAUSE_END = re.compile(r"[;:](?= )")


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody named in the text: units of the register, everybody, or nobody in particular."""

    start: int
    end: int
    units: tuple[str, ...] = ()
    everybody: bool = False


@dataclass(slots=True)
class Roles:
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    everybody: bool = False
    unknown: bool = False
    ordered: bool = False  # by a word like "giao", "yêu cầu", not only by standing as the subject

    @property
    def charges(self) -> bool:
        return bool(self.lead) or self.everybody or self.unknown

    def add(self, other: "Roles") -> None:
        self.lead += [unit for unit in other.lead if unit not in self.lead]
        self.support += [unit for unit in other.support if unit not in self.support]
        self.everybody = self.everybody or other.everybody
        self.unknown = self.unknown or other.unknown
        self.ordered = self.ordered or other.ordered


class Cast:
    """Everybody named in a text, and what they have to do in any stretch of it."""

    def __init__(self, sheet: Sheet, units: Sequence[UnitName]) -> None:
        self._folded = sheet.folded
        self._flat = sheet.flat
        self._bodies = sorted(_bodies(sheet, units), key=lambda body: body.start)
        self._starts = [body.start for body in self._bodies]

    def roles(self, start: int, end: int) -> Roles:
        roles = Roles()
        for clause_start, clause_end in self.clauses(start, end):
            roles.add(self._clause(clause_start, clause_end, start))
        return roles

    def somebody(self, start: int, end: int) -> Roles:
        """For the line above a list, which may name its addressees in any place: "những nhiệm vụ mà các đơn vị cần làm"."""
        roles = Roles()
        index = bisect_left(self._starts, start)
        for body in self._bodies[index:]:
            if body.end > end:
                break
            if _MUST.match(self._folded, body.end, end):
                roles.lead += [unit for unit in body.units if unit not in roles.lead]
                roles.everybody = roles.everybody or body.everybody
        return roles

    def clauses(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut at ";", ":" and full stops, except inside the name of a list of bodies."""
        position = start
        stops = [found.end() for found in _CLAUSE_END.finditer(self._folded, start, end)]
        stops += sentence_ends(self._flat, self._folded, start, end)
        for stop in sorted(stops):
            index = bisect_left(self._starts, stop) - 1
            if index >= 0 and self._bodies[index].end >= stop:
                continue
            yield position, stop
            position = stop
        if position < end:
            yield position, end

    def _clause(self, start: int, end: int, sentence: int) -> Roles:
        roles = Roles()
        clause_start = start + len(self._folded[start:end]) - len(self._folded[start:end].lstrip(" \"“'‘(-+"))
        for group in self._groups(clause_start, end):
            first = self._extended(group[0], clause_start)
            left = self._folded[clause_start:first].strip()
            right = self._folded[group[-1].end : min(end, group[-1].end + 120)].strip()
            role, members = _role(left, right, group, charged=roles.charges, label=self._folded[max(sentence, start - 40) : start])
            if role in (LEAD, ORDERED):
                roles.everybody = roles.everybody or any(body.everybody for body in members)
                named = (unit for body in members for unit in body.units)
                # "các bộ, ngành và UBND cấp tỉnh": a class of bodies among everybody is part of everybody.
                roles.lead += [unit for unit in named if not (roles.everybody and _CLASS.search(fold(unit)))]
                roles.ordered = roles.ordered or role == ORDERED
            elif role == SUPPORT:
                roles.support += [unit for body in members for unit in body.units if unit not in roles.support]
        if not roles.charges:
            roles.unknown = roles.ordered = self._charges_stranger(clause_start, end)
        return roles

    def _groups(self, start: int, end: int) -> Iterator[list[Body]]:
        index = bisect_left(self._starts, start)
        group: list[Body] = []
        while index < len(self._bodies) and self._bodies[index].end <= end:
            body = self._bodies[index]
            if group and not self._joined(group[-1], body):
                yield group
                group = []
            group.append(body)
            index += 1
        if group:
            yield group

    def _joined(self, one: Body, two: Body) -> bool:
        between = self._folded[one.end : self._extended(two, one.end)]
        return len(between) < 9 and bool(_BETWEEN.match(between + " " if between[-1:] != " " else between))

    def _extended(self, body: Body, limit: int) -> int:
        """Where the body begins with the title of its head: "Bộ trưởng Bộ X"."""
        found = _HEADS.search(self._folded, max(limit, body.start - 60), body.start)
        return found.start() if found else body.start

    def _charges_stranger(self, start: int, end: int) -> bool:
        """ "Giao Cục Z …" where no register knows Cục Z. """
        found = _BARE_CHARGE.match(self._folded, start, end)
        if found is None:
            return False
        position = found.end() + 1
        head = re.compile(rf"(?:{any_of(HEADS)} )*").match(self._folded, position, end)
        position = head.end() if head else position
        body = _NAMED_BODY.match(self._folded, position, end)
        return body is not None and self._flat[position : position + 1].isupper()


def _bodies(sheet: Sheet, units: Sequence[UnitName]) -> Iterator[Body]:
    known: list[Mention] = []
    if units:
        register = Register(units, sheet.flat)
        known = list(register.mentions(tokens(sheet.flat, sheet.folded), sheet.flat))
    for mention in known:
        yield Body(mention.start, mention.end, mention.units)
    starts = [mention.start for mention in known]
    taken: list[tuple[int, int]] = []
    for everybody, pattern in ((True, _EVERYBODY), (False, _ANONYMOUS)):
        others = sorted(taken)
        other_starts = [start for start, _ in others]
        for found in pattern.finditer(sheet.folded):
            start, end = found.span()
            index = bisect_left(starts, end) - 1
            if index >= 0 and known[index].end > start:
                continue
            index = bisect_left(other_starts, end) - 1
            if index >= 0 and others[index][1] > start:
                continue
            taken.append((start, end))
            yield Body(start, end, everybody=everybody)


def _role(left: str, right: str, group: list[Body], *, charged: bool, label: str) -> tuple[str, Iterable[Body]]:
    if _COORDINATES.search(left):
        return SUPPORT, group
    if charged:
        return NONE, ()
    if _CONNECTIVE_ONLY.match(left):
        return _subject_role(right, group, label)
    charge = _CHARGE.search(left)
    if charge is not None and _orders(left[: charge.start()].strip(), charge["charge"], left):
        return ORDERED, group
    if _BARE_CHARGE.fullmatch(left.rstrip(",")):
        return (NONE, ()) if _TELLING.match(right) else (ORDERED, group)
    if _ADVERBIAL.match(left) and _DUTY.match(right):
        if left.endswith(","):
            return LEAD, group
        if len(group) > 1 and not _CHAIR_SPEAKS.search(left):
            return LEAD, group[-1:]
    return NONE, ()


def _subject_role(right: str, group: list[Body], label: str) -> tuple[str, Iterable[Body]]:
    if _LABEL_SUPPORT.search(label):
        return SUPPORT, group
    if _LABEL_NEITHER.search(label):
        return NONE, ()
    if _LABEL.search(label):
        return LEAD, group
    if _TELLING.match(right) or _SPEAKS.match(right) and not _DUTY.match(right):
        return NONE, ()
    return LEAD, group


def _orders(before: str, charge: str, left: str) -> bool:
    """Whether the charge in "<before> giao X" is the chair's, not something that somebody else has to do or has asked for."""
    if not before or _CONNECTIVE_ONLY.match(before):
        return charge not in ("chỉ đạo", "lưu ý", "nhắc nhở", "quán triệt")
    if _CHAIR_BEFORE.search(before) and not before.endswith("việc"):
        return True
    if charge in ("chỉ đạo", "lưu ý", "nhắc nhở", "quán triệt") or not before.endswith((",", "và")):
        return False
    if charge.startswith(("giao", "phân công")):
        return not _IMPERATIVE.match(before)
    return bool(_ADVERBIAL.match(before) or _AGREES.match(before))
