"""What a conclusion notice says, ready worded: plain data without models, markup or measures."""

import re
from dataclasses import dataclass
from datetime import date

# "a)", "1.", "(2)", "-", "+", "•" at the start of a line begin a new paragraph even inside hard-wrapped text.
MARKER = re.compile(r"(?:[-–+•*]|\(?(?:\d{1,2}|[a-zđ]|[ivxIVX]{1,4})[).])\s")
# A longer line was never wrapped by hand: then each line is a paragraph, blank lines or not.
WIDEST_WRAP = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTask:
    """A task exactly as worded: `label` ("1.", "Thứ nhất,") stands before the first paragraph."""

    label: str = ""
    paragraphs: tuple[str, ...]
    lead: str = ""
    support: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswer:
    """A recommendation as the unit worded it, and what it is told. `due` is a phrase or a date as printed."""

    raised_by: str
    recommendation: str
    answer: str = ""
    lead: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """Work of an earlier conference that goes on. `source` is its old number and conference."""

    source: str
    text: str
    unit: str
    original_due: str = ""
    due: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    title: str
    share: float  # of the table's width; the shares of a table are weighed against each other
    centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A table behind the notice, with page numbers of its own."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """ "KT." (`authority`), "Bộ trưởng" (`of`), "Thứ trưởng" (`title`). No degrees before the name."""

    authority: str = ""
    of: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDocument:
    """Everything printed. What is empty is left out, or left blank where the format has a place for it."""

    form: str = "state"  # the name of its format
    issuer: str
    symbol: str
    place: str
    subject: str
    year: int
    parent: str = ""
    number: int | None = None
    issued_on: date | None = None
    draft: bool = True
    addressee: str = ""  # of a letter
    urgency: str = ""  # a key of the format's `urgencies`, and so on
    circulation: str = ""
    address: tuple[str, ...] = ()  # of the issuing body, at the foot of the first page
    grounds: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    assessments_title: str = "Đánh giá chung"
    assessments: tuple[str, ...] = ()
    limitations_title: str = "Tồn tại, hạn chế"
    limitations: tuple[str, ...] = ()
    tasks_title: str = "Nhiệm vụ trọng tâm"
    tasks_lead_in: tuple[str, ...] = ()
    tasks: tuple[NoticeTask, ...] = ()
    answers_title: str = "Trả lời kiến nghị, đề xuất của các đơn vị"
    answers: tuple[NoticeAnswer, ...] = ()
    answers_in_annex_from: int = 6
    carried_over: tuple[CarriedOver, ...] = ()
    annexes: tuple[Annex, ...] = ()
    closing: str = ""
    recipients: tuple[str, ...] = ()
    drafted_by: str = ""  # the drafting unit, short, for the files
    drafter_mark: str = ""
    signer: Signer = Signer()
    verification_code: str = ""
    verification_url: str = ""

    @property
    def answers_in_annex(self) -> bool:
        return len(self.answers) >= max(1, self.answers_in_annex_from)


def paragraphs(text: str) -> tuple[str, ...]:
    """One paragraph a line; in a hard-wrapped text with blank lines, the lines between them are joined."""
    wrapped = max(map(len, text.splitlines()), default=0) <= WIDEST_WRAP
    if not (wrapped and re.search(r"\n[^\S\n]*\n", text.strip())):
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    found: list[str] = []
    new = True
    for line in map(str.strip, text.splitlines()):
        if not line:
            new = True
        elif new or MARKER.match(line):
            found.append(line)
            new = False
        else:
            found[-1] += f" {line}"
    return tuple(found)


def task_label(number: str) -> str:
    """How a task's number stands before its text: "1" -> "1.", "Thứ nhất" -> "Thứ nhất,", "a)" stays."""
    number = number.strip()
    if not number or not number[-1].isalnum():
        return number
    return f"{number}," if " " in number else f"{number}."
