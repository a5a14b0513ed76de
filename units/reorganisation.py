"""Rename, merge, split, dissolve: the register as it is to be from a day on.

Rows are never renamed: the old unit ends the day before, a new one begins, so what was finished keeps the old
name. A day in the future is entered at once; the calendar does the rest. Open work moves by a transfer list,
which the app of assignments keeps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from dialogue_tracker.vietnamese import compare_key
from units.actions import Appointment, end, give, remove
from units.models import Membership, Reorganisation, Unit, UnitSuccession
from units.models.reorganisation import SUCCESSION_OF

Kind = Reorganisation.Kind


@dataclass(frozen=True)
class NewUnit:
    """What is left empty is taken over from the first unit that goes into it."""

    name: str
    abbreviation: str = ""
    code: str = ""
    kind: str = ""
    position: int | None = None


@dataclass(frozen=True)
class Destination:
    """A new unit or one that exists; `key` stands for it before it has a number."""

    unit: Unit | NewUnit
    is_main: bool = False

    @property
    def key(self) -> str:
        return f"unit-{self.unit.pk}" if isinstance(self.unit, Unit) else f"new-{self.unit.name}"


@dataclass(frozen=True)
class Plan:
    kind: str
    effective_on: date
    legal_basis: str
    predecessors: tuple[Unit, ...]
    destinations: tuple[Destination, ...]
    note: str = ""

    @property
    def last_day_before(self) -> date:
        return self.effective_on - timedelta(days=1)

    @property
    def main(self) -> Destination | None:
        if len(self.destinations) == 1:
            return self.destinations[0]
        return next((place for place in self.destinations if place.is_main), None)


@dataclass(frozen=True)
class Move:
    """Where somebody goes, and with which role."""

    key: str
    role: str


# --- Checks ---------------------------------------------------------------------------------------------
def problems(plan: Plan) -> list[str]:
    """Why it cannot be done so, in sentences for people."""
    found = [sentence for unit in plan.predecessors for sentence in _problems_before(unit, plan)]
    found += [sentence for place in plan.destinations for sentence in _problems_after(place, plan)]
    names = [compare_key(place.unit.name) for place in plan.destinations]
    if len(set(names)) < len(names):
        found.append(_("Two of the new units have the same name."))
    if plan.kind == Kind.MERGE and len({*plan.predecessors, *_existing(plan)}) < 2:
        found.append(_("A merge needs two units at least. For one unit choose “Rename”."))
    if plan.kind == Kind.SPLIT and len(plan.destinations) < 2:
        found.append(_("A split needs two units at least. For one unit choose “Rename” or “Merge”."))
    return found


def _existing(plan: Plan) -> list[Unit]:
    return [place.unit for place in plan.destinations if isinstance(place.unit, Unit)]


def _problems_before(unit: Unit, plan: Plan) -> Iterable[str]:
    day = date_format(plan.effective_on, "d/m/Y")
    if unit.parent_id is None:
        yield _("The ministry itself cannot be reorganised here.")
    if unit.valid_from >= plan.effective_on:
        yield _("%(unit)s does not exist before %(day)s.") % {"unit": unit, "day": day}
    if unit.valid_to is not None:
        yield _("%(unit)s ends on %(day)s already.") % {
            "unit": unit,
            "day": date_format(unit.valid_to, "d/m/Y"),
        }
    if plan.main is None and unit.children.valid_on(plan.effective_on).exists():
        yield _("%(unit)s has units below it. Choose a main successor for them.") % {"unit": unit}


def _problems_after(place: Destination, plan: Plan) -> Iterable[str]:
    unit = place.unit
    if isinstance(unit, Unit):
        if unit in plan.predecessors:
            yield _("%(unit)s cannot end and go on at once.") % {"unit": unit}
        if not Unit.objects.assignable_on(plan.effective_on).filter(pk=unit.pk, valid_to=None).exists():
            yield _("%(unit)s is not a unit that goes on from %(day)s.") % {
                "unit": unit,
                "day": date_format(plan.effective_on, "d/m/Y"),
            }
        return
    same = Unit.objects.filter(valid_to=None, name=unit.name)
    if same.exclude(pk__in=[old.pk for old in plan.predecessors]).exists():
        yield _("A unit called %(unit)s is valid already. Choose it from the list.") % {"unit": unit.name}


# --- People ---------------------------------------------------------------------------------------------
def people_of(plan: Plan) -> list[Membership]:
    """Who holds a role in the units that end, on the first day of the new order or later."""
    rows = Membership.objects.filter(unit__in=plan.predecessors).overlapping(plan.effective_on, None)
    return list(rows.select_related("user", "unit").order_by("unit__position", "role", "user__sort_key"))


def proposal(plan: Plan, people: Iterable[Membership]) -> dict[int, Move | None]:
    """Everybody into the main successor. The head's rights only where one head comes and none is there."""
    place = plan.main
    people = list(people)
    if place is None:
        return {row.pk: None for row in people}
    heads = {row.user_id for row in people if row.role == Role.UNIT_HEAD}
    has_head = (
        isinstance(place.unit, Unit)
        and place.unit.memberships.filter(role=Role.UNIT_HEAD).overlapping(plan.effective_on, None).exists()
    )
    one_head = len(heads) == 1 and not has_head
    return {
        row.pk: Move(place.key, row.role if row.role != Role.UNIT_HEAD or one_head else Role.UNIT_OFFICER)
        for row in people
    }


# --- Doing it -------------------------------------------------------------------------------------------
@transaction.atomic
def carry_out(plan: Plan, moves: Mapping[int, Move | None], *, by: User) -> Reorganisation:
    """Raises `ValidationError` with the sentences of `problems`. Who is in no move loses the role."""
    ids = [unit.pk for unit in plan.predecessors]
    locked = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    plan = replace(plan, predecessors=tuple(locked[pk] for pk in ids))
    if sentences := problems(plan):
        raise ValidationError(sentences)
    people = people_of(plan)
    for unit in plan.predecessors:
        unit.valid_to = plan.last_day_before
        unit.save()
    units = {place.key: _made(place.unit, plan) for place in plan.destinations}
    done = Reorganisation.objects.create(
        kind=plan.kind,
        effective_on=plan.effective_on,
        legal_basis=plan.legal_basis,
        note=plan.note,
        created_by=by,
    )
    done.predecessors.set(plan.predecessors)
    done.successors.set(units.values())
    _link(plan, units)
    for row in people:
        _move(row, moves.get(row.pk), units, done, by=by)
    return done


def _made(unit: Unit | NewUnit, plan: Plan) -> Unit:
    if isinstance(unit, Unit):
        return unit
    old = plan.predecessors[0]
    return Unit.objects.create(
        name=unit.name,
        abbreviation=unit.abbreviation,
        code=unit.code,
        kind=unit.kind or old.kind,
        parent=old.parent,
        position=old.position if unit.position is None else unit.position,
        valid_from=plan.effective_on,
        legal_basis=plan.legal_basis,
    )


def _link(plan: Plan, units: Mapping[str, Unit]) -> None:
    UnitSuccession.objects.bulk_create(
        UnitSuccession(
            predecessor=old,
            successor=units[place.key],
            kind=SUCCESSION_OF[Kind(plan.kind)],
            effective_on=plan.effective_on,
            is_main=place == plan.main,
            note=plan.note,
        )
        for old in plan.predecessors
        for place in plan.destinations
    )
    if plan.main:
        below = Unit.objects.filter(parent__in=plan.predecessors).valid_on(plan.effective_on)
        below.update(parent=units[plan.main.key])


def _move(
    row: Membership, move: Move | None, units: Mapping[str, Unit], act: Reorganisation, *, by: User
) -> None:
    """A role ends with its unit; one that begins later begins in the new unit instead."""
    had_begun, until = row.valid_from < act.effective_on, row.valid_to
    if had_begun:
        end(row, last_day=act.last_day_before, reason=act.legal_basis, by=by, act=act)
    else:
        remove(row, reason=act.legal_basis, by=by, act=act)
    if move is None:
        return
    unit, first = units[move.key], max(row.valid_from, act.effective_on)
    same = unit.memberships.filter(user=row.user, role=move.role)
    if same.overlapping(first, until).exists():
        return
    keeps_role = move.role == row.role
    wanted = Appointment(
        person=row.user,
        unit=unit,
        role=move.role,
        capacity=row.capacity if keeps_role else Membership.Capacity.REGULAR,
        title=row.title.replace(row.unit.name, unit.name) if keeps_role else "",
        valid_from=first,
        valid_to=until,
        reason=act.legal_basis,
        reorganisation=act,
    )
    give(wanted, by=by)
