"""Who is told when many assignments change at once: one line for each person, however many rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission
from assignments.messages import titles
from assignments.models import Assignment, BulkRun
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.messages import Message
from units.models import Unit
from units.permissions import holders

KINDS = {
    BulkRun.Act.ASSIGN: Kind.NEW_WORK,
    BulkRun.Act.DEADLINE: Kind.DEADLINE,
    BulkRun.Act.REMIND: Kind.REMINDER,
    BulkRun.Act.CARRY_OVER: Kind.CHANGED,
}


@dataclass(frozen=True)
class Written:
    """A row as it is now, and the unit that led it until now."""

    assignment: Assignment
    unit_before: Unit | None


def about_many(done: Sequence[Written], *, act: BulkRun.Act, by: User, reason: str) -> None:
    work = {row.assignment.pk: row.assignment for row in done}
    for people, ids in _grouped(_people(_units(done, act)), by):
        shown = [work[pk] for pk in ids]
        path = shown[0].get_absolute_url() if len(shown) == 1 else reverse("assignments:my_unit")
        notify(people, kind=KINDS[act], path=path, write=_writer(shown, act, by, reason))


def _units(done: Sequence[Written], act: BulkRun.Act) -> dict[int, set[int]]:
    """Unit -> the work that concerns it: what it leads, led until now or raised; what it now supports."""
    ids = [row.assignment.pk for row in done]
    units: dict[int, set[int]] = defaultdict(set)
    for row in done:
        for unit in (row.assignment.unit, row.unit_before):
            if unit:
                units[unit.pk].add(row.assignment.pk)
    if act != BulkRun.Act.REMIND:
        raised = Q(recommendation__isnull=False)
        for pk, unit_id in _pairs(ids, raised, "recommendation__raised_by"):
            units[unit_id].add(pk)
    if act == BulkRun.Act.ASSIGN:
        for pk, unit_id in _pairs(ids, Q(supporting_units__isnull=False), "supporting_units"):
            units[unit_id].add(pk)
    return units


def _pairs(ids: Iterable[int], where: Q, field: str) -> Iterable[tuple[int, int]]:
    return Assignment.objects.filter(where, pk__in=ids).order_by().values_list("pk", field)


def _people(units: dict[int, set[int]]) -> dict[User, set[int]]:
    people: dict[User, set[int]] = defaultdict(set)
    for unit in Unit.objects.filter(pk__in=units):
        for user in holders(Permission.READ_OWN, unit):
            people[user] |= units[unit.pk]
    return people


def _grouped(people: dict[User, set[int]], by: User) -> Iterable[tuple[list[User], list[int]]]:
    """People who are told of the same rows are told together."""
    groups: dict[tuple[int, ...], list[User]] = defaultdict(list)
    for user, ids in people.items():
        if user.pk != by.pk:
            groups[tuple(sorted(ids))].append(user)
    return [(users, list(ids)) for ids, users in groups.items()]


def _writer(work: Sequence[Assignment], act: BulkRun.Act, by: User, reason: str) -> Callable[[User], Message]:
    def write(user: User) -> Message:
        return Message(_subject(work, act, by), f"{reason}\n\n{titles(work)}".strip())

    return write


def _subject(work: Sequence[Assignment], act: BulkRun.Act, by: User) -> str:
    number = len(work)
    subjects = {
        BulkRun.Act.ASSIGN: ngettext(
            "%(who)s assigned: %(what)s", "%(who)s assigned %(count)d pieces of work.", number
        ),
        BulkRun.Act.DEADLINE: ngettext(
            "%(who)s set another deadline: %(what)s",
            "%(who)s set another deadline for %(count)d pieces of work.",
            number,
        ),
        BulkRun.Act.REMIND: ngettext(
            "%(who)s reminds you: %(what)s", "%(who)s reminds you of %(count)d pieces of work.", number
        ),
        BulkRun.Act.CARRY_OVER: ngettext(
            "%(who)s carried over to the next conference: %(what)s",
            "%(who)s carried %(count)d pieces of work over to the next conference.",
            number,
        ),
    }
    return subjects[act] % {"who": by.full_name, "count": number, "what": work[0].title}
