"""Two people on one thing: who comes second is told what changed and keeps the own text. Imports no app."""

from collections.abc import Iterable
from typing import cast

from django.forms import BaseForm
from django.http import QueryDict


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
