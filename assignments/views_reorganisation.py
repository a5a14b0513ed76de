"""The register's acts: renaming, merging, splitting, dissolving; with a preview of what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from accounts.roles import Role
from assignments.forms_reorganisation import FORMS, PeopleForm, ReorganisationForm
from assignments.models import Assignment, TransferList
from assignments.orphans import Supporting, orphans
from assignments.reorganisation import call_off, may_reorganise, may_review, reorganise
from assignments.workflow import OPEN, State
from units.calling_off import refusal_of_calling_off
from units.models import Reorganisation, Unit

MOST_LISTED = 200


@require_GET
def reorganisations(request: Request) -> HttpResponse:
    check_reader(request)
    acts = Reorganisation.objects.prefetch_related("predecessors", "successors")
    lists = TransferList.objects.select_related("approved_by").annotate(count=Count("lines"))
    context = {
        "acts": acts[:MOST_LISTED],
        "waiting": lists.waiting(),
        "applied": lists.filter(stage=TransferList.Stage.APPLIED)[:MOST_LISTED],
        "orphan_count": orphans(timezone.localdate()).count,
        "kinds": Reorganisation.Kind.choices,
        "may_reorganise": may_reorganise(request.user),
    }
    return render(request, "assignments/reorganisation/list.html", context)


def check_reader(request: Request) -> None:
    """The office, which moves the work, and the administrator, who keeps the register."""
    if not (may_reorganise(request.user) or may_review(request.user)):
        raise PermissionDenied


@require_GET
def reorganisation(request: Request, pk: int) -> HttpResponse:
    check_reader(request)
    act = get_object_or_404(
        Reorganisation.objects.select_related("created_by").prefetch_related(
            "predecessors", "successors", "transfer_lists"
        ),
        pk=pk,
    )
    lists = act.transfer_lists.annotate(count=Count("lines")).order_by("pk")
    context = {
        "act": act,
        "lists": lists,
        "may_review": may_review(request.user),
        "may_call_off": may_reorganise(request.user) and not refusal_of_calling_off(act),
    }
    return render(request, "assignments/reorganisation/detail.html", context)


@require_POST
def reorganisation_call_off(request: Request, pk: int) -> HttpResponse:
    act = get_object_or_404(Reorganisation, pk=pk)
    try:
        call_off(act, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The reorganisation is called off. Units and roles are as before."))
    return redirect(act)


@require_http_methods(["GET", "POST"])
def create(request: Request, kind: str) -> HttpResponse:
    """Two steps with one address: the form, then what follows from it with everybody's next role."""
    if kind not in FORMS:
        raise Http404
    if not may_reorganise(request.user):
        raise PermissionDenied
    form = FORMS[kind](request.POST or None)
    step = request.POST.get("step", "")
    if request.method == "POST" and form.is_valid() and step != "back":
        return preview(request, form, is_last=step == "do")
    context = {"form": form, "kind": kind, "label": Reorganisation.Kind(kind).label}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "assignments/reorganisation/form.html", context, status=status)


def preview(request: Request, form: ReorganisationForm, *, is_last: bool) -> HttpResponse:
    plan = form.plan()
    people = PeopleForm(request.POST if is_last else None, plan=plan)
    if is_last and people.is_valid():
        try:
            act, transfer = reorganise(plan, people.moves(), by=request.user)
        except ValidationError as error:  # somebody reorganised one of the units a moment ago
            people.add_error(None, error)
        else:
            messages.success(request, done_sentence(transfer))
            return redirect(act)
    context = {
        "form": form,
        "people": people,
        "plan": plan,
        "label": form.kind.label,
        "ends": list(consequences(plan.predecessors)),
        "has_head": any(field.value().startswith(Role.UNIT_HEAD) for field in people),
        "is_to_come": plan.effective_on > timezone.localdate(),
    }
    return render(request, "assignments/reorganisation/preview.html", context)


def done_sentence(transfer: TransferList | None) -> str:
    if transfer is None:
        return _("The register is changed. The units had no open work, so nothing has to move.")
    return _("The register is changed. The office now reviews the transfer list of the open work.")


@dataclass(frozen=True)
class Consequence:
    """Of a unit that ends: what moves by a transfer list, and what keeps its name."""

    unit: Unit
    led: int
    supported: int
    finished: int


def consequences(units: Iterable[Unit]) -> Iterable[Consequence]:
    for unit in units:
        own = Assignment.objects.for_unit(unit)
        yield Consequence(
            unit,
            own.open().count(),
            Supporting.objects.filter(unit=unit, assignment__state__in=OPEN).count(),
            own.filter(state=State.DONE).count(),
        )
