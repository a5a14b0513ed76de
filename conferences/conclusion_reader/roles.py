"""What the words around a list of bodies make of it: charged, coordinating, or neither."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from conferences.conclusion_reader.language import bodies as words
from conferences.conclusion_reader.language.orders import ADVERBIALS, AGREEMENT, CONNECTIVES, IMPERATIVES
from conferences.conclusion_reader.patterns import any_of, whole, within
from dialogue_tracker.vietnamese import fold

# "các tỉnh ủy", "UBND cấp tỉnh": a class of bodies, not one.
_CLASS = re.compile(r"^(?:các|những) | cấp (?:tỉnh|huyện|xã)$")
_COORDINATES = re.compile(rf"(?<!\w){any_of(words.COORDINATION)}$")
_CHARGE = re.compile(rf"(?<!\w)(?P<charge>{any_of(words.CHARGES)}),?$")
_BARE_CHARGE = re.compile(rf"^{any_of(words.BARE_CHARGES)},?$")
_SPEECH = any_of((*words.CHARGES, *words.SAYINGS))
# Not "theo ý kiến của Bộ trưởng", nor "Bộ trưởng đã có công văn yêu cầu".
_CHAIR_BEFORE = re.compile(
    rf"(?<!\w)(?<!của ){any_of(words.CHAIRS)}(?! (?:giao|phân công))(?!\w)(?P<said>[^.;:]{{0,90}})$"
)
_PAST = re.compile(rf"(?<!\w)(?:đã|từng) (?!{_SPEECH})")
_CHAIR_SPEAKS = re.compile(rf"(?<!\w){any_of(words.CHAIRS)}(?!\w)[^.;:,]{{0,70}}?(?<!\w){_SPEECH}(?!\w)")
_SPEAKS = re.compile(rf"(?:[^.,;:]{{0,40}} )?(?:(?:cũng|đã|tiếp tục) ){{0,3}}{_SPEECH}(?!\w)")
_ADVERBIAL = whole((*ADVERBIALS, *CONNECTIVES))
# "Trong tháng 12/2025 Cục A hoàn thành …": no comma is needed.
_TIME_ONLY = re.compile(
    r"(?:ngay |chậm nhất )?(?:trong|trước|đến|từ nay đến|hằng|hàng|định kỳ)(?: (?:hết|cuối|đầu|hằng|hàng))?"
    r"(?: (?:ngày|tuần|tháng|quý|năm)){1,2}(?: (?:[\divx/]+|tháng|năm|này|nay)){0,5}$"
)
_CONNECTIVE_ONLY = re.compile(rf"(?:{any_of(CONNECTIVES)}|và|còn|thì)?,?$")
_AGREES = whole(AGREEMENT)
_IMPERATIVE = whole(IMPERATIVES)
_STRANGERS = re.compile(rf"(?:(?<!\w){any_of(words.BODY_TYPES)} [^,;:.()]{{1,60}}?(?:, và|,| và) ?){{1,8}}$")
_REMARK = r"(?:\([^)]*\) ?)?(?:, ?)?"
_DUTY = re.compile(rf"{_REMARK}{any_of((*words.DUTIES, *IMPERATIVES))}(?!\w)")
_LEADS = whole(words.LEADING)
_TELLS = re.compile(rf"{_REMARK}{any_of(words.TELLING)}(?!\w)")
_ACTING = any_of((*words.DUTIES, *IMPERATIVES))
_VERB = re.compile(rf"(?<!\w)(?:(?P<acts>{_ACTING})|(?P<tells>{any_of(words.TELLING_LATER)}))(?!\w)")
_HELPS = re.compile(rf"{_REMARK}{any_of(words.HELPING)}(?!\w)")
_AGREED = re.compile(rf"{any_of(AGREEMENT)}(?: (?:việc|chủ trương))?$")
_ASKED = re.compile(r"(?:về )?(?:các |những )?(?:kiến nghị|đề xuất|đề nghị)(?!\w)[^.;:]* về [^.;:]*\w$")
_AFTER_AGREEMENT = whole((*words.DUTIES_AT_LAST, "chủ trì", "sớm", "sẽ"))
_AT_LAST = within(words.DUTIES_AT_LAST)
_UNDONE = re.compile(rf"{_REMARK}(?:còn |vẫn )*chưa ")
_LEAD_LABEL = re.compile(rf"{any_of(words.LEAD_LABELS)} ?: ?$")
_SUPPORT_LABEL = re.compile(rf"{any_of(words.SUPPORT_LABELS)} ?: ?$")
_OTHER_LABEL = re.compile(rf"{any_of(words.OTHER_LABELS)} ?: ?$")


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody named in the text: units of the register, everybody, or nobody in particular."""

    start: int
    end: int
    units: tuple[str, ...] = ()
    everybody: bool = False


class Role(Enum):
    ORDERED = auto()  # charged by a word like "giao", "yêu cầu"
    LEAD = auto()  # charged as the subject of an order
    SUPPORT = auto()
    NONE = auto()


@dataclass(slots=True)
class Roles:
    """Who does what in a stretch of text."""

    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    everybody: bool = False
    unknown: bool = False  # somebody is charged whom the register does not know
    ordered: bool = False

    @property
    def charges(self) -> bool:
        return bool(self.lead) or self.everybody or self.unknown

    def add(self, other: "Roles") -> None:
        self.lead += [unit for unit in other.lead if unit not in self.lead]
        self.support += [unit for unit in other.support if unit not in self.support]
        self.everybody = self.everybody or other.everybody
        self.unknown = self.unknown or other.unknown
        self.ordered = self.ordered or other.ordered

    def give(self, role: Role, bodies: Sequence[Body]) -> None:
        units = [unit for body in bodies for unit in body.units]
        if role is Role.SUPPORT:
            self.support += [unit for unit in dict.fromkeys(units) if unit not in self.support]
        elif role is not Role.NONE:
            self.everybody = self.everybody or any(body.everybody for body in bodies)
            self.ordered = self.ordered or role is Role.ORDERED
            # "các bộ, ngành và UBND cấp tỉnh": a class of bodies among everybody is part of everybody.
            wanted = [unit for unit in units if not (self.everybody and _CLASS.search(fold(unit)))]
            self.lead += [unit for unit in dict.fromkeys(wanted) if unit not in self.lead]


def decide(left: str, right: str, group: list[Body], label: str, *, charged: bool) -> tuple[Role, list[Body]]:
    """The role of a list of bodies and the members that have it.

    `left` and `right` are the folded text around it in its clause, `label` is what stands before the clause;
    `charged` tells that the clause has charged somebody already.
    """
    left = _without_strangers(left)
    if _COORDINATES.search(left) or _HELPS.match(right) and (charged or "chủ trì" in label):
        return Role.SUPPORT, group
    if left.endswith("trong đó" if charged else ("trong đó", "(")) and _LEADS.match(right):
        return Role.LEAD, group
    if charged:
        return Role.NONE, group
    if _CONNECTIVE_ONLY.match(left):
        return _as_subject(right, label), group
    charge = _CHARGE.search(left)
    if charge is not None and _is_order(left[: charge.start()].strip(), charge["charge"], right):
        return Role.ORDERED, group
    if _BARE_CHARGE.match(left):
        return (Role.NONE if _TELLS.match(right) else Role.ORDERED), group
    return _late_subject(left, right, group)


def _late_subject(left: str, right: str, group: list[Body]) -> tuple[Role, list[Body]]:
    """For bodies behind what comes before the subject: a time, a purpose, an agreement."""
    if _ADVERBIAL.match(left) and _DUTY.match(right):
        if left.endswith(",") or _TIME_ONLY.match(left):
            return Role.LEAD, group
        # "Theo đề nghị của Bộ A, Bộ B khẩn trương …": only the last one is the subject.
        if len(group) > 1 and not _CHAIR_SPEAKS.search(left):
            return Role.LEAD, group[-1:]
    if _AGREES.match(left) and _AFTER_AGREEMENT.match(right):
        return Role.LEAD, group if left.endswith(",") else group[-1:]
    return Role.NONE, []


def _without_strangers(left: str) -> str:
    """Without bodies that the register does not know: "Giao Bộ A, Bộ B" is "Giao Bộ B" where A is one."""
    if not left.endswith((",", "và")):
        return left
    rest = _STRANGERS.sub("", left).strip()
    telling = not rest or any(form.search(rest) for form in (_COORDINATES, _CHARGE, _BARE_CHARGE))
    return rest if telling else left


def _as_subject(right: str, label: str) -> Role:
    """For bodies at the head of their clause."""
    if _SUPPORT_LABEL.search(label):
        return Role.SUPPORT
    if _OTHER_LABEL.search(label):
        return Role.NONE
    if _LEAD_LABEL.search(label):
        return Role.LEAD
    if _SPEAKS.match(right) and not _DUTY.match(right):
        return Role.NONE
    return Role.NONE if _only_told(right) else Role.LEAD


def _only_told(right: str) -> bool:
    """Whether the first verb after a body tells of it, as in "các cấp ủy, chính quyền đã nỗ lực"."""
    if _TELLS.match(right) and not _UNDONE.match(right):
        return True
    verb = _VERB.search(right)
    if verb is None or verb["tells"] is None:
        return False
    return _AT_LAST.search(right, verb.end()) is None


def _is_order(before: str, charge: str, right: str) -> bool:
    """Whether "<before> giao X" is the chair's order, not what somebody else has to do or has asked for."""
    bare = charge not in words.CHAIR_ONLY_CHARGES
    if not before or _CONNECTIVE_ONLY.match(before):
        return bare
    chair = _CHAIR_BEFORE.search(before)
    if chair is not None and not before.endswith("việc"):
        return _PAST.search(chair["said"]) is None
    entrusts = charge.startswith(("giao", "phân công"))
    if entrusts and (_AGREED.match(before) or _ASKED.match(before)):
        return True
    if not bare or not before.endswith((",", "và")):
        return False
    if entrusts:
        return not _IMPERATIVE.match(before) or _LEADS.match(right) is not None
    return bool(_ADVERBIAL.match(before) or _AGREES.match(before))
