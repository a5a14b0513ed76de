"""For looking things up. The table changes on its page, where deadlines follow and a trace is left."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from workdays.models import CalendarChange, SpecialDay


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SpecialDay)
class SpecialDayAdmin(ReadOnly):
    list_display = ("day", "kind", "name", "is_provisional", "legal_basis")
    list_filter = ("kind", "is_provisional")
    date_hierarchy = "day"


@admin.register(CalendarChange)
class CalendarChangeAdmin(ReadOnly):
    list_display = ("at", "day", "by_name", "reason")
    date_hierarchy = "at"
