"""What a new notice starts with, and the document that a notice stands for now."""

from dataclasses import replace
from typing import Any

from conferences.models import Conference
from notices.compose import Material, build_document, fingerprint, material_of
from notices.document import NoticeDocument
from notices.models import Notice
from notices.numerals import date_text
from notices.snapshot import document_from
from notices.wording import first_draft

# What a successor takes over from the notice it corrects or replaces.
KEPT = (
    "form",
    "issuer",
    "parent_body",
    "symbol",
    "term",
    "place",
    "authority",
    "authority_of",
    "signer_title",
    "signer_name",
    "drafted_by_unit",
    "drafter_mark",
)
# ... and a replacement, which says everything anew.
SAID_AGAIN = ("title", "lead_in", "answers_as", "with_carried_over", "closing", "recipients")


def material_for(notice: Notice) -> Material:
    """A correction says only what was wrong: no tasks, no answers."""
    if notice.corrects_id:
        return Material(
            conference=notice.conference, conclusion=None, tasks=[], proposed=0, recommendations=[]
        )
    return material_of(notice.conference)


def document_of(notice: Notice, material: Material | None = None) -> NoticeDocument:
    """As it was submitted, or made of today's data while it is a draft."""
    if notice.content is not None:
        return document_from(notice.content)
    return build_document(notice, material or material_for(notice))


def data_changed(notice: Notice, material: Material | None = None) -> bool:
    """Whether the same notice, made today, would say something else than what was fixed."""
    if notice.content is None:
        return False
    fixed = document_from(notice.content)
    today = replace(build_document(notice, material or material_for(notice)), year=fixed.year)
    return fingerprint(today) != fingerprint(fixed)


# --- First words --------------------------------------------------------------------------------------------
def first_values(conference: Conference, form: str) -> dict[str, Any]:
    return {**first_draft(conference, form), "form": form}


def kept(issued: Notice, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(issued, name) for name in names}


def cited(issued: Notice) -> str:
    """As a document is named the first time it is cited: kind, number, date, subject."""
    issuance = issued.issuance
    day = date_text(issuance.issued_on, year=issuance.issued_on.year)
    return f"Thông báo số {issuance.number_text} {day}"


def uncapitalised(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def values_of_correction(issued: Notice) -> dict[str, Any]:
    recipients = document_from(issued.issuance.document).recipients
    return {
        **kept(issued, KEPT),
        "title": f"Đính chính {cited(issued)}",
        "opening": (
            f"Do sơ suất trong khâu soạn thảo, {cited(issued)} về {uncapitalised(issued.title)} có sai sót, "
            "nay đính chính như sau:\n"
            "Tại …, đã in: “…”.\n"
            "Nay sửa lại là: “…”.\n"
            "Các nội dung khác giữ nguyên."
        ),
        "closing": issued.closing,
        "recipients": "\n".join(recipients),
    }


def values_of_replacement(issued: Notice) -> dict[str, Any]:
    return {
        **kept(issued, KEPT + SAID_AGAIN),
        "opening": f"{issued.opening}\nThông báo này thay thế {cited(issued)}.",
    }
