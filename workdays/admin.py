"""For looking things up. The table changes on its page, where deadlines follow and a trace is left."""

from django.contrib import admin

from dialogue_tracker.read_only_admin import ReadOnly
from workdays.models import CalendarChange, SpecialDay


@admin.register(SpecialDay)
class SpecialDayAdmin(ReadOnly):
    list_display = ("day", "kind", "name", "is_provisional", "legal_basis")
    list_filter = ("kind", "is_provisional")
    date_hierarchy = "day"


@admin.register(CalendarChange)
class CalendarChangeAdmin(ReadOnly):
    list_display = ("at", "day", "by_name", "reason")
    date_hierarchy = "at"
