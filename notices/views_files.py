"""The PDFs: of drafts while they are made, and of what was issued; signing, and taking in what was signed."""

from typing import TypeVar
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from assignments.writing import Refused
from dialogue_tracker.files import stored
from dialogue_tracker.framing import shown_in_our_frames, shows_frames
from dialogue_tracker.vietnamese import search_key
from notices import rendering_jobs
from notices.forms import SignedFileForm
from notices.models import Notice, Original, Rendering
from notices.notice_page import draft_part, notice_page
from notices.permissions import may_prepare, refusal_of_signing
from notices.views import notice_of

Answer = TypeVar("Answer", bound=HttpResponseBase)


def rendering_of(request: Request, pk: int) -> Rendering:
    seen = Rendering.objects.visible_to(request.user).select_related("notice__conference__host__parent")
    return get_object_or_404(seen, pk=pk)


# --- While they are made ------------------------------------------------------------------------------------
@require_POST
def render_pdf(request: Request, pk: int) -> HttpResponse:
    notice = notice_of(request, pk)
    rendering_jobs.request_rendering(notice, by=request.user)
    return redirect(f"{notice.get_absolute_url()}#pdf")


@require_GET
@vary_on_headers("HX-Request")
def rendering(request: Request, pk: int) -> HttpResponse:
    """How far the worker is; at the end the draft's part of the page. What was issued is another page."""
    latest = rendering_of(request, pk)
    if not request.htmx:
        return redirect(latest.notice)
    if latest.is_running:
        return render(request, "notices/_progress.html", {"latest": latest})
    if latest.purpose != Rendering.Purpose.DRAFT or latest.notice.is_issued:
        return HttpResponse(headers={"HX-Refresh": "true"})
    notice = latest.notice
    context = {
        **draft_part(request.user, notice),
        "notice": notice,
        "may_prepare": may_prepare(request.user, notice.conference),
    }
    response = render(request, "notices/_draft.html", context)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#pdf-view", "outerHTML"
    return response


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    latest = rendering_of(request, pk)
    if rendering_jobs.cancel(latest, by=request.user):
        messages.success(request, _("It is cancelled. What is written in the draft stays."))
    else:
        messages.info(request, _("It is too late to cancel: it is done, or being written right now."))
    return redirect(latest.notice)


@require_GET
def download(request: Request, pk: int) -> FileResponse:
    return draft_response(rendering_of(request, pk), "attachment")


@require_GET
@shown_in_our_frames
def preview(request: Request, pk: int) -> FileResponse:
    return draft_response(rendering_of(request, pk), "inline")


def draft_response(made: Rendering, disposition: str) -> FileResponse:
    if not made.is_done or not made.file:
        raise Http404
    day = made.notice.conference.held_on
    response = FileResponse(stored(made.file), content_type="application/pdf")
    return named(response, f"Dự thảo Thông báo kết luận Hội nghị đối thoại {day:%d-%m-%Y}.pdf", disposition)


# --- What was issued ----------------------------------------------------------------------------------------
def original_of(request: Request, pk: int, sha256: str) -> Original:
    return get_object_or_404(Original, notice=notice_of(request, pk), sha256=sha256)


@require_GET
def original(request: Request, pk: int, sha256: str) -> HttpResponse:
    return original_response(original_of(request, pk, sha256), "attachment")


@require_GET
@shown_in_our_frames
def original_view(request: Request, pk: int, sha256: str) -> HttpResponse:
    return original_response(original_of(request, pk, sha256), "inline")


def original_response(found: Original, disposition: str) -> HttpResponse:
    response = HttpResponse(bytes(found.content), content_type="application/pdf")
    return named(response, issued_name(found.notice, signed=bool(found.signatures)), disposition)


def issued_name(notice: Notice, *, signed: bool) -> str:
    """Vietnamese like the document; a number has a slash, which no file name may have."""
    number = notice.issuance.number_text.replace("/", "-")
    return f"Thông báo {number}{' (đã ký số)' if signed else ''}.pdf"


def named(response: Answer, name: str, disposition: str) -> Answer:
    """Old programs read the first name, all others the second; a unit's name may have quotes and dashes."""
    plain = search_key(name).replace('"', "").encode("ascii", "ignore").decode()
    names = f"filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Disposition"] = f"{disposition}; {names}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


# --- Signing ------------------------------------------------------------------------------------------------
@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    notice = notice_of(request, pk)
    rendering_jobs.request_signature(notice, by=request.user)
    messages.success(request, _("The notice is being signed with the organisation's certificate."))
    return redirect(f"{notice.get_absolute_url()}#signing")


@require_POST
@shows_frames
def signed(request: Request, pk: int) -> HttpResponse:
    """A file signed elsewhere: a worker checks it and keeps it, or the page says why not."""
    notice = notice_of(request, pk)
    if sentence := refusal_of_signing(request.user, notice):
        raise Refused(sentence)
    form = SignedFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rendering_jobs.request_check(notice, file=form.cleaned_data["file"], by=request.user)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(
                request, _("The file is being checked. It is kept when it is the issued notice.")
            )
            return redirect(f"{notice.get_absolute_url()}#signing")
    return notice_page(request, notice, upload=form, status=422)
