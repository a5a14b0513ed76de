"""Proposed tasks: correct one, add one, put one aside and take it back. Accepting is in assignments."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from conferences.actions_tasks import dismiss_task, restore_task, save_task, split_task
from conferences.forms import TaskForm
from conferences.history import since, untouched
from conferences.models import Conclusion, Conference, Task
from conferences.permissions import may_manage
from conferences.proposals import fill, found_in, units_of
from conferences.register import Register
from conferences.views import load_to_manage
from conferences.views_conclusion import conclusion_of
from conferences.workspace import workspace
from dialogue_tracker.keys import key_of
from dialogue_tracker.several_hands import SomebodyWasFaster, merged
from units.models import Unit


def load_task(request: Request, pk: int) -> Task:
    """A task one may change while it is a proposal; afterwards its assignments are changed."""
    visible = Task.objects.visible_to(request.user).select_related("conclusion__conference__host")
    task = get_object_or_404(visible, pk=pk)
    if not may_manage(request.user, task.conclusion.conference):
        raise PermissionDenied
    return task


def review_url(conference: Conference, task: Task | None = None) -> str:
    return reverse("conferences:review", args=[conference.pk]) + (f"#task-{task.pk}" if task else "")


def already_accepted(request: Request, task: Task) -> HttpResponse:
    messages.info(request, _("The task is accepted meanwhile. Change its assignment instead."))
    return redirect(review_url(task.conclusion.conference, task))


def seen(request: Request) -> int | None:
    """The version of the task the page showed, where the form says it."""
    return key_of(request.POST["version"]) if request.POST.get("version") else None


def changed_meanwhile(request: Request, task: Task) -> HttpResponse:
    """Nothing was typed that could be lost: the page as it is now, and why nothing was done."""
    now = Task.objects.filter(pk=task.pk).first()
    if now and now.accepted_at:
        return already_accepted(request, task)
    messages.warning(
        request, _("Somebody changed this task meanwhile, so nothing was done. Look at it, then do it again.")
    )
    return redirect(review_url(task.conclusion.conference, now))


def task_form(
    request: Request, task: Task, *, data: QueryDict | None, initial: Mapping[str, list[Unit]] | None = None
) -> TaskForm:
    conference = task.conclusion.conference
    units = Unit.objects.valid_on(conference.register_day).filter(parent__isnull=False)
    prefix = f"task{task.pk or ''}"  # several cards may be open side by side
    return TaskForm(data, instance=task, units=units, prefix=prefix, initial=initial)


def save(request: Request, form: TaskForm) -> None:
    save_task(
        form.save(commit=False),
        by=request.user,
        lead_units=form.cleaned_data["lead_units"],
        supporting_units=form.cleaned_data["supporting_units"],
        version=form.cleaned_data["version"],
    )


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    task = load_task(request, pk)
    if task.accepted_at:
        return already_accepted(request, task)
    form = task_form(request, task, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save(request, form)
        except SomebodyWasFaster:
            return faster(request, form, pk)
        return redirect(review_url(task.conclusion.conference, task))
    return task_page(request, task, {"form": form})


def task_page(request: Request, task: Task, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of its own; for htmx the form alone, in the place of the card."""
    context["task"] = task
    if request.htmx:
        return render(request, "conferences/_task_form.html", context, status=status)
    page = workspace(request, task.conclusion.conference, "conclusion")
    return render(request, "conferences/task_form.html", {**page, **context}, status=status)


def faster(request: Request, form: TaskForm, pk: int) -> HttpResponse:
    """The form again: the own text where the person changed something, what others wrote where not."""
    task = load_task(request, pk)
    if task.accepted_at:
        return already_accepted(request, task)
    seen = form.cleaned_data["version"] or 0
    fresh = task_form(request, load_task(request, pk), data=None)
    data = merged(form, fresh, untouched(task, seen, form.kept()), task.version)
    again = task_form(request, load_task(request, pk), data=data)
    # htmx swaps no answer that is an error.
    status = 200 if request.htmx else 409
    return task_page(request, task, {"form": again, "steps": since(task, seen)}, status)


@require_http_methods(["GET", "POST"])
def create(request: Request, pk: int) -> HttpResponse:
    """A task by hand; with `?start=…&end=…` the wording is taken from that part of the text."""
    conference = load_to_manage(request, pk)
    conclusion = conclusion_of(conference)
    if conclusion is None:
        raise Http404
    task, units = marked_task(request, conclusion)
    form = task_form(request, task, data=request.POST or None, initial=units)
    if request.method == "POST" and form.is_valid():
        save(request, form)
        messages.success(request, _("The task is added. Accept it when it is right."))
        return redirect(review_url(conference, form.instance))
    context = {**workspace(request, conference, "conclusion"), "form": form, "task": form.instance}
    return render(request, "conferences/task_form.html", context)


def marked_task(request: Request, conclusion: Conclusion) -> tuple[Task, dict[str, list[Unit]]]:
    """The task a marked part of the text would be, and its units, as far as the reader can tell."""
    start, end = (key_of(request.GET.get(name, "")) for name in ("start", "end"))
    text = conclusion.text[start:end].strip()
    task = Task(conclusion=conclusion)
    if not text:
        return task, {}
    register = Register.on(conclusion.conference.register_day)
    found = found_in(conclusion, text, register)
    if found:
        fill(task, found)
    task.text, task.start, task.end = text, start, end
    return task, units_of(found, register) if found else {}


@require_POST
def split(request: Request, pk: int) -> HttpResponse:
    task = load_task(request, pk)
    try:
        parts = split_task(task, by=request.user, version=seen(request))
    except SomebodyWasFaster:
        return changed_meanwhile(request, task)
    if not parts:
        messages.warning(request, _("No sub-items were found in this task. Correct it by hand."))
        return redirect(review_url(task.conclusion.conference, task))
    messages.success(
        request, _("The task is split into %(number)d. Check each of them.") % {"number": len(parts)}
    )
    return redirect(review_url(task.conclusion.conference, parts[0]))


@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    return put(request, load_task(request, pk), aside=True)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    return put(request, load_task(request, pk), aside=False)


def put(request: Request, task: Task, *, aside: bool) -> HttpResponse:
    try:
        (dismiss_task if aside else restore_task)(task, by=request.user, version=seen(request))
    except SomebodyWasFaster:
        return changed_meanwhile(request, task)
    return redirect(review_url(task.conclusion.conference, task))
