from datetime import date

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from units.models import Membership, Unit


@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The register on a day: today, or `?on=YYYY-MM-DD` for the ministry as it was."""
    day = asked_day(request)
    units = listed(day, request.GET.get("q", ""))
    template = "units/_list_results.html" if request.htmx else "units/list.html"
    return render(
        request, template, {"units": units, "day": day, "q": request.GET.get("q", "")}
    )


def asked_day(request: HttpRequest) -> date:
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:  # well formed, but no such day
        return timezone.localdate()


def listed(day: date, words: str) -> QuerySet[Unit]:
    return (
        Unit.objects.valid_on(day)
        .search(words)
        .select_related("parent")
        .prefetch_related("successions__successor", "origins__predecessor")
    )


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The register is open to everybody who may sign in; who works where is part of it."""
    unit = get_object_or_404(
        Unit.objects.select_related("parent").prefetch_related("aliases"), pk=pk
    )
    people = (
        Membership.objects.filter(unit=unit)
        .valid_on(timezone.localdate())
        .select_related("user")
    )
    return render(
        request,
        "units/detail.html",
        {
            "unit": unit,
            "people": people,
            "children": unit.children.current().annotate(
                people_count=Count("memberships")
            ),
            "before": unit.origins.select_related("predecessor"),
            "after": unit.successions.select_related("successor"),
        },
    )
