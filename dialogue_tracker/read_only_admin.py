"""Rows to look up. They change through the product, where the history is written."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class NotWritten:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(NotWritten, admin.ModelAdmin):
    pass
