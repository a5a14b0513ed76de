"""Evidence: the one way to an uploaded file, a look at it, adding to a report, taking back."""

from typing import BinaryIO, cast

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments import actions_drafts
from assignments import actions_updates as actions
from assignments.evidence_files import CONTENT_TYPES, IMAGES, kind_of
from assignments.forms_updates import MoreEvidenceForm
from assignments.models import Assignment, Draft, Evidence
from assignments.permissions import refusal_of_update
from assignments.permissions_updates import refusal_of_more_evidence, refusal_of_removal
from assignments.views_actions import load
from assignments.writing import Refused
from dialogue_tracker.files import stored
from units.permissions import access_of

# An uploaded file may bring anything: of a PDF the browser's own viewer runs, of an image nothing at all.
NOTHING_RUNS = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "font-src": [NONE],
    "img-src": [SELF],
    "style-src": [UNSAFE_INLINE],
    "object-src": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
}


def find(request: Request, pk: int) -> Evidence:
    """Of work the person sees; on a draft: of their own unit's."""
    published = Q(draft__isnull=True, assignment__in=Assignment.objects.visible_to(request.user))
    drafted = Q(draft__in=Draft.objects.visible_to(request.user))
    rows = Evidence.everything.filter(published | drafted, removed_at__isnull=True)
    return get_object_or_404(rows.select_related("assignment", "added_by"), pk=pk)


def handed_out(evidence: Evidence, *, inline: bool) -> FileResponse:
    if not evidence.file:
        raise Http404
    return FileResponse(
        stored(evidence.file),
        as_attachment=not inline,
        filename=evidence.file_name,
        content_type=CONTENT_TYPES.get(evidence.kind, "application/octet-stream"),
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


@require_GET
def evidence(request: Request, pk: int) -> FileResponse:
    """Always a download."""
    return handed_out(find(request, pk), inline=False)


@require_GET
@xframe_options_sameorigin
@csp_replace(NOTHING_RUNS)  # type: ignore[arg-type]  # typed without the arguments of the address
def inline(request: Request, pk: int) -> FileResponse:
    """For the page below: only what is still, by its content, an image or a PDF."""
    found = find(request, pk)
    if not found.is_shown:
        raise Http404
    with stored(found.file) as file:
        if kind_of(cast(BinaryIO, file)) != found.kind:
            raise Http404
    return handed_out(found, inline=True)


@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed without the arguments of the address
def view(request: Request, pk: int) -> HttpResponse:
    """An image or a PDF on a page of ours, with the download beside it."""
    found = find(request, pk)
    if not found.is_shown:
        raise Http404
    context = {"evidence": found, "assignment": found.assignment, "is_image": found.kind in IMAGES}
    return render(request, "assignments/evidence.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """To a reported result that waits for confirmation."""
    assignment = load(request, pk)
    if sentence := refusal_of_more_evidence(access_of(request.user), assignment):
        raise Refused(sentence)
    form = MoreEvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.add_more_evidence(assignment, proof=form.proof(), by=request.user)
        messages.success(request, _("The evidence is added to the report."))
        return redirect(assignment)
    return render(request, "assignments/evidence_add.html", {"form": form, "assignment": assignment})


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """From a draft it simply goes; from a sent report it is taken back, and the history says so."""
    found = find(request, pk)
    assignment, access = load(request, found.assignment_id), access_of(request.user)
    if found.draft:
        if sentence := refusal_of_update(access, assignment):
            raise Refused(sentence)
        actions_drafts.remove_from_draft(found)
        messages.success(request, _("The evidence is removed from the draft."))
        return redirect(found.draft)
    if sentence := refusal_of_removal(access, assignment):
        raise Refused(sentence)
    try:
        actions.remove_evidence(found, reason=request.POST.get("reason", "")[:1000].strip(), by=request.user)
    except ValidationError as missing:
        messages.error(request, missing.messages[0])
    else:
        messages.success(request, _("The evidence is taken back. The history says who did it and when."))
    return redirect(assignment)
