"""The conclusion: its text goes in and is read; `views_review` shows it beside the tasks found in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from conferences.actions import Outcome, read_conclusion, save_summary
from conferences.forms import SummaryForm
from conferences.forms_conclusion import ConclusionForm
from conferences.history import since
from conferences.models import Conclusion, Conference
from conferences.permissions import may_read_conclusion
from conferences.views import load, load_to_manage
from conferences.workspace import workspace
from dialogue_tracker.files import stored
from dialogue_tracker.several_hands import SomebodyWasFaster, merged
from dialogue_tracker.timelines import Step


def conclusion_of(conference: Conference) -> Conclusion | None:
    return getattr(conference, "conclusion", None)


@require_http_methods(["GET", "POST"])
def read(request: Request, pk: int) -> HttpResponse:
    conference = load_to_manage(request, pk)
    form = ConclusionForm(request.POST or None, request.FILES or None, conclusion=conclusion_of(conference))
    steps: list[Step] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            outcome = read_conclusion(conference, by=request.user, **form.reading())
        except SomebodyWasFaster:
            form, steps = read_again(pk, form)
        else:
            report(request, outcome)
            return redirect("conferences:review", pk)
    context = {**workspace(request, conference, "conclusion"), "form": form, "steps": steps}
    context["file_lost"] = steps is not None and bool(request.FILES)
    return render(request, "conferences/read_conclusion.html", context, status=200 if steps is None else 409)


def read_again(pk: int, form: ConclusionForm) -> tuple[ConclusionForm, list[Step]]:
    """The form with the own text, counting from what stands there now; and what others did meanwhile."""
    stored = Conclusion.objects.get(conference=pk)
    again = ConclusionForm(merged(form, form, (), stored.version), conclusion=stored)
    return again, since(stored, form.cleaned_data["version"])


def report(request: Request, outcome: Outcome) -> None:
    """Said in one message what the reading did, and in a second what a person has to look at."""
    if not outcome.proposed and not outcome.kept:
        messages.warning(
            request, _("The text is saved, but no task was found in it. Mark the tasks in the text.")
        )
        return
    sentences = [
        ngettext(
            "The text is read: %(number)d new task is proposed.",
            "The text is read: %(number)d new tasks are proposed.",
            outcome.proposed,
        )
        % {"number": outcome.proposed}
    ]
    if outcome.kept:
        sentences.append(
            ngettext(
                "%(number)d task that you had stays as it was.",
                "%(number)d tasks that you had stay as they were.",
                outcome.kept,
            )
            % {"number": outcome.kept}
        )
    messages.success(request, " ".join(sentences))
    if outcome.reworded:
        names = ", ".join(task.number or task.summary for task in outcome.reworded)
        messages.warning(
            request,
            _("The new text words these accepted tasks differently: %(tasks)s. They stay as accepted.")
            % {"tasks": names},
        )


@require_GET
def source_file(request: Request, pk: int) -> FileResponse:
    """The uploaded file, as a download and never shown in the browser: it came from outside."""
    conference = load(request, pk)
    if not may_read_conclusion(request.user, conference):
        raise PermissionDenied
    found = conclusion_of(conference)
    if found is None or found.source is None or not found.source.file:
        raise Http404
    return FileResponse(stored(found.source.file), as_attachment=True, filename=found.source.file_name)


@require_http_methods(["GET", "POST"])
def summary(request: Request, pk: int) -> HttpResponse:
    """The assessments and limitations, which are kept apart from the tasks."""
    conference = load_to_manage(request, pk)
    found = conclusion_of(conference)
    if found is None:
        raise Http404
    form = SummaryForm(request.POST or None, instance=found, initial={"version": found.version})
    steps: list[Step] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            save_summary(found, by=request.user, **form.cleaned_data)
        except SomebodyWasFaster:
            stored = Conclusion.objects.get(pk=found.pk)
            steps = since(stored, form.cleaned_data["version"])
            form = SummaryForm(merged(form, form, (), stored.version), instance=stored)
        else:
            messages.success(request, _("The assessments and limitations are saved."))
            return redirect("conferences:review", pk)
    context = {**workspace(request, conference, "conclusion"), "form": form, "steps": steps}
    return render(request, "conferences/summary_form.html", context, status=200 if steps is None else 409)
