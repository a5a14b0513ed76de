"""The pages one reads: the list and one assignment. "My unit" and the dashboard have files of their own."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from accounts.roles import Permission
from assignments.carry_over import carry_overs_of
from assignments.filters import filtered
from assignments.ladder import next_rungs
from assignments.models import Assignment
from assignments.permissions import buttons, refusal_of_deadline, refusal_of_update
from assignments.reminders import lines_of
from assignments.terms import due_note
from assignments.timeline import timeline
from assignments.unit_side import also_answered, unit_side
from units.permissions import access_of
from workdays.calendars import calendar

PAGE_SIZE = 25
# One sheet for printing; longer lists are narrowed by a filter first.
PRINT_SIZE = 2000


@require_GET
@vary_on_headers("HX-Request")
def assignment_list(request: Request) -> HttpResponse:
    rows = filtered(request)
    size = PRINT_SIZE if "all" in request.GET else PAGE_SIZE
    page = Paginator(rows.qs, size).get_page(request.GET.get("page"))
    template = "assignments/_list_results.html" if request.htmx else "assignments/list.html"
    context = {
        "filter": rows,
        "page_obj": page,
        "may_choose": access_of(request.user).at_all(Permission.ASSIGN),
    }
    return render(request, template, context)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    assignment = get_object_or_404(
        Assignment.objects.visible_to(request.user)
        .with_timing()
        .with_original_timing()
        .with_sources()
        .select_related(
            "recommendation__raised_by",
            "reported_by",
            "confirmed_by",
            "merged_into__recommendation__conference__host",
        )
        .prefetch_related("supporting_units", "evidence__added_by"),
        pk=pk,
    )
    access = access_of(request.user)
    all_buttons, days = buttons(access, request.user, assignment), calendar()
    context = {
        "assignment": assignment,
        "offered": [button for button in all_buttons if not button.why_not],
        "blocked": [button for button in all_buttons if button.why_not],
        **unit_side(access, request.user, assignment),
        "no_update": refusal_of_update(access, assignment),
        "no_deadline_change": refusal_of_deadline(access, assignment),
        "steps": timeline(assignment),
        "carry_overs": carry_overs_of(assignment),
        "reminder_lines": lines_of(assignment),
        "rungs": next_rungs(assignment, days),
        "due_note": due_note(assignment, days),
        "merged": also_answered(access, request.user, assignment),
        "words": assignment.raisers_words.select_related("unit", "by").order_by("-asked_at", "pk"),
    }
    return render(request, "assignments/detail.html", context)
