from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.requests import Request
from accounts.roles import Permission
from assignments.actions import Change, change_state
from assignments.models import Assignment
from assignments.permissions import buttons, refusal
from assignments.timeline import timeline
from assignments.unit_side import also_answered
from assignments.workflow import TRANSITIONS, State, Verb, Where
from assignments.writing import Refused, SomebodyWasFaster
from conferences.workspace import workspace
from dialogue_tracker.keys import key_of
from dialogue_tracker.several_hands import theirs
from recommendations import actions
from recommendations.filters import RecommendationFilter, sorted_by
from recommendations.forms import (
    AnswerForm,
    AssignForm,
    CorrectForm,
    DeadlineForm,
    PickForm,
)
from recommendations.life_line import chains_of, life_line
from recommendations.models import Recommendation, RecommendationQuerySet
from recommendations.permissions import may_log, reads_answer, refusal_to_answer, refusal_to_correct
from units.models import Unit
from units.permissions import access_of

PER_PAGE = 25
MOST_PICKS = 100


def seen_by(user: User) -> RecommendationQuerySet:
    """With all that a row or page shows of them, their timing included."""
    work = Assignment.objects.with_timing().select_related("unit")
    return (
        Recommendation.objects.visible_to(user)
        .select_related("conference__host", "raised_by", "theme", "proposed_lead", "created_by")
        .prefetch_related(Prefetch("assignment", queryset=work))
    )


# --- List ---------------------------------------------------------------------------------------------------
@require_GET
@vary_on_headers("HX-Request")
def recommendation_list(request: Request) -> HttpResponse:
    found = RecommendationFilter(request.GET, queryset=seen_by(request.user), request=request)
    rows = sorted_by(found.qs, request.GET.get("sort", ""))
    access = access_of(request.user)
    conference = found.form.cleaned_data.get("conference") if found.is_valid() else None
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    assignable = TRANSITIONS[Verb.ASSIGN].from_states
    chains = chains_of(page.object_list, user=request.user)
    for row in page.object_list:
        row.chain = chains.get(row.pk)
    no_filters = {"page", "sort"} | ({"conference"} if conference else set())
    context: dict[str, Any] = {
        "filter": found,
        "page": page,
        "is_filtered": any(value for name, value in request.GET.items() if name not in no_filters),
        "reads_all": access.reads_all,
        "may_log": may_log(request.user, conference),
        "may_assign": access.at_all(Permission.ASSIGN)
        and any(row.assignment.state in assignable for row in page.object_list),
        "assignable": assignable,
        "create_url": reverse("recommendations:create"),
    }
    if conference:
        context |= workspace(request, conference, "recommendations")
        context["may_group"] = access.at(Permission.ASSIGN, conference.host_id)
        context["create_url"] = reverse("recommendations:live", args=[conference.pk])
    template = "_list_results.html" if request.htmx else "list.html"
    return render(request, f"recommendations/{template}", context)


# --- Correct ----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(seen_by(request.user), pk=pk)
    if sentence := refusal_to_correct(request.user, recommendation):
        raise Refused(sentence)
    data = request.POST.copy() if request.method == "POST" else None
    form = CorrectForm(
        data,
        instance=recommendation,
        conference=recommendation.conference,
        initial={"version": recommendation.version},
    )
    newer = None
    if data is not None and form.is_valid():
        try:
            actions.correct(
                recommendation, raised=form.raised, version=form.cleaned_data["version"], by=request.user
            )
        except SomebodyWasFaster:
            newer = Recommendation.objects.visible_to(request.user).get(pk=pk)
            data["version"] = str(newer.version)
        else:
            messages.success(
                request, _("The recommendation is corrected. The history keeps the old wording.")
            )
            return redirect(recommendation)
    context: dict[str, Any] = {"form": form, "recommendation": recommendation}
    if newer:
        context["theirs"] = theirs(form, newer, form.Meta.fields)
    return render(request, "recommendations/update.html", context, status=409 if newer else 200)


# --- Detail -------------------------------------------------------------------------------------------------
@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(seen_by(request.user), pk=pk)
    return detail_page(request, recommendation, assign_form(recommendation))


def detail_page(
    request: Request, recommendation: Recommendation, form: AssignForm, status: int = 200
) -> HttpResponse:
    access = access_of(request.user)
    assignment = recommendation.assignment
    answering = recommendation.answering
    sees_assignment = Assignment.objects.visible_to(request.user).filter(pk=assignment.pk).exists()
    context = {
        "recommendation": recommendation,
        "assignment": assignment,
        "supporting": list(answering.assignment.supporting_units.all()),
        "steps": timeline(assignment) if sees_assignment else [],
        "answering": answering,
        "submission": getattr(recommendation, "submission", None),
        "merged": also_answered(access, request.user, assignment),
        "words": answering.assignment.raisers_words.select_related("unit", "by").order_by("-asked_at", "pk"),
        "word_buttons": [
            button
            for button in buttons(access, request.user, answering.assignment)
            if TRANSITIONS[button.verb].where == Where.RAISER
        ],
        "reads_answer": reads_answer(request.user, answering),
        "assign_form": None if refusal(access, request.user, assignment, Verb.ASSIGN) else form,
        "life_line": life_line(recommendation, user=request.user),
        "chain": chains_of([recommendation], user=request.user).get(recommendation.pk),
        "may_merge": not refusal(access, request.user, assignment, Verb.MERGE),
        "may_link": may_log(request.user, recommendation.conference),
        "may_correct": not refusal_to_correct(request.user, recommendation),
        "may_answer": not refusal_to_answer(request.user, recommendation),
    }
    return render(request, "recommendations/detail.html", context, status=status)


# --- Answer -------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(seen_by(request.user), pk=pk)
    if sentence := refusal_to_answer(request.user, recommendation):
        raise Refused(sentence)
    stored = Recommendation.objects.visible_to(request.user).get(pk=pk)
    data = request.POST.copy() if request.method == "POST" else None
    initial: dict[str, object] = {"version": recommendation.version}
    if not recommendation.answer and recommendation.assignment.state == State.DONE:
        initial["answer"] = recommendation.assignment.result
        if (report := recommendation.assignment.report) and report.outcome and not recommendation.outcome:
            initial |= {"outcome": report.outcome, "roadmap_on": report.roadmap_on}
    form = AnswerForm(data, instance=stored, initial=initial)
    newer = None
    if data is not None and form.is_valid():
        try:
            actions.answer(recommendation, **form.cleaned_data, by=request.user)
        except SomebodyWasFaster:
            newer = Recommendation.objects.visible_to(request.user).get(pk=pk)
            data["version"] = str(newer.version)
        else:
            messages.success(request, _("The answer is saved. The notice will print it."))
            return redirect(recommendation)
    context: dict[str, Any] = {"form": form, "recommendation": recommendation}
    if newer:
        context["theirs"] = theirs(form, newer, form.Meta.fields)
    return render(request, "recommendations/answer.html", context, status=409 if newer else 200)


# --- Assign -------------------------------------------------------------------------------------------------
def assign_form(recommendation: Recommendation, data: QueryDict | None = None) -> AssignForm:
    proposed = recommendation.proposed_lead
    initial = {
        "version": recommendation.assignment.version,
        "unit": proposed.pk if proposed and proposed.is_current else None,
        "due_on": recommendation.assignment.due_on or actions.default_deadline(recommendation.conference),
        "supporting_units": list(recommendation.assignment.supporting_units.values_list("pk", flat=True)),
    }
    return AssignForm(data, initial=initial, conference=recommendation.conference)


@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(seen_by(request.user), pk=pk)
    form = assign_form(recommendation, request.POST)
    if sentence := refusal(access_of(request.user), request.user, recommendation.assignment, Verb.ASSIGN):
        if not access_of(request.user).at_all(Permission.ASSIGN):
            raise Refused(sentence)
        messages.info(request, _("Somebody was faster: %(reason)s") % {"reason": sentence})
        return redirect(recommendation)
    if not form.is_valid():
        return detail_page(request, recommendation, form, status=422)
    try:
        change_state(
            recommendation.assignment, Verb.ASSIGN, by=request.user, change=Change(**form.cleaned_data)
        )
    except SomebodyWasFaster:
        messages.info(request, _("Somebody was faster: look at what changed, then assign again if needed."))
    except ValidationError as error:
        form.add_error(
            None, ValidationError([text for texts in error.message_dict.values() for text in texts])
        )
        return detail_page(request, recommendation, form, status=422)
    else:
        unit = form.cleaned_data["unit"].name
        messages.success(request, _("%(unit)s now leads; it has been told.") % {"unit": unit})
    return redirect(recommendation)


@dataclass(frozen=True)
class Row:
    recommendation: Recommendation
    form: PickForm


@require_http_methods(["GET", "POST"])
def assign_many(request: Request) -> HttpResponse:
    """A page between picking in the list and assigning: which unit each gets, and the deadline of all."""
    if not access_of(request.user).at_all(Permission.ASSIGN):
        raise PermissionDenied
    picked = picked_recommendations(request)
    if not picked:
        messages.info(request, _("Choose recommendations that nobody leads yet, then assign them."))
        return redirect("recommendations:list")
    data = request.POST if request.method == "POST" else None
    rows, deadline = bulk_forms(picked, data)
    if data is not None and all([deadline.is_valid(), *(row.form.is_valid() for row in rows)]):
        return assigned_many(request, rows, deadline.cleaned_data["due_on"])
    context = {"rows": rows, "deadline": deadline}
    return render(request, "recommendations/assign_many.html", context)


def picked_recommendations(request: Request) -> list[Recommendation]:
    sent = request.POST if request.method == "POST" else request.GET
    ids = [key_of(text) for text in sent.getlist("pick")[:MOST_PICKS]]
    return list(sorted_by(seen_by(request.user).to_assign().filter(pk__in=ids), ""))


def bulk_forms(picked: Sequence[Recommendation], data: QueryDict | None) -> tuple[list[Row], DeadlineForm]:
    units = {unit.pk: unit for unit in Unit.objects.assignable()}
    rows = [
        Row(
            recommendation,
            PickForm(
                data,
                prefix=f"pick-{recommendation.pk}",
                units=units,
                initial={
                    "unit": recommendation.proposed_lead_id,
                    "version": recommendation.assignment.version,
                },
            ),
        )
        for recommendation in picked
    ]
    conferences = list({row.recommendation.conference for row in rows})
    initial = {"due_on": max(actions.default_deadline(conference) for conference in conferences)}
    return rows, DeadlineForm(data, initial=initial, conferences=conferences)


def assigned_many(request: Request, rows: list[Row], due_on: date) -> HttpResponse:
    picks = [
        actions.Pick(
            recommendation=row.recommendation,
            unit=row.form.cleaned_data["unit"],
            version=row.form.cleaned_data["version"],
        )
        for row in rows
    ]
    try:
        made = actions.assign_many(picks, due_on=due_on, by=request.user)
    except (SomebodyWasFaster, Refused, ValidationError):
        messages.info(
            request, _("Somebody was faster with one of them, so none was assigned. Look and try again.")
        )
        again = {"pick": [pick.recommendation.pk for pick in picks]}
        return redirect(reverse("recommendations:assign_many", query=again))
    sentence = ngettext(
        "%(count)d recommendation is assigned; its unit has been told.",
        "%(count)d recommendations are assigned; their units have been told.",
        len(made),
    )
    messages.success(request, sentence % {"count": len(made)})
    return redirect("recommendations:list")
