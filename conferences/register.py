"""The register of units as the reader needs it: which names stand for which unit on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from conferences.conclusion_reader import UnitName
from dialogue_tracker.vietnamese import compare_key
from units.models import Unit
from units.succession import Lineage

# Shorter ones ("PC", "CN") stand for other things too; they count only behind their type word.
DISTINCT_ABBREVIATION = 4


@dataclass(frozen=True)
class Register:
    names: tuple[UnitName, ...]
    units: dict[str, Unit]

    @classmethod
    def on(cls, day: date) -> Self:
        """All units valid on the day, without the ministry itself: it gives the tasks."""
        units = Unit.objects.valid_on(day).filter(parent__isnull=False).prefetch_related("aliases")
        before = former_names(units, day)
        return cls(
            names=tuple(
                UnitName(unit.name, (*written_forms(unit), *before.get(unit.pk, ()))) for unit in units
            ),
            units={unit.name: unit for unit in units},
        )

    def resolve(self, names: Iterable[str]) -> list[Unit]:
        return [self.units[name] for name in names if name in self.units]


def written_forms(unit: Unit) -> tuple[str, ...]:
    """How else the unit is written: "Vụ TCCB", "TCCB" and what the register has as aliases."""
    forms = [alias.name for alias in unit.aliases.all()]
    kind, _, short = unit.abbreviation.rpartition(" ")
    if short:
        forms.append(f"{kind or unit.name.split(' ', 1)[0]} {short}")
        if len(short) >= DISTINCT_ABBREVIATION:
            forms.append(short)
    return tuple(dict.fromkeys(form for form in forms if form != unit.name))


def former_names(units: Iterable[Unit], day: date) -> dict[int, list[str]]:
    """People go on writing old names: they lead to who goes on, unless a unit of the day bears them."""
    lineage = Lineage.on(day)
    own = {compare_key(name) for unit in units for name in (unit.name, *written_forms(unit))}
    found: dict[int, list[str]] = defaultdict(list)
    ended = Unit.objects.filter(pk__in=lineage.ended).prefetch_related("aliases")
    for old in ended:
        names = (name for name in (old.name, *written_forms(old)) if compare_key(name) not in own)
        found[lineage.heir(old.pk)] += names
    return found
