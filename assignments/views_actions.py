"""The pages one acts on: the verbs of the table, and taking on tasks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from assignments import actions
from assignments.forms import VerbForm, form_for
from assignments.models import Assignment
from assignments.permissions import refusal_of_person, refusal_of_state
from assignments.timeline import since
from assignments.workflow import TRANSITIONS, Transition
from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import Conference, Task
from conferences.permissions import may_manage
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
    if sentence := refusal_of_state(access_of(request.user), assignment, row):
        messages.info(request, sentence)
        return redirect(assignment)
    return verb_page(request, form_for(verb)(assignment=assignment, verb=verb))


def press(request: Request, assignment: Assignment, row: Transition) -> HttpResponse:
    form = form_for(row.verb)(request.POST, request.FILES, assignment=assignment, verb=row.verb)
    if not form.is_valid():
        if sentence := refusal_of_state(access_of(request.user), assignment, row):
            raise Refused(sentence)
        return verb_page(request, form)
    try:
        changed = actions.change_state(assignment, row.verb, by=request.user, change=form.change())
    except SomebodyWasFaster:
        fresh = load(request, assignment.pk)
        return somebody_was_faster(
            request,
            again=form_for(row.verb)(typed_on(request, fresh), assignment=fresh, verb=row.verb),
            fresh=fresh,
            seen=form.cleaned_data["version"],
            label=row.label,
            impossible=refusal_of_state(access_of(request.user), fresh, row),
        )
    except ValidationError as missing:
        form.add_error(None, missing)
        return verb_page(request, form)
    messages.success(request, said(row, changed))
    return back(request, changed)


def said(row: Transition, changed: Assignment) -> str:
    """What happened and is next; another sentence where the work has gone to another unit."""
    if row.to_other_unit is None or changed.state != row.to_other_unit:
        return str(row.after)
    return _("The direction is given. The work goes to %(unit)s, which finds it among its new work.") % {
        "unit": changed.unit
    }


def verb_page(request: Request, form: VerbForm) -> HttpResponse:
    row = TRANSITIONS[form.verb]
    style = "danger" if row.style == "danger-soft" else "primary"
    context = {"form": form, "assignment": form.assignment, "row": row, "submit_style": style}
    return render(request, "assignments/change.html", context)


def somebody_was_faster(
    request: Request, *, again: Any, fresh: Assignment, seen: int, label: Any, impossible: str
) -> HttpResponse:
    """Shows what changed since version `seen` and keeps what was typed: `again` is the form on the fresh row.

    Sending it again decides anew, on the version shown now; `impossible` says why it cannot be.
    """
    context = {
        "assignment": fresh,
        "form": again,
        "label": label,
        "steps": since(fresh, seen),
        "impossible": impossible,
        "file_lost": bool(request.FILES),
    }
    return render(request, "assignments/somebody_was_faster.html", context, status=409)


def typed_on(request: Request, fresh: Assignment) -> QueryDict:
    """What was typed, as if on the version shown now."""
    typed = request.POST.copy()
    typed["version"] = str(fresh.version)
    return typed


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
