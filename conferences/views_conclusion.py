"""The conclusion: its text goes in and is read; `views_review` shows it beside the tasks found in it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from conferences.actions import compare_text, receive_text, save_summary, take_text
from conferences.forms import SummaryForm
from conferences.forms_conclusion import ConclusionForm
from conferences.history import since
from conferences.models import Conclusion, Conference, SourceText
from conferences.permissions import may_read_conclusion
from conferences.taking_over import Outcome
from conferences.views import load, load_to_manage
from conferences.workspace import workspace
from dialogue_tracker.files import stored
from dialogue_tracker.several_hands import SomebodyWasFaster, merged
from dialogue_tracker.timelines import Step


def conclusion_of(conference: Conference) -> Conclusion | None:
    return getattr(conference, "conclusion", None)


@require_http_methods(["GET", "POST"])
def read(request: Request, pk: int) -> HttpResponse:
    """A text comes in. The first is read at once; one that follows is compared with what is there."""
    conference = load_to_manage(request, pk)
    found = conclusion_of(conference)
    form = ConclusionForm(request.POST or None, request.FILES or None, conclusion=found)
    if request.method == "POST" and form.is_valid():
        row = receive_text(conference, by=request.user, **form.brought())
        if not row.offered and (found is None or compare_text(row, found).is_same):
            return take(request, row)
        return redirect("conferences:compare", pk, row.pk)
    waiting = conference.source_texts.waiting().filter(brought_by=request.user).first()
    context = {**workspace(request, conference, "conclusion"), "form": form, "waiting": waiting}
    context["sources"] = conference.source_texts.taken().select_related("brought_by")
    return render(request, "conferences/read_conclusion.html", context)


def take(request: Request, row: SourceText, **options: Any) -> HttpResponse:
    try:
        outcome = take_text(row, by=request.user, **options)
    except SomebodyWasFaster:
        return redirect("conferences:compare", row.conference_id, row.pk)
    report(request, outcome)
    return redirect("conferences:review", row.conference_id)


def report(request: Request, outcome: Outcome) -> None:
    """Said in one message what the reading did, and in a second what a person has to look at."""
    if not outcome.read:
        said = _("The text says what the conclusion says already. Nothing was changed.")
        kept = [_("The file is kept with it.")] if outcome.file_kept else []
        messages.info(request, " ".join([said, *kept]))
        return
    if not outcome.proposed and not outcome.kept:
        messages.warning(
            request, _("The text is saved, but no task was found in it. Mark the tasks in the text.")
        )
        return
    messages.success(request, " ".join([_("The text is read."), *counted(outcome)]))
    if outcome.reworded:
        names = ", ".join(task.number or task.summary for task in outcome.reworded)
        messages.warning(
            request,
            _("The new text words these accepted tasks differently: %(tasks)s. They stay as accepted.")
            % {"tasks": names},
        )


def counted(outcome: Outcome) -> Iterator[str]:
    if number := outcome.proposed:
        yield ngettext("%(number)d new task is proposed.", "%(number)d new tasks are proposed.", number) % {
            "number": number
        }
    if number := outcome.changed:
        yield ngettext(
            "%(number)d task follows the new text.", "%(number)d tasks follow the new text.", number
        ) % {"number": number}
    if number := len(outcome.removed):
        yield ngettext(
            "%(number)d task that is no longer in it is removed.",
            "%(number)d tasks that are no longer in it are removed.",
            number,
        ) % {"number": number}
    if number := outcome.kept - outcome.changed:
        yield ngettext("%(number)d task stays as it was.", "%(number)d tasks stay as they were.", number) % {
            "number": number
        }


@require_GET
def source_file(request: Request, pk: int, source: int) -> FileResponse:
    """What came, as a download and never shown in the browser: it came from outside."""
    conference = load(request, pk)
    if not may_read_conclusion(request.user, conference):
        raise PermissionDenied
    row = get_object_or_404(conference.source_texts.taken(), pk=source)
    if not row.file:
        text = row.text.encode("utf-8-sig")
        return FileResponse(BytesIO(text), as_attachment=True, filename=pasted_name(row))
    return FileResponse(stored(row.file), as_attachment=True, filename=row.file_name or pasted_name(row))


def pasted_name(row: SourceText) -> str:
    return _("pasted text %(version)d") % {"version": row.version or 0} + ".txt"


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
