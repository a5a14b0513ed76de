from typing import cast

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.models import Attendance, Conclusion, Conference, Task


class AttendanceInline(admin.TabularInline):
    model = Attendance
    autocomplete_fields = ("unit",)
    extra = 0


@admin.register(Conference)
class ConferenceAdmin(admin.ModelAdmin):
    list_display = ("title", "kind", "host", "held_on", "place")
    list_filter = ("kind", "held_on")
    list_select_related = ("host",)
    search_fields = ("title", "theme", "search_text")
    autocomplete_fields = ("host",)
    date_hierarchy = "held_on"
    readonly_fields = ("created_by", "created_at")
    inlines = (AttendanceInline,)

    def save_model(self, request: HttpRequest, obj: Conference, form: ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = cast(User, request.user)
        super().save_model(request, obj, form, change)


@admin.register(Conclusion)
class ConclusionAdmin(admin.ModelAdmin):
    """To look up; texts are entered in the workspace, where they are read."""

    list_display = ("conference", "version", "read_by", "read_at")
    search_fields = ("conference__title", "text")
    list_select_related = ("conference", "read_by")
    readonly_fields = ("conference", "text", "source_name", "version", "read_by", "read_at")
    exclude = ("source_file",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin):
    """To look up and to mend a typing error; what was accepted stays accepted."""

    list_display = ("__str__", "conference", "due_on", "is_accepted")
    list_filter = (("accepted_at", admin.EmptyFieldListFilter), "due_kind", "all_units")
    list_select_related = ("conclusion__conference",)
    search_fields = ("number", "text", "conclusion__conference__title")
    autocomplete_fields = ("lead_units", "supporting_units")
    readonly_fields = ("conclusion", "accepted_at", "accepted_by", "edited_at", "edited_by", "dismissed_at")

    @admin.display(description=_("conference"))
    def conference(self, task: Task) -> Conference:
        return task.conclusion.conference

    @admin.display(description=_("accepted"), boolean=True)
    def is_accepted(self, task: Task) -> bool:
        return task.accepted_at is not None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
