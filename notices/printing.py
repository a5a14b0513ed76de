"""A notice document and its format -> the HTML page that `dialogue_tracker.pdf` turns into the notice."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string

from dialogue_tracker.typeface import FAMILY, FONT_FACES, printable
from notices import pagination
from notices.annexes import PrintedAnnex, annex_names, annexes_of, printed_annexes
from notices.document import NoticeAnswer, NoticeDocument, NoticeTask, Signer, paragraphs
from notices.formats import format_named
from notices.layout import Component, Format
from notices.numerals import date_text, number_text, point, roman
from notices.qr import qr_path

# How much of the text area a centred title may fill before it breaks, and how much of its cell a name may.
TITLE_ROOM, CELL_ROOM = 0.88, 0.97
WITH_NOTE = re.compile(r"(.+ )(\([^()]{1,20}\)[;.])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered part of the text. `kind` is the template that prints the content."""

    title: str
    kind: str
    content: Any
    lead_in: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"notices/pdf/_{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one component, as they are broken, and how it is set."""

    component: str
    lines: list[str]
    set: Component


def notice_html(document: NoticeDocument) -> str:
    """As one page, however large its annexes are."""
    context = printed_notice(document)
    return _html(context, body=True, annexes=context["annexes"])


def notice_parts(document: NoticeDocument) -> list[Callable[[], str]]:
    """One part, or several where an annex is large: each makes its HTML where it is laid out."""
    context = printed_notice(document)
    parts: list[list[PrintedAnnex]] = [[]]
    for annex in context["annexes"]:
        first, *others = annex.parts()
        if others:
            parts.append([first])
        else:
            parts[-1].append(first)
        parts += [[other] for other in others]
    return [
        partial(_html, context, body=number == 0, annexes=annexes) for number, annexes in enumerate(parts)
    ]


def _html(context: dict[str, Any], *, body: bool, annexes: list[PrintedAnnex]) -> str:
    return render_to_string("notices/pdf/notice.html", {**context, "body": body, "printed": annexes})


def printed_notice(document: NoticeDocument) -> dict[str, Any]:
    """All that is printed, worded and broken into lines: what the templates of the PDF and Word set."""
    document = _printable(document)
    form = format_named(document.form)
    return {
        "document": document,
        "form": form,
        "family": FAMILY,
        "font_faces": FONT_FACES,
        "table": pagination,
        "words": {name: form.cased(name, words) for name, words in form.words.items()},
        "sections": _sections(document, form),
        "enclosed": _enclosed(document, form),
        "annexes": printed_annexes(document, form),
        **_head(document, form),
        **_foot(document, form),
    }


def _printable(value: Any) -> Any:
    """Cleaned before it meets markup: a composing character must not find a bracket or a quote to join."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(map(_printable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _printable(getattr(value, field.name)) for field in fields(value)}
        )
    return value


def _head(document: NoticeDocument, form: Format) -> dict[str, Any]:
    number = form.number_pattern.format(number=number_text(document.number), symbol=document.symbol)
    place = f"{document.place}, {date_text(document.issued_on, year=document.year)}"
    left, right = form.width * form.head_left * CELL_ROOM, form.width * (1 - form.head_left)
    subject = _block("subject", document.subject, form, form.width * TITLE_ROOM)
    return {
        "title": _title(document, number, form),
        "author": " ".join(document.issuer.split()),
        "head_left": [
            _block(name, text, form, left)
            for name, text in (("parent", document.parent), ("issuer", document.issuer))
            if text.strip()
        ],
        "head_right": [
            _block(name, form.words[name], form, right) for name in ("nation", "motto") if name in form.words
        ],
        "number": _block("number", f"{form.words['number']} {number}", form, left),
        "place": _block("place", place, form, right),
        "subject": subject,
        "about": _letter_line("about", form, left, subject=document.subject),
        "addressee": _letter_line("addressee", form, form.width, unit=document.addressee),
        "urgency": form.cased("urgency", form.urgencies.get(document.urgency, "")),
        "urgency_width": form.urgency_widths.get(document.urgency, 0),
        "circulation": form.cased("circulation", form.circulations.get(document.circulation, "")),
        "grounds": _ended(document.grounds),
    }


def _letter_line(component: str, form: Format, room: float, **words: str) -> Block | None:
    """What only letters have."""
    pattern = form.words.get(component)
    return _block(component, pattern.format(**words), form, room) if pattern else None


def _block(component: str, text: str, form: Format, room: float) -> Block:
    return Block(component, form.lines(component, text, room=room), form.components[component])


def _title(document: NoticeDocument, number: str, form: Format) -> str:
    """What the file calls itself: "Dự thảo Thông báo: Kết luận …", "Thông báo số 05/TB-BCT: Kết luận …"."""
    kind = form.words["kind"]
    draft = f"{form.words['draft']} " if document.draft else ""
    numbered = f" {form.words['number'].rstrip(':').lower()} {number}" if document.number is not None else ""
    return f"{draft}{kind}{numbered}: {' '.join(document.subject.split())}"


def _foot(document: NoticeDocument, form: Format) -> dict[str, Any]:
    closing = document.closing.rstrip(" ./;,")
    right = form.width * (1 - form.foot_left) * CELL_ROOM
    return {
        "closing": f"{closing}{form.end_mark}" if closing else "",
        "recipients": _recipients(document, form),
        "authority": [_block(name, text, form, right) for name, text in _authority(document.signer, form)],
        "signer": _block("signer", document.signer.name, form, right),
        "verification": _verification(document, form),
    }


def _authority(signer: Signer, form: Format) -> list[tuple[str, str]]:
    """ "KT. Bộ trưởng" over "Thứ trưởng"; an acting head has one line, "Q. Bộ trưởng"."""
    right = form.authorities.get(signer.authority, signer.authority)
    if right and not signer.of:
        return [("authority", f"{right} {signer.title}")]
    above = [("authority", f"{right} {signer.of}".strip())] if signer.of else []
    return [*above, ("post", signer.title)] if signer.title else above


def _recipients(document: NoticeDocument, form: Format) -> list[tuple[str, str]]:
    """Each recipient and the last words of its line, which stay together: "(để b/c);"."""
    names = [f"- {name}" for name in (text.strip(" -;.") for text in document.recipients) if name]
    if names or document.drafted_by:
        names.append(f"- {form.filing.format(unit=document.drafted_by.strip(' .')).rstrip(' ,')}")
    return [
        (found[1], found[2]) if (found := WITH_NOTE.fullmatch(name)) else (name, "") for name in _ended(names)
    ]


def _ended(lines: Sequence[str]) -> list[str]:
    """Each ends in a semicolon, the last in a full stop."""
    lines = [line.rstrip(" ;.") for line in lines if line.strip()]
    return [f"{line};" for line in lines[:-1]] + [f"{line}." for line in lines[-1:]]


def _verification(document: NoticeDocument, form: Format) -> dict[str, Any]:
    if not document.verification_url:
        return {}
    return {
        "code": form.words["verification"].format(code=document.verification_code),
        "hint": form.words["verification_hint"].format(url=document.verification_url),
        "alternative": form.words["qr"].format(url=document.verification_url),
        "qr": qr_path(document.verification_url),
    }


def _sections(document: NoticeDocument, form: Format) -> list[Section]:
    """The parts that have content, counted in Roman numerals; a single one needs no heading."""
    tasks = [(task, _asked(task, form)) for task in document.tasks]
    found = [
        Section(title=document.assessments_title, kind="paragraphs", content=document.assessments),
        Section(title=document.limitations_title, kind="paragraphs", content=document.limitations),
        Section(title=document.tasks_title, kind="tasks", content=tasks, lead_in=document.tasks_lead_in),
        _answers(document, form),
    ]
    found = [section for section in found if section.content]
    if len(found) == 1:
        return [replace(found[0], title="")]
    return [
        replace(
            section,
            title=form.section_pattern.format(
                numeral=roman(position), title=form.cased("section", section.title)
            ),
        )
        for position, section in enumerate(found, 1)
    ]


def _answers(document: NoticeDocument, form: Format) -> Section:
    if not document.answers_in_annex:
        return Section(title=document.answers_title, kind="answers", content=_answer_groups(document, form))
    pointer = form.words["answers_in_annex"].format(
        count=f"{len(document.answers):02d}", annex=annex_names(annexes_of(document), form)[0]
    )
    return Section(title=document.answers_title, kind="paragraphs", content=(pointer,))


def _answer_groups(document: NoticeDocument, form: Format) -> list[dict[str, Any]]:
    """Neighbouring answers to one unit share a heading and count as its points."""
    groups = []
    for position, (unit, found) in enumerate(
        groupby(document.answers, key=lambda answer: answer.raised_by), 1
    ):
        answers = list(found)
        title = form.words["recommendations_of"].format(unit=unit) if unit else form.words["recommendation"]
        groups.append(
            {
                "title": form.clause_pattern.format(number=position, title=title),
                "answers": [
                    {
                        "label": f"{point(number)})" if len(answers) > 1 else "",
                        "recommendation": paragraphs(answer.recommendation),
                        "answer": paragraphs(answer.answer),
                        "asked": _asked(answer, form),
                    }
                    for number, answer in enumerate(answers, 1)
                ],
            }
        )
    return groups


def _asked(work: NoticeTask | NoticeAnswer, form: Format) -> str:
    """ "Chủ trì: …; phối hợp: …; thời hạn: …." of what is known."""
    parts = [(name, getattr(work, name, "").strip(" .;")) for name in ("lead", "support", "due")]
    line = "; ".join(f"{form.words[name]}: {value}" for name, value in parts if value)
    return f"{line[0].upper()}{line[1:]}." if line else ""


def _enclosed(document: NoticeDocument, form: Format) -> list[str]:
    """The text must name each annex; that of the answers is named in their section."""
    annexes = annexes_of(document)
    pairs = zip(annex_names(annexes, form), annexes, strict=True)
    return [
        form.words["annex_enclosed"].format(annex=name, title=annex.title)
        for name, annex in list(pairs)[1 if document.answers_in_annex else 0 :]
    ]
