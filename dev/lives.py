"""Ten assignments, each brought to another point of its life by the real actions.

A large table is made by copying them with all that hangs on them (see `dev.many_assignments`), so its rows
have the history, the reports and the reminders that such rows have, whatever columns come to be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assignments.actions import Change, change_state, create_assignment
from assignments.actions_extensions import ask_extension
from assignments.actions_updates import Proof, add_update
from assignments.models import Assignment, Reminder
from assignments.workflow import Verb
from conferences.models import Attendance, Conclusion, Conference, Task
from recommendations.actions import Raised, log
from units.models import Membership, Unit

UNITS = 30
SINCE = date(2020, 1, 1)
WHY = "Cần thêm ý kiến của đơn vị phối hợp."
REPORTED = Change(result="Đã trình dự thảo quy chuẩn.", proof=Proof(document="6785/BCT-ĐCK, 09/9/2025"))
TEXT = "rà soát quy chuẩn kỹ thuật về an toàn, báo cáo Lãnh đạo Bộ xem xét, quyết định"


@dataclass(frozen=True)
class Cast:
    """Who acts. The first unit leads the work but what is said otherwise; the second one raises it."""

    units: list[Unit]
    heads: list[User]
    office: User
    second_office: User
    leader: User
    conference: Conference


def make_cast() -> Cast:
    ministry = _unit("Bộ Công Thương", "BCT", None, Unit.Kind.MINISTRY)
    units = [_unit(f"Cục số {n}", f"C{n}", ministry, Unit.Kind.AGENCY) for n in range(1, UNITS + 1)]
    office = _person("office", ministry, Role.OFFICE)
    _earlier, conference = (
        Conference.objects.create(
            kind=Conference.Kind.LEADERSHIP,
            host=ministry,
            title="Hội nghị đối thoại",
            held_on=timezone.localdate() - timedelta(days=days),
            created_by=office,
        )
        for days in (395, 30)
    )
    Attendance.objects.bulk_create(Attendance(conference=conference, unit=unit) for unit in units)
    Conclusion.objects.create(conference=conference, text=f"1. Các đơn vị {TEXT}.", read_by=office)
    return Cast(
        units=units,
        heads=[_person(f"head{unit.pk}", unit, Role.UNIT_HEAD) for unit in units],
        office=office,
        second_office=_person("second_office", ministry, Role.OFFICE),
        leader=_person("leader", ministry, Role.LEADERSHIP),
        conference=conference,
    )


def _unit(name: str, short: str, parent: Unit | None, kind: str) -> Unit:
    return Unit.objects.create(
        name=name, abbreviation=short, code=short, kind=kind, parent=parent, valid_from=SINCE
    )


def _person(username: str, unit: Unit, role: Role) -> User:
    user = User.objects.create(username=username, full_name=username, email=f"{username}@example.test")
    Membership.objects.create(user=user, unit=unit, role=role, title=username, valid_from=SINCE)
    return user


@dataclass(frozen=True)
class Life:
    """`share`: how many of twenty copies are like it."""

    name: str
    share: int
    live: Callable[[Cast, dict[str, Assignment]], Assignment]


def live_all(cast: Cast) -> dict[str, Assignment]:
    """By name; the last ones need the first ones."""
    lived: dict[str, Assignment] = {}
    for life in LIVES:
        lived[life.name] = assignment = life.live(cast, lived)
        if assignment.due_on:
            _remind(assignment, assignment.due_on, cast.heads[0])
    return lived


def _remind(assignment: Assignment, due_on: date, head: User) -> None:
    Reminder.objects.create(
        assignment=assignment,
        step=-3,
        due_on=due_on,
        recipient=head,
        planned_for=timezone.localdate(),
        sent_at=timezone.now(),
    )


# --- Tasks --------------------------------------------------------------------------------------------------
def _overdue(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    return _assigned(cast, lived, days=-2)


def _assigned(
    cast: Cast, _lived: dict[str, Assignment], lead: int = 0, support: int = 1, days: int = 10
) -> Assignment:
    number = Task.objects.count() + 1
    task = Task.objects.create(
        conclusion=cast.conference.conclusion,
        position=number,
        number=str(number),
        text=f"Các đơn vị {TEXT} ({number}).",
        accepted_at=timezone.now(),
        accepted_by=cast.office,
    )
    assignment = create_assignment(
        conference=cast.conference,
        title=task.summary,
        task=task,
        unit=cast.units[lead],
        due_on=timezone.localdate() + timedelta(days=days),
        by=cast.office,
    )
    assignment.supporting_units.add(cast.units[support])
    return assignment


def _in_progress(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    return _worked_on(_assigned(cast, lived), cast.heads[0])


def _worked_on(assignment: Assignment, head: User) -> Assignment:
    assignment = change_state(assignment, Verb.ACCEPT, by=head, change=Change())
    add_update(
        assignment, text=f"Đã {TEXT} bước một.", percent=40, next_step="Lấy ý kiến.", proof=Proof(), by=head
    )
    assignment.refresh_from_db()
    return assignment


def _reported(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    return change_state(_in_progress(cast, lived), Verb.REPORT, by=cast.heads[0], change=REPORTED)


def _done(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    return change_state(_reported(cast, lived), Verb.CONFIRM, by=cast.office, change=Change())


def _suspended(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    """Led by the second unit, supported by the first."""
    assignment = _assigned(cast, lived, lead=1, support=0)
    return change_state(assignment, Verb.SUSPEND, by=cast.office, change=Change(reason=WHY))


# --- Recommendations ----------------------------------------------------------------------------------------
def _received(cast: Cast, _lived: dict[str, Assignment], raiser: int = 1) -> Assignment:
    raised = Raised(raised_by=cast.units[raiser], text=f"Đề nghị {TEXT}.", speaker="Cục trưởng")
    return log(conference=cast.conference, raised=raised, key=uuid4(), by=cast.office).assignment


def _answered(cast: Cast, lived: dict[str, Assignment], raiser: int = 1, lead: int = 0) -> Assignment:
    due_on = timezone.localdate() + timedelta(days=10)
    given = Change(unit=cast.units[lead], due_on=due_on)
    assigned = change_state(_received(cast, lived, raiser), Verb.ASSIGN, by=cast.office, change=given)
    return _worked_on(assigned, cast.heads[lead])


def _asks_for_time(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    assignment = _answered(cast, lived)
    wanted_on = timezone.localdate() + timedelta(days=30)
    ask_extension(assignment, wanted_on=wanted_on, reason=WHY, by=cast.heads[0])
    return assignment


def _escalated(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    why = Change(reason=WHY)
    return change_state(_answered(cast, lived), Verb.ESCALATE, by=cast.heads[0], change=why)


def _told(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    """Raised by the first unit, answered by the second; the word on it is waited for."""
    assignment = _answered(cast, lived, raiser=0, lead=1)
    assignment = change_state(assignment, Verb.REPORT, by=cast.heads[1], change=REPORTED)
    return change_state(assignment, Verb.CONFIRM, by=cast.office, change=Change())


def _merged(cast: Cast, lived: dict[str, Assignment]) -> Assignment:
    into = Change(into=lived["asks_for_time"])
    return change_state(_received(cast, lived), Verb.MERGE, by=cast.office, change=into)


LIVES = (
    Life("done", 6, _done),
    Life("in_progress", 1, _in_progress),
    Life("assigned", 1, _overdue),
    Life("reported", 1, _reported),
    Life("suspended", 1, _suspended),
    Life("told", 6, _told),
    Life("asks_for_time", 1, _asks_for_time),
    Life("received", 1, _received),
    Life("escalated", 1, _escalated),
    Life("merged", 1, _merged),
)
