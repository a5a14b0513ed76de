"""What stands between a notice and its number: missing parts, and what the rules of form do not allow.

A pure function over the notice, its document and, for a draft, the data it is made of. Each finding names the
rule it stands on and leads to the place where it is mended.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conferences.models import Task
from dialogue_tracker.typeface import unprintable
from notices.compose import Material, texts_of
from notices.document import NoticeDocument
from notices.models import Notice
from recommendations.models import Recommendation

# The rules, as they are cited.
DECREE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II"
SYMBOL, DATES, TITLE, TEXT, SIGNING, RECIPIENTS = (
    f"{DECREE}.3",
    f"{DECREE}.4",
    f"{DECREE}.5",
    f"{DECREE}.6",
    f"{DECREE}.7",
    f"{DECREE}.9",
)
SUBJECT_DATA = "Nghị định 30/2020/NĐ-CP, Phụ lục VI"
ORDER = "Nghị định 30/2020/NĐ-CP, Điều 13"
PARTY = "Hướng dẫn 05-HD/VPTW"
FONT = "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục I.4"
CLEAR = "“5 rõ”: rõ người, rõ việc, rõ tiến độ, rõ kết quả, rõ trách nhiệm"

LONGEST_TITLE, LONG_TITLE = 500, 250
YEARS_OF_A_TERM = 5
MOST_LINKS = 12
STATE_SYMBOL = re.compile(r"TB-[A-ZĐÁÀÂĂÊÔƠƯ0-9]+(-[A-ZĐÁÀÂĂÊÔƠƯ0-9]+)*")
PARTY_SYMBOL = re.compile(r"TB/[A-ZĐÁÀÂĂÊÔƠƯ0-9]+(-[A-ZĐÁÀÂĂÊÔƠƯ0-9]+)*")
TERM = re.compile(r"(20\d\d)-(20\d\d)")
DEGREE = re.compile(r"\b(?:PGS|GS|TSKH|TS|ThS|CN|KS|BS|NGND|NGƯT)\b\.?", re.IGNORECASE)
BLANK = re.compile(r"(?:^|[\s“\"(])(?:…|\.{3,})|_{3,}", re.MULTILINE)
LONG_DATE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
FOREIGN_POINT = re.compile(r"^\s*[fjwz]\)", re.IGNORECASE | re.MULTILINE)
RESULTS = (
    "ban hành|báo cáo|bố trí|cấp |công bố|danh mục|dự thảo|đề án|đưa vào|gửi |hoàn thành|hoàn thiện|kế hoạch",
    "nghị định|nghiệm thu|phương án|quy chế|quy định|thông tư|tổ chức|tổng hợp|trả lời|trình |văn bản",
    "kết quả|xây dựng",
)
RESULT = re.compile("|".join(RESULTS), re.IGNORECASE)
# Fields the office writes by hand, in the order of the form.
WRITTEN = (
    "title",
    "place",
    "opening",
    "lead_in",
    "closing",
    "authority_of",
    "signer_title",
    "signer_name",
    "recipients",
)


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Finding:
    """`url` leads to the field; `links` to the tasks or recommendations it is about."""

    severity: Severity
    sentence: str
    basis: str
    url: str = ""
    links: tuple[Link, ...] = ()

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCKING


def findings(
    notice: Notice, document: NoticeDocument, material: Material | None = None, *, today: date | None = None
) -> list[Finding]:
    """What blocks first. `material` only gives links, and what the document no longer knows."""
    day = today or timezone.localdate()
    party = notice.form == Notice.Form.PARTY
    found = [
        *_head(notice, party=party),
        *_title(notice),
        *_text(notice, document),
        *_tasks(notice, document, material, day),
        *_answers(notice, material),
        *_signing(notice, party=party),
        *_recipients(notice, document),
        *_characters(notice, document),
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def blocking(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.blocks]


def field_url(notice: Notice, field: str) -> str:
    return f"{reverse('notices:update', args=[notice.pk])}#id_{field}"


def _block(notice: Notice, field: str, sentence: str, basis: str) -> Finding:
    return Finding(Severity.BLOCKING, sentence, basis, field_url(notice, field))


def _warn(notice: Notice, field: str, sentence: str, basis: str) -> Finding:
    return Finding(Severity.WARNING, sentence, basis, field_url(notice, field))


# --- Head and title -----------------------------------------------------------------------------------------
def _head(notice: Notice, *, party: bool) -> Iterator[Finding]:
    pattern, example = (PARTY_SYMBOL, "TB/ĐUB") if party else (STATE_SYMBOL, "TB-BCT")
    if not pattern.fullmatch(notice.symbol):
        yield _block(
            notice,
            "symbol",
            _("The symbol is the kind and the issuing body in capitals without spaces, as in %(example)s.")
            % {"example": example},
            PARTY if party else SYMBOL,
        )
    if party and not _is_term(notice.term):
        yield _block(
            notice, "term", _("A Party document is numbered by term: give it as in 2025-2030."), PARTY
        )


def _is_term(term: str) -> bool:
    found = TERM.fullmatch(term)
    return found is not None and int(found[2]) - int(found[1]) == YEARS_OF_A_TERM


def _title(notice: Notice) -> Iterator[Finding]:
    title = notice.title.strip()
    if len(title) > LONGEST_TITLE:
        yield _block(
            notice,
            "title",
            _("The subject has %(count)d characters; document systems take %(most)d at most.")
            % {"count": len(title), "most": LONGEST_TITLE},
            SUBJECT_DATA,
        )
    elif len(title) > LONG_TITLE:
        yield _warn(
            notice,
            "title",
            _("The subject is long (%(count)d characters). It should be one short sentence.")
            % {"count": len(title)},
            TITLE,
        )
    if title.isupper():
        yield _warn(
            notice, "title", _("The subject is written in lower case; only the kind is in capitals."), TITLE
        )
    if title.endswith("."):
        yield _warn(notice, "title", _("The subject is a title: leave out the full stop."), TITLE)
    if re.match(r"(thông báo|v/v)\b", title, re.IGNORECASE):
        yield _warn(
            notice, "title", _("The kind THÔNG BÁO is printed above the subject; do not repeat it."), TITLE
        )


# --- Text ---------------------------------------------------------------------------------------------------
def _text(notice: Notice, document: NoticeDocument) -> Iterator[Finding]:
    if not document.opening:
        yield _block(notice, "opening", _("The opening is missing."), TEXT)
    elif not notice.corrects_id and not document.opening[-1].endswith(":"):
        yield _warn(notice, "opening", _("The opening should end with the words “kết luận như sau:”."), TEXT)
    if not document.closing.strip():
        yield _warn(notice, "closing", _("The closing sentence is missing."), TEXT)
    labels = {field.name: field.verbose_name for field in Notice._meta.concrete_fields}
    for field in WRITTEN:
        if BLANK.search(getattr(notice, field)):
            yield _block(
                notice,
                field,
                _("“%(field)s” still has dots where something is to be filled in.")
                % {"field": labels[field]},
                TEXT,
            )
        yield from _dates(notice, field)
    if any(FOREIGN_POINT.search(text) for text in texts_of(document)):
        yield Finding(
            Severity.WARNING,
            _("Points follow the Vietnamese alphabet: a, b, c, d, đ, e, g … without f, j, w, z."),
            TEXT,
        )


def _dates(notice: Notice, field: str) -> Iterator[Finding]:
    for found in LONG_DATE.finditer(getattr(notice, field)):
        day, month, year = (int(part) for part in found.groups())
        try:
            date(year, month, day)
        except ValueError:
            yield _block(notice, field, _("There is no such day: “%(date)s”.") % {"date": found[0]}, DATES)
            continue
        wanted = (f"{day:02d}", f"{month:02d}" if month < 3 else str(month))
        if wanted != (found[1], found[2]):
            yield _warn(
                notice,
                field,
                _("A day below 10 and the months 1 and 2 take a zero, others do not: “%(date)s”.")
                % {"date": found[0]},
                DATES,
            )


# --- Tasks: "5 rõ" ------------------------------------------------------------------------------------------
def _tasks(
    notice: Notice, document: NoticeDocument, material: Material | None, today: date
) -> Iterator[Finding]:
    if notice.corrects_id:
        return
    conference = notice.conference_id
    review = reverse("conferences:review", args=[conference])
    if material and material.proposed:
        sentence = ngettext(
            "%(count)d proposed task is neither accepted nor put aside, and would be lost.",
            "%(count)d proposed tasks are neither accepted nor put aside, and would be lost.",
            material.proposed,
        ) % {"count": material.proposed}
        yield Finding(Severity.BLOCKING, sentence, CLEAR, review)
    if not document.tasks:
        severity = Severity.WARNING if document.answers else Severity.BLOCKING
        yield Finding(
            severity, _("The notice has no task: enter the conclusion and accept its tasks."), TEXT, review
        )
        return
    tasks = material.tasks if material else []
    unclear = (
        (_("Nobody leads these tasks (rõ người):"), [not task.lead for task in document.tasks]),
        (_("These tasks have no deadline (rõ tiến độ):"), [not task.due for task in document.tasks]),
        (
            _("These tasks name no result (rõ kết quả):"),
            [not RESULT.search(" ".join(task.paragraphs)) for task in document.tasks],
        ),
        (
            _("The deadline of these tasks has passed:"),
            [bool(task.due_on and task.due_on < today) for task in tasks],
        ),
    )
    for sentence, flags in unclear:
        if any(flags):
            yield Finding(Severity.WARNING, sentence, CLEAR, "", _task_links(document, tasks, flags))
    labels = [task.label for task in document.tasks if task.label]
    if len(set(labels)) < len(labels):
        yield Finding(Severity.WARNING, _("Two tasks have the same number."), TEXT, review)


def _task_links(document: NoticeDocument, tasks: list[Task], flags: list[bool]) -> tuple[Link, ...]:
    """Without material the notice is fixed: the tasks are named, but not to be changed."""
    found = []
    for position, (task, flag) in enumerate(zip(document.tasks, flags, strict=False)):
        if flag:
            label = task.label.rstrip(".,") or str(position + 1)
            url = reverse("conferences:task_update", args=[tasks[position].pk]) if tasks else ""
            found.append(Link(label, url))
    return tuple(found[:MOST_LINKS])


# --- Answers ------------------------------------------------------------------------------------------------
def _answers(notice: Notice, material: Material | None) -> Iterator[Finding]:
    if material is None:
        return
    if material.unassigned:
        yield Finding(
            Severity.WARNING,
            _("Neither answered nor assigned; the notice says these recommendations are being considered:"),
            CLEAR,
            "",
            _recommendation_links(material.unassigned),
        )
    if material.entrusted:
        yield Finding(
            Severity.WARNING,
            _("No answer in words; the notice names who leads these recommendations and until when:"),
            CLEAR,
            "",
            _recommendation_links(material.entrusted),
        )


def _recommendation_links(found: list[Recommendation]) -> tuple[Link, ...]:
    return tuple(Link(one.code, one.get_absolute_url()) for one in found[:MOST_LINKS])


# --- Signing and recipients ---------------------------------------------------------------------------------
def _signing(notice: Notice, *, party: bool) -> Iterator[Finding]:
    """The database sees to it that an authority names whom."""
    basis = PARTY if party else SIGNING
    if ("/" in notice.authority) != party and notice.authority not in ("", Notice.Authority.ACTING):
        yield _block(
            notice,
            "authority",
            _("A Party document is signed T/M, K/T or T/L.")
            if party
            else _("A state document is signed TM., KT., TL. or TUQ."),
            basis,
        )
    if not notice.signer_name.strip():
        yield _block(notice, "signer_name", _("The name of the signer is missing."), basis)
    elif DEGREE.match(notice.signer_name.strip()):
        yield _block(
            notice, "signer_name", _("No degree or rank stands before the name of the signer."), basis
        )
    elif notice.signer_name.isupper():
        yield _warn(notice, "signer_name", _("The name of the signer is written in lower case."), basis)
    if not notice.signer_title.strip():
        yield _block(notice, "signer_title", _("The title of the signer is missing."), basis)
    same = notice.signer_title.strip().casefold() == notice.authority_of.strip().casefold()
    if notice.authority and notice.authority_of and same:
        yield _block(
            notice, "authority_of", _("The signer cannot sign in the place of the own office."), basis
        )
    if notice.authority == Notice.Authority.AUTHORISED:
        yield _warn(
            notice,
            "authority",
            _("TUQ. needs a written authorisation with a time limit, and the form and seal of who gave it."),
            ORDER,
        )


def _recipients(notice: Notice, document: NoticeDocument) -> Iterator[Finding]:
    if not document.recipients:
        yield _block(notice, "recipients", _("Nobody receives the notice."), RECIPIENTS)
    if not notice.drafted_by_unit.strip():
        yield _warn(
            notice, "drafted_by_unit", _("The files need the drafting unit, as in “Lưu: VT, VP”."), RECIPIENTS
        )
    if re.search(r"^\W*lưu\b", notice.recipients, re.IGNORECASE | re.MULTILINE):
        yield _warn(
            notice, "recipients", _("The line “Lưu: …” is added by the form; take it out."), RECIPIENTS
        )


def _characters(notice: Notice, document: NoticeDocument) -> Iterator[Finding]:
    if strange := unprintable("".join(texts_of(document))):
        places = [field for field in WRITTEN if unprintable(getattr(notice, field))]
        yield Finding(
            Severity.BLOCKING,
            _("These characters cannot be printed and would show as an empty box: %(characters)s")
            % {"characters": " ".join(strange)},
            FONT,
            field_url(notice, places[0]) if places else "",
        )
