"""“5 rõ”: whether a task says clearly who, what, by when, with which result and who answers for it. Pure.

The rules, one for each of the five:
- person: a unit leads it, or it is laid on all units;
- work: the wording has some words beside names, and no sub-items that go to other units or dates;
- deadline: a day, or a time that needs none (recurring, ongoing, at an event), and no doubt about it;
- result: the office named what is to be handed over, or the wording names it (`PRODUCTS`, `DELIVERIES`);
- responsibility: one unit leads, not several; who supports is named where the wording speaks of it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from conferences.conclusion_reader import types as reader
from dialogue_tracker.vietnamese import compare_key

PERSON, WORK, DEADLINE, RESULT, RESPONSIBILITY = FIVE = (
    "person", "work", "deadline", "result", "responsibility",
)  # fmt: skip
# Beside the reader's codes: sub-items charge units of their own or have deadlines of their own.
PARTS_DIFFER = "parts_differ"
DUE_DOUBTS = {reader.DUE_UNCLEAR, reader.SEVERAL_DUE, reader.DEADLINE_BEFORE_ISSUE}
WITHOUT_A_DAY = {reader.RECURRING, reader.ONGOING, reader.EVENT}
FEWEST_WORDS = 6

# What is handed over, and by which words; none of them where it already exists ("theo", "đã", "tại").
PRODUCTS = (
    "báo cáo", "đề án", "kế hoạch", "phương án", "dự thảo", "tờ trình", "hồ sơ", "nghị định", "thông tư",
    "nghị quyết", "chỉ thị", "quy chế", "quy chuẩn", "tiêu chuẩn", "danh mục", "kịch bản", "chương trình",
    "cơ sở dữ liệu", "phần mềm", "văn bản", "sổ tay", "quy trình", "chiến lược", "quy hoạch",
)  # fmt: skip
DELIVERIES = (
    "ban hành", "công bố", "nghiệm thu", "khánh thành", "ký kết", "trình bộ", "trình lãnh đạo", "trình cấp",
    "trình chính phủ", "trình thủ tướng", "trình quốc hội", "trình ban", "trình đảng", "trình hội đồng",
    "trình xem xét", "trình phê duyệt", "trình thứ trưởng", "trình trung ương", "trình chủ tịch",
)  # fmt: skip
EXISTS_ALREADY = ("theo ", "đã ", "được ", "tại ", "căn cứ ", "các ", "mới ")
# "công trình", "quá trình": another word.
OTHER_WORDS = ("chương ", "công ", "quá ", "quy ", "lộ ", "tiến ", "giáo ", "thuyết ", "hành ")

_RESULT = re.compile(
    "".join(rf"(?<!{before})" for before in (*EXISTS_ALREADY, *OTHER_WORDS))
    + rf"\b(?:{'|'.join((*PRODUCTS, *DELIVERIES))})\b(?! số \d)"
)
_SUPPORT = re.compile(r"\bphối hợp\b")
_NAMED_SUPPORT = re.compile(r"phối hợp(?: chặt chẽ)?(?: với| cùng)?(?: các)? (\w)")


@dataclass(frozen=True)
class Facts:
    text: str
    leads: int
    supporting: int
    all_units: bool
    has_day: bool
    due_kind: str
    expected_result: str
    unsure: Collection[str]


def missing(facts: Facts) -> list[str]:
    """Which of the five are not clear, in their order."""
    clear = {
        PERSON: facts.leads > 0 or facts.all_units,
        WORK: len(facts.text.split()) >= FEWEST_WORDS and PARTS_DIFFER not in facts.unsure,
        DEADLINE: (facts.has_day or facts.due_kind in WITHOUT_A_DAY)
        and not DUE_DOUBTS.intersection(facts.unsure),
        RESULT: bool(facts.expected_result.strip() or result_named(facts.text)),
        RESPONSIBILITY: _one_answers(facts) and _support_is_named(facts),
    }
    return [name for name in FIVE if not clear[name]]


def result_named(text: str) -> str:
    """The first word of the wording that names a result: "báo cáo", "đề án"."""
    found = _RESULT.search(compare_key(text))
    return found.group() if found else ""


def _one_answers(facts: Facts) -> bool:
    return facts.leads == 1 or (facts.all_units and not facts.leads)


def _support_is_named(facts: Facts) -> bool:
    if facts.supporting or facts.all_units or not _SUPPORT.search(compare_key(facts.text)):
        return True
    # Names begin with a capital: "phối hợp với Bộ Tài chính".
    return any(initial.isupper() for initial in _NAMED_SUPPORT.findall(" ".join(facts.text.split())))
