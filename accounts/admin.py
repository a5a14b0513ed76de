from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class UserCreation(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("username", "full_name", "email")
        field_classes = {"username": forms.CharField}


@admin.register(User)
class PersonAdmin(UserAdmin):
    add_form = UserCreation
    list_display = ("username", "full_name", "email", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("username", "full_name", "email")
    ordering = ("sort_key",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "email", "language")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "full_name",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only who has all rights gives any, so nobody gives them to oneself."""
        return () if request.user.is_superuser else RIGHTS

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """With a new password or mail address one could sign in as the superuser."""
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and may_touch(request, obj)


def may_touch(request: HttpRequest, person: User | None) -> bool:
    return request.user.is_superuser or person is None or not person.is_superuser
