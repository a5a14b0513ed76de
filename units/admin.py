from django.contrib import admin

from units.models import Membership, Unit, UnitAlias, UnitSuccession


class AliasInline(admin.TabularInline):
    model = UnitAlias
    extra = 1


class SuccessionInline(admin.TabularInline):
    model = UnitSuccession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    extra = 0


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("name", "abbreviation", "code", "kind", "valid_from", "valid_to")
    list_filter = ("kind", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("name", "abbreviation", "code", "search_text", "aliases__name")
    autocomplete_fields = ("parent",)
    inlines = (AliasInline, SuccessionInline)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("user", "role", "title", "unit", "valid_from", "valid_to")
    list_filter = ("role", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("user__full_name", "user__username", "unit__name", "title")
    autocomplete_fields = ("user", "unit")
    list_select_related = ("user", "unit")


@admin.register(UnitSuccession)
class UnitSuccessionAdmin(admin.ModelAdmin):
    list_display = ("predecessor", "successor", "kind", "effective_on")
    autocomplete_fields = ("predecessor", "successor")
    list_select_related = ("predecessor", "successor")
