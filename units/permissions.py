"""May this person at all, may they here, where may they: the three questions of a permission check."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, permissions_of, roles_with
from units.models import Membership, Unit

ANYWHERE = None
READING = (Permission.READ_ALL, Permission.READ_OWN)


class Access:
    """The roles a person holds today. Made once for a request (`access_of`), asked many times."""

    def __init__(self, memberships: list[Membership]) -> None:
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
        return permission in self.everywhere or unit_id in self.unit_ids.get(permission, ())

    def units(self, permission: Permission) -> set[int] | None:
        """Ids of the units where the person may; `ANYWHERE` (None) when everywhere."""
        return ANYWHERE if permission in self.everywhere else self.unit_ids.get(permission, set())

    @property
    def reads_all(self) -> bool:
        """Of the whole ministry; an observer or clerk of one unit reads that unit's work only."""
        return not self.everywhere.isdisjoint(READING)

    @property
    def readable_units(self) -> set[int]:
        """Ids of the units whose work the person reads because of a role there."""
        return {pk for permission in READING for pk in self.unit_ids.get(permission, ())}

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
    """The people who may do this in the unit today, because of a role in that unit itself."""
    return list(
        User.objects.filter(
            pk__in=Membership.objects.filter(unit=unit, role__in=roles_with(permission))
            .valid_on(timezone.localdate())
            .values("user")
        )
    )
