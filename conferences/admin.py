"""To look things up. All of it changes in the workspace, where the history is written."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conferences.models import Attendance, ChangeEntry, Conclusion, Conference, SourceText, Task
from dialogue_tracker.read_only_admin import ReadOnly


class AttendanceInline(admin.TabularInline):
    model = Attendance
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Conference)
class ConferenceAdmin(ReadOnly):
    list_display = ("title", "kind", "host", "held_on", "place")
    list_filter = ("kind", "held_on")
    list_select_related = ("host",)
    search_fields = ("title", "theme", "search_text")
    date_hierarchy = "held_on"
    inlines = (AttendanceInline,)


@admin.register(Conclusion)
class ConclusionAdmin(ReadOnly):
    list_display = ("conference", "version", "read_by", "read_at")
    search_fields = ("conference__title", "text")
    list_select_related = ("conference", "read_by")


@admin.register(SourceText)
class SourceTextAdmin(ReadOnly):
    list_display = ("conference", "file_name", "version", "brought_by", "brought_at", "taken_at")
    search_fields = ("conference__title", "file_name", "text")
    list_select_related = ("conference", "brought_by")
    exclude = ("file",)


@admin.register(Task)
class TaskAdmin(ReadOnly):
    list_display = ("__str__", "conference", "due_on", "is_accepted")
    list_filter = (("accepted_at", admin.EmptyFieldListFilter), "due_kind", "all_units")
    list_select_related = ("conclusion__conference",)
    search_fields = ("number", "text", "conclusion__conference__title")

    @admin.display(description=_("conference"))
    def conference(self, task: Task) -> Conference:
        return task.conclusion.conference

    @admin.display(description=_("accepted"), boolean=True)
    def is_accepted(self, task: Task) -> bool:
        return task.accepted_at is not None


@admin.register(ChangeEntry)
class ChangeEntryAdmin(ReadOnly):
    list_display = ("at", "by_name", "verb", "subject", "name", "conference")
    list_filter = ("verb", "subject")
    list_select_related = ("conference",)
    search_fields = ("by_name", "name", "conference__title")
    date_hierarchy = "at"
