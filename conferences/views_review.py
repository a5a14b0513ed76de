"""The review: the conclusion beside the tasks found in it, as the person left it."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.requests import Request
from conferences.models import Conference
from conferences.permissions import may_manage, may_read_conclusion
from conferences.review import ALL, ORDERS, SHOWN, UNSURE_FIRST, Review, review_of
from conferences.undo import last_step, told
from conferences.views import load
from conferences.views_conclusion import conclusion_of
from conferences.workspace import workspace
from dialogue_tracker.keys import key_of

_CARD = re.compile(r"task-(\d{1,18})")


@require_GET
@vary_on_headers("HX-Request", "HX-Target")
def review(request: Request, pk: int) -> HttpResponse:
    """For htmx the inside alone, or where one card is to be replaced, that and what follows from it."""
    conference = load(request, pk)
    if not may_read_conclusion(request.user, conference):
        raise PermissionDenied
    found = conclusion_of(conference)
    manages = may_manage(request.user, conference)
    if found is None and manages:
        return redirect("conferences:read_conclusion", pk)
    context = workspace(request, conference, "conclusion")
    if found is None:
        return render(request, "conferences/review.html", context)
    shown = review_of(found, **choice(request, conference))
    if manages and (step := last_step(found, request.user)):
        shown.undoable = told(step)
    context |= {"review": shown, "at": key_of(request.GET.get("at", ""))}
    return render(request, *page(request, shown, context))


def page(request: Request, shown: Review, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if not request.htmx:
        return "conferences/review.html", context
    target = _CARD.fullmatch(request.htmx.target or "")
    if target is None:
        return "conferences/_review.html", context
    one = int(target.group(1))
    everything = (*shown.cards, *shown.dismissed)
    return "conferences/_review_card.html", {**context, "one": [c for c in everything if c.task.pk == one]}


def choice(request: Request, conference: Conference) -> dict[str, str]:
    """What is asked for, or what was the last time: the order for every review, the choice for this one."""
    kept = request.session.get("review", {})
    show = kept.get("show", ALL) if kept.get("of") == conference.pk else ALL
    order = request.GET.get("order", kept.get("order", UNSURE_FIRST))
    show = request.GET.get("show", show)
    chosen = {
        "order": order if order in ORDERS else UNSURE_FIRST,
        "show": show if show in SHOWN else ALL,
    }
    if not {"order", "show"}.isdisjoint(request.GET):
        request.session["review"] = {**chosen, "of": conference.pk}
    return chosen
