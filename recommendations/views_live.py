"""Logging while people speak. The page keeps what is typed and sends it when it can; here it arrives once."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import UUIDField
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments.workflow import State
from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import Conference
from dialogue_tracker.keys import key_of
from recommendations import actions, live
from recommendations.actions_live import drop_draft, enter, keep_draft, move_up, take_back
from recommendations.forms import open_to
from recommendations.forms_live import EntryForm, LogForm, draft_values
from recommendations.models import LogDraft, Recommendation
from recommendations.permissions import may_log
from recommendations.similar import picked
from recommendations.views_similar import picked_in, similar_box

MOST_AT_ONCE = 50


@require_GET
def create(request: Request) -> HttpResponse:
    """The live page of the conference asked for, else of the latest that has begun."""
    if not may_log(request.user):
        raise PermissionDenied
    seen = open_to(request.user)
    asked = seen.filter(pk=key_of(request.GET.get("conference", ""))).first()
    chosen = asked or seen.filter(held_on__lte=timezone.localdate()).first() or seen.first()
    if chosen is None:
        return render(request, "recommendations/no_conference.html")
    return redirect("recommendations:live", chosen.pk)


def conference_for(request: Request, pk: int) -> Conference:
    if not may_log(request.user):
        raise PermissionDenied
    return get_object_or_404(open_to(request.user).select_related("host"), pk=pk)


@require_http_methods(["GET", "POST"])
@ensure_csrf_cookie
def page(request: Request, pk: int) -> HttpResponse:
    conference = conference_for(request, pk)
    if request.method == "POST":
        form = LogForm(request.POST, conference=conference)
        if form.is_valid():
            return logged(request, conference, form)
    else:
        kept = {name: request.GET.get(name, "") for name in ("raised_by", "speaker")}
        form = LogForm(initial=kept, conference=conference)
    drafts = live.drafts_being_written(conference, but=request.user)
    context = board_of(conference, drafts) | {
        "form": form,
        "conferences": open_to(request.user),
        **similar_box(request, conference),
        "list_url": reverse("recommendations:list", query={"conference": conference.pk}),
        "unfinished": live.unfinished(conference, request.user),
    }
    return render(request, "recommendations/live.html", context)


def logged(request: Request, conference: Conference, form: LogForm) -> HttpResponse:
    """Sent as a plain form, without the script."""
    alike = picked_in(request, conference)
    made = actions.log(
        conference=conference,
        raised=form.raised,
        key=form.cleaned_data["key"],
        by=request.user,
        repeats=alike.earlier,
        same_as=alike.same_as,
    )
    messages.success(request, _("Recommendation %(code)s is logged.") % {"code": made.code})
    kept = {"raised_by": made.raised_by_id, "speaker": made.speaker}
    return redirect(reverse("recommendations:live", args=[conference.pk], query=kept))


@require_GET
def worker(request: Request) -> HttpResponse:
    """From here and not from the static files: a worker serves the addresses below its own."""
    script = (settings.BASE_DIR / "static" / "js" / "live_worker.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


# --- The board ----------------------------------------------------------------------------------------------
def board_of(conference: Conference, drafts: list[LogDraft]) -> dict[str, Any]:
    found = live.speeches(conference)
    entries = [entry for speech in found for entry in speech.entries]
    return {
        "conference": conference,
        "speeches": found,
        "count": sum(entry.assignment.state != State.WITHDRAWN for entry in entries),
        "writers": live.writers(drafts),
    }


@require_GET
@ensure_csrf_cookie
def board(request: Request, pk: int) -> HttpResponse:
    """Every few seconds for each open page: mostly nothing is new, and then almost nothing is done."""
    conference = conference_for(request, pk)
    drafts = live.drafts_being_written(conference, but=request.user)
    tag = f'"{live.state_of(conference, drafts, language=get_language() or "")}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = render(request, "recommendations/_live_board.html", board_of(conference, drafts))
    response["ETag"] = tag
    response["X-Person"] = str(request.user.pk)
    now = timezone.localtime()
    response["X-Now"], response["X-At"] = str(int(now.timestamp() * 1000)), f"{now:%H:%M %d/%m}"
    response["Cache-Control"] = "private, no-store"
    return response


# --- What a page sends --------------------------------------------------------------------------------------
class Unreadable(Exception):
    """No page of ours sends this."""


def sent_by(request: Request) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def refused(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"refused": sentence}, status=status)


def answered(
    request: Request, pk: int, answer: Callable[[Request, Conference, dict[str, Any]], HttpResponse]
) -> HttpResponse:
    """Only what belongs to the person signed in: what one has typed is never sent under another's name."""
    sent = sent_by(request)
    if sent and str(sent.get("person")) != str(request.user.pk):
        sentence = _("Another person has signed in with this browser. What you typed is kept for you.")
        return refused(sentence, 409)
    conference = conference_for(request, pk)
    try:
        return answer(request, conference, sent)
    except (Unreadable, ValidationError):
        return refused(_("The server cannot read what the page has sent. Reload the page."), 400)


@require_POST
def entries(request: Request, pk: int) -> HttpResponse:
    return answered(request, pk, take_entries)


def take_entries(request: Request, conference: Conference, sent: dict[str, Any]) -> HttpResponse:
    """Each by itself and in order: one that is refused does not keep back those behind it."""
    found = sent.get("entries")
    if not isinstance(found, list) or len(found) > MOST_AT_ONCE:
        raise Unreadable
    return JsonResponse({"answers": [take_entry(request, conference, one) for one in found]})


def take_entry(request: Request, conference: Conference, sent: object) -> dict[str, Any]:
    form = EntryForm(sent, conference=conference, by=request.user)
    key = form.data.get("key", "")
    if not form.is_valid():
        return {"key": key, "refused": form.sentence}
    earlier = sent.get("earlier") if isinstance(sent, dict) else None
    alike = picked(
        conference,
        user=request.user,
        earlier=[str(one) for one in earlier] if isinstance(earlier, list) else [],
        same_as=form.data.get("same_as", ""),
    )
    entry = form.entry_with(repeats=alike.earlier, same_as=alike.same_as)
    try:
        made = enter(conference, entry, by=request.user)
    except SomebodyWasFaster:
        return {"key": key} | theirs(request, entry.key)
    except Refused as refusal:
        return {"key": key, "refused": str(refusal)}
    return {"key": key, "code": made.code, "revision": entry.revision}


def theirs(request: Request, key: UUID) -> dict[str, Any]:
    newer = Recommendation.objects.select_related("conference__host").get(
        created_by=request.user, client_key=key
    )
    sentence = _("%(code)s has another wording by now. Compare, then send yours again or drop it.")
    return {
        "refused": sentence % {"code": newer.code},
        "theirs": newer.text,
        "seen": newer.version,
        "revision": newer.client_revision,
    }


@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    return answered(request, pk, take_draft)


def take_draft(request: Request, conference: Conference, sent: dict[str, Any]) -> HttpResponse:
    try:
        page_key, serial = UUID(str(sent.get("page"))), int(sent.get("serial", 0))
    except (ValueError, TypeError, OverflowError):
        raise Unreadable from None
    if not 0 <= serial < 2**53:
        raise Unreadable
    if sent.get("drop"):
        drop_draft(conference, page=page_key, by=request.user)
    else:
        keep_draft(
            conference, page=page_key, serial=serial, values=draft_values(sent.get("values")), by=request.user
        )
    return HttpResponse(status=204)


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    return answered(request, pk, moved)


def moved(request: Request, conference: Conference, sent: dict[str, Any]) -> HttpResponse:
    visible = Recommendation.objects.visible_to(request.user).filter(conference=conference)
    if not isinstance(sent.get("entry"), str):
        raise Unreadable
    recommendation = get_object_or_404(visible, pk=key_of(sent["entry"]))
    move_up(recommendation, whole_speech=bool(sent.get("speech")), by=request.user)
    return HttpResponse(status=204)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    return answered(request, pk, withdrawn)


def withdrawn(request: Request, conference: Conference, sent: dict[str, Any]) -> HttpResponse:
    own = Recommendation.objects.visible_to(request.user).filter(
        conference=conference, created_by=request.user
    )
    key = UUIDField().to_python(str(sent.get("key")))
    try:
        take_back(get_object_or_404(own.select_related("assignment"), client_key=key), by=request.user)
    except Refused as refusal:
        return refused(str(refusal), 409)
    return HttpResponse(status=204)
