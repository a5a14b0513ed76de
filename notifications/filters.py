import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.models import Notification

UNREAD = "unread"


class NotificationFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("What it is about"), choices=Kind.choices, empty_label=_("All")
    )
    show = django_filters.CharFilter(method="only_unread", widget=forms.HiddenInput)

    class Meta:
        model = Notification
        fields = ("kind", "show")

    def only_unread(self, queryset: QuerySet[Notification], name: str, value: str) -> QuerySet[Notification]:
        return queryset.filter(read_at__isnull=True) if value == UNREAD else queryset
