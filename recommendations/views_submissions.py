"""What a unit sends before a conference: its page, the draft, sending, and one submission with its way."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from accounts.roles import Permission
from assignments.views_unit import chosen_unit, own_units, unit_tabs
from assignments.writing import Refused, SomebodyWasFaster
from conferences.calls import Call, calls_for, time_left
from conferences.models import Conference
from dialogue_tracker.keys import key_of
from dialogue_tracker.several_hands import theirs
from recommendations import actions_submissions as actions
from recommendations.actions_submissions import Line
from recommendations.forms_submissions import StepForm, SubmissionForm
from recommendations.messages_submissions import unit_path
from recommendations.models import Submission
from recommendations.models.submission import WORDED
from recommendations.permissions import reads_answer
from recommendations.permissions_submissions import (
    buttons,
    may_write,
    refusal_of_person,
    refusal_to_begin,
    refusal_to_discard,
    refusal_to_edit,
    refusal_to_write,
)
from recommendations.submission_workflow import TRANSITIONS, Stage, Verb
from recommendations.submissions import boards, family, past, timeline, words_for
from units.models import Unit
from units.permissions import Access, access_of
from workdays.calendars import calendar

LONGEST_TOLD = 140  # characters of a text named in a message
FASTER = gettext_lazy("Somebody changed it meanwhile, so nothing was done. Look at it as it is now.")


@require_GET
def mine(request: Request) -> HttpResponse:
    units = own_units(request.user)
    unit, access = chosen_unit(request, units), access_of(request.user)
    found = boards(unit)
    context = {
        "unit": unit,
        "tabs": unit_tabs(units, unit),
        "boards": found,
        "past": past(request.user, unit, found),
        "may_write": access.at(Permission.DRAFT_SUBMISSION, unit.pk),
        "may_send": access.at(Permission.SEND_SUBMISSION, unit.pk),
    }
    return render(request, "recommendations/submissions.html", context)


def load(request: Request, pk: int) -> Submission:
    return get_object_or_404(Submission.objects.visible_to(request.user).for_rows(), pk=pk)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    return detail_page(request, load(request, pk), StepForm())


def detail_page(request: Request, submission: Submission, return_form: StepForm) -> HttpResponse:
    access = access_of(request.user)
    recommendation = submission.recommendation
    context = {
        "submission": submission,
        "words": words_for(access, submission),
        "buttons": [button for button in buttons(access, submission) if button.verb != Verb.TAKE_OVER],
        "may_take": any(
            button.verb == Verb.TAKE_OVER and not button.why_not for button in buttons(access, submission)
        ),
        "may_edit": not refusal_to_edit(access, submission),
        "may_discard": not refusal_to_discard(access, submission),
        "is_own": access.speaks_for(Permission.READ_OWN, submission.unit_id),
        "recommendation": recommendation,
        "reads_answer": recommendation and reads_answer(request.user, recommendation.answering),
        "steps": timeline(submission),
        "return_form": return_form,
        "copy_for": copies_for(access, submission),
    }
    return render(request, "recommendations/submission.html", context)


def copies_for(access: Access, submission: Submission) -> list[Call]:
    """Where a conference takes nothing more, others for which the unit may send the same."""
    if submission.stage == Stage.TAKEN_OVER or submission.conference.is_calling:
        return []
    return calls_for(submission.unit) if may_write(access, submission.unit_id) else []


# --- Writing ------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """For the conference and the unit that the address names. Sent again, the same key is the same draft."""
    unit = chosen_unit(request, own_units(request.user))
    if request.method == "GET" and "conference" not in request.GET:
        return redirect(where_to_begin(unit))
    conference = get_object_or_404(
        Conference.objects.calling().select_related("host"), pk=key_of(request.GET.get("conference", ""))
    )
    if sentence := refusal_to_begin(access_of(request.user), conference, unit):
        raise Refused(sentence)
    return writing(request, SubmissionForm(request.POST or None, initial=copied(request)), conference, unit)


def where_to_begin(unit: Unit) -> str:
    """The only conference there is to write for, else all of them to choose from."""
    calls = calls_for(unit)
    if len(calls) != 1:
        return reverse("submissions:mine", query={"unit": unit.pk})
    return reverse("submissions:create", query={"unit": unit.pk, "conference": calls[0].conference.pk})


def copied(request: Request) -> dict[str, Any]:
    """The words of one that was not taken over, to be sent for another conference."""
    own = Submission.objects.visible_to(request.user).exclude(stage=Stage.TAKEN_OVER)
    source = own.filter(pk=key_of(request.GET.get("from", ""))).first()
    if source is None or not may_write(access_of(request.user), source.unit_id):
        return {}
    return model_to_dict(source, WORDED)


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    submission, access = load(request, pk), access_of(request.user)
    if request.POST.get("do") == "discard":
        return discard(request, submission)
    sentence = refusal_to_edit(access, submission)
    if request.method == "GET" and sentence and may_write(access, submission.unit_id):
        messages.info(request, sentence)
        return redirect(submission)
    if sentence := refusal_to_write(access, submission.conference, submission.unit):
        raise Refused(sentence)
    stored = Submission.objects.visible_to(request.user).get(pk=pk)
    form = SubmissionForm(request.POST or None, instance=stored)
    return writing(request, form, submission.conference, submission.unit, submission=submission)


def writing(
    request: Request,
    form: SubmissionForm,
    conference: Conference,
    unit: Unit,
    submission: Submission | None = None,
) -> HttpResponse:
    """Where another one wrote meanwhile, nothing is written: both texts are shown."""
    if request.method == "GET":
        return page(request, form, conference, unit, submission)
    do = request.POST.get("do", "save")
    if not form.is_valid():
        return page(request, form, conference, unit, submission, status=422 if do == "autosave" else 200)
    if form.is_empty and submission is None:
        if do == "autosave":
            return render(request, "recommendations/_submission_saved.html")
        form.add_error("text", _("Write what the unit raises."))
        return page(request, form, conference, unit, submission)
    if do == "send" and not form.cleaned_data["text"]:
        form.add_error("text", _("Write what the unit raises before it is sent."))
        return page(request, form, conference, unit, submission)
    key = submission.client_key if submission else form.cleaned_data["key"]
    try:
        with transaction.atomic():
            saved = actions.write(
                conference, unit, key=key, values=form.values, version=form.seen, by=request.user
            )
            if do == "send" and saved.is_with_unit:
                saved = actions.change(saved, Verb.SEND, version=saved.version, by=request.user)
    except SomebodyWasFaster:
        return differs(request, form, conference, unit, key)
    return answer(request, saved, do)


def answer(request: Request, saved: Submission, do: str) -> HttpResponse:
    if do == "autosave":
        return render(request, "recommendations/_submission_saved.html", {"submission": saved})
    if saved.stage == Stage.SENT:
        messages.success(request, str(TRANSITIONS[Verb.SEND].after))
    else:
        messages.success(request, _("The draft is saved. The people of the unit see it; nobody else does."))
    if do == "next":
        here = {"unit": saved.unit_id, "conference": saved.conference_id}
        return redirect(reverse("submissions:create", query=here))
    return redirect(unit_path(saved.unit, saved.conference))


def page(
    request: Request,
    form: SubmissionForm,
    conference: Conference,
    unit: Unit,
    submission: Submission | None,
    *,
    status: int = 200,
    **others: Any,
) -> HttpResponse:
    left, tone = time_left(conference, calendar(), timezone.localdate())
    context = {
        "form": form,
        "conference": conference,
        "unit": unit,
        "submission": submission,
        "left": left,
        "tone": tone,
        "back": unit_path(unit, conference),
        "may_send": access_of(request.user).at(Permission.SEND_SUBMISSION, unit.pk),
        "may_discard": submission and not refusal_to_discard(access_of(request.user), submission),
        **others,
    }
    return render(request, "recommendations/submission_form.html", context, status=status)


def differs(
    request: Request, form: SubmissionForm, conference: Conference, unit: Unit, key: UUID
) -> HttpResponse:
    """Somebody wrote on it, sent it or discarded it meanwhile: theirs is shown beside what was typed here."""
    newer = Submission.objects.visible_to(request.user).for_rows().filter(client_key=key).first()
    context: dict[str, Any] = {
        "newer": newer,
        "beside": theirs(form, newer, WORDED) if newer and newer.is_with_unit else [],
        "back": unit_path(unit, conference),
    }
    if request.POST.get("do") == "autosave":
        return render(request, "recommendations/_submission_theirs.html", context, status=409)
    typed = request.POST.copy()
    typed["draft_version"] = str(newer.version if newer else 0)
    again = SubmissionForm(typed)
    return page(request, again, conference, unit, newer, status=409, differs=True, **context)


def discard(request: Request, submission: Submission) -> HttpResponse:
    version = key_of(request.POST.get("version", ""))
    try:
        actions.discard(submission, version=version, by=request.user)
    except SomebodyWasFaster:
        messages.info(request, FASTER)
        return redirect(submission)
    messages.success(request, _("The draft is discarded."))
    return redirect(unit_path(submission.unit, submission.conference))


# --- The steps ----------------------------------------------------------------------------------------------
@require_POST
def change(request: Request, pk: int, verb: str) -> HttpResponse:
    """Send, take back, withdraw, return; taking over has a page of its own."""
    if verb not in TRANSITIONS or verb == Verb.TAKE_OVER:
        raise Http404
    submission, form = load(request, pk), StepForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    if sentence := refusal_of_person(access_of(request.user), submission, verb):
        raise Refused(sentence)
    if form.has_error("reason"):
        return detail_page(request, submission, form)
    try:
        reason = form.cleaned_data.get("reason", "")
        actions.change(submission, verb, version=version, by=request.user, reason=reason)
    except SomebodyWasFaster:
        messages.info(request, FASTER)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, str(TRANSITIONS[verb].after))
    return back(request, submission)


def back(request: Request, submission: Submission) -> HttpResponse:
    """To the list the button stood in, else to the submission."""
    lists = {
        "unit": unit_path(submission.unit, submission.conference),
        "office": reverse("submissions:of_conference", args=[submission.conference_id])
        + f"#unit-{submission.unit_id}",
    }
    return redirect(lists.get(request.POST.get("back", ""), submission.get_absolute_url()))


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    submission = load(request, pk)
    actions.move(submission, step=-1 if "up" in request.POST else 1, by=request.user)
    return redirect(unit_path(submission.unit, submission.conference))


def of_unit(request: Request) -> tuple[Unit, Conference]:
    """What the form of a unit's list names."""
    unit = next((unit for unit in own_units(request.user) if str(unit.pk) == request.POST.get("unit")), None)
    conferences = Conference.objects.calling().select_related("host")
    conference = conferences.filter(pk=key_of(request.POST.get("conference", ""))).first()
    if unit is None or conference is None:
        raise Http404
    return unit, conference


@require_POST
def send_many(request: Request) -> HttpResponse:
    """All drafts of the list, as the person saw them."""
    unit, conference = of_unit(request)
    if not access_of(request.user).at(Permission.SEND_SUBMISSION, unit.pk):
        raise Refused(_("Only the head of the unit can do this."))
    seen = picked(request)
    rows = Submission.objects.visible_to(request.user).filter(
        unit__in=family(unit), conference=conference, pk__in=seen
    )
    lines = actions.change_many(rows, Verb.SEND, seen, by=request.user)
    done = sum(not line.why_not for line in lines)
    if done:
        sentence = ngettext(
            "%(count)d recommendation is sent to the office.",
            "%(count)d recommendations are sent to the office.",
            done,
        )
        messages.success(request, sentence % {"count": done})
    tell_refused(request, lines)
    return redirect(unit_path(unit, conference))


def picked(request: Request) -> dict[int, int]:
    """Id -> the version the person saw; a box of a list says both, as in “12-3”."""
    pairs = (value.partition("-") for value in request.POST.getlist("pick"))
    return {key_of(pk): key_of(version) for pk, _dash, version in pairs}


def tell_refused(request: Request, lines: list[Line]) -> None:
    for line in lines:
        if line.why_not:
            words = words_for(access_of(request.user), line.submission)["text"]
            said = {"what": truncatechars(words, LONGEST_TOLD), "why": line.why_not}
            messages.warning(request, _("Left as it was: “%(what)s” %(why)s") % said)


@require_POST
def ready(request: Request) -> HttpResponse:
    """The officer asks the head to send what is written."""
    unit, conference = of_unit(request)
    count = actions.mark_ready(conference, unit, by=request.user)
    if count:
        messages.success(request, _("The head of the unit has been told what waits to be sent."))
    else:
        messages.info(request, _("The head was told of all of them before."))
    return redirect(unit_path(unit, conference))
