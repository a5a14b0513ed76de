"""A text that waits: converted from an old encoding, compared with what is there, taken over or dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import Request
from conferences.actions import compare_text, convert_text, drop_text, take_text
from conferences.forms_conclusion import EncodingForm
from conferences.history import since
from conferences.models import Conclusion, SourceText
from conferences.views import load_to_manage
from conferences.views_conclusion import conclusion_of, report, take
from conferences.workspace import workspace
from dialogue_tracker.several_hands import SomebodyWasFaster


@require_http_methods(["GET", "POST"])
def compare(request: Request, pk: int, source: int) -> HttpResponse:
    """Only the differences; each is taken or left. Nothing is written before the person says so."""
    row = load_text(request, pk, source)
    if row.taken_at:
        return redirect("conferences:review", pk)
    if row.offered:
        return redirect("conferences:convert", pk, source)
    found = conclusion_of(row.conference)
    if found is None:
        return take(request, row) if request.method == "POST" else redirect("conferences:read_conclusion", pk)
    if request.method == "GET":
        return comparison_page(request, row, found)
    taken = set(request.POST.getlist("take"))
    try:
        outcome = take_text(
            row, by=request.user, taken=taken, fingerprint=request.POST.get("fingerprint", "")
        )
    except SomebodyWasFaster:
        if not SourceText.objects.waiting().filter(pk=row.pk).exists():
            return redirect("conferences:review", pk)  # sent twice
        return comparison_page(request, row, Conclusion.objects.get(pk=found.pk), taken=taken)
    report(request, outcome)
    return redirect("conferences:review", pk)


def load_text(request: Request, pk: int, source: int) -> SourceText:
    conference = load_to_manage(request, pk)
    row = get_object_or_404(conference.source_texts.select_related("brought_by"), pk=source)
    row.conference = conference
    return row


def comparison_page(
    request: Request, row: SourceText, found: Conclusion, *, taken: set[str] | None = None
) -> HttpResponse:
    """`taken`: what was chosen when somebody was faster; what was not shown then stands as by default."""
    comparison = compare_text(row, found)
    chosen = comparison.defaults
    if taken is not None:
        shown = set(request.POST.getlist("shown"))
        chosen = (taken & shown) | (chosen - shown)
    faster = taken is not None or found.version > row.seen
    context = {
        **workspace(request, row.conference, "conclusion"),
        "row": row,
        "comparison": comparison,
        "chosen": chosen,
        "faster": faster,
        "steps": since(found, row.seen) if faster else [],
    }
    status = 200 if taken is None else 409
    return render(request, "conferences/compare.html", context, status=status)


@require_http_methods(["GET", "POST"])
def convert(request: Request, pk: int, source: int) -> HttpResponse:
    """A text that seems to be from before Unicode: as it stands and converted, and the person chooses."""
    row = load_text(request, pk, source)
    if not row.offered:
        return redirect("conferences:compare", pk, source)
    form = EncodingForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            convert_text(row, encoding=form.cleaned_data["encoding"], by=request.user)
        except SomebodyWasFaster:
            return redirect("conferences:review", pk)
        if conclusion_of(row.conference) is None:
            return take(request, row)
        return redirect("conferences:compare", pk, source)
    context = {**workspace(request, row.conference, "conclusion"), "row": row, "form": form}
    return render(request, "conferences/convert.html", context)


@require_POST
def drop(request: Request, pk: int, source: int) -> HttpResponse:
    row = load_text(request, pk, source)
    try:
        drop_text(row, by=request.user)
    except SomebodyWasFaster:
        messages.info(request, _("The text is the conclusion's meanwhile; it was not dropped."))
    else:
        messages.success(request, _("The text is dropped. The conclusion is as it was."))
    return redirect("conferences:review", pk)
