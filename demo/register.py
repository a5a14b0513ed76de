"""The ministry's units before the reorganisation of 2025, read from data/units.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from units.models import Unit, UnitAlias

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Post:
    """A unit with people: what follows the dot in their sign-in names, and the title of the head."""

    unit: Unit
    sign_in: str
    head: str
    # Heads of units that end have no officers in the demonstration.
    goes_on: bool = True


@dataclass(frozen=True)
class Register:
    """`units` by name; those of the new order come with the reorganisation. `data` is the file."""

    ministry: Unit
    units: dict[str, Unit]
    posts: list[Post]
    data: dict[str, Any]


def load_register() -> Register:
    data = tomllib.loads((DATA / "units.toml").read_text(encoding="utf-8"))
    before = data["before"]
    ministry = Unit.objects.create(
        name=data["ministry"]["name"],
        abbreviation=data["ministry"]["abbreviation"],
        code=data["ministry"]["code"],
        kind=Unit.Kind.MINISTRY,
        position=0,
        valid_from=before["since"],
    )
    add_aliases(ministry, data["ministry"]["aliases"])
    units, posts = {}, []
    for row in data["unit"]:
        if row["period"] == "after":
            continue
        unit = units[row["name"]] = add_unit(row, before, ministry)
        if "sign_in" in row:
            posts.append(Post(unit, row["sign_in"], row["head"], goes_on=row["period"] == "both"))
    return Register(ministry, units, posts, data)


def add_unit(row: dict[str, Any], order: dict[str, Any], ministry: Unit) -> Unit:
    in_decree = row["kind"] not in (Unit.Kind.PARTY, Unit.Kind.UNION)
    unit = Unit.objects.create(
        name=row["name"],
        abbreviation=row["abbreviation"],
        code=row["code"],
        kind=row["kind"],
        parent=ministry,
        position=row["place"],
        valid_from=order["since"],
        legal_basis=order["decree"] if in_decree else "",
    )
    add_aliases(unit, row["aliases"])
    return unit


def add_aliases(unit: Unit, names: list[str]) -> None:
    for name in dict.fromkeys([unit.abbreviation, *names]):
        UnitAlias.objects.create(unit=unit, name=name)
