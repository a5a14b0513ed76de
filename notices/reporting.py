"""The worker's part of the reports: words, PDF, file."""

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import transaction

from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.job_runs import finish, progress_of
from dialogue_tracker.pdf import Progress, render_pdf
from notices.archiving import pages_of
from notices.job_runs import isolated, run
from notices.leadership_sheet import sheet_html
from notices.models import Report
from notices.pdf import notice_pdf
from notices.report_data import report_data
from notices.reports import implementation_report, unit_letter


def make_report(report_id: int) -> None:
    found = Report.objects.select_related("conference__host__parent", "requested_by", "unit")
    run(found.get(pk=report_id), make)


def make(report: Report) -> None:
    progress_of(report)(0, "reading")
    pdf = isolated(painter(report), progress_of(report))
    report.sha256 = hashlib.sha256(pdf).hexdigest()
    report.pages = pages_of(pdf)
    report.file.save(f"{report.sha256[:16]}.pdf", ContentFile(pdf), save=False)
    with atomic_with_files([report.file]), transaction.atomic():
        finish(report)


def painter(report: Report) -> Callable[[Progress], bytes]:
    """Reads all data: what it returns runs in a child process, which must leave the database alone."""
    data = report_data(report.conference, user=report.requested_by)
    identifier = f"report-{report.pk}".encode()
    if report.kind == Report.Kind.SHEET:
        html = sheet_html(data)
        return lambda progress: render_pdf(html, identifier=identifier, progress=progress)
    document = unit_letter(data, report.unit) if report.unit else implementation_report(data)
    return lambda progress: notice_pdf(document, identifier=identifier, progress=progress)
