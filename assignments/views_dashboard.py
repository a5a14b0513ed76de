"""How far the work of a conference is, at one look."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.requests import Request
from accounts.roles import Permission
from assignments import dashboard as numbers
from assignments.filters import AS_NOW, AS_THEN
from assignments.models import Assignment, Extension
from assignments.querysets import AssignmentQuerySet
from assignments.timing import IN_FORCE, ORIGINAL, Timing
from conferences.models import Conference
from dialogue_tracker.keys import key_of
from dialogue_tracker.looks import TIMINGS
from units.permissions import access_of

BIG_NUMBERS = ("done_on_time", "done_late", "open_in_time", "open_overdue")
LONGEST_OVERDUE = 5
MOST_CHOICES = 200
MINISTRY_FIRST = (F("host__parent").asc(nulls_first=True),)


@require_GET
@vary_on_headers("HX-Request")
def dashboard(request: Request) -> HttpResponse:
    if not access_of(request.user).at_all(Permission.READ_DASHBOARD):
        raise PermissionDenied
    visible = Conference.objects.visible_to(request.user)
    conference = chosen_conference(request, visible)
    if conference is None:
        return render(request, "assignments/dashboard.html")
    kind = request.GET.get("kind", "")
    kind = kind if kind in Assignment.Kind.values else ""
    deadline = ORIGINAL if request.GET.get("deadline") == ORIGINAL else IN_FORCE
    units = AS_NOW if request.GET.get("units") == AS_NOW else AS_THEN
    now = numbers.dashboard(conference, user=request.user, kind=kind, deadline=deadline, units=units)
    before = then(conference, user=request.user, kind=kind, deadline=deadline)
    context = {
        "conferences": visible[:MOST_CHOICES],
        "conference": conference,
        "kind": kind,
        "kinds": Assignment.Kind.choices,
        "as_now": units == AS_NOW,
        "now": now,
        "before": before,
        "carried": numbers.carried_over(conference, user=request.user, deadline=deadline),
        "cells": [compared(now.total, before, key) for key in BIG_NUMBERS],
        "words": numbers.words(conference, user=request.user),
        "overdue": overdue(request.user, conference, kind, deadline),
        "original": ORIGINAL if deadline == ORIGINAL else "",
        "extensions": numbers.extensions(conference, user=request.user, kind=kind),
        "to_decide": Extension.objects.to_decide_by(access_of(request.user)).count(),
    }
    template = "assignments/_dashboard_results.html" if request.htmx else "assignments/dashboard.html"
    return render(request, template, context)


def chosen_conference(request: Request, visible: QuerySet[Conference]) -> Conference | None:
    """The one asked for; else the ministry's latest that was held and brought work.

    The next one is entered beforehand, and what units send for it is taken over before it is held.
    """
    if wanted := request.GET.get("conference"):
        return get_object_or_404(visible, pk=key_of(wanted))
    with_work = Exists(Assignment.objects.filter(conference=OuterRef("pk")))
    held = Case(When(with_work, held_on__lte=timezone.localdate(), then=0), default=1)
    return visible.order_by(held, *MINISTRY_FIRST, "-held_on", "-pk").first()


def then(conference: Conference, *, user: User, kind: str, deadline: str) -> numbers.Dashboard | None:
    """The same period after the conference before, if there was one with work."""
    before = numbers.earlier(conference, user=user)
    if before is None:
        return None
    day = numbers.same_period(conference, before)
    result = numbers.dashboard(before, user=user, kind=kind, day=day, deadline=deadline)
    return result if result.total["counted"].count else None


def compared(now: numbers.Tally, before: numbers.Dashboard | None, key: str) -> dict[str, Any]:
    number = now[key]
    share = _("%(share)s%% of all") % {"share": floatformat(number.share, -1)}
    if before:
        share += " · " + _("same period: %(count)d") % {"count": before.total[key].count}
    return {"now": number, "look": TIMINGS[key], "note": share}


def overdue(user: User, conference: Conference, kind: str, deadline: str) -> AssignmentQuerySet:
    rows = Assignment.objects.visible_to(user).filter(conference=conference)
    rows = rows.in_cells(Timing.OPEN_OVERDUE, deadline=deadline)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.with_sources().by_urgency()[:LONGEST_OVERDUE]
