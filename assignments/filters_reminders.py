from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import Assignment, Reminder
from assignments.reminders import Outcome
from dialogue_tracker.forms import VietnameseDateFilter
from dialogue_tracker.vietnamese import search_key
from units.models import Unit


class ReminderFilter(django_filters.FilterSet):
    """For querysets with `outcome`."""

    q = django_filters.CharFilter(label=_("Work, person or unit"), method="search")
    outcome = django_filters.ChoiceFilter(label=_("State"), choices=Outcome.choices)
    recipient = django_filters.ModelChoiceFilter(
        label=_("Person"),
        empty_label=_("All"),
        queryset=User.objects.filter(reminders__isnull=False).distinct(),
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"),
        empty_label=_("All"),
        field_name="assignment__unit",
        queryset=Unit.objects.filter(assignments__reminders__isnull=False).distinct(),
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    since = VietnameseDateFilter(label=_("Planned from"), field_name="planned_for", lookup_expr="gte")
    until = VietnameseDateFilter(label=_("Planned until"), field_name="planned_for", lookup_expr="lte")
    on = VietnameseDateFilter(label=_("Sent or cancelled on"), method="happened_on")
    assignment = django_filters.ModelChoiceFilter(
        queryset=Assignment.objects.filter(reminders__isnull=False).distinct(), widget=forms.HiddenInput
    )

    class Meta:
        model = Reminder
        fields = ("q", "outcome", "recipient", "unit", "since", "until", "on", "assignment")

    def happened_on(self, queryset: QuerySet[Reminder], name: str, value: date) -> QuerySet[Reminder]:
        return queryset.filter(Q(sent_at__date=value) | Q(cancelled_at__date=value))

    def search(self, queryset: QuerySet[Reminder], name: str, value: Any) -> QuerySet[Reminder]:
        for word in search_key(value).split():
            queryset = queryset.filter(
                Q(assignment__search_text__contains=word)
                | Q(assignment__unit__search_text__contains=word)
                | Q(recipient__username__contains=word)
                | Q(recipient__full_name__icontains=word)
            )
        return queryset
