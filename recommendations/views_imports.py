"""Workbooks in and out: templates, uploads, the result of the dry run, applying, exports."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from accounts.roles import Permission
from conferences.models import Conference
from dialogue_tracker.files import stored
from dialogue_tracker.job_runs import seen_progress
from dialogue_tracker.keys import key_of
from dialogue_tracker.spreadsheets import Problem, downloads, write_workbook
from dialogue_tracker.vietnamese import search_key
from recommendations import actions_imports, imports
from recommendations.forms_imports import UploadForm
from recommendations.import_instructions import INSTRUCTIONS
from recommendations.models import Import
from recommendations.permissions import may_log
from units.permissions import access_of

PER_PAGE = 50
MOST_NOTICES = 200
BIG_FIELDS = ("problems", "notices", "preview")


def seen_import(request: Request, pk: int) -> Import:
    rows = Import.objects.visible_to(request.user).select_related("conference__host", "requested_by")
    return get_object_or_404(rows.select_related("applied_by"), pk=pk)


def kinds_for(request: Request) -> list[tuple[str, Any]]:
    everywhere = Permission.LOG_RECOMMENDATIONS in access_of(request.user).everywhere
    return [
        (value, label)
        for value, label in Import.Kind.choices
        if value in imports.SHEETS and (value == Import.Kind.RECOMMENDATIONS or everywhere)
    ]


# --- All of them --------------------------------------------------------------------------------------------
@require_GET
def import_list(request: Request) -> HttpResponse:
    if not may_log(request.user):
        raise PermissionDenied
    rows = (
        Import.objects.visible_to(request.user)
        .select_related("conference", "requested_by", "applied_by")
        .defer(*BIG_FIELDS)
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "recommendations/imports.html", {"page": page})


@require_http_methods(["GET", "POST"])
def import_new(request: Request) -> HttpResponse:
    if not may_log(request.user):
        raise PermissionDenied
    conferences = Conference.objects.filter(
        access_of(request.user).where(Permission.LOG_RECOMMENDATIONS, "host")
    ).order_by("-held_on", "pk")
    asked = conferences.filter(pk=key_of(request.GET.get("conference", ""))).first()
    kinds = kinds_for(request)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in imports.SHEETS else kinds[0][0], "conference": asked}
    form = UploadForm(
        request.POST or None, request.FILES or None, conferences=conferences, kinds=kinds, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        return redirect(actions_imports.upload(**form.cleaned_data, by=request.user))
    context = {"form": form, "kinds": kinds, "conference": asked, "most_rows": settings.IMPORT_MAX_ROWS}
    status = 422 if request.method == "POST" else 200
    return render(request, "recommendations/import_new.html", context, status=status)


# --- One ----------------------------------------------------------------------------------------------------
@require_GET
@vary_on_headers("HX-Request")
def import_detail(request: Request, pk: int) -> HttpResponse:
    """While a worker is at it, the page asks for the line again and again; at the end for the whole page."""
    row = seen_import(request, pk)
    for field, value in seen_progress(row).items():
        setattr(row, field, value)
    if "progress" in request.GET:
        if row.is_running:
            return render(request, "recommendations/_import_progress.html", {"row": row})
        return HttpResponse(headers={"HX-Refresh": "true"}) if request.htmx else redirect(row)
    context = {"row": row, **_problems(request, row)}
    if request.htmx:
        return render(request, "recommendations/_import_problems.html", context)
    new = [one for one in row.preview if one["act"] == "new"]
    context |= {
        "new_rows": new,
        "changed_rows": [one for one in row.preview if one["act"] == "change"],
        "notices": row.kept_notices()[:MOST_NOTICES],
        "more_new": row.counts.get("new", 0) - len(new),
    }
    return render(request, "recommendations/import.html", context)


def _problems(request: Request, row: Import) -> dict[str, Any]:
    """Filtered by the column and by words of the sentence or the value."""
    kept = row.kept_problems()
    headings = sorted({one.heading for one in kept if one.heading})
    heading, words = request.GET.get("heading", ""), request.GET.get("q", "")
    found = [one for one in kept if (not heading or one.heading == heading) and _matches(one, words)]
    return {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "headings": headings,
        "heading": heading,
        "q": words,
        "most": len(kept),
    }


def _matches(problem: Problem, words: str) -> bool:
    text = search_key(f"{problem.sentence} {problem.value} {problem.sheet} {problem.cell} {problem.row}")
    return all(word in text for word in search_key(words).split())


@require_POST
def import_apply(request: Request, pk: int) -> HttpResponse:
    return redirect(actions_imports.apply(seen_import(request, pk), by=request.user))


@require_POST
def import_check(request: Request, pk: int) -> HttpResponse:
    return redirect(actions_imports.check_again(seen_import(request, pk), by=request.user))


@require_POST
def import_cancel(request: Request, pk: int) -> HttpResponse:
    row = seen_import(request, pk)
    actions_imports.stop(row, by=request.user)
    return redirect(row)


# --- Files --------------------------------------------------------------------------------------------------
@require_GET
def import_file(request: Request, pk: int) -> FileResponse:
    row = seen_import(request, pk)
    return downloads.attachment(stored(row.file), row.name)


@require_GET
def import_faults(request: Request, pk: int) -> FileResponse:
    row = seen_import(request, pk)
    if not row.faults:
        raise Http404
    name, of_faults = row.name.rpartition(".")[0] or row.name, _("faults")
    return downloads.attachment(stored(row.faults), f"{name} - {of_faults}.xlsx")


@require_GET
def import_template(request: Request, kind: str) -> FileResponse:
    if not may_log(request.user):
        raise PermissionDenied
    if kind not in dict(kinds_for(request)):
        raise Http404
    sheets, name = [(sheet, ()) for sheet in imports.TEMPLATES[kind]], _("Template")
    return downloads.written(
        lambda file: write_workbook(file, sheets, instructions=INSTRUCTIONS[kind], with_example=True),
        f"{name} - {Import.Kind(kind).label}.xlsx",
    )
