"""What a proposed task says, in groups that are compared and taken over as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conferences.models import Task
from conferences.proposals import fill, units_of
from conferences.register import Register
from conferences.rereading import Item
from dialogue_tracker.vietnamese import compare_key
from units.models import Unit

GROUPS = {
    "number": ("number",),
    "text": ("text",),
    "units": ("all_units", "lead_units", "supporting_units"),
    "due": ("due_phrase", "due_kind", "due_on"),
}


@dataclass(frozen=True)
class Values:
    number: str = ""
    text: str = ""
    all_units: bool = False
    lead_units: tuple[Unit, ...] = ()
    supporting_units: tuple[Unit, ...] = ()
    due_phrase: str = ""
    due_kind: str = ""
    due_on: date | None = None

    @cached_property
    def keys(self) -> dict[str, Any]:
        """By group; equal where nobody would call it a difference."""
        return {
            "number": compare_key(self.number),
            "text": compare_key(self.text),
            "units": (self.all_units, ids_of(self.lead_units), ids_of(self.supporting_units)),
            "due": (compare_key(self.due_phrase), self.due_kind, self.due_on),
        }

    def fields(self, group: str) -> dict[str, Any]:
        return {name: getattr(self, name) for name in GROUPS[group]}

    def shown(self, group: str) -> str:
        if group == "units":
            return self._units()
        if group == "due":
            return self._due()
        return str(getattr(self, group))

    def _units(self) -> str:
        parts = [_("All units")] if self.all_units else []
        if self.lead_units:
            parts.append(_("lead: %(units)s") % {"units": names_of(self.lead_units)})
        if self.supporting_units:
            parts.append(_("support: %(units)s") % {"units": names_of(self.supporting_units)})
        return capfirst("; ".join(parts))

    def _due(self) -> str:
        kind = str(dict(Task.DueKind.choices).get(self.due_kind, ""))
        day = date_format(self.due_on, "d/m/Y") if self.due_on else capfirst(kind)
        return f"{day} (“{self.due_phrase}”)" if self.due_phrase else day


def ids_of(units: Sequence[Unit]) -> tuple[int, ...]:
    return tuple(sorted(unit.pk for unit in units))


def names_of(units: Sequence[Unit]) -> str:
    return ", ".join(unit.name for unit in units)


def of_task(task: Task) -> Values:
    return Values(
        number=task.number,
        text=task.text,
        all_units=task.all_units,
        lead_units=tuple(task.lead_units.all()),
        supporting_units=tuple(task.supporting_units.all()),
        due_phrase=task.due_phrase,
        due_kind=task.due_kind,
        due_on=task.due_on,
    )


def of_found(item: Item, register: Register) -> Values:
    task = fill(Task(), item.found, item.above)
    units = units_of(item.found, register)
    return Values(
        number=task.number,
        text=task.text,
        all_units=task.all_units,
        lead_units=tuple(units["lead_units"]),
        supporting_units=tuple(units["supporting_units"]),
        due_phrase=task.due_phrase,
        due_kind=task.due_kind,
        due_on=task.due_on,
    )
