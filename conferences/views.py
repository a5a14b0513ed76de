"""Conferences: the list, the workspace, the form, who attended, the tasks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from conferences.actions import save_conference, set_attendance
from conferences.filters import ConferenceFilter
from conferences.forms import ConferenceForm, attendance_formset
from conferences.history import CONFERENCE_FIELDS, since, timeline, untouched, values_of
from conferences.models import ChangeEntry, Conference, Task
from conferences.permissions import may_create, may_manage, may_read_conclusion
from conferences.progress import counts_of, stage, steps
from conferences.workspace import workspace
from dialogue_tracker.keys import key_of
from dialogue_tracker.several_hands import SomebodyWasFaster, merged
from units.models import Unit
from units.permissions import access_of

PER_PAGE = 20
CHANGES_PER_PAGE = 30
LATEST_CHANGES = 4


@require_GET
@vary_on_headers("HX-Request")
def conference_list(request: Request) -> HttpResponse:
    visible = Conference.objects.visible_to(request.user)
    chosen = ConferenceFilter(request.GET, queryset=visible)
    page = Paginator(chosen.qs.select_related("host"), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "filter": chosen,
        "page": page,
        "may_create": may_create(request.user),
        "reads_all": access_of(request.user).reads_all,
    }
    if context["reads_all"]:
        counts = counts_of(list(page.object_list))
        for conference in page.object_list:
            conference.counts = counts[conference.pk]
            conference.stage = stage(counts[conference.pk])
    template = "conferences/_list_results.html" if request.htmx else "conferences/list.html"
    return render(request, template, context)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    conference = load(request, pk)
    context = workspace(request, conference, "overview")
    context["attendances"] = conference.attendances.select_related("unit")
    # Carrying over belongs to an app to the right; it is reached through the reverse accessor.
    context["carried_number"] = conference.carried_over.count() if context["reads_all"] else 0
    if context["may_manage"]:
        context["attendance_url"] = reverse("conferences:attendance", args=[pk])
    if may_read_conclusion(request.user, conference):
        context["latest"] = timeline(conference.changes.order_by("-at", "-pk")[:LATEST_CHANGES])
    if context["reads_all"]:
        context["steps"] = steps(conference, context["counts"])
        context["next_step"] = next((s for s in context["steps"] if s["state"] == "current"), None)
    return render(request, "conferences/detail.html", context)


def load(request: Request, pk: int) -> Conference:
    visible = Conference.objects.visible_to(request.user).select_related("host", "conclusion__read_by")
    return get_object_or_404(visible, pk=pk)


def load_to_manage(request: Request, pk: int) -> Conference:
    conference = load(request, pk)
    if not may_manage(request.user, conference):
        raise PermissionDenied
    return conference


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    if not may_create(request.user):
        raise PermissionDenied
    form = ConferenceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        everybody = form.cleaned_data["all_units"]
        conference = save_conference(form.save(commit=False), by=request.user, all_units=everybody)
        if everybody:
            messages.success(request, _("The conference is saved, with all units as attending."))
            return redirect(conference)
        messages.success(request, _("The conference is saved. Choose the units that attended."))
        return redirect("conferences:attendance", conference.pk)
    return render(request, "conferences/form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    conference = load_to_manage(request, pk)
    form = ConferenceForm(request.POST or None, instance=conference, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            save_conference(form.save(commit=False), by=request.user, version=form.cleaned_data["version"])
        except SomebodyWasFaster:
            return faster(request, form, load_to_manage(request, pk))
        messages.success(request, _("The conference is saved."))
        return redirect(conference)
    if form.errors:
        conference = load_to_manage(request, pk)  # the heading keeps what is stored
    return render(request, "conferences/form.html", {"form": form, "conference": conference})


def faster(request: Request, form: ConferenceForm, stored: Conference) -> HttpResponse:
    """The form again: the own text where the person changed something, what others wrote where not."""
    seen = form.cleaned_data["version"]
    typed = values_of(form.instance, CONFERENCE_FIELDS)
    fresh = ConferenceForm(instance=load_to_manage(request, stored.pk), user=request.user)
    data = merged(form, fresh, untouched(stored, seen, typed), stored.version)
    again = ConferenceForm(data, instance=load_to_manage(request, stored.pk), user=request.user)
    context = {"form": again, "conference": stored, "steps": since(stored, seen)}
    return render(request, "conferences/form.html", context, status=409)


# --- Who attended -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def attendance(request: Request, pk: int) -> HttpResponse:
    conference = load_to_manage(request, pk)
    units = could_attend(conference)
    people = dict(conference.attendances.values_list("unit", "people"))
    formset = attendance_formset(request.POST or None, units=units, people=people)
    seen = key_of(request.POST.get("version", "")) or None
    context: dict[str, Any] = {}
    if request.method == "POST" and formset.is_valid():
        came = formset.people(everybody="all" in request.POST)
        try:
            set_attendance(conference, came, by=request.user, version=seen)
        except SomebodyWasFaster:
            context["steps"] = since(conference, seen or 0)
        else:
            messages.success(request, _("The list of those who attended is saved."))
            return redirect(conference)
    context |= workspace(request, conference, "overview")
    context |= {"formset": formset, "rows": list(formset.rows())}
    return render(request, "conferences/attendance.html", context, status=409 if "steps" in context else 200)


@require_GET
def history(request: Request, pk: int) -> HttpResponse:
    """Every change of the conference, its conclusion and its tasks; of one task with `?task=`."""
    conference = load(request, pk)
    if not may_read_conclusion(request.user, conference):
        raise PermissionDenied
    entries = conference.changes.order_by("-at", "-pk")
    if task := key_of(request.GET.get("task", "")):
        entries = entries.filter(subject=ChangeEntry.Subject.TASK, subject_id=task)
    page = Paginator(entries, CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {**workspace(request, conference, "overview"), "page": page, "steps": timeline(page)}
    return render(request, "conferences/history.html", context)


def could_attend(conference: Conference) -> list[Unit]:
    """And who is in the list already."""
    there = Unit.objects.filter(attendances__conference=conference)
    return list((conference.possible_units | there).distinct())


# --- Tasks --------------------------------------------------------------------------------------------------
@require_GET
def tasks(request: Request, pk: int) -> HttpResponse:
    """The accepted tasks with what became of them; a unit's people see those that concern their unit."""
    conference = load(request, pk)
    # Assignments belong to an app to the right; they are reached, and narrowed, through the reverse accessor.
    assignment: Any = Task.assignments.field.model
    own_work = assignment.objects.visible_to(request.user).select_related("unit")
    accepted = (
        Task.objects.visible_to(request.user)
        .accepted()
        .filter(conclusion__conference=conference)
        .prefetch_related("lead_units", "supporting_units", Prefetch("assignments", own_work))
    )
    context = workspace(request, conference, "tasks")
    context["carried_number"] = conference.carried_over.count() if context["reads_all"] else 0
    return render(request, "conferences/tasks.html", {**context, "tasks": accepted})
