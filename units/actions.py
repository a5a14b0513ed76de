"""Who gets and who loses a role: rows with dates, and an entry in the append-only history of roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission, Role
from units.models import Membership, Reorganisation, RoleChange, Unit
from units.permissions import ANYWHERE, access_of, name_with_title

# A head lets somebody stand in for an absence; what lasts longer is decided by the ministry.
LONGEST_STAND_IN_DAYS = 92
ONE_DAY = timedelta(days=1)
NOTED = ("unit", "role", "capacity", "title", "valid_from", "valid_to")
NOT_TO_ONESELF = gettext_lazy("Nobody gives a role to oneself. Ask the office or the administrator.")


@dataclass(frozen=True)
class Appointment:
    person: User
    unit: Unit
    role: str
    capacity: str
    title: str
    valid_from: date
    valid_to: date | None
    reason: str = ""
    # The act that it follows from.
    reorganisation: Reorganisation | None = None
    # Who holds the head's rights on the first day loses them the day before.
    end_others: bool = False


# --- May they? ------------------------------------------------------------------------------------------
def appoints_anybody(user: User) -> bool:
    """The office and the administrator; a head only lets colleagues stand in."""
    return access_of(user).units(Permission.APPOINT) is ANYWHERE


def refusal_of_appointment(wanted: Appointment, *, by: User) -> dict[str, str]:
    """Sentences for people, by field of the form; empty when the person may appoint so."""
    refused = _refusal_of_period(wanted)
    held = Membership.objects.filter(user=wanted.person, unit=wanted.unit, role=wanted.role)
    if same := held.overlapping(wanted.valid_from, wanted.valid_to).first():
        refused["person"] = _("The person has this role already: %(period)s.") % {"period": same.period}
    if wanted.person.pk == by.pk:
        refused["person"] = str(NOT_TO_ONESELF)
    elif not appoints_anybody(by):
        refused |= _refusal_of_stand_in(wanted)
    return refused


def _refusal_of_period(wanted: Appointment) -> dict[str, str]:
    first, last = wanted.unit.valid_from, wanted.unit.valid_to
    if wanted.valid_from < first or (last and wanted.valid_from > last):
        return {"valid_from": _("The unit does not exist on this day.")}
    if last and (wanted.valid_to is None or wanted.valid_to > last):
        return {
            "valid_to": _("The unit ends on %(day)s; a role in it cannot last longer.")
            % {"day": date_format(last, "d/m/Y")}
        }
    return {}


def _refusal_of_stand_in(wanted: Appointment) -> dict[str, str]:
    refused = {}
    today = timezone.localdate()
    if wanted.role != Role.UNIT_HEAD or wanted.capacity == Membership.Capacity.REGULAR:
        refused["post"] = _("The office enters new heads and officers. You may let a colleague stand in.")
    if not Membership.objects.valid_on(today).filter(unit=wanted.unit, user=wanted.person).exists():
        refused["person"] = _("Choose somebody who works in your unit; others are entered by the office.")
    if wanted.valid_to is None:
        refused["valid_to"] = _("Say until when. The office enters what has no end.")
    elif (wanted.valid_to - wanted.valid_from).days >= LONGEST_STAND_IN_DAYS:
        refused["valid_to"] = _("At most %(days)d days; the office enters what lasts longer.") % {
            "days": LONGEST_STAND_IN_DAYS
        }
    if wanted.valid_from < today:
        refused["valid_from"] = _("From today at the earliest; the office enters what lies in the past.")
    return refused


def may_end(membership: Membership, *, by: User) -> bool:
    """The office anybody's; a head the time of who stands in. Nobody one's own, nor what has ended."""
    if membership.user_id == by.pk or membership.has_ended:
        return False
    is_stand_in = membership.capacity != Membership.Capacity.REGULAR
    at_unit = access_of(by).at(Permission.APPOINT, membership.unit_id)
    return at_unit and (is_stand_in or appoints_anybody(by))


# --- Writing --------------------------------------------------------------------------------------------
def others_with_the_head_s_rights(wanted: Appointment) -> list[Membership]:
    """Who else may act as the head on some day of the period."""
    if wanted.role != Role.UNIT_HEAD:
        return []
    heads = Membership.objects.filter(unit=wanted.unit, role=Role.UNIT_HEAD, user__is_active=True)
    others = heads.exclude(user=wanted.person).overlapping(wanted.valid_from, wanted.valid_to)
    return list(others.select_related("user"))


@transaction.atomic
def appoint(wanted: Appointment, *, by: User) -> Membership:
    if not access_of(by).at(Permission.APPOINT, wanted.unit.pk):
        raise PermissionDenied
    Unit.objects.select_for_update().get(pk=wanted.unit.pk)  # two at once would not see each other's row
    if refused := refusal_of_appointment(wanted, by=by):
        raise ValidationError(refused)
    if wanted.end_others:
        for other in others_with_the_head_s_rights(wanted):
            if may_end(other, by=by) and other.valid_from < wanted.valid_from:
                end(other, last_day=wanted.valid_from - ONE_DAY, reason=wanted.reason, by=by)
    return give(wanted, by=by)


def give(wanted: Appointment, *, by: User) -> Membership:
    """Without asking whether they may: for `appoint` and for a reorganisation."""
    membership = Membership.objects.create(
        user=wanted.person,
        unit=wanted.unit,
        role=wanted.role,
        capacity=wanted.capacity,
        title=wanted.title,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
    )
    act = wanted.reorganisation
    note(RoleChange.Verb.APPOINTED, membership, before={}, reason=wanted.reason, by=by, act=act)
    return membership


@transaction.atomic
def end_role(membership: Membership, *, last_day: date, reason: str, by: User) -> None:
    locked = Membership.objects.select_for_update(of=("self",)).select_related("user", "unit")
    held = locked.get(pk=membership.pk)
    if not may_end(held, by=by):
        raise PermissionDenied
    if last_day < timezone.localdate() - ONE_DAY and not appoints_anybody(by):
        raise ValidationError(
            {"last_day": _("Yesterday at the earliest; the office enters what lies before.")}
        )
    if last_day < held.valid_from:
        remove(held, reason=reason, by=by)
    elif held.valid_to and last_day > held.valid_to:
        raise ValidationError({"last_day": _("The role ends earlier already. Appoint the person anew.")})
    else:
        end(held, last_day=last_day, reason=reason, by=by)


def end(
    membership: Membership, *, last_day: date, reason: str, by: User, act: Reorganisation | None = None
) -> None:
    before = noted(membership)
    membership.valid_to = last_day
    membership.save(update_fields=["valid_to"])
    note(RoleChange.Verb.ENDED, membership, before=before, reason=reason, by=by, act=act)


def remove(membership: Membership, *, reason: str, by: User, act: Reorganisation | None = None) -> None:
    """What never began; a role that was held is ended instead."""
    before = noted(membership)
    note(RoleChange.Verb.REMOVED, membership, before=before, after={}, reason=reason, by=by, act=act)
    membership.delete()


# --- History --------------------------------------------------------------------------------------------
def noted(membership: Membership) -> dict[str, str]:
    values = {name: getattr(membership, name) for name in NOTED}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def note(
    verb: RoleChange.Verb,
    membership: Membership,
    *,
    before: dict[str, str],
    by: User,
    reason: str = "",
    after: dict[str, str] | None = None,
    act: Reorganisation | None = None,
) -> None:
    """Only what differs is kept: {field: [old, new]}."""
    now = noted(membership) if after is None else after
    names: Iterable[str] = [name for name in NOTED if before.get(name, "") != now.get(name, "")]
    changes: dict[str, Any] = {name: [before.get(name, ""), now.get(name, "")] for name in names}
    RoleChange.objects.create(
        by=by,
        by_name=name_with_title(by),
        verb=verb,
        person=membership.user,
        person_name=membership.user.full_name,
        unit=membership.unit,
        unit_name=membership.unit.name,
        reorganisation=act,
        role=membership.role,
        changes=changes,
        reason=reason[:300],
    )
