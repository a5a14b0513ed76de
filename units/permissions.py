"""May this person at all, may they here, where may they: the three questions of a permission check."""

from collections.abc import Iterable
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, permissions_of, roles_with
from units.models import Membership, Unit
from units.succession import Lineage

ANYWHERE = None
READING = (Permission.READ_ALL, Permission.READ_OWN)
# Held in a unit, these count for the units that went into it too: the past is read, the word on an answer is
# given, and what was written for a conference is sent, by who goes on. Work moves by a transfer list only.
FOR_PREDECESSORS = frozenset(
    {*READING, Permission.JUDGE_ANSWER, Permission.DRAFT_SUBMISSION, Permission.SEND_SUBMISSION}
)


class Access:
    """The roles a person holds today. Made once for a request (`access_of`), asked many times."""

    def __init__(self, memberships: list[Membership], lineage: Lineage | None = None) -> None:
        """`lineage`: the register's, unless the roles are of a register that is not in the database."""
        if lineage is not None:
            self._lineage = lineage
        self.memberships = memberships
        self.roles = frozenset(m.role for m in memberships)
        self.unit_ids: dict[Permission, set[int]] = {}
        self.everywhere: set[Permission] = set()
        for membership in memberships:
            for permission in permissions_of(membership.role):
                if membership.unit.parent_id is None:
                    self.everywhere.add(permission)
                else:
                    self.unit_ids.setdefault(permission, set()).add(membership.unit_id)

    def at_all(self, permission: Permission) -> bool:
        return permission in self.everywhere or permission in self.unit_ids

    def at(self, permission: Permission, unit_id: int | None) -> bool:
        """In the unit itself, or everywhere."""
        return permission in self.everywhere or unit_id in self.unit_ids.get(permission, ())

    def speaks_for(self, permission: Permission, unit_id: int) -> bool:
        """Also for a unit of then that went into one of today's where the person may."""
        return self.at(permission, unit_id) or (
            permission in FOR_PREDECESSORS
            and unit_id in self._lineage.predecessors(self.unit_ids.get(permission, ()))
        )

    def units(self, permission: Permission) -> set[int] | None:
        """Ids of the units where the person may; `ANYWHERE` (None) when everywhere."""
        return ANYWHERE if permission in self.everywhere else self.unit_ids.get(permission, set())

    @property
    def reads_all(self) -> bool:
        """Of the whole ministry; an observer or clerk of one unit reads that unit's work only."""
        return not self.everywhere.isdisjoint(READING)

    @property
    def readable_units(self) -> set[int]:
        """Ids of the units whose work the person reads: with a role there, or in who goes on for them."""
        own = {pk for permission in READING for pk in self.unit_ids.get(permission, ())}
        return own | self._lineage.predecessors(own) if own else own

    @cached_property
    def _lineage(self) -> Lineage:
        return Lineage.on()

    def where(self, permission: Permission, *paths: str) -> Q:
        """A condition for querysets: one of the `paths` (fields holding a unit) is where the person may."""
        ids = self.units(permission)
        if ids is ANYWHERE:
            return Q()
        condition = Q(pk__in=[])
        for path in paths if ids else ():
            condition |= Q(**{f"{path}__in": ids})
        return condition


def access_of(user: User | AnonymousUser) -> Access:
    """Kept on the user object: a request has one, a task makes its own."""
    if not isinstance(user, User):
        return Access([])
    access: Access | None = getattr(user, "_access", None)
    if access is None:
        today = timezone.localdate()
        access = Access(list(Membership.objects.filter(user=user).valid_on(today).select_related("unit")))
        user._access = access  # type: ignore[attr-defined]
    return access


def name_with_title(user: User) -> str:
    """As a history keeps it: a later promotion does not change what was."""
    title = next((held.title for held in access_of(user).memberships if held.title), "")
    return f"{title} {user.full_name}".strip()[:300]


def holders(permission: Permission, unit: Unit) -> list[User]:
    """Who may do this in the unit today, because of a role in it or, when it has ended, in who goes on."""
    today = timezone.localdate()
    units: Iterable[int] = [unit.pk]
    if unit.valid_to and unit.valid_to < today:
        units = Lineage.on(today).successors(unit.pk)
    roles = Membership.objects.filter(unit__in=units, role__in=roles_with(permission))
    return list(User.objects.filter(pk__in=roles.valid_on(today).values("user")))
