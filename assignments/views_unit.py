"""What a unit owes, supports and raised."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.requests import Request
from accounts.roles import Permission
from assignments import actions
from assignments.actions import Change
from assignments.models import Assignment, Draft, Extension, RaisersWord
from assignments.querysets import AssignmentQuerySet
from assignments.timing import Pile
from assignments.workflow import State, Verb
from conferences.calls import calls_for
from dialogue_tracker.looks import Look
from units.models import Unit
from units.permissions import access_of

# More than this a unit does not read on one page; every pile links to its whole list.
MOST_SHOWN = 100
LAST_DONE = 5
PILE_LOOKS = {
    Pile.NEW: Look("violet", "inbox"),
    Pile.OVERDUE: Look("red", "clock-exclamation"),
    Pile.SOON: Look("ochre", "hourglass"),
    Pile.LATER: Look("blue", "clock"),
    Pile.NO_DEADLINE: Look("neutral", "repeat"),
    Pile.WAITING: Look("neutral", "send"),
}
PILES_SHOWN = tuple(PILE_LOOKS)


@require_GET
def my_unit(request: Request) -> HttpResponse:
    units = own_units(request.user)
    unit = chosen_unit(request, units)
    work = Assignment.objects.for_unit(unit).with_pile().with_timing()
    counts = pile_counts(work)
    access = access_of(request.user)
    context = {
        "unit": unit,
        "tabs": unit_tabs(units, unit),
        "piles": piles(unit, work, counts),
        "done": work.filter(state=State.DONE).with_sources().order_by("-confirmed_at")[:LAST_DONE],
        "done_count": counts.get(Pile.DONE, 0),
        "done_url": pile_url(unit, Pile.DONE),
        "supported": supported_by(unit).with_sources()[:MOST_SHOWN],
        "raised": raised_by(unit).with_sources()[:MOST_SHOWN],
        "words_waiting": words_waiting(unit),
        "may_judge": access.at(Permission.JUDGE_ANSWER, unit.pk),
        "drafts": drafts_of(request.user, unit),
        "calls": calls_for(unit),
        "requests": Extension.objects.asked().filter(assignment__unit=unit).with_sources(),
        "may_accept": access.at(Permission.ACCEPT, unit.pk),
        "may_report": access.at(Permission.REPORT, unit.pk),
    }
    return render(request, "assignments/my_unit.html", context)


def drafts_of(user: User, unit: Unit) -> QuerySet[Draft]:
    """What its people are writing, what waits for the head to send it on top."""
    rows = Draft.objects.visible_to(user).filter(assignment__unit=unit)
    rows = rows.select_related("assignment", "edited_by", "drafted_by")
    return rows.order_by(F("ready_at").asc(nulls_last=True), "-edited_at")


def pile_counts(work: AssignmentQuerySet) -> dict[str, int]:
    counted = work.order_by().annotate(on=F("pile")).values("on").annotate(count=Count("pk"))
    return {row["on"]: row["count"] for row in counted}


def own_units(user: User) -> list[Unit]:
    """The units whose work the person reads because of a role there."""
    access = access_of(user)
    if not access.at_all(Permission.READ_OWN):
        raise PermissionDenied(_("This page is for people who work in a unit."))
    ids = access.units(Permission.READ_OWN)
    return list(Unit.objects.assignable() if ids is None else Unit.objects.filter(pk__in=ids))


def chosen_unit(request: Request, units: list[Unit]) -> Unit:
    wanted = request.GET.get("unit")
    for unit in units:
        if wanted is None or wanted == str(unit.pk):
            return unit
    raise Http404


def unit_tabs(units: list[Unit], chosen: Unit) -> list[dict[str, Any]]:
    """Only for people with a role in several units."""
    if len(units) < 2:
        return []
    return [{"label": unit.short, "url": f"?unit={unit.pk}", "active": unit == chosen} for unit in units]


def pile_url(unit: Unit, pile: Pile) -> str:
    return f"{reverse('assignments:list')}?unit={unit.pk}&pile={pile.value}"


def piles(unit: Unit, work: AssignmentQuerySet, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The rows of all piles in one query, each pile in the order of urgency."""
    rows = work.on_piles(*PILES_SHOWN).with_sources().by_urgency()[:MOST_SHOWN]
    shown: dict[str, list[Assignment]] = {pile: [] for pile in PILES_SHOWN}
    for assignment in rows:
        shown[assignment.pile].append(assignment)
    return [
        {
            "key": pile.value,
            "label": pile.label,
            "look": PILE_LOOKS[pile],
            "count": counts[pile],
            "rows": shown[pile],
            "anchor": f"#{pile.value}",
            "url": pile_url(unit, pile),
        }
        for pile in PILES_SHOWN
        if counts.get(pile)
    ]


def supported_by(unit: Unit) -> AssignmentQuerySet:
    return Assignment.objects.filter(supporting_units=unit).open().with_timing().by_urgency()


def words_waiting(unit: Unit) -> QuerySet[RaisersWord]:
    """The answers the unit may still agree to or contest, the most urgent first."""
    waiting = RaisersWord.objects.filter(
        unit=unit, verdict=RaisersWord.Verdict.WAITING, answer_by__gte=timezone.localdate()
    )
    return waiting.select_related(
        "assignment__unit", "assignment__recommendation__conference__host"
    ).order_by("answer_by", "pk")


def raised_by(unit: Unit) -> AssignmentQuerySet:
    """Everything the unit raised, with what became of it; the newest conference first."""
    rows = Assignment.objects.filter(recommendation__raised_by=unit).with_timing()
    return rows.order_by("-conference__held_on", "recommendation__position")


@require_POST
@transaction.atomic
def accept_new(request: Request) -> HttpResponse:
    """The head takes on everything new of the unit in one click; each with its own history entry."""
    unit = chosen_unit(request, own_units(request.user))
    if not access_of(request.user).at(Permission.ACCEPT, unit.pk):
        raise PermissionDenied(_("Only the head of the unit can accept new work."))
    new = Assignment.objects.for_unit(unit).filter(state=State.ASSIGNED).order_by("pk")
    for assignment in new:
        actions.change_state(assignment, Verb.ACCEPT, by=request.user, change=Change())
    if not new:
        messages.info(request, _("There was nothing new to accept."))
        return redirect(f"{reverse('assignments:my_unit')}?unit={unit.pk}")
    messages.success(
        request,
        ngettext("%(count)d assignment is accepted.", "%(count)d assignments are accepted.", len(new))
        % {"count": len(new)},
    )
    return redirect(f"{reverse('assignments:my_unit')}?unit={unit.pk}")
