from typing import Any
from urllib.parse import quote

from csp.decorators import csp_exempt
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from assignments.writing import SomebodyWasFaster
from conferences.models import Conference
from conferences.workspace import workspace
from dialogue_tracker.files import stored
from dialogue_tracker.typeface import unprintable
from dialogue_tracker.vietnamese import search_key
from notices import actions
from notices.compose import Material, build_document, fingerprint, material_of, texts_of
from notices.forms import HEAD, SENDING, SIGNING, TEXT, NoticeForm
from notices.models import Notice, Rendering
from notices.permissions import may_prepare
from units.permissions import access_of


def conference_of(request: Request, conference_pk: int) -> Conference:
    """A unit's people see their conferences, but not the draft of what will be issued."""
    if not access_of(request.user).reads_all:
        raise Http404
    seen = Conference.objects.visible_to(request.user).select_related("host__parent")
    return get_object_or_404(seen, pk=conference_pk)


def notice_of(request: Request, pk: int) -> Notice:
    seen = Notice.objects.visible_to(request.user).select_related("conference__host__parent")
    return get_object_or_404(seen, pk=pk)


def rendering_of(request: Request, pk: int) -> Rendering:
    seen = Rendering.objects.visible_to(request.user).select_related("notice__conference")
    return get_object_or_404(seen, pk=pk)


# --- The page -----------------------------------------------------------------------------------------------
@require_GET
def of_conference(request: Request, conference_pk: int) -> HttpResponse:
    conference = conference_of(request, conference_pk)
    notice = Notice.objects.visible_to(request.user).kept().filter(conference=conference).first()
    if notice:
        return redirect(notice)
    context = {
        **workspace(request, conference, "notice"),
        "material": material_of(conference),
        "may_prepare": may_prepare(request.user, conference),
    }
    return render(request, "notices/none.html", context)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    notice = notice_of(request, pk)
    conference = notice.conference
    material = material_of(conference)
    context: dict[str, Any] = {
        **workspace(request, conference, "notice"),
        "notice": notice,
        "material": material,
        "may_prepare": may_prepare(request.user, conference),
    }
    return render(request, "notices/detail.html", {**context, **draft(notice, material)})


def draft(notice: Notice, material: Material) -> dict[str, Any]:
    document = build_document(notice, material)
    latest = notice.renderings.select_related("requested_by", "notice").first()
    made = (
        latest if latest and latest.is_done else notice.renderings.filter(state=Rendering.State.DONE).first()
    )
    return {
        "document": document,
        "latest": latest,
        "made": made,
        "is_outdated": made is not None
        and not (latest and latest.is_running)
        and made.fingerprint != fingerprint(document),
        "strange": unprintable("".join(texts_of(document))),
    }


@require_POST
def prepare(request: Request, conference_pk: int) -> HttpResponse:
    conference = conference_of(request, conference_pk)
    notice = actions.prepare(conference, by=request.user)
    messages.success(
        request, _("The draft is prepared from the conference. Read it and correct what you need.")
    )
    return redirect(notice)


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    notice = notice_of(request, pk)
    if not may_prepare(request.user, notice.conference):
        raise PermissionDenied
    data = request.POST.copy() if request.method == "POST" else None
    form = NoticeForm(data, instance=notice, initial={"version": notice.version})
    newer = None
    if data is not None and form.is_valid():
        try:
            actions.edit(notice, values=form.values, version=form.cleaned_data["version"], by=request.user)
        except SomebodyWasFaster:
            newer = notice_of(request, pk)
            data["version"] = str(newer.version)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(notice)
    context = {
        "form": form,
        "newer": newer,
        "notice": notice,
        "conference": notice.conference,
        "sections": [
            (_("Head"), [form[name] for name in HEAD]),
            (_("Text around the tasks and answers"), [form[name] for name in TEXT]),
            (_("Signing"), [form[name] for name in SIGNING]),
            (_("Recipients and filing"), [form[name] for name in SENDING]),
        ],
    }
    return render(request, "notices/update.html", context, status=409 if newer else 200)


# --- The PDF ------------------------------------------------------------------------------------------------
@require_POST
def render_pdf(request: Request, pk: int) -> HttpResponse:
    notice = notice_of(request, pk)
    actions.request_rendering(notice, by=request.user)
    return redirect(f"{notice.get_absolute_url()}#pdf")


@require_GET
@vary_on_headers("HX-Request")
def rendering(request: Request, pk: int) -> HttpResponse:
    """How far the worker is: the page asks for this fragment until it is done or failed."""
    latest = rendering_of(request, pk)
    if not request.htmx:
        return redirect(latest.notice)
    context = {"latest": latest, "may_prepare": may_prepare(request.user, latest.notice.conference)}
    return render(request, "notices/_rendering.html", context)


@require_GET
def download(request: Request, pk: int) -> FileResponse:
    return pdf_response(rendering_of(request, pk), "attachment")


@require_GET
@csp_exempt()  # type: ignore[arg-type]  # typed without the arguments of the address
def preview(request: Request, pk: int) -> FileResponse:
    """Shown by the browser's own PDF viewer, which the pages' policy would stop."""
    return pdf_response(rendering_of(request, pk), "inline")


def pdf_response(rendering: Rendering, disposition: str) -> FileResponse:
    if not rendering.is_done:
        raise Http404
    name = file_name(rendering)
    # Old programs read the first name, all others the second.
    names = f"filename=\"{search_key(name)}\"; filename*=UTF-8''{quote(name)}"
    response = FileResponse(
        stored(rendering.file),
        content_type="application/pdf",
        headers={"Cache-Control": "private, no-store"},
    )
    response.headers["Content-Disposition"] = f"{disposition}; {names}"
    return response


def file_name(rendering: Rendering) -> str:
    """Vietnamese like the document."""
    day = rendering.notice.conference.held_on
    return f"Dự thảo Thông báo kết luận Hội nghị đối thoại {day:%d-%m-%Y}.pdf"
