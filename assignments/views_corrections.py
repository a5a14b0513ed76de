"""The page on which the office corrects the wording of an accepted task."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from assignments.corrections import correct_task, refusal_to_correct
from assignments.forms_corrections import CorrectTaskForm
from assignments.writing import Refused, SomebodyWasFaster
from conferences.history import since, untouched
from conferences.models import Task
from conferences.workspace import workspace
from dialogue_tracker.several_hands import merged


@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    task = load(request, pk)
    if sentence := refusal_to_correct(request.user, task):
        raise Refused(sentence)
    form = CorrectTaskForm(request.POST or None, task=task)
    status, context = 200, dict[str, Any]()
    if request.method == "POST" and form.is_valid():
        try:
            correct_task(task, **form.cleaned_data, by=request.user)
        except SomebodyWasFaster:
            seen, stored = form.cleaned_data["version"], load(request, pk)
            kept = untouched(stored, seen, form.cleaned_data)
            data = merged(form, CorrectTaskForm(None, task=stored), kept, stored.version)
            form, status = CorrectTaskForm(data, task=stored), 409
            context["steps"] = since(stored, seen)
        else:
            messages.success(request, _("The task is corrected. The history keeps the old wording."))
            tasks = reverse("conferences:tasks", args=[task.conclusion.conference_id])
            return redirect(f"{tasks}#task-{task.pk}")
    context |= {**workspace(request, task.conclusion.conference, "tasks"), "form": form, "task": task}
    return render(request, "assignments/correct_task.html", context, status=status)


def load(request: Request, pk: int) -> Task:
    visible = Task.objects.visible_to(request.user).select_related("conclusion__conference__host")
    return get_object_or_404(visible, pk=pk)
