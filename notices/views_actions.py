"""The verbs of the table, comments, and beginning a notice that corrects or replaces another."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import Request
from assignments.writing import Refused
from dialogue_tracker.framing import shows_frames
from dialogue_tracker.several_hands import SomebodyWasFaster
from notices import actions
from notices.forms import CommentForm, VerbForm
from notices.notice_page import notice_page, request_first_pdf
from notices.permissions import may_take_part
from notices.rendering_jobs import request_issuing
from notices.views import notice_of
from notices.workflow import TRANSITIONS, State, Verb
from units.permissions import access_of


@require_POST
@shows_frames
def change(request: Request, pk: int, verb: str) -> HttpResponse:
    """One view for every row of the table."""
    if verb not in TRANSITIONS:
        raise Http404
    notice = notice_of(request, pk)
    row = TRANSITIONS[verb]
    if not access_of(request.user).at(row.permission, notice.conference.host_id):
        raise Refused(_("Your role does not include this."))
    form = VerbForm(verb, notice, request.POST)
    if not form.is_valid():
        return notice_page(request, notice, pressed=form, status=422)
    given = form.cleaned_data
    try:
        if verb == Verb.ISSUE:
            request_issuing(notice, by=request.user, version=given["version"])
        else:
            actions.change_state(notice, verb, by=request.user, text=given["text"], version=given["version"])
    except SomebodyWasFaster:
        fresh = notice_of(request, pk)
        again = VerbForm(verb, fresh, {**request.POST.dict(), "version": str(fresh.version)})
        return notice_page(request, fresh, pressed=again, newer=True, status=409)
    except ValidationError as missing:
        form.add_error(None, missing)
        return notice_page(request, notice, pressed=form, status=422)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(notice)
    messages.success(request, str(row.after))
    if row.to_state in (State.DRAFT, State.SUBMITTED):
        request_first_pdf(notice_of(request, pk), by=request.user)
    if row.to_state == State.DISCARDED:
        return redirect("conferences:detail", notice.conference_id)
    return redirect(notice)


@require_POST
@shows_frames
def comment(request: Request, pk: int) -> HttpResponse:
    notice = notice_of(request, pk)
    if not may_take_part(request.user, notice):
        raise Refused(_("Your role does not include this."))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return notice_page(request, notice, comment=form, status=422)
    actions.comment(notice, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("The comment is kept, and those concerned have been told."))
    return redirect(f"{notice.get_absolute_url()}#history")


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    draft = actions.correct(notice_of(request, pk), by=request.user)
    messages.success(
        request, _("The correction is prepared. Say in it what was wrong and how it reads rightly.")
    )
    return redirect("notices:update", draft.pk)


@require_POST
def replace(request: Request, pk: int) -> HttpResponse:
    draft = actions.replace(notice_of(request, pk), by=request.user)
    request_first_pdf(draft, by=request.user)
    messages.success(
        request, _("The new notice is prepared from today's data. The old one stands until it is issued.")
    )
    return redirect(draft)
