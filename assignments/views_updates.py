"""Progress and results: a draft the unit shares, sent by its head. `evidence` has a file of its own."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from assignments import actions_drafts as drafts
from assignments.actions import change_state
from assignments.actions_updates import add_update
from assignments.forms_updates import FORMS, ReportingForm, ResultForm
from assignments.models import Assignment, Draft, Evidence
from assignments.permissions import refusal_of_person, refusal_of_state, refusal_of_update
from assignments.permissions_updates import refusal_of_sending, sends
from assignments.views_actions import back, load, somebody_was_faster, typed_on
from assignments.workflow import TRANSITIONS, Verb
from assignments.writing import Refused, SomebodyWasFaster
from units.permissions import access_of

Purpose = Draft.Purpose
Answer = Callable[[Request, Assignment, ReportingForm], HttpResponse]


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    return writing(request, load(request, pk), Purpose.UPDATE)


@require_http_methods(["GET", "POST"])
def result(request: Request, pk: int) -> HttpResponse:
    """Where the unit's people draft the report of the result; the head may send it from here as well."""
    return writing(request, load(request, pk), Purpose.RESULT)


@require_http_methods(["GET", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """The page of the verb: the same one, for who may press the button."""
    assignment, access, row = load(request, pk), access_of(request.user), TRANSITIONS[Verb.REPORT]
    if sentence := refusal_of_person(access, request.user, assignment, row):
        raise Refused(sentence)
    if request.method == "GET" and (sentence := refusal_of_state(access, assignment, row)):
        messages.info(request, sentence)
        return redirect(assignment)
    return writing(request, assignment, Purpose.RESULT)


def writing(request: Request, assignment: Assignment, purpose: str) -> HttpResponse:
    do = request.POST.get("do", "send") if request.method == "POST" else ""
    # Who reports work that was changed meanwhile is shown the change, with the text kept.
    sends_result = do == "send" and purpose == Purpose.RESULT
    if not sends_result and (sentence := refusal_of_update(access_of(request.user), assignment)):
        raise Refused(sentence)
    if not do:
        draft = assignment.drafts.filter(purpose=purpose).select_related("edited_by", "drafted_by").first()
        return page(request, FORMS[purpose](assignment=assignment, draft=draft))
    if do == "discard":
        return discard(request, assignment, purpose)
    form = FORMS[purpose](request.POST, request.FILES, assignment=assignment)
    form.is_valid()
    answer = ANSWERS.get(do) or SEND[purpose]
    try:
        return answer(request, assignment, form)
    except SomebodyWasFaster:
        return draft_differs(request, form, autosave=do == "autosave")


def page(
    request: Request, form: ReportingForm, *, theirs: Draft | None = None, status: int = 200
) -> HttpResponse:
    assignment = form.assignment
    evidence = Evidence.everything.filter(draft__assignment=assignment, draft__purpose=form.purpose)
    context = {
        "assignment": assignment,
        "form": form,
        "purpose": form.purpose,
        "draft": theirs or assignment.drafts.filter(purpose=form.purpose).first(),
        "draft_evidence": evidence.select_related("added_by"),
        "differs": status == 409,
        "theirs": theirs,
        "beside": beside(form, theirs),
        "why_not_send": refusal_to_send(request, assignment, form.purpose),
        "may_send": sends(access_of(request.user), assignment),
    }
    return render(request, "assignments/update.html", context, status=status)


def beside(form: ReportingForm, theirs: Draft | None) -> list[tuple[BoundField, str]]:
    """What stands in their draft and differs from what was typed here."""
    if theirs is None:
        return []
    mine = form.values()
    names = [name for name in form.fields if name in mine and theirs.values.get(name, "") != mine[name]]
    return [(form[name], theirs.values.get(name, "")) for name in names]


def refusal_to_send(request: Request, assignment: Assignment, purpose: str) -> str:
    access = access_of(request.user)
    if sentence := refusal_of_sending(access, assignment):
        return sentence
    row = TRANSITIONS[Verb.REPORT]
    return refusal_of_state(access, assignment, row) if purpose == Purpose.RESULT else ""


# --- Drafts -------------------------------------------------------------------------------------------------
def autosave(request: Request, assignment: Assignment, form: ReportingForm) -> HttpResponse:
    """Without files, every few seconds; the same text sent again changes nothing."""
    draft = drafts.save_draft(
        assignment,
        form.purpose,
        values=form.values(),
        version=form.seen_draft(),
        key=form.cleaned_data.get("key"),
        by=request.user,
    )
    return render(request, "assignments/_draft_saved.html", {"draft": draft})


def save(
    request: Request, assignment: Assignment, form: ReportingForm, *, ready: bool = False
) -> HttpResponse:
    """Whatever was typed is kept, right or wrong; only a file must be one that may be kept."""
    if "file" in form.errors:
        return page(request, form)
    draft = drafts.save_draft(
        assignment,
        form.purpose,
        values=form.values(),
        version=form.seen_draft(),
        key=form.cleaned_data.get("key"),
        by=request.user,
        proof=form.files_only(),
        ready=ready,
    )
    if ready:
        messages.success(request, _("The draft is ready. The head of the unit has been told to send it."))
        return redirect(assignment)
    messages.success(request, _("The draft is saved. The people of the unit see it here; nobody else does."))
    return redirect(draft)


def make_ready(request: Request, assignment: Assignment, form: ReportingForm) -> HttpResponse:
    return save(request, assignment, form, ready=True)


def discard(request: Request, assignment: Assignment, purpose: str) -> HttpResponse:
    if drafts.discard_drafts(assignment, purpose):
        messages.success(request, _("The draft is discarded."))
    return redirect(assignment)


def draft_differs(request: Request, form: ReportingForm, *, autosave: bool) -> HttpResponse:
    """Somebody wrote on the draft meanwhile: theirs is shown beside what this person typed."""
    theirs = form.assignment.drafts.filter(purpose=form.purpose).select_related("edited_by").first()
    if autosave:
        context = {"theirs": theirs, "beside": beside(form, theirs), "assignment": form.assignment}
        return render(request, "assignments/_draft_theirs.html", context, status=409)
    typed = request.POST.copy()
    typed["draft_version"] = str(theirs.version if theirs else 0)
    again = type(form)(typed, assignment=form.assignment)
    return page(request, again, theirs=theirs, status=409)


# --- Sending ------------------------------------------------------------------------------------------------
def send_update(request: Request, assignment: Assignment, form: ReportingForm) -> HttpResponse:
    if sentence := refusal_to_send(request, assignment, Purpose.UPDATE):
        raise Refused(sentence)
    if not form.is_valid():
        return page(request, form)
    data = form.cleaned_data
    if not was_sent(assignment, form):
        with transaction.atomic():
            hold_draft(assignment, form)
            add_update(
                assignment,
                text=data["text"],
                percent=data["percent"],
                next_step=data["next_step"],
                proof=form.proof(),
                by=request.user,
                key=data["key"],
            )
    messages.success(request, _("The progress is sent. Everybody who follows this work can read it."))
    return back(request, assignment)


def send_result(request: Request, assignment: Assignment, form: ReportingForm) -> HttpResponse:
    access, row = access_of(request.user), TRANSITIONS[Verb.REPORT]
    if sentence := refusal_of_person(access, request.user, assignment, row):
        raise Refused(sentence)
    if form.is_valid() and was_sent(assignment, form):
        return back(request, assignment)
    if not form.is_valid() or not isinstance(form, ResultForm):
        if sentence := refusal_of_state(access, assignment, row):
            raise Refused(sentence)
        return page(request, form)
    try:
        with transaction.atomic():
            hold_draft(assignment, form)
            changed = change_state(assignment, Verb.REPORT, by=request.user, change=form.change())
    except ValidationError as missing:
        form.add_error(None, missing)
        return page(request, form)
    except SomebodyWasFaster:
        return work_changed(request, assignment, form)
    messages.success(request, str(row.after))
    return back(request, changed)


def was_sent(assignment: Assignment, form: ReportingForm) -> bool:
    """The second press of a button that was pressed twice."""
    key = form.cleaned_data["key"]
    return key is not None and assignment.updates.filter(client_key=key).exists()


def hold_draft(assignment: Assignment, form: ReportingForm) -> None:
    """A form of a program brings no version of a draft."""
    if form.cleaned_data["draft_version"] is not None:
        drafts.hold_draft(
            assignment,
            form.purpose,
            values=form.values(),
            version=form.seen_draft(),
            key=form.cleaned_data["key"],
        )


def work_changed(request: Request, assignment: Assignment, form: ResultForm) -> HttpResponse:
    """The draft or the work itself: the work is told of as after every other verb."""
    fresh = load(request, assignment.pk)
    if was_sent(fresh, form):
        return back(request, fresh)
    if fresh.version == form.cleaned_data["version"]:
        raise SomebodyWasFaster
    return somebody_was_faster(
        request,
        again=ResultForm(typed_on(request, fresh), assignment=fresh),
        fresh=fresh,
        seen=form.cleaned_data["version"],
        label=TRANSITIONS[Verb.REPORT].label,
        impossible=refusal_of_state(access_of(request.user), fresh, TRANSITIONS[Verb.REPORT]),
    )


ANSWERS: dict[str, Answer] = {"autosave": autosave, "save": save, "ready": make_ready}
SEND: dict[str, Answer] = {Purpose.UPDATE: send_update, Purpose.RESULT: send_result}
