"""Raised again: earlier ones are found while logging or afterwards, linked, and unlinked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments.writing import Refused
from conferences.models import Conference
from dialogue_tracker.keys import key_of
from recommendations.actions_links import link, unlink
from recommendations.earlier import candidates, earlier_ones
from recommendations.forms import open_to
from recommendations.models import RaisedAgain, Recommendation
from recommendations.permissions import may_log
from units.models import Unit


def picked_earlier(request: Request, conference: Conference) -> list[Recommendation]:
    """The earlier ones ticked in the form; what the person may not see or is not earlier is passed over."""
    sent = request.POST if request.method == "POST" else request.GET
    ids = [key_of(text) for text in sent.getlist("earlier")]
    return list(earlier_ones(conference, user=request.user).filter(pk__in=ids)) if ids else []


@require_GET
def earlier(request: Request) -> HttpResponse:
    """While somebody logs: what this may repeat. What is ticked already stays in the list."""
    if not may_log(request.user):
        raise PermissionDenied
    conference = get_object_or_404(open_to(request.user), pk=key_of(request.GET.get("conference", "")))
    picked = picked_earlier(request, conference)
    found = candidates(
        conference,
        user=request.user,
        words=request.GET.get("words", ""),
        text=request.GET.get("text", ""),
        unit=Unit.objects.filter(pk=key_of(request.GET.get("raised_by", ""))).first(),
    )
    rest = [row for row in found if row not in picked]
    return render(request, "recommendations/_earlier.html", {"picked": picked, "found": rest})


@require_http_methods(["GET", "POST"])
def repeats(request: Request, pk: int) -> HttpResponse:
    visible = Recommendation.objects.visible_to(request.user)
    recommendation = get_object_or_404(
        visible.select_related("conference__host", "raised_by", "assignment"), pk=pk
    )
    if not may_log(request.user, recommendation.conference):
        raise Refused(_("Your role does not include this."))
    if request.method == "POST":
        return linked(request, recommendation)
    found = candidates(
        recommendation.conference,
        user=request.user,
        words=request.GET.get("q", ""),
        text=recommendation.text,
        unit=recommendation.raised_by,
    )
    there = set(recommendation.earlier_links.values_list("earlier", flat=True))
    context = {"recommendation": recommendation, "found": [row for row in found if row.pk not in there]}
    return render(request, "recommendations/repeats.html", context)


def linked(request: Request, recommendation: Recommendation) -> HttpResponse:
    chosen = picked_earlier(request, recommendation.conference)
    if not chosen:
        messages.info(request, _("Tick the earlier recommendation that this one repeats."))
        return redirect("recommendations:repeats", recommendation.pk)
    for one in chosen:
        try:
            link(recommendation, one, by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return redirect(recommendation)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    visible = Recommendation.objects.visible_to(request.user)
    found = RaisedAgain.objects.filter(recommendation__in=visible).select_related(
        "recommendation__conference__host", "recommendation__assignment", "earlier__conference__host"
    )
    made = get_object_or_404(found, pk=pk)
    unlink(made, by=request.user)
    messages.success(request, _("The link is taken away. The history keeps both."))
    return redirect(made.recommendation)
