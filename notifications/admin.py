from django.contrib import admin
from django.http import HttpRequest

from notifications.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """To look up what left; a failed mail is tried again from the page of reminders."""

    list_display = ("subject", "address", "state", "attempts", "created_at", "sent_at")
    list_filter = ("state",)
    search_fields = ("subject", "address")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False
