"""The reports on a conference: asked for, watched while a worker makes them, taken away."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from conferences.models import Conference
from conferences.workspace import workspace
from dialogue_tracker.files import stored
from dialogue_tracker.jobs import stop
from dialogue_tracker.keys import key_of
from notices import rendering_jobs
from notices.models import Report
from notices.permissions import may_report
from notices.report_data import report_data, units_that_owe
from notices.views_files import named
from units.models import Unit

LAST_MADE = 10


def conference_of(request: Request, pk: int) -> Conference:
    conference = get_object_or_404(Conference.objects.visible_to(request.user), pk=pk)
    if not may_report(request.user, conference):
        raise PermissionDenied
    return conference


def report_of(request: Request, pk: int) -> Report:
    """Who may no longer report on the conference no longer takes away what was made before, either."""
    seen = Report.objects.visible_to(request.user).select_related("unit", "conference")
    found = get_object_or_404(seen, pk=pk)
    if not may_report(request.user, found.conference):
        raise PermissionDenied
    return found


@require_GET
def of_conference(request: Request, conference_pk: int) -> HttpResponse:
    conference = conference_of(request, conference_pk)
    data = report_data(conference, user=request.user)
    made = Report.objects.visible_to(request.user).filter(conference=conference).select_related("unit")
    context = {
        **workspace(request, conference, "reports"),
        "data": data,
        "owing": [(unit, data.tally_of(unit)) for unit in units_that_owe(data)],
        "reports": made[:LAST_MADE],
    }
    return render(request, "notices/reports.html", context)


@require_POST
def make(request: Request, conference_pk: int) -> HttpResponse:
    conference = conference_of(request, conference_pk)
    kind = request.POST.get("kind", "")
    if kind not in Report.Kind:
        raise Http404
    unit = None
    if kind == Report.Kind.LETTER:
        unit = get_object_or_404(Unit, pk=key_of(request.POST.get("unit", "")))
    rendering_jobs.request_report(conference, kind=kind, unit=unit, by=request.user)
    return redirect("notices:reports", conference.pk)


@require_GET
@vary_on_headers("HX-Request")
def report(request: Request, pk: int) -> HttpResponse:
    """How far the worker is; at the end the row with the file."""
    found = report_of(request, pk)
    if not request.htmx:
        return redirect("notices:reports", found.conference_id)
    return render(request, "notices/_report.html", {"report": found})


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    found = report_of(request, pk)
    stop(found, by=request.user)
    return redirect("notices:reports", found.conference_id)


@require_GET
def download(request: Request, pk: int) -> HttpResponse | FileResponse:
    found = report_of(request, pk)
    if not found.is_done or not found.file:
        raise Http404
    response = FileResponse(stored(found.file), content_type="application/pdf")
    return named(response, file_name(found), "attachment")


def file_name(report: Report) -> str:
    """Vietnamese like the document, with the day its numbers are of."""
    names = {
        Report.Kind.IMPLEMENTATION: "Báo cáo kết quả thực hiện",
        Report.Kind.SHEET: "Phiếu tóm tắt",
        Report.Kind.LETTER: f"Công văn gửi {report.unit}",
    }
    return f"{names[Report.Kind(report.kind)]} {timezone.localtime(report.requested_at):%d-%m-%Y}.pdf"
