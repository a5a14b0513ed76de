"""Two people on one thing: who comes second is told what changed and keeps the own text. Imports no app."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.db.models import Model
from django.forms import BaseForm
from django.http import QueryDict

from dialogue_tracker.timelines import FieldChange


class SomebodyWasFaster(Exception):
    """The row changed between showing the page and pressing the button; nothing was written."""


def merged(form: BaseForm, fresh: BaseForm, theirs: Iterable[str], version: int) -> QueryDict:
    """What was typed, with the newer value in the fields `theirs`, which the person had left as they were.

    `form` came from the person, `fresh` shows the row as it is now; sent again, it counts from `version`.
    """
    typed = cast(QueryDict, form.data).copy()
    for name in theirs:
        field = fresh[name]
        value = field.value()
        if isinstance(value, list | tuple):
            typed.setlist(field.html_name, [str(one) for one in value])
        else:
            typed[field.html_name] = field.field.widget.format_value(value) or ""
    typed[form.add_prefix("version")] = str(version)
    return typed


def theirs(form: BaseForm, newer: Model, names: Iterable[str]) -> list[FieldChange]:
    """Where the row as it is now differs from what the person typed: from the own words to the other's."""
    pairs = ((name, form.cleaned_data[name], getattr(newer, name)) for name in names)
    return [
        FieldChange(form.fields[name].label or name, _words(newer, name, mine), _words(newer, name, stored))
        for name, mine, stored in pairs
        if (mine or None) != (stored or None)
    ]


def _words(row: Model, name: str, value: Any) -> Any:
    choices = dict(getattr(row._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value)) if value and not isinstance(value, date) else value or ""
