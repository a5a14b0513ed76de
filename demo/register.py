"""The ministry's units before and after the reorganisation of 2025, read from data/units.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from units.models import Unit, UnitAlias, UnitSuccession

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Post:
    """A unit with people: what follows the dot in their sign-in names, and the title of the head."""

    unit: Unit
    sign_in: str
    head: str


@dataclass(frozen=True)
class Register:
    ministry: Unit
    units: dict[str, Unit]
    posts: list[Post]


def load_register() -> Register:
    data = tomllib.loads((DATA / "units.toml").read_text(encoding="utf-8"))
    first_day = data["before"]["since"]
    ministry = Unit.objects.create(
        name=data["ministry"]["name"],
        abbreviation=data["ministry"]["abbreviation"],
        code=data["ministry"]["code"],
        kind=Unit.Kind.MINISTRY,
        position=0,
        valid_from=first_day,
    )
    add_aliases(ministry, data["ministry"]["aliases"])
    units, posts = {}, []
    for row in data["unit"]:
        unit = units[row["name"]] = add_unit(row, period_of(row, data), ministry)
        if "sign_in" in row:
            posts.append(Post(unit, row["sign_in"], row["head"]))
    for row in data["succession"]:
        add_succession(row, units, data["after"]["since"])
    return Register(ministry, units, posts)


def period_of(row: dict[str, Any], data: dict[str, Any]) -> tuple[date, date | None, str]:
    before, after = data["before"], data["after"]
    if row["period"] == "before":
        return before["since"], before["until"], before["decree"]
    if row["period"] == "after":
        return after["since"], None, after["decree"]
    return before["since"], None, f"{before['decree']}; {after['decree']}"


def add_unit(row: dict[str, Any], period: tuple[date, date | None, str], ministry: Unit) -> Unit:
    valid_from, valid_to, decree = period
    unit = Unit.objects.create(
        name=row["name"],
        abbreviation=row["abbreviation"],
        code=row["code"],
        kind=row["kind"],
        parent=ministry,
        position=row["place"],
        valid_from=valid_from,
        valid_to=valid_to,
        legal_basis="" if row["kind"] in (Unit.Kind.PARTY, Unit.Kind.UNION) else decree,
    )
    add_aliases(unit, row["aliases"])
    return unit


def add_aliases(unit: Unit, names: list[str]) -> None:
    for name in dict.fromkeys([unit.abbreviation, *names]):
        UnitAlias.objects.create(unit=unit, name=name)


def add_succession(row: dict[str, Any], units: dict[str, Unit], effective_on: date) -> None:
    for name in row["from"]:
        UnitSuccession.objects.create(
            predecessor=units[name],
            successor=units[row["to"]],
            kind=row["kind"],
            effective_on=effective_on,
            note=row["note"],
        )
