"""Buttons of the review that cut the text anew, change one field of a task, or take the last step back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from conferences.actions_pieces import join_tasks, make_task, move_task, place_in_wording, split_at
from conferences.actions_tasks import charge_unit, set_due
from conferences.forms_review import DueForm, SplitForm, UnitForm
from conferences.models import Conclusion, Task
from conferences.proposals import parts_of
from conferences.register import Register
from conferences.undo import drop_last_step, told, undo
from conferences.views import load_to_manage
from conferences.views_conclusion import conclusion_of
from conferences.views_tasks import already_accepted, changed_meanwhile, load_task, review_url, seen
from conferences.workspace import workspace
from dialogue_tracker.keys import key_of
from dialogue_tracker.several_hands import SomebodyWasFaster
from units.models import Unit


def at(task: Task) -> str:
    """The review with the focus on a task: after a step that changed more than its card."""
    conference = task.conclusion.conference
    return f"{reverse('conferences:review', args=[conference.pk])}?at={task.pk}#task-{task.pk}"


@require_POST
def join(request: Request, pk: int) -> HttpResponse:
    task = load_task(request, pk)
    # The card names both proposals beside it: "pk-version".
    beside = request.POST.get(request.POST.get("with", ""), "").partition("-")
    others = Task.objects.visible_to(request.user).select_related("conclusion__conference__host")
    other = others.filter(pk=key_of(beside[0])).first()
    if other is None:
        return changed_meanwhile(request, task)
    versions = (seen(request), key_of(beside[2]))
    try:
        joined = join_tasks(task, other, versions=versions, by=request.user)
    except SomebodyWasFaster:
        return changed_meanwhile(request, task)
    messages.success(request, _("The two tasks are one now. Check its units and its deadline."))
    return redirect(at(joined))


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    task = load_task(request, pk)
    try:
        moved = move_task(task, up=request.POST.get("way") == "up", by=request.user, version=seen(request))
    except SomebodyWasFaster:
        return changed_meanwhile(request, task)
    if not moved:
        messages.info(request, _("The task stands at the end of the list already."))
    return redirect(at(task))


@require_http_methods(["GET", "POST"])
def cut(request: Request, pk: int) -> HttpResponse:
    """Split at chosen places: ticked in the form, or (`place`) where the cursor is in the text."""
    task = load_task(request, pk)
    if task.accepted_at:
        return already_accepted(request, task)
    if "place" in request.POST:
        wanted = (place_in_wording(task, key_of(text)) for text in request.POST.getlist("place"))
        return do_cut(request, task, [place for place in wanted if place], seen(request))
    form = SplitForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        return do_cut(request, task, form.cleaned_data["places"], form.cleaned_data["version"])
    register = Register.on(task.conclusion.conference.register_day)
    context = {"form": form, "has_items": parts_of(task, register) is not None, "whole": True}
    return one_form(request, task, "conferences/_task_cut.html", _("Split the task"), context)


def do_cut(request: Request, task: Task, places: list[int], version: int | None) -> HttpResponse:
    try:
        parts = split_at(task, places, by=request.user, version=version)
    except SomebodyWasFaster:
        return changed_meanwhile(request, task)
    if not parts:
        messages.warning(
            request, _("The task was not split: put the cursor where its second part is to begin.")
        )
        return redirect(at(task))
    messages.success(
        request, _("The task is split into %(number)d. Check each of them.") % {"number": len(parts)}
    )
    return redirect(at(parts[1]))


@require_http_methods(["GET", "POST"])
def unit(request: Request, pk: int) -> HttpResponse:
    task = load_task(request, pk)
    if task.accepted_at:
        return already_accepted(request, task)
    units = Unit.objects.valid_on(task.conclusion.conference.register_day).filter(parent__isnull=False)
    form = UnitForm(request.POST or None, task=task, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            charge_unit(task, by=request.user, **form.charge())
        except SomebodyWasFaster:
            return changed_meanwhile(request, task)
        return redirect(review_url(task.conclusion.conference, task))
    return one_form(request, task, "conferences/_task_unit.html", _("Lead unit"), {"form": form})


@require_http_methods(["GET", "POST"])
def due(request: Request, pk: int) -> HttpResponse:
    task = load_task(request, pk)
    if task.accepted_at:
        return already_accepted(request, task)
    form = DueForm(request.POST or None, task=task)
    if request.method == "POST" and form.is_valid():
        try:
            set_due(task, by=request.user, **form.cleaned_data)
        except SomebodyWasFaster:
            return changed_meanwhile(request, task)
        return redirect(review_url(task.conclusion.conference, task))
    return one_form(request, task, "conferences/_task_due.html", _("Deadline"), {"form": form})


def one_form(
    request: Request, task: Task, form_html: str, title: str, values: dict[str, Any]
) -> HttpResponse:
    """In the place of the card for htmx, on a page of its own otherwise."""
    context = {"task": task, "title": title, "form_html": form_html, **values}
    if request.htmx:
        return render(request, form_html, context)
    page = workspace(request, task.conclusion.conference, "conclusion")
    return render(request, "conferences/task_step.html", {**page, **context})


@require_POST
def make(request: Request, pk: int) -> HttpResponse:
    """A task of a `stretch` of the text ("12-80"), at once; it is then corrected on its card."""
    conclusion = conclusion_to_manage(request, pk)
    start, _dash, end = request.POST.get("stretch", "").partition("-")
    task = make_task(conclusion, key_of(start), key_of(end), by=request.user)
    if task is None:
        messages.warning(
            request, _("No task was made: this part of the text, or some of it, is a task already.")
        )
        return redirect(review_url(conclusion.conference))
    messages.success(request, _("The task is added. Accept it when it is right."))
    return redirect(at(task))


@require_POST
def undo_last(request: Request, pk: int) -> HttpResponse:
    conclusion = conclusion_to_manage(request, pk)
    try:
        step = undo(conclusion, by=request.user)
    except SomebodyWasFaster:
        drop_last_step(conclusion, request.user)
        sentence = _("The step cannot be undone: what it touched was changed or accepted meanwhile.")
        messages.warning(request, f"{sentence} {how_to_take_back()}")
        return redirect(review_url(conclusion.conference))
    if step is None:
        sentence = _("There is no step of yours to undo.")
        messages.info(request, f"{sentence} {how_to_take_back()}")
        return redirect(review_url(conclusion.conference))
    messages.success(request, _("Undone: %(step)s.") % {"step": told(step)})
    back = conclusion.tasks.filter(pk__in=[row["pk"] for row in step.before["tasks"]]).first()
    return redirect(at(back) if back else review_url(conclusion.conference))


def how_to_take_back() -> str:
    """Units have been told of what was accepted, so it does not vanish."""
    return _("An accepted task is taken back with “Withdraw” on each of its assignments.")


def conclusion_to_manage(request: Request, pk: int) -> Conclusion:
    conclusion = conclusion_of(load_to_manage(request, pk))
    if conclusion is None:
        raise Http404
    return conclusion
