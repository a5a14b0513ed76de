"""A ministry whose people all have reminders that are due today. Imported when Django is set up."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assignments.actions import create_assignment
from assignments.models import Assignment, Reminder, ReminderRule
from assignments.models.reminders import Counts
from conferences.models import Conference
from notifications.models import MailSettings
from units.models import Membership, Unit
from workdays.models import SpecialDay

SINCE = date(2020, 1, 1)
STEP = 3
TITLE = "Rà soát, sửa đổi quy chế phối hợp giữa các đơn vị trong quản lý hóa chất, lần"


def build(people: int, *, name: str = "p", works: int = 1) -> list[User]:
    """People of a unit of their own; today is a working day, and no hour is quiet."""
    today = timezone.localdate()
    SpecialDay.objects.filter(day=today).delete()
    if today.weekday() >= 5:
        SpecialDay.objects.create(day=today, kind=SpecialDay.Kind.MAKE_UP, name="Làm bù")
    ministry, _made = Unit.objects.get_or_create(
        name="Bộ", parent=None, defaults={"kind": Unit.Kind.MINISTRY, "valid_from": SINCE}
    )
    unit = Unit.objects.create(
        name=f"Đơn vị {name}", kind=Unit.Kind.AGENCY, parent=ministry, valid_from=SINCE
    )
    clerk = User.objects.create(username=f"clerk-{name}", full_name="Văn phòng")
    conference = Conference.objects.create(
        host=ministry, title="Hội nghị đối thoại", held_on=SINCE, created_by=clerk
    )
    due_on = today + timedelta(days=STEP)
    made = [
        create_assignment(conference=conference, title=f"{TITLE} {n + 1}", unit=unit, due_on=due_on, by=clerk)
        for n in range(works)
    ]
    return give_reminders(people, unit, made, name=name)


def give_reminders(number: int, unit: Unit, works: Sequence[Assignment], *, name: str = "p") -> list[User]:
    """One of each work for each of so many new people of the unit."""
    ReminderRule.objects.all().delete()
    ids = [work.pk for work in works]
    Assignment.objects.filter(pk__in=ids).update(assigned_at=timezone.now() - timedelta(days=60))
    people = User.objects.bulk_create(
        User(
            username=f"{name}{i}",
            full_name=f"Cán bộ {i}",
            email=f"{name}{i}@bo.test",
            sort_key=f"{i:06}",
        )
        for i in range(number)
    )
    MailSettings.objects.bulk_create(
        MailSettings(user=user, digest_hour=0, quiet_from=time(0), quiet_until=time(0)) for user in people
    )
    Membership.objects.bulk_create(
        Membership(user=user, unit=unit, role=Role.UNIT_HEAD, valid_from=SINCE) for user in people
    )
    today = timezone.localdate()
    Reminder.objects.bulk_create(
        Reminder(
            assignment=work,
            step=-STEP,
            counts=Counts.CALENDAR,
            due_on=today + timedelta(days=STEP),
            recipient=user,
            planned_for=today,
        )
        for user in people
        for work in works
    )
    return people
