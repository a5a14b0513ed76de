from django.contrib import admin
from django.http import HttpRequest

from dialogue_tracker.read_only_admin import ReadOnly
from notices.models import Issuance, NumberSeries, Rendering


@admin.register(Rendering)
class RenderingAdmin(ReadOnly):
    """Why a PDF failed."""

    list_display = ("notice", "purpose", "state", "pages", "requested_by", "requested_at", "finished_at")
    list_filter = ("state", "purpose")
    list_select_related = ("notice", "requested_by")
    date_hierarchy = "requested_at"


@admin.register(Issuance)
class IssuanceAdmin(ReadOnly):
    list_display = ("number_text", "issued_on", "notice", "issued_by_name")
    list_filter = ("series",)
    list_select_related = ("notice",)
    date_hierarchy = "issued_on"


@admin.register(NumberSeries)
class NumberSeriesAdmin(admin.ModelAdmin):
    """Where a series begins, for numbers that were given on paper; fixed with the first number given here."""

    list_display = ("symbol", "period", "form", "first_number")
    list_filter = ("form",)

    def has_change_permission(self, request: HttpRequest, obj: NumberSeries | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.issuances.exists())

    def has_delete_permission(self, request: HttpRequest, obj: NumberSeries | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.issuances.exists())
