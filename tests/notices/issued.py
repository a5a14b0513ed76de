"""Notices on their way to a number and beyond, through the product's own doors."""

from io import BytesIO

from pypdf import PdfWriter

from notices import actions, rendering_jobs
from notices.models import Notice, Rendering
from notices.tasks import render
from tests.notices.builders import conclude


def drafted(conference, office, unit, *, form="state") -> Notice:
    """A draft to which nothing is missing."""
    if not hasattr(conference, "conclusion"):
        conclude(conference, office, lead=unit, due_phrase="trước ngày 31/12/2099")
    notice = actions.prepare(conference, by=office, form=form)
    values = {"signer_name": "Nguyễn Văn A"}
    if form == "party":
        values |= {"symbol": "TB/ĐUB", "term": "2025-2030"}
    return actions.edit(notice, values=values, version=notice.version, by=office)


def approved(notice, office, leader) -> Notice:
    notice = actions.change_state(notice, "submit", by=office)
    return actions.change_state(notice, "approve", by=leader)


def issue(notice, by) -> Rendering:
    """As the worker does it, when the button was pressed."""
    job = rendering_jobs.request_issuing(notice, by=by)
    render(job.pk)
    return Rendering.objects.get(pk=job.pk)


def issued(conference, office, leader, unit, *, form="state") -> Notice:
    job = issue(approved(drafted(conference, office, unit, form=form), office, leader), office)
    assert job.is_done, job.error
    return Notice.objects.get(pk=job.notice_id)


def quick_pdf(document, identifier, report) -> bytes:
    """In the place of the real one, where only the number counts."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": f"{document.symbol} {document.number} {identifier}"})
    made = BytesIO()
    writer.write(made)
    return made.getvalue()
