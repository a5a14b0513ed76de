"""The list's filters. The dashboard and "My unit" link to it, so every number there is a filter here."""

from typing import Any, Literal

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.requests import Request
from assignments.models import Assignment, RaisersWord
from assignments.querysets import AssignmentQuerySet
from assignments.timing import COUNTED, IN_FORCE, ORIGINAL, Pile, Timing
from assignments.workflow import State
from conferences.models import Conference
from dialogue_tracker.forms import VietnameseDateFilter
from units.models import Unit, UnitSuccession
from units.succession import Lineage

UNASSIGNED = "none"
# Units as they were when the work was done, or the units of today that go on for them.
AS_THEN, AS_NOW = "then", "now"

# Sums of cells that people ask for by one word.
TIMING_GROUPS: dict[str, tuple[str, ...]] = {
    "counted": COUNTED,
    "done": (Timing.DONE_ON_TIME, Timing.DONE_LATE, Timing.NO_DEADLINE_DONE),
    "open": (Timing.OPEN_IN_TIME, Timing.OPEN_OVERDUE, Timing.NO_DEADLINE_OPEN),
    "no_deadline": (Timing.NO_DEADLINE_DONE, Timing.NO_DEADLINE_OPEN),
}
TIMING_CHOICES = [
    (_("Sums"), [
        ("counted", _("All but withdrawn")),
        ("done", _("Done")),
        ("open", _("Not done")),
        ("no_deadline", _("Without deadline")),
    ]),
    (_("Classes"), Timing.choices),
]  # fmt: skip


def visible_conferences(request: Request) -> QuerySet[Conference]:
    return Conference.objects.visible_to(request.user)


def units_with_work(request: Request) -> QuerySet[Unit]:
    """Also units that exist no longer, whose finished work stays in the list, and who goes on for them."""
    visible = Assignment.objects.visible_to(request.user)
    return Unit.objects.filter(
        Q(pk__in=visible.values("unit")) | Q(pk__in=UnitSuccession.objects.values("successor"))
    )


class ConferenceChoiceField(django_filters.fields.ModelChoiceField):
    """Conferences have the same title every year, so the day comes first."""

    def label_from_instance(self, obj: Conference) -> str:
        return f"{date_format(obj.held_on, 'd/m/Y')} · {obj.title}"


class ConferenceChoiceFilter(django_filters.ModelChoiceFilter):
    field_class = ConferenceChoiceField


class AssignmentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="filter_words", label=_("Search the wording"))
    conference = ConferenceChoiceFilter(
        queryset=visible_conferences, label=_("Conference"), empty_label=_("All")
    )
    carried_to = ConferenceChoiceFilter(
        queryset=visible_conferences,
        method="filter_carried_to",
        label=_("Carried over to"),
        empty_label=_("All"),
    )
    unit = django_filters.ModelChoiceFilter(
        queryset=units_with_work,
        label=_("Lead unit"),
        empty_label=_("All"),
        null_label=_("Not yet assigned"),
        null_value=UNASSIGNED,
        method="filter_unit",
    )
    units = django_filters.ChoiceFilter(
        choices=[(AS_NOW, _("as of today, with what went into them"))],
        method="filter_units",
        label=_("Units"),
        empty_label=_("as they were then"),
    )
    kind = django_filters.ChoiceFilter(choices=Assignment.Kind.choices, label=_("Kind"), empty_label=_("All"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("State"), empty_label=_("All"))
    timing = django_filters.ChoiceFilter(
        choices=TIMING_CHOICES,
        method="filter_timing",
        label=_("Within the deadline?"),
        empty_label=_("All"),
    )
    deadline = django_filters.ChoiceFilter(
        choices=[(ORIGINAL, _("the original deadline"))],
        method="filter_deadline",
        label=_("Measured by"),
        empty_label=_("the deadline in force"),
    )
    extended = django_filters.ChoiceFilter(
        choices=[("yes", _("Extended")), ("asked", _("An extension is asked for"))],
        method="filter_extended",
        label=_("Extensions"),
        empty_label=_("All"),
    )
    pile = django_filters.ChoiceFilter(
        choices=Pile.choices, method="filter_pile", label=_("Urgency"), empty_label=_("All")
    )
    word = django_filters.ChoiceFilter(
        choices=RaisersWord.Verdict.choices,
        method="filter_word",
        label=_("Word of the raising unit"),
        empty_label=_("All"),
    )
    due_from = VietnameseDateFilter(field_name="due_on", lookup_expr="gte", label=_("Due from"))
    due_to = VietnameseDateFilter(field_name="due_on", lookup_expr="lte", label=_("Due until"))
    sort = django_filters.OrderingFilter(
        fields=(("due_on", "due_on"), ("unit__position", "unit"), ("percent", "percent")),
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def filter_words(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return queryset.search(value)

    def filter_unit(
        self, queryset: AssignmentQuerySet, name: str, value: Unit | Literal["none"]
    ) -> AssignmentQuerySet:
        if not isinstance(value, Unit):
            return queryset.filter(unit=None)
        if self.form.cleaned_data["units"] != AS_NOW:
            return queryset.filter(unit=value)
        return queryset.filter(unit__in=Lineage.on().counted_with(value.pk))

    def filter_units(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        """Says how `unit` is meant; by itself it takes nothing away."""
        return queryset

    def filter_carried_to(
        self, queryset: AssignmentQuerySet, name: str, value: Conference
    ) -> AssignmentQuerySet:
        return queryset.carried_over_to(value)

    def filter_timing(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        deadline = self.form.cleaned_data["deadline"] or IN_FORCE
        return queryset.in_cells(*TIMING_GROUPS.get(value, (value,)), deadline=deadline)

    def filter_deadline(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        """By what the rows are shown to be late; `timing` asks for it too, whichever comes first."""
        return queryset.with_timing(deadline=value)

    def filter_extended(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return queryset.filter(times_extended__gt=0) if value == "yes" else queryset.with_open_request()

    def filter_word(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return queryset.filter(pk__in=RaisersWord.objects.filter(verdict=value).values("assignment"))

    def filter_pile(self, queryset: AssignmentQuerySet, name: str, value: str) -> AssignmentQuerySet:
        return queryset.on_piles(value)


def listed(request: Request) -> AssignmentQuerySet:
    """What the list shows before it is filtered."""
    return Assignment.objects.visible_to(request.user).with_timing().with_sources().by_urgency()


def filtered(request: Request, data: Any = None) -> AssignmentFilter:
    return AssignmentFilter(request.GET if data is None else data, queryset=listed(request), request=request)
