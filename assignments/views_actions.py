"""The pages one acts on: the verbs of the table, progress, deadline, taking on tasks; and the evidence."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments import actions
from assignments.actions import Refused, SomebodyWasFaster
from assignments.evidence_files import CONTENT_TYPES
from assignments.forms import DeadlineForm, UpdateForm, VerbForm, form_for
from assignments.models import Assignment, Evidence
from assignments.permissions import (
    refusal_of_deadline,
    refusal_of_person,
    refusal_of_state,
    refusal_of_update,
)
from assignments.timeline import since
from assignments.workflow import TRANSITIONS, Transition
from conferences.models import Conference, Task
from conferences.permissions import may_manage
from dialogue_tracker.files import stored
from dialogue_tracker.keys import key_of
from units.permissions import access_of


def load(request: Request, pk: int) -> Assignment:
    return get_object_or_404(Assignment.objects.visible_to(request.user).with_timing().with_sources(), pk=pk)


def back(request: Request, assignment: Assignment) -> HttpResponseRedirect:
    """Where the person came from. A unit that declined sees no more of the work: on to what it still owes."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(wanted)
    if Assignment.objects.visible_to(request.user).filter(pk=assignment.pk).exists():
        return redirect(assignment)
    return redirect("assignments:my_unit")


# --- Verbs --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int, verb: str) -> HttpResponse:
    """One page and one view for every row of the table."""
    if verb not in TRANSITIONS:
        raise Http404
    assignment, row = load(request, pk), TRANSITIONS[verb]
    if sentence := refusal_of_person(access_of(request.user), request.user, assignment, row):
        raise Refused(sentence)
    if request.method == "POST":
        return press(request, assignment, row)
    if sentence := refusal_of_state(assignment, row):
        messages.info(request, sentence)
        return redirect(assignment)
    return verb_page(request, form_for(verb)(assignment=assignment, verb=verb))


def press(request: Request, assignment: Assignment, row: Transition) -> HttpResponse:
    form = form_for(row.verb)(request.POST, request.FILES, assignment=assignment, verb=row.verb)
    if not form.is_valid():
        if sentence := refusal_of_state(assignment, row):
            raise Refused(sentence)
        return verb_page(request, form)
    try:
        changed = actions.change_state(assignment, row.verb, by=request.user, change=form.change())
    except SomebodyWasFaster:
        return somebody_was_faster(request, form, row.label)
    except ValidationError as missing:
        form.add_error(None, missing)
        return verb_page(request, form)
    messages.success(request, str(row.after))
    return back(request, changed)


def verb_page(request: Request, form: VerbForm) -> HttpResponse:
    row = TRANSITIONS[form.verb]
    style = "danger" if row.style == "danger-soft" else "primary"
    context = {"form": form, "assignment": form.assignment, "row": row, "submit_style": style}
    return render(request, "assignments/change.html", context)


def somebody_was_faster(request: Request, form: Any, label: Any) -> HttpResponse:
    """Shows what changed and keeps what was typed; sending again decides anew, on the version shown now."""
    fresh = load(request, form.assignment.pk)
    typed = request.POST.copy()
    typed["version"] = str(fresh.version)
    again = (
        form_for(form.verb)(typed, assignment=fresh, verb=form.verb)
        if isinstance(form, VerbForm)
        else DeadlineForm(typed, assignment=fresh)
    )
    row = TRANSITIONS.get(getattr(form, "verb", ""))
    context = {
        "assignment": fresh,
        "form": again,
        "label": label,
        "steps": since(fresh, form.cleaned_data["version"]),
        "impossible": refusal_of_state(fresh, row)
        if row
        else refusal_of_deadline(access_of(request.user), fresh),
        "file_lost": bool(request.FILES),
    }
    return render(request, "assignments/somebody_was_faster.html", context, status=409)


# --- Progress and deadline ----------------------------------------------------------------------------------
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


@require_http_methods(["GET", "POST"])
def deadline(request: Request, pk: int) -> HttpResponse:
    assignment = load(request, pk)
    if sentence := refusal_of_deadline(access_of(request.user), assignment):
        raise Refused(sentence)
    form = DeadlineForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_deadline(
                assignment,
                due_on=data["due_on"],
                reason=data["reason"],
                version=data["version"],
                by=request.user,
            )
        except SomebodyWasFaster:
            return somebody_was_faster(request, form, _("Change the deadline"))
        messages.success(request, _("The deadline is changed. The unit has been told."))
        return back(request, assignment)
    return render(request, "assignments/deadline.html", {"form": form, "assignment": assignment})


# --- Many at once -------------------------------------------------------------------------------------------
@require_POST
def accept_tasks(request: Request, conference_pk: int) -> HttpResponse:
    """Proposed tasks become assignments: the chosen ones (`task`), or all of them (`all`)."""
    conference = get_object_or_404(Conference.objects.visible_to(request.user), pk=conference_pk)
    proposed = Task.objects.visible_to(request.user).proposed().filter(conclusion__conference=conference)
    if not may_manage(request.user, conference):
        raise PermissionDenied
    if "all" not in request.POST:
        proposed = proposed.filter(pk__in=[key_of(text) for text in request.POST.getlist("task")])
    made = actions.accept_tasks(proposed, by=request.user)
    say_what_was_made(request, made)
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(wanted)
    return redirect("conferences:review", conference.pk)


def say_what_was_made(request: Request, made: list[Assignment]) -> None:
    if not made:
        messages.warning(request, _("No task was accepted. Choose at least one that is not accepted yet."))
        return
    tasks = len({assignment.task_id for assignment in made})
    units = len({assignment.unit_id for assignment in made if assignment.unit_id})
    messages.success(
        request,
        ngettext(
            "%(tasks)d task is accepted: %(assignments)d assignments for %(units)d units.",
            "%(tasks)d tasks are accepted: %(assignments)d assignments for %(units)d units.",
            tasks,
        )
        % {"tasks": tasks, "assignments": len(made), "units": units},
    )
    without = sum(assignment.unit_id is None for assignment in made)
    if without:
        messages.warning(
            request,
            ngettext(
                "%(count)d of them names no unit. Assign it from the list of assignments.",
                "%(count)d of them name no unit. Assign them from the list of assignments.",
                without,
            )
            % {"count": without},
        )


# --- Evidence -----------------------------------------------------------------------------------------------
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
