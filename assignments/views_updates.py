"""Progress and evidence: writing them, and the one way to an uploaded file."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from assignments import actions_updates as actions
from assignments.evidence_files import CONTENT_TYPES
from assignments.forms_updates import UpdateForm
from assignments.models import Assignment, Evidence
from assignments.permissions import refusal_of_update
from assignments.views_actions import back, load
from assignments.writing import Refused
from dialogue_tracker.files import stored
from units.permissions import access_of


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    assignment = load(request, pk)
    if sentence := refusal_of_update(access_of(request.user), assignment):
        raise Refused(sentence)
    form = UpdateForm(request.POST or None, request.FILES or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.add_update(
            assignment,
            text=data["text"],
            percent=data["percent"],
            next_step=data["next_step"],
            proof=form.proof(),
            by=request.user,
        )
        messages.success(request, _("The progress is saved. Everybody who follows this work can read it."))
        return back(request, assignment)
    return render(request, "assignments/update.html", {"form": form, "assignment": assignment})


@require_GET
def evidence(request: Request, pk: int) -> FileResponse:
    """The only way to an uploaded file: who may see the assignment may have it, as a download."""
    visible = Assignment.objects.visible_to(request.user)
    found = get_object_or_404(Evidence.objects.exclude(file="").filter(assignment__in=visible), pk=pk)
    kind = str(found.file.name).rpartition(".")[2]
    return FileResponse(
        stored(found.file),
        as_attachment=True,
        filename=found.file_name,
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
