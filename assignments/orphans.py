"""What belongs to nobody: open work and roles in units that do not exist today. All of it must be empty."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.roles import Permission, roles_with
from assignments.models import Assignment
from assignments.querysets import AssignmentQuerySet
from assignments.workflow import OPEN
from units.models import Membership, Unit

Supporting = Assignment.supporting_units.through


@dataclass(frozen=True)
class Orphans:
    """Querysets; nothing is read before it is asked for."""

    led: AssignmentQuerySet
    supported: AssignmentQuerySet
    roles: QuerySet[Membership]
    # A warning: the unit exists, but nobody can accept or report for it.
    headless: QuerySet[Unit]

    @property
    def count(self) -> int:
        return self.led.count() + self.supported.count() + self.roles.count()


def not_valid_on(day: date) -> QuerySet[Unit]:
    return Unit.objects.filter(Q(valid_to__lt=day) | Q(valid_from__gt=day))


def orphans(day: date) -> Orphans:
    gone = not_valid_on(day)
    heads = Membership.objects.valid_on(day).filter(
        unit=OuterRef("pk"), role__in=roles_with(Permission.REPORT)
    )
    owing = Assignment.objects.open().filter(unit=OuterRef("pk"))
    return Orphans(
        led=Assignment.objects.open().filter(unit__in=gone),
        supported=Assignment.objects.open().filter(
            pk__in=Supporting.objects.filter(unit__in=gone, assignment__state__in=OPEN).values("assignment")
        ),
        roles=Membership.objects.valid_on(day).filter(unit__in=gone).select_related("user", "unit"),
        headless=Unit.objects.assignable_on(day).filter(Exists(owing), ~Exists(heads)),
    )
