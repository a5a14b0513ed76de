from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference, ConferenceQuerySet


class ConferenceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title, theme, place or chair"), method="search")
    year = django_filters.ChoiceFilter(label=_("Year"), field_name="held_on", lookup_expr="year", choices=())
    kind = django_filters.ChoiceFilter(label=_("Kind and level"), choices=Conference.Kind.choices)

    class Meta:
        model = Conference
        fields = ("q", "year", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by().values_list("held_on__year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, year) for year in sorted(years, reverse=True)]

    def search(self, queryset: ConferenceQuerySet, name: str, value: str) -> QuerySet[Conference]:
        return queryset.search(value)
