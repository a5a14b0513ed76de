from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.requests import Request
from assignments.models import Assignment
from assignments.timing import Timing
from assignments.workflow import State
from conferences.models import Conference
from dialogue_tracker.keys import key_of
from recommendations.models import RaisedAgain, Recommendation, Theme
from units.models import Unit
from units.permissions import access_of

# What `?sort=` may name; "-" before it turns the direction round.
SORTS: dict[str, tuple[str, ...]] = {
    "number": ("conference__held_on", "conference", "position"),
    "raised_by": ("raised_by__position", "raised_by__sort_key"),
    "lead": ("assignment__unit__position", "assignment__unit__sort_key"),
    "due_on": ("assignment__due_on",),
}
NOBODY = "none"
UNANSWERED = "unanswered"


def sorted_by(found: QuerySet[Recommendation], sort: str) -> QuerySet[Recommendation]:
    """By default the newest conference first, as they were raised. What is empty always comes last."""
    fields = SORTS.get(sort.lstrip("-"))
    if fields is None:
        return found.order_by("-conference__held_on", "-conference", "position")
    down = sort.startswith("-")
    keys = [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in fields]
    return found.order_by(*keys, "pk")


def conferences(request: Request) -> QuerySet[Conference]:
    """Those with recommendations, and the one asked for: its list may still be empty."""
    seen = Recommendation.objects.visible_to(request.user).order_by().values("conference")
    asked = Conference.objects.visible_to(request.user).filter(pk=key_of(request.GET.get("conference", "")))
    return Conference.objects.filter(Q(pk__in=seen) | Q(pk__in=asked.order_by().values("pk")))


def raisers(request: Request) -> QuerySet[Unit]:
    seen = Recommendation.objects.visible_to(request.user)
    return Unit.objects.filter(pk__in=seen.order_by().values("raised_by"))


def leads(request: Request) -> QuerySet[Unit]:
    seen = Recommendation.objects.visible_to(request.user)
    return Unit.objects.filter(pk__in=seen.order_by().values("assignment__unit"))


class RecommendationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Search in the wording"))
    conference = django_filters.ModelChoiceFilter(
        queryset=conferences, label=_("Conference"), empty_label=_("All conferences")
    )
    raised_by = django_filters.ModelChoiceFilter(
        queryset=raisers, label=_("Raised by"), empty_label=_("All units")
    )
    lead = django_filters.ModelChoiceFilter(
        field_name="assignment__unit",
        queryset=leads,
        label=_("Lead unit"),
        empty_label=_("All units"),
        null_label=_("Not yet assigned"),
        null_value=NOBODY,
    )
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.all(),
        label=_("Theme"),
        empty_label=_("All themes"),
        null_label=_("Without a theme"),
        null_value=NOBODY,
    )
    state = django_filters.ChoiceFilter(
        field_name="assignment__state", choices=State.choices, label=_("State"), empty_label=_("All states")
    )
    timing = django_filters.ChoiceFilter(
        choices=Timing.choices, method="at_timing", label=_("Deadline"), empty_label=_("Any")
    )
    outcome = django_filters.ChoiceFilter(
        choices=[*Recommendation.Outcome.choices, (UNANSWERED, _("No answer yet"))],
        method="with_outcome",
        label=_("Outcome"),
        empty_label=_("Any"),
    )

    again = django_filters.ChoiceFilter(
        choices=[("yes", _("Raised before")), ("no", _("For the first time"))],
        method="raised_again",
        label=_("Raised again"),
        empty_label=_("Any"),
    )

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()

    def search(self, found: Any, name: str, value: str) -> Any:
        return found.search(value)

    def at_timing(self, found: Any, name: str, value: str) -> Any:
        at = Assignment.objects.with_timing().filter(Q(timing=value))
        return found.filter(assignment__in=at.order_by().values("pk"))

    def raised_again(self, found: Any, name: str, value: str) -> Any:
        again = Exists(RaisedAgain.objects.filter(recommendation=OuterRef("pk")))
        return found.filter(again if value == "yes" else ~again)

    def with_outcome(self, found: Any, name: str, value: str) -> Any:
        """Draft answers of the office must not show through the filter either."""
        readable = Q() if access_of(self.request.user).reads_all else Q(assignment__state=State.DONE)
        if value == UNANSWERED:
            return found.exclude(readable & ~Q(outcome="", answer=""))
        return found.filter(readable, outcome=value)
