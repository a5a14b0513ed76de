from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import Request
from accounts.roles import Permission
from dialogue_tracker.spreadsheets import downloads
from units import exports
from units.forms import RegisterForm
from units.models import Membership, Unit, UnitSuccession
from units.permissions import access_of

BODIES = (Unit.Kind.PARTY, Unit.Kind.UNION)


@require_GET
def unit_list(request: Request) -> HttpResponse:
    """The register on a day: today, or the ministry as it was."""
    form = RegisterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    day: date = asked.get("on") or today
    units = listed(day, asked.get("q", ""))
    values = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "units": [unit for unit in units if unit.kind not in BODIES],
        "bodies": [unit for unit in units if unit.kind in BODIES],
        "may_reorganise": not {Permission.MANAGE_REGISTER, Permission.ASSIGN}.isdisjoint(
            access_of(request.user).everywhere
        ),
    }
    if request.htmx:
        return render(request, "units/_list_results.html", values)
    return render(request, "units/list.html", values | {"changes": list(days_of_change())})


@require_GET
def export(request: Request) -> FileResponse:
    """The same units as the page shows."""
    form = RegisterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    day: date = asked.get("on") or timezone.localdate()
    units = listed(day, asked.get("q", ""))
    name = "-".join((_("units"), f"{day:%Y-%m-%d}.xlsx"))
    return downloads.written(lambda file: exports.write(file, units), name)


def listed(day: date, words: str) -> QuerySet[Unit]:
    return (
        Unit.objects.valid_on(day)
        .filter(parent__isnull=False)
        .search(words)
        .prefetch_related("successions__successor", "origins__predecessor")
    )


@dataclass(frozen=True)
class ChangeDay:
    """A reorganisation: the last day before it and its first day."""

    before: date
    after: date


def days_of_change() -> Iterator[ChangeDay]:
    days = UnitSuccession.objects.order_by("-effective_on").values_list("effective_on", flat=True).distinct()
    return (ChangeDay(day - timedelta(days=1), day) for day in days)


@require_GET
def detail(request: Request, pk: int) -> HttpResponse:
    """The register is open to everybody who may sign in; who works where is part of it."""
    unit = get_object_or_404(Unit.objects.select_related("parent").prefetch_related("aliases"), pk=pk)
    today = timezone.localdate()
    roles = Membership.objects.valid_on(today)
    people_there = Count("memberships__user", filter=Q(memberships__in=roles), distinct=True)
    return render(
        request,
        "units/detail.html",
        {
            "unit": unit,
            "may_appoint": unit.parent_id and access_of(request.user).at(Permission.APPOINT, unit.pk),
            "people": roles.filter(unit=unit).select_related("user").order_by("user__sort_key"),
            "children": unit.children.current().annotate(people_count=people_there),
            "before": unit.origins.select_related("predecessor"),
            "after": unit.successions.select_related("successor"),
        },
    )
