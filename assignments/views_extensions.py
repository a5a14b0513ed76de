"""Pages that move a deadline: the docket of extensions, asking, deciding, and the office's correction."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.requests import Request
from accounts.roles import Permission
from assignments import actions_extensions as actions
from assignments.forms_extensions import AskForm, DeadlineForm, DecisionForm
from assignments.models import Assignment, Extension
from assignments.permissions import refusal_of_deadline
from assignments.permissions_extensions import (
    refusal_of_decision,
    refusal_of_request,
    refusal_of_taking_back,
    who_decides,
)
from assignments.views_actions import back, load, somebody_was_faster, typed_on
from assignments.writing import Refused, SomebodyWasFaster
from units.permissions import access_of

PAGE_SIZE = 25


# --- The docket ---------------------------------------------------------------------------------------------
@require_GET
def docket(request: Request) -> HttpResponse:
    """What waits for this person's decision first; else everything asked for that they may see."""
    access = access_of(request.user)
    if not access.at_all(Permission.READ_ALL) and not access.at_all(Permission.READ_OWN):
        raise PermissionDenied
    shown = request.GET.get("show", "")
    rows = Extension.objects.visible_to(request.user).with_sources()
    mine = Extension.objects.to_decide_by(access)
    choices = {
        "mine": rows.filter(pk__in=mine.values("pk")).order_by("requested_at", "pk"),
        "asked": rows.asked().order_by("requested_at", "pk"),
        "all": rows,
    }
    shown = shown if shown in choices else ("mine" if decides(request.user) else "all")
    page = Paginator(choices[shown], PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "shown": shown, "tabs": docket_tabs(request.user, shown, mine.count())}
    return render(request, "assignments/extensions.html", context)


def decides(user: User) -> bool:
    access = access_of(user)
    return access.at_all(Permission.DIRECT) or access.at_all(Permission.ASSIGN)


def docket_tabs(user: User, shown: str, waiting: int) -> list[dict[str, Any]]:
    labels = {"asked": _("Waiting for a decision"), "all": _("All requests")}
    if decides(user):
        labels = {"mine": _("Waiting for my decision"), **labels}
    url = reverse("assignments:extensions")
    return [
        {
            "label": label,
            "url": f"{url}?show={key}",
            "active": key == shown,
            "count": waiting if key == "mine" else None,
        }
        for key, label in labels.items()
    ]


# --- Asking and deciding ------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def ask(request: Request, pk: int) -> HttpResponse:
    assignment = load(request, pk)
    if sentence := refusal_of_request(access_of(request.user), assignment, actions.open_request(assignment)):
        raise Refused(sentence)
    form = AskForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask_extension(
                assignment,
                wanted_on=data["wanted_on"],
                reason=data["reason"],
                version=data["version"],
                by=request.user,
            )
        except SomebodyWasFaster:
            fresh = load(request, pk)
            open_one = actions.open_request(fresh)
            return somebody_was_faster(
                request,
                again=AskForm(typed_on(request, fresh), assignment=fresh),
                fresh=fresh,
                seen=data["version"],
                label=_("Ask for an extension"),
                impossible=refusal_of_request(access_of(request.user), fresh, open_one),
            )
        messages.success(request, _("The request is sent. You are told in the inbox what is decided."))
        return back(request, assignment)
    context = {"form": form, "assignment": assignment, "who_decides": who_decides(assignment)}
    return render(request, "assignments/extension_ask.html", context)


def find(request: Request, pk: int) -> Extension:
    return get_object_or_404(Extension.objects.visible_to(request.user).with_sources(), pk=pk)


@require_http_methods(["GET", "POST"])
def decide(request: Request, pk: int) -> HttpResponse:
    """Everybody who sees the work reads the request here; one of them decides."""
    extension = find(request, pk)
    assignment = load(request, extension.assignment_id)
    extension.assignment = assignment
    why_not = refusal_of_decision(access_of(request.user), request.user, extension)
    if request.method == "POST" and why_not:
        raise Refused(why_not)
    form = DecisionForm(request.POST or None, extension=extension)
    if request.method == "POST" and form.is_valid():
        try:
            decided = actions.decide_extension(extension, form.made(), by=request.user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        except SomebodyWasFaster:
            return decided_meanwhile(request, extension, seen=form.cleaned_data["version"])
        else:
            messages.success(request, said(decided))
            return back(request, assignment)
    return decision_page(request, extension, form, why_not)


def said(extension: Extension) -> str:
    if extension.state == Extension.State.GRANTED:
        return _("The deadline is extended. The unit has been told; the original deadline stays beside it.")
    return _("The extension is refused. The unit has been told why; the deadline stays.")


def decision_page(request: Request, extension: Extension, form: DecisionForm, why_not: str) -> HttpResponse:
    assignment = extension.assignment
    context = {
        "extension": extension,
        "assignment": assignment,
        "form": form,
        "why_not": why_not,
        "earlier": assignment.extensions.exclude(pk=extension.pk).select_related(
            "requested_by", "decided_by"
        ),
        "may_withdraw": not refusal_of_taking_back(access_of(request.user), extension),
    }
    return render(request, "assignments/extension_decide.html", context)


def decided_meanwhile(request: Request, extension: Extension, *, seen: int) -> HttpResponse:
    fresh = find(request, extension.pk)
    fresh.assignment = load(request, fresh.assignment_id)
    return somebody_was_faster(
        request,
        again=DecisionForm(typed_on(request, fresh.assignment), extension=fresh),
        fresh=fresh.assignment,
        seen=seen,
        label=_("Decide"),
        impossible=refusal_of_decision(access_of(request.user), request.user, fresh),
    )


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    extension = find(request, pk)
    actions.withdraw_extension(extension, by=request.user)
    messages.success(request, _("The request is withdrawn. The deadline stays as it is."))
    return back(request, extension.assignment)


# --- The office's correction --------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def deadline(request: Request, pk: int) -> HttpResponse:
    assignment = load(request, pk)
    if sentence := refusal_of_deadline(access_of(request.user), assignment):
        raise Refused(sentence)
    form = DeadlineForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_deadline(
                assignment,
                due_on=data["due_on"],
                term=form.term,
                reason=data["reason"],
                version=data["version"],
                by=request.user,
            )
        except SomebodyWasFaster:
            fresh = load(request, pk)
            return somebody_was_faster(
                request,
                again=DeadlineForm(typed_on(request, fresh), assignment=fresh),
                fresh=fresh,
                seen=data["version"],
                label=_("Change the deadline"),
                impossible=refusal_of_deadline(access_of(request.user), fresh),
            )
        messages.success(request, _("The deadline is changed. The unit has been told."))
        return back(request, assignment)
    context = {
        "form": form,
        "assignment": assignment,
        "set_by_conclusion": assignment.due_set_by == Assignment.SetBy.CONCLUSION and assignment.due_on,
        "open_request": actions.open_request(assignment),
    }
    return render(request, "assignments/deadline.html", context)
