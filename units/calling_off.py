"""A reorganisation whose day is still to come is called off: the register and the roles are as before."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, ProtectedError, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from units.actions import Appointment, give, note, noted, remove
from units.models import Membership, Reorganisation, RoleChange, Unit, UnitSuccession


def refusal_of_calling_off(act: Reorganisation) -> str:
    if act.called_off_at:
        return _("This reorganisation is called off already.")
    if act.effective_on <= timezone.localdate():
        return _("Its day has come. Correct it by another reorganisation.")
    if act.predecessors.count() > 1 and Unit.objects.filter(parent__in=begun_by(act)).exists():
        return _("Units below the new one would not know where to return. Ask the developers.")
    return ""


def begun_by(act: Reorganisation) -> QuerySet[Unit]:
    """Units that are there only because of this act."""
    acts = Count("came_by")
    return act.successors.annotate(acts=acts).filter(valid_from=act.effective_on, acts=1)


@transaction.atomic
def call_off(act: Reorganisation, *, by: User) -> None:
    locked = Reorganisation.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if sentence := refusal_of_calling_off(locked):
        raise ValidationError(sentence)
    reason = _("Called off: %(basis)s") % {"basis": locked.legal_basis}
    before, begun = list(locked.predecessors.all()), list(begun_by(locked))
    for row in Membership.objects.filter(unit__in=begun).select_related("user", "unit"):
        remove(row, reason=reason, by=by, act=locked)
    for change in locked.role_changes.filter(unit__in=before).order_by("-pk"):
        _undo(change, reason=reason, by=by)
    _take_from_existing(locked, begun, reason=reason, by=by)
    if len(before) == 1:
        Unit.objects.filter(parent__in=begun).update(parent=before[0])
    links = UnitSuccession.objects.filter(predecessor__in=before, effective_on=locked.effective_on)
    links.filter(successor__in=locked.successors.all()).delete()
    for unit in before:
        unit.valid_to = None
        unit.save()
    _forget(begun)
    locked.called_off_by, locked.called_off_at = by, timezone.now()
    locked.save(update_fields=["called_off_by", "called_off_at"])


def _undo(change: RoleChange, *, reason: str, by: User) -> None:
    """The role in the old unit: without the end it got, or given back where it had not begun."""
    rows = Membership.objects.filter(user=change.person, unit=change.unit_id, role=change.role)
    if change.verb == RoleChange.Verb.ENDED:
        old, new = (_day(value) for value in change.changes["valid_to"])
        for row in rows.filter(valid_to=new).select_related("user", "unit")[:1]:
            before = noted(row)
            row.valid_to = old
            row.save(update_fields=["valid_to"])
            note(RoleChange.Verb.CHANGED, row, before=before, reason=reason, by=by)
    elif change.verb == RoleChange.Verb.REMOVED:
        was: dict[str, Any] = {name: values[0] for name, values in change.changes.items()}
        wanted = Appointment(
            person=change.person,
            unit=change.unit,
            role=was["role"],
            capacity=was["capacity"],
            title=was.get("title", ""),
            valid_from=date.fromisoformat(was["valid_from"]),
            valid_to=_day(was.get("valid_to", "")),
            reason=reason,
        )
        give(wanted, by=by)


def _take_from_existing(act: Reorganisation, begun: list[Unit], *, reason: str, by: User) -> None:
    """Roles that were given in units that exist anyway."""
    ids = [unit.pk for unit in begun]
    for change in act.role_changes.filter(verb=RoleChange.Verb.APPOINTED).exclude(unit__in=ids):
        rows = Membership.objects.filter(user=change.person, unit=change.unit_id, role=change.role)
        first = change.changes["valid_from"][1]
        for row in rows.filter(valid_from=first).select_related("user", "unit"):
            remove(row, reason=reason, by=by)


def _forget(units: list[Unit]) -> None:
    for unit in units:
        try:
            unit.delete()
        except ProtectedError:
            sentence = _("%(unit)s is used already, by a conference or an assignment. Move that first.")
            raise ValidationError(sentence % {"unit": unit}) from None


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
