"""How every form looks and reads dates. Classes are given here, once, so that no form names one."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

WIDGET_CLASSES: Mapping[str, str] = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "select": "form-select",
    "hidden": "",
    "file": "form-control",
}
OWN_TEMPLATES: Mapping[str, str] = {
    "django/forms/widgets/checkbox_select.html": "components/widgets/choices.html",
    "django/forms/widgets/radio.html": "components/widgets/choices.html",
    "django/forms/widgets/clearable_file_input.html": "components/widgets/file.html",
    "django/forms/widgets/file.html": "components/widgets/file.html",
}


class FormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if widget := context.get("widget"):
            widget["attrs"] = with_class(template_name, widget)
            if "optgroups" in widget:
                name_empty_choice(widget)
        return super().render(OWN_TEMPLATES.get(template_name, template_name), context, request)


def with_class(template_name: str, widget: dict[str, Any]) -> dict[str, Any]:
    attrs: dict[str, Any] = widget["attrs"]
    if template_name.startswith("admin/"):
        return attrs
    kind = widget.get("type") or template_name.rpartition("/")[2].removesuffix(".html")
    classes = [attrs.get("class", ""), WIDGET_CLASSES.get(kind, "form-control")]
    joined = " ".join(part for part in classes if part)
    return {**attrs, "class": joined} if joined else attrs


def name_empty_choice(widget: dict[str, Any]) -> None:
    """Django shows "no choice" as a row of dashes; people are told what the list is for."""
    text = widget["attrs"].pop("data-empty", _("Choose …"))
    for _group, options, _index in widget["optgroups"][:1]:
        if options and options[0]["value"] == "" and not str(options[0]["label"]).strip("-"):
            options[0]["label"] = text


# --- Dates ------------------------------------------------------------------------------------------------
DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class VietnameseDateWidget(forms.DateInput):
    """A text field, so that the day comes first in every browser; a script adds the browser's calendar."""

    template_name = "components/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"placeholder": _("dd/mm/yyyy"), "autocomplete": "off", "data-date": ""}
        super().__init__({**own, **(attrs or {})}, format="%d/%m/%Y")


class VietnameseDateField(forms.DateField):
    widget = VietnameseDateWidget
    default_error_messages = {
        "invalid": _("Write the date as day/month/year, for example 05/03/2026."),
        "month": _("There is no month %(month)s. Write the day first, for example 05/03/2026."),
        "day": _("There is no day %(day)s in month %(month)s/%(year)s. Check the date."),
        "year": _("The year %(year)s cannot be right. Write it with four digits, for example 2026."),
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        return self.parse(str(value).strip())

    def parse(self, text: str) -> date:
        if found := DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
        elif found := YEAR_FIRST.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        else:
            raise self.refusal("invalid")
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise self.refusal("year", year=year)
        if not 1 <= month <= 12:
            raise self.refusal("month", month=month)
        try:
            return date(year, month, day)
        except ValueError:
            raise self.refusal("day", day=day, month=month, year=year) from None

    def refusal(self, code: str, **values: int) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=values)


class VietnameseDateFilter(django_filters.DateFilter):
    field_class = VietnameseDateField


# --- Files ------------------------------------------------------------------------------------------------
class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else list(files.get(name) or ())


class FilesField(forms.FileField):
    """Several files at once; each is checked as a single one would be."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [super(FilesField, self).clean(file) for file in data or ()]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files
