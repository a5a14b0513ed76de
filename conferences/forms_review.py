"""The small forms of the review page: one field of a task, or the places where it is split."""

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conferences.models import Task
from conferences.pieces import places_to_split
from dialogue_tracker.forms import VietnameseDateField
from units.models import Unit

ALL_UNITS = "all"
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})")


class SeenForm(forms.Form):
    """`version` of the task as it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class UnitForm(SeenForm):
    """The unit that leads, found by name or abbreviation."""

    unit = forms.ChoiceField(label=_("Lead unit"), widget=forms.Select(attrs={"data-combobox": ""}))
    besides = forms.BooleanField(label=_("Besides those that lead already"), required=False)

    def __init__(self, data: QueryDict | None, *, task: Task, units: QuerySet[Unit]) -> None:
        super().__init__(data, prefix=f"unit{task.pk}", initial={"version": task.version})
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            (ALL_UNITS, _("All units")),
            *((pk, named(unit)) for pk, unit in self.units.items()),
        ]
        if not task.lead_units.exists():
            del self.fields["besides"]

    def charge(self) -> dict[str, Any]:
        """What `charge_unit` is to be called with."""
        return {
            "unit": self.units.get(self.cleaned_data["unit"]),
            "besides": self.cleaned_data.get("besides", False),
            "version": self.cleaned_data["version"],
        }


def named(unit: Unit) -> str:
    return f"{unit.name} ({unit.abbreviation})" if unit.abbreviation else unit.name


class ShortDateField(VietnameseDateField):
    """A day without its year is the next one after the conference."""

    def __init__(self, *args: Any, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after

    def parse(self, text: str) -> date:
        found = _DAY_AND_MONTH.fullmatch(text)
        if not found:
            return super().parse(text)
        day, month = found.groups()
        this_year = super().parse(f"{day}/{month}/{self.after.year}")
        return this_year if this_year >= self.after else super().parse(f"{day}/{month}/{self.after.year + 1}")


class DueForm(SeenForm):
    def __init__(self, data: QueryDict | None, *, task: Task) -> None:
        initial = {"version": task.version, "due_on": task.due_on}
        super().__init__(data, prefix=f"due{task.pk}", initial=initial)
        self.fields["due_on"] = ShortDateField(
            label=_("Deadline"),
            required=False,
            after=task.conclusion.conference.held_on,
            help_text=_("31/12 is enough: the next such day after the conference. Empty: no day."),
        )


class SplitForm(SeenForm):
    """Where a paragraph or sentence begins, one may begin a task of its own."""

    places = forms.TypedMultipleChoiceField(
        label=_("A new task begins with"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        error_messages={"required": _("Choose at least one place where a new task begins.")},
    )

    def __init__(self, data: QueryDict | None, *, task: Task) -> None:
        super().__init__(data, prefix=f"split{task.pk}", initial={"version": task.version})
        borders = [*places_to_split(task.text), len(task.text)]
        self.opening = task.text[: borders[0]].strip()
        self.fields["places"].choices = [  # type: ignore[attr-defined]
            (start, task.text[start:end].strip()) for start, end in zip(borders, borders[1:], strict=False)
        ]
