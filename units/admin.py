from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from dialogue_tracker.read_only_admin import NotWritten, ReadOnly
from units.actions import NOT_TO_ONESELF, note, noted
from units.models import Membership, Reorganisation, RoleChange, Unit, UnitAlias, UnitSuccession


class AliasInline(admin.TabularInline):
    model = UnitAlias
    extra = 1


class SuccessionInline(NotWritten, admin.TabularInline):
    model = UnitSuccession
    fk_name = "predecessor"


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("name", "abbreviation", "code", "kind", "valid_from", "valid_to")
    list_filter = ("kind", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("name", "abbreviation", "code", "search_text", "aliases__name")
    autocomplete_fields = ("parent",)
    inlines = (AliasInline, SuccessionInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> tuple[str, ...]:
        """A reorganisation changes these, with its act and its history."""
        return ("name", "parent", "valid_from", "valid_to") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Unit | None = None) -> bool:
        """Reports and calendar links would go with it; a unit ends by a reorganisation."""
        return False


class MembershipForm(forms.ModelForm):
    # Who fills it in; `MembershipAdmin.get_form` says it.
    by: User

    def clean_user(self) -> User:
        person: User = self.cleaned_data["user"]
        if self.by.pk in (person.pk, self.instance.user_id):
            raise ValidationError(NOT_TO_ONESELF)
        return person


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    form = MembershipForm
    list_display = ("user", "role", "capacity", "title", "unit", "valid_from", "valid_to")
    list_filter = ("role", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("user__full_name", "user__username", "unit__name", "title")
    autocomplete_fields = ("user", "unit")
    list_select_related = ("user", "unit")

    def get_form(
        self, request: HttpRequest, obj: Membership | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = cast(type[MembershipForm], super().get_form(request, obj, change=change, **kwargs))
        form.by = request.user  # type: ignore[assignment]
        return form

    def save_model(self, request: HttpRequest, obj: Membership, form: forms.ModelForm, change: bool) -> None:
        before = noted(Membership.objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)
        verb = RoleChange.Verb.CHANGED if change else RoleChange.Verb.APPOINTED
        note(verb, obj, before=before, by=request.user)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        verb, before = RoleChange.Verb.REMOVED, noted(obj)
        note(verb, obj, before=before, after={}, by=request.user)  # type: ignore[arg-type]
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        for membership in queryset.select_related("user", "unit"):
            self.delete_model(request, membership)


@admin.register(RoleChange)
class RoleChangeAdmin(ReadOnly):
    list_display = ("at", "by_name", "verb", "person_name", "role", "unit_name", "reason")
    list_filter = ("verb", "role")
    search_fields = ("person_name", "by_name", "unit_name")
    date_hierarchy = "at"


@admin.register(Reorganisation)
class ReorganisationAdmin(ReadOnly):
    list_display = ("effective_on", "kind", "__str__", "legal_basis")
    list_filter = ("kind",)


@admin.register(UnitSuccession)
class UnitSuccessionAdmin(ReadOnly):
    list_display = ("predecessor", "successor", "kind", "is_main", "effective_on")
    list_select_related = ("predecessor", "successor")
