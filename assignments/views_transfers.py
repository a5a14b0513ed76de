"""The transfer list: reviewed line by line, approved, applied on its day, printed; and what has nobody."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments import handover
from assignments import reorganisation as actions
from assignments.forms_transfers import DecisionsForm
from assignments.models import Assignment, HistoryEntry, TransferLine, TransferList
from assignments.orphans import orphans
from assignments.views_reorganisation import check_reader
from assignments.writing import SomebodyWasFaster
from units.permissions import access_of

MOST_SHOWN = 100


def list_for(request: Request, pk: int) -> TransferList:
    """Its lines name the ministry's work, so who reads all of that reads the list."""
    if not access_of(request.user).reads_all:
        raise PermissionDenied
    rows = TransferList.objects.select_related("reorganisation", "created_by", "approved_by")
    return get_object_or_404(rows, pk=pk)


def lines_of(transfer: TransferList) -> list[TransferLine]:
    wanted = ("assignment__conference", "assignment__task", "assignment__recommendation__conference__host")
    lines = transfer.lines.select_related("from_unit", "proposed", "decided", "reviewed_by", *wanted)
    return list(lines)


def states_then(transfer: TransferList) -> dict[int, str]:
    """In which state each assignment changed hands, as the history says; empty before the list is applied."""
    if transfer.applied_at is None:
        return {}
    entries = HistoryEntry.objects.filter(
        verb="transfer",
        assignment__transfer_lines__transfer=transfer,
        at__range=(transfer.approved_at, transfer.applied_at),
    )
    return {entry.assignment_id: entry.get_to_state_display() for entry in entries}


@require_http_methods(["GET", "POST"])
def transfer(request: Request, pk: int) -> HttpResponse:
    """GET: the list. POST: what the person decided so far is kept; with `then=approve` it is approved too."""
    found = list_for(request, pk)
    if request.method == "POST" and not actions.may_review(request.user):
        raise PermissionDenied
    lines = lines_of(found)
    form = DecisionsForm(
        request.POST or None, lines=lines, units=actions.choices(found), version=found.version
    )
    if request.method == "POST" and form.is_valid():
        return decide(request, found, form)
    may_review = actions.may_review(request.user) and found.stage != TransferList.Stage.APPLIED
    context = {
        "transfer": found,
        "form": form,
        "rows": [(line, form[f"line-{line.pk}"]) for line in lines],
        "undecided": sum(line.decided_id is None for line in lines),
        "is_draft": found.stage == TransferList.Stage.DRAFT and may_review,
        "may_apply": found.stage == TransferList.Stage.APPROVED and may_review and found.has_come,
        "may_take_back": found.stage == TransferList.Stage.APPROVED and may_review,
    }
    status = 422 if form.is_bound else 200
    return render(request, "assignments/reorganisation/transfer.html", context, status=status)


def decide(request: Request, found: TransferList, form: DecisionsForm) -> HttpResponse:
    try:
        found = actions.review(found, form.decisions(), version=form.cleaned_data["version"], by=request.user)
        if request.POST.get("then") == "approve":
            found = handover.approve(found, version=found.version, by=request.user)
    except SomebodyWasFaster:
        say_faster(request)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, sentence_of(found))
    return redirect(found)


def say_faster(request: Request) -> None:
    messages.warning(request, _("Somebody changed this list a moment ago. Look at it as it is now."))


def sentence_of(found: TransferList) -> str:
    if found.stage == TransferList.Stage.DRAFT:
        return _("Your decisions are kept. Approve the list when all lines are right.")
    if found.stage == TransferList.Stage.APPROVED:
        return _("The list is approved. The work moves by itself on the day the reorganisation takes effect.")
    return moved_sentence(found)


def moved_sentence(found: TransferList) -> str:
    """After the application: how many moved, and how many did not."""
    outcomes = list(found.lines.values_list("outcome", flat=True))
    moved = outcomes.count(TransferLine.Outcome.MOVED)
    sentence = ngettext("%(count)d line was moved.", "%(count)d lines were moved.", moved) % {"count": moved}
    if skipped := len(outcomes) - moved:
        sentence += " " + ngettext(
            "%(count)d was not: the list says why.", "%(count)d were not: the list says why.", skipped
        ) % {"count": skipped}
    return sentence


@require_POST
def transfer_apply(request: Request, pk: int) -> HttpResponse:
    """The same as the nightly run does."""
    return act(request, pk, lambda found: handover.apply(found))


@require_POST
def transfer_take_back(request: Request, pk: int) -> HttpResponse:
    return act(request, pk, lambda found: handover.take_back(found, by=request.user))


def act(request: Request, pk: int, do: Callable[[TransferList], object]) -> HttpResponse:
    found = list_for(request, pk)
    if not actions.may_review(request.user):
        raise PermissionDenied
    try:
        do(found)
    except SomebodyWasFaster:
        say_faster(request)
    else:
        found.refresh_from_db()
        if found.stage != TransferList.Stage.DRAFT:
            messages.success(request, sentence_of(found))
        else:
            messages.info(request, _("The approval is taken back. Review the list and approve it again."))
    return redirect(found)


@require_GET
def transfer_print(request: Request, pk: int) -> HttpResponse:
    """The record of the handover, for signing by both sides."""
    found = list_for(request, pk)
    groups: dict[tuple[object, object], list[tuple[TransferLine, str]]] = {}
    then = states_then(found)
    for line in lines_of(found):
        state = then.get(line.assignment_id) or line.assignment.get_state_display()
        groups.setdefault((line.from_unit, line.decided), []).append((line, state))
    context = {"transfer": found, "groups": groups.items(), "today": timezone.localdate()}
    return render(request, "assignments/reorganisation/print.html", context)


# --- What has nobody ------------------------------------------------------------------------------------
@require_GET
def orphan_list(request: Request) -> HttpResponse:
    check_reader(request)
    found = orphans(timezone.localdate())
    visible = Assignment.objects.visible_to(request.user).with_sources()
    context = {
        "led": visible.filter(pk__in=found.led.values("pk"))[:MOST_SHOWN],
        "led_count": found.led.count(),
        "supported": visible.filter(pk__in=found.supported.values("pk"))[:MOST_SHOWN],
        "supported_count": found.supported.count(),
        "roles": found.roles[:MOST_SHOWN],
        "headless": found.headless,
        "count": found.count,
        "waiting": TransferList.objects.waiting(),
        "may_review": actions.may_review(request.user),
    }
    return render(request, "assignments/reorganisation/orphans.html", context)


@require_POST
def orphan_transfer(request: Request) -> HttpResponse:
    """A list of all that has nobody and is on no list yet."""
    made = actions.prepare_for_orphans(by=request.user)
    if made is None:
        messages.info(request, _("Everything without a unit is on a transfer list already."))
        return redirect("assignments:orphans")
    return redirect(made)
