"""What the units sent beforehand, for the office: by unit, taken over one by one or many, and reminders."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments.writing import Refused, SomebodyWasFaster
from conferences.calls import time_left
from conferences.models import Conference
from conferences.workspace import workspace
from dialogue_tracker.keys import key_of
from recommendations import actions_submissions as actions
from recommendations.calling_units import remind_by_hand
from recommendations.forms_submissions import StepForm, TakeForm
from recommendations.models import Submission
from recommendations.permissions_submissions import may_handle, refusal, refusal_of_person
from recommendations.submission_workflow import Verb
from recommendations.submissions import overview
from recommendations.views_similar import picked_in, similar_box
from recommendations.views_submissions import FASTER, back, load, picked, tell_refused
from units.permissions import access_of
from units.succession import Lineage
from workdays.calendars import calendar


def load_conference(request: Request, pk: int) -> Conference:
    visible = Conference.objects.visible_to(request.user).select_related("host")
    return get_object_or_404(visible, pk=pk)


def load_to_handle(request: Request, pk: int) -> Conference:
    conference = load_conference(request, pk)
    if not may_handle(access_of(request.user), conference):
        raise PermissionDenied
    return conference


@require_GET
def of_conference(request: Request, pk: int) -> HttpResponse:
    conference = load_conference(request, pk)
    if not access_of(request.user).reads_all:
        raise PermissionDenied
    left, tone = time_left(conference, calendar(), timezone.localdate())
    context = workspace(request, conference, "submissions") | {
        "overview": overview(request.user, conference),
        "may_handle": may_handle(access_of(request.user), conference),
        "left": left,
        "tone": tone,
        "return_form": StepForm(),
    }
    return render(request, "recommendations/submissions_of.html", context)


# --- Taking over --------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def take(request: Request, pk: int) -> HttpResponse:
    """With the wording of the office, the unit's beside it; `as_worded` takes it over as it is."""
    submission, access = load(request, pk), access_of(request.user)
    if sentence := refusal_of_person(access, submission, Verb.TAKE_OVER):
        raise Refused(sentence)
    if request.method == "POST" and "as_worded" in request.POST:
        return take_as_worded(request, submission)
    if sentence := refusal(access, submission, Verb.TAKE_OVER):
        messages.info(request, sentence)
        return redirect(submission)
    first = vars(actions.as_worded(submission)) | {"version": submission.version}
    form = TakeForm(request.POST or None, initial=first, conference=submission.conference)
    status = 200
    if request.method == "POST" and form.is_valid():
        alike = picked_in(request, submission.conference)
        try:
            taken = actions.take_over(
                submission,
                version=form.cleaned_data["version"],
                by=request.user,
                raised=form.raised,
                repeats=alike.earlier,
                same_as=alike.same_as,
            )
        except SomebodyWasFaster:
            status = 409
            form = again(request, load(request, pk))
        else:
            tell_taken(request, taken)
            return after_taking(request, taken)
    context = {
        "form": form,
        "submission": submission,
        "conference": submission.conference,
        **similar_box(request, submission.conference),
        "somebody_was_faster": status == 409,
    }
    return render(request, "recommendations/submission_take.html", context, status=status)


def again(request: Request, submission: Submission) -> TakeForm:
    """What was typed, to be sent once more over what the unit wrote meanwhile."""
    typed = request.POST.copy()
    typed["version"] = str(submission.version)
    return TakeForm(typed, conference=submission.conference)


def take_as_worded(request: Request, submission: Submission) -> HttpResponse:
    version = key_of(request.POST.get("version", ""))
    try:
        taken = actions.take_over(submission, version=version, by=request.user)
    except SomebodyWasFaster:
        messages.info(request, FASTER)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        tell_taken(request, taken)
    if request.htmx:
        return waiting_page(request, submission.conference, submission.unit_id, is_taken=True)
    return back(request, submission)


def tell_taken(request: Request, taken: Submission) -> None:
    code = taken.recommendation.code if taken.recommendation else ""
    messages.success(request, _("Taken over as %(code)s. The unit is told.") % {"code": code})


def after_taking(request: Request, taken: Submission) -> HttpResponse:
    rest = Submission.objects.waiting().filter(conference=taken.conference, unit=taken.unit)
    following = rest.order_by("position", "pk").first()
    if "next" in request.POST and following:
        return redirect("submissions:take", following.pk)
    path = reverse("submissions:of_conference", args=[taken.conference_id])
    return redirect(f"{path}#unit-{taken.unit_id}")


@require_POST
def take_many(request: Request, pk: int) -> HttpResponse:
    """Those ticked, as the units worded them; each that cannot be taken over says why."""
    conference = load_to_handle(request, pk)
    seen = picked(request)
    rows = Submission.objects.visible_to(request.user).filter(conference=conference, pk__in=seen)
    lines = actions.change_many(rows, Verb.TAKE_OVER, seen, by=request.user)
    done = sum(not line.why_not for line in lines)
    if done:
        sentence = ngettext(
            "%(count)d recommendation is taken over; its unit is told.",
            "%(count)d recommendations are taken over; their units are told.",
            done,
        )
        messages.success(request, sentence % {"count": done})
    elif not lines:
        messages.info(request, _("Tick what is to be taken over."))
    tell_refused(request, lines)
    return redirect("submissions:of_conference", pk)


@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    units = remind_by_hand(load_to_handle(request, pk), by=request.user)
    if units:
        sentence = ngettext(
            "%(count)d unit is reminded to send its recommendations.",
            "%(count)d units are reminded to send their recommendations.",
            len(units),
        )
        messages.success(request, sentence % {"count": len(units)})
    else:
        messages.info(request, _("Nobody was reminded: who has sent nothing was told today already."))
    return redirect("submissions:of_conference", pk)


# --- While people speak -------------------------------------------------------------------------------------
@require_GET
def waiting(request: Request, pk: int) -> HttpResponse:
    """What the unit that speaks now (`raised_by`) sent beforehand and nobody took over yet."""
    unit = key_of(request.GET.get("raised_by", ""))
    return waiting_page(request, load_to_handle(request, pk), unit)


def waiting_page(
    request: Request, conference: Conference, unit_id: int, *, is_taken: bool = False
) -> HttpResponse:
    """Also what was sent by units that this one goes on for at the conference."""
    lineage = Lineage.on(conference.held_on)
    unit = lineage.heir(unit_id)
    visible = Submission.objects.visible_to(request.user).waiting().filter(conference=conference)
    theirs = visible.filter(unit__in={unit, *lineage.predecessors([unit])})
    rows = theirs.for_rows().order_by("unit", "position", "pk")
    context: dict[str, Any] = {"rows": rows, "is_taken": is_taken}
    return render(request, "recommendations/_submissions_waiting.html", context)
