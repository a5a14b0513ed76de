"""Similar recommendations: found while one types, linked or merged then or afterwards, alone or in groups."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from accounts.roles import Permission
from assignments.permissions import refusal
from assignments.workflow import Verb
from assignments.writing import Refused
from conferences.models import Conference
from conferences.workspace import workspace
from dialogue_tracker.keys import key_of
from recommendations.actions_links import link, merge, unlink
from recommendations.models import RaisedAgain, Recommendation
from recommendations.permissions import may_log
from recommendations.similar import Asking, Picked, Similar, picked, shown, similar
from recommendations.similar_groups import groups_of
from recommendations.wording import LONGEST_TEXT
from units.models import Unit
from units.permissions import access_of

# What somebody searches by.
MOST_WORDS = 200


def words_in(sent: QueryDict, name: str) -> str:
    return sent.get(name, "")[:MOST_WORDS].replace("\0", " ")


def picked_in(request: Request, conference: Conference) -> Picked:
    sent = request.POST if request.method == "POST" else request.GET
    return picked(
        conference,
        user=request.user,
        earlier=sent.getlist("earlier"),
        same_as=sent.get("same_as", ""),
    )


def similar_box(request: Request, conference: Conference) -> dict[str, Any]:
    """For a page with the box in its form: what was ticked when the form came back."""
    ticked = picked_in(request, conference)
    rows = shown(ticked.rows, Asking(user=request.user, conference=conference))
    return {"picked": rows, "same_as": ticked.same_as, "may_merge": offers_merging(rows)}


@require_http_methods(["GET", "POST"])
def look_up(request: Request) -> HttpResponse:
    """While somebody types; posted, because a long text does not fit into an address. Writes nothing."""
    sent = request.POST if request.method == "POST" else request.GET
    visible = Conference.objects.visible_to(request.user)
    conference = visible.filter(pk=key_of(sent.get("conference", ""))).first()
    asking = Asking(
        user=request.user,
        conference=conference,
        text=sent.get("text", "")[:LONGEST_TEXT],
        words=words_in(sent, "words"),
        raised_by=Unit.objects.filter(pk=key_of(sent.get("raised_by", ""))).first(),
        but=key_of(sent.get("but", "")) or None,
    )
    ticked = picked_in(request, conference) if conference else Picked([], None)
    context: dict[str, Any] = {
        "picked": shown(ticked.rows, asking),
        "same_as": ticked.same_as,
        "found": [one for one in similar(asking) if one.recommendation not in ticked.rows],
        "has_text": bool(asking.text.strip() or asking.words.strip()),
    }
    context["may_merge"] = offers_merging([*context["picked"], *context["found"]])
    return part("_similar.html", context)


@require_http_methods(["GET", "POST"])
def similar_to(request: Request, pk: int) -> HttpResponse:
    """Of one that is logged: its page has the list as a fragment."""
    visible = Recommendation.objects.visible_to(request.user)
    recommendation = get_object_or_404(
        visible.select_related("conference__host", "raised_by", "assignment__unit", "assignment__conference"),
        pk=pk,
    )
    if request.method == "POST":
        return joined(request, recommendation)
    asking = Asking(
        user=request.user,
        conference=recommendation.conference,
        text=recommendation.text,
        words=words_in(request.GET, "q"),
        raised_by=recommendation.raised_by,
        but=recommendation.pk,
        offers_merging=not refusal(
            access_of(request.user), request.user, recommendation.assignment, Verb.MERGE
        ),
    )
    linked = set(recommendation.earlier_links.values_list("earlier", flat=True))
    found = [
        one
        for one in similar(asking)
        if one.recommendation.pk not in linked and one.answering != recommendation.answering
    ]
    context = {
        "recommendation": recommendation,
        "found": found,
        "may_merge": offers_merging(found),
        "may_link": may_log(request.user, recommendation.conference),
        "may_choose": any(one.choice for one in found),
        "only_read": bool(request.htmx),
    }
    if request.htmx:
        return part("_similar_here.html", context)
    return render(request, "recommendations/similar.html", context)


def part(template: str, context: dict[str, Any]) -> HttpResponse:
    """Without what only a whole page shows, its counts above all."""
    return HttpResponse(render_to_string(f"recommendations/{template}", context))


def offers_merging(found: Iterable[Similar]) -> bool:
    return any(one.choice == "same_as" for one in found)


def joined(request: Request, recommendation: Recommendation) -> HttpResponse:
    if not may_log(request.user, recommendation.conference):
        raise Refused(_("Your role does not include this."))
    chosen = picked_in(request, recommendation.conference)
    if not chosen.rows:
        messages.info(request, _("Tick what this one repeats, or choose the one it is merged into."))
        return redirect("recommendations:similar_to", recommendation.pk)
    for one in chosen.earlier:
        try:
            link(recommendation, one, by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    if chosen.same_as:
        merged_or_told(request, recommendation, chosen.same_as)
    return redirect(recommendation)


def merged_or_told(request: Request, recommendation: Recommendation, into: Recommendation) -> bool:
    try:
        merge(recommendation, into, by=request.user)
    except (Refused, ValidationError) as error:
        why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        values = {"code": recommendation.code, "why": why}
        messages.warning(request, _("%(code)s is not merged: %(why)s") % values)
        return False
    return True


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


# --- All of a conference ------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def groups(request: Request, conference_pk: int) -> HttpResponse:
    """What several units raised alike, to be merged group by group, each row ticked by the clerk."""
    conference = get_object_or_404(Conference.objects.visible_to(request.user), pk=conference_pk)
    if not access_of(request.user).at(Permission.ASSIGN, conference.host_id):
        raise Refused(_("Your role does not include this."))
    if request.method == "POST":
        return merged_group(request, conference)
    context = {
        **workspace(request, conference, "recommendations"),
        "groups": groups_of(conference, user=request.user),
    }
    return render(request, "recommendations/similar_groups.html", context)


def merged_group(request: Request, conference: Conference) -> HttpResponse:
    here = Recommendation.objects.visible_to(request.user).filter(conference=conference)
    rows = here.select_related("conference__host", "assignment").order_by("assignment")
    into = rows.filter(pk=key_of(request.POST.get("into", ""))).first()
    chosen = rows.filter(pk__in=[key_of(text) for text in request.POST.getlist("merge")])
    picks = [row for row in chosen if row != into]
    if into is None or not picks:
        messages.info(request, _("Choose the one that answers for all, and tick what is merged into it."))
    else:
        count = sum(merged_or_told(request, row, into) for row in picks)
        sentence = ngettext(
            "%(count)d recommendation is merged into %(code)s. Each unit keeps its own word on the answer.",
            "%(count)d recommendations are merged into %(code)s. Each unit keeps its own word on the answer.",
            count,
        )
        if count:
            messages.success(request, sentence % {"count": count, "code": into.code})
    return redirect("recommendations:similar_groups", conference.pk)
