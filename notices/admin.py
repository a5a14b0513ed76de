from django.contrib import admin
from django.http import HttpRequest

from notices.models import Rendering


@admin.register(Rendering)
class RenderingAdmin(admin.ModelAdmin):
    """To look up why a PDF failed; nothing is changed here."""

    list_display = ("notice", "state", "pages", "requested_by", "requested_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("notice", "requested_by")
    date_hierarchy = "requested_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Rendering | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Rendering | None = None) -> bool:
        return False
