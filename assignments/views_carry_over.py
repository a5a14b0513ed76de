"""Before a conference: what of the earlier ones is still open, and what goes on with it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from accounts.roles import Permission
from assignments.carry_over import carried_over_to, past_of, refusal_to_undo, still_open, undo
from assignments.filters import AssignmentFilter, listed
from assignments.forms_bulk import CarryOverForm, UndoForm
from assignments.models import Assignment, BulkRun, CarryOver
from assignments.querysets import AssignmentQuerySet
from assignments.views_bulk import Doing, back_to, steps
from assignments.writing import Refused
from conferences.models import Conference
from conferences.workspace import workspace
from units.permissions import access_of

PAGE_SIZE = 50


def load(request: Request, pk: int) -> Conference:
    return get_object_or_404(Conference.objects.visible_to(request.user).select_related("host"), pk=pk)


def may_carry(request: Request, conference: Conference) -> bool:
    return access_of(request.user).at(Permission.ASSIGN, conference.host_id)


def open_work(request: Request, conference: Conference) -> AssignmentQuerySet:
    """By unit in the official order, the longest due first."""
    rows = listed(request).filter(pk__in=still_open(conference).values("pk"))
    unit = F("unit__position").asc(nulls_last=True)
    return rows.order_by(unit, "unit__sort_key", "unit", F("due_on").asc(nulls_last=True), "pk")


@require_GET
@vary_on_headers("HX-Request")
def carry_over_page(request: Request, conference_pk: int) -> HttpResponse:
    """Who sees the conference reads what was carried over to it; the office chooses what else is."""
    conference = load(request, conference_pk)
    context: dict[str, Any] = workspace(request, conference, "overview")
    context["may_carry"] = may_carry(request, conference)
    if context["may_carry"]:
        found = AssignmentFilter(request.GET, queryset=open_work(request, conference), request=request)
        page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
        past = past_of(page.object_list)
        context |= {"filter": found, "page_obj": page, "rows": [(row, past[row.pk]) for row in page]}
    if request.htmx and context["may_carry"]:
        return render(request, "assignments/_carry_over_open.html", context)
    carried = carried_over_to(conference, user=request.user)
    access = access_of(request.user)
    rows = [(row, refusal_to_undo(access, row.carry_over)) for row in carried]
    reasons = {why_not for _row, why_not in rows}
    # One reason for all is said once, above the list.
    same = reasons.pop() if len(reasons) == 1 else ""
    context |= {"carried": rows, "why_no_undo": same, "may_undo": context["may_carry"] and not same}
    return render(request, "assignments/carry_over.html", context)


@require_http_methods(["GET", "POST"])
def carry_over_chosen(request: Request, conference_pk: int) -> HttpResponse:
    conference = load(request, conference_pk)
    if not may_carry(request, conference):
        raise PermissionDenied(_("Only the office carries work over."))
    doing = Doing(
        act=BulkRun.Act.CARRY_OVER,
        form=partial(CarryOverForm, conference=conference),
        rows=open_work(request, conference),
        back=back_to(reverse("assignments:carry_over", args=[conference.pk]), request.GET),
        context={"conference": conference},
    )
    return steps(request, doing)


@require_http_methods(["GET", "POST"])
def undo_carry_over(request: Request, pk: int) -> HttpResponse:
    visible = Assignment.objects.visible_to(request.user).values("pk")
    row = get_object_or_404(
        CarryOver.objects.filter(assignment__in=visible).select_related("assignment", "to_conference"), pk=pk
    )
    if sentence := refusal_to_undo(access_of(request.user), row):
        raise Refused(sentence)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        undo(row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request, _("The carry-over is taken back. The work stands among what is still open again.")
        )
        return redirect("assignments:carry_over", row.to_conference_id)
    context = {"form": form, "row": row, "assignment": row.assignment, "conference": row.to_conference}
    return render(request, "assignments/carry_over_undo.html", context)
