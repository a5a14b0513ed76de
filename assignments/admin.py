"""For administrators to look things up. Work changes through its own pages, where the history is written."""

from django.contrib import admin

from assignments.models import Assignment, HistoryEntry, ReminderRule
from dialogue_tracker.read_only_admin import ReadOnly


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    list_display = ("title", "unit", "state", "due_on", "percent")
    list_filter = ("kind", "state", "conference")
    list_select_related = ("unit",)
    search_fields = ("title", "search_text")
    date_hierarchy = "due_on"


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ReadOnly):
    list_display = ("at", "by_name", "sentence", "assignment", "reason")
    list_filter = ("verb",)
    list_select_related = ("assignment",)
    search_fields = ("by_name", "assignment__title")
    date_hierarchy = "at"


@admin.register(ReminderRule)
class ReminderRuleAdmin(ReadOnly):
    """Changed on the page of the rules, where what is planned follows."""

    list_display = ("offset", "counts", "audience", "channel", "is_active")
