"""A notice document and its form -> the HTML page that `dialogue_tracker.pdf` turns into the notice."""

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string

from dialogue_tracker.typeface import FAMILY, FONT_FACES, printable
from notices.annexes import CELL_PADDING, TABLE_LINE_HEIGHT, annex_names, annexes_of, printed_annexes
from notices.document import NoticeAnswer, NoticeDocument, NoticeTask, paragraphs
from notices.layout import Form
from notices.state_format import STATE, date_text, number_text, point, roman

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
    numeral: str = ""

    @property
    def template(self) -> str:
        return f"notices/pdf/_{self.kind}.html"


def notice_html(document: NoticeDocument, form: Form = STATE) -> str:
    document = _printable(document)
    context = {
        "document": document,
        "form": form,
        "family": FAMILY,
        "font_faces": FONT_FACES,
        "table_line_height": TABLE_LINE_HEIGHT,
        "cell_padding": CELL_PADDING,
        "words": {name: form.cased(name, words) for name, words in form.words.items()},
        "sections": _sections(document, form),
        "enclosed": _enclosed(document, form),
        "annexes": printed_annexes(document, form),
        **_head(document, form),
        **_foot(document, form),
    }
    return render_to_string("notices/pdf/notice.html", context)


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


def _head(document: NoticeDocument, form: Form) -> dict[str, Any]:
    number = form.number_pattern.format(number=number_text(document.number), symbol=document.symbol)
    place = f"{document.place}, {date_text(document.issued_on, year=document.year)}"
    left = form.width * form.head_left * CELL_ROOM
    return {
        "title": _title(document, number, form),
        "parent_lines": form.lines("parent", document.parent, room=left),
        "issuer_lines": form.lines("issuer", document.issuer, room=left),
        "number_lines": form.lines("number", f"{form.words['number']} {number}", room=left),
        "place_lines": form.lines("place", place, room=form.width * (1 - form.head_left)),
        "subject_lines": form.lines("subject", document.subject, room=form.width * TITLE_ROOM),
    }


def _title(document: NoticeDocument, number: str, form: Form) -> str:
    """What the file calls itself: "Dự thảo Thông báo: Kết luận …", "Thông báo số 05/TB-BCT: Kết luận …"."""
    kind = form.words["kind"]
    draft = f"{form.words['draft']} " if document.draft else ""
    numbered = f" {form.words['number'].rstrip(':').lower()} {number}" if document.number is not None else ""
    return f"{draft}{kind}{numbered}: {' '.join(document.subject.split())}"


def _foot(document: NoticeDocument, form: Form) -> dict[str, Any]:
    closing = document.closing.rstrip(" ./;,")
    right = form.width * (1 - form.foot_left) * CELL_ROOM
    return {
        "closing": f"{closing}{form.end_mark}" if closing else "",
        "recipients": _recipients(document, form),
        "authority_lines": form.lines("authority", "\n".join(document.signer.authority), room=right),
        "signer_lines": form.lines("signer", document.signer.name, room=right),
    }


def _recipients(document: NoticeDocument, form: Form) -> list[tuple[str, str]]:
    """Each recipient and the last words of its line, which stay together: "(để b/c);"."""
    names = [f"- {name}" for name in (text.strip(" -;.") for text in document.recipients) if name]
    if filing := document.filing.strip(" ."):
        names.append(f"- {form.words['filing']} {filing}")
    ended = [f"{name};" for name in names[:-1]] + [f"{name}." for name in names[-1:]]
    return [(found[1], found[2]) if (found := WITH_NOTE.fullmatch(name)) else (name, "") for name in ended]


def _sections(document: NoticeDocument, form: Form) -> list[Section]:
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
        replace(section, numeral=roman(position), title=form.cased("section", section.title))
        for position, section in enumerate(found, 1)
    ]


def _answers(document: NoticeDocument, form: Form) -> Section:
    if not document.answers_in_annex:
        return Section(title=document.answers_title, kind="answers", content=_answer_groups(document, form))
    pointer = form.words["answers_in_annex"].format(
        count=f"{len(document.answers):02d}", annex=annex_names(annexes_of(document), form)[0]
    )
    return Section(title=document.answers_title, kind="paragraphs", content=(pointer,))


def _answer_groups(document: NoticeDocument, form: Form) -> list[dict[str, Any]]:
    """Neighbouring answers to one unit share a heading and count as its points."""
    groups = []
    for position, (unit, found) in enumerate(
        groupby(document.answers, key=lambda answer: answer.raised_by), 1
    ):
        answers = list(found)
        title = form.words["recommendations_of"].format(unit=unit) if unit else form.words["recommendation"]
        groups.append(
            {
                "title": f"{position}. {title}",
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


def _asked(work: NoticeTask | NoticeAnswer, form: Form) -> str:
    """ "Chủ trì: …; phối hợp: …; thời hạn: …." of what is known."""
    parts = [(name, getattr(work, name, "").strip(" .;")) for name in ("lead", "support", "due")]
    line = "; ".join(f"{form.words[name]}: {value}" for name, value in parts if value)
    return f"{line[0].upper()}{line[1:]}." if line else ""


def _enclosed(document: NoticeDocument, form: Form) -> list[str]:
    """The text must name each annex; that of the answers is named in their section."""
    annexes = annexes_of(document)
    pairs = zip(annex_names(annexes, form), annexes, strict=True)
    return [
        form.words["annex_enclosed"].format(annex=name, title=annex.title)
        for name, annex in list(pairs)[1 if document.answers_in_annex else 0 :]
    ]
