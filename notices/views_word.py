"""The working copy for Word."""

from io import BytesIO

from django.http import FileResponse
from django.views.decorators.http import require_GET

from accounts.requests import Request
from notices.document import NoticeDocument
from notices.models import Notice
from notices.preparation import document_of
from notices.snapshot import document_from
from notices.views import notice_of
from notices.word_document import build

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def word(request: Request, pk: int) -> FileResponse:
    """For those who may read the notice: of what was issued with its number, else of what it says now."""
    notice = notice_of(request, pk)
    return FileResponse(
        BytesIO(build(document_for(notice))),
        as_attachment=True,
        filename=file_name(notice),
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "private, no-store"},
    )


def document_for(notice: Notice) -> NoticeDocument:
    return document_from(notice.issuance.document) if notice.is_issued else document_of(notice)


def file_name(notice: Notice) -> str:
    """Vietnamese like the document."""
    named = (
        notice.issuance.number_text.replace("/", "-")
        if notice.is_issued
        else f"Hội nghị đối thoại {notice.conference.held_on:%d-%m-%Y}"
    )
    return f"Bản làm việc Thông báo {named}.docx"
