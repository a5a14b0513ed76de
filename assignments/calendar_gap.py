"""Tells office and administrators, once a month, that the calendar of a coming year is not complete."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.messages import everywhere
from assignments.reminder_planning import lock_planning
from notifications.actions import notify
from notifications.messages import Message
from notifications.models import Notification
from workdays.calendars import gap


@transaction.atomic
def warn_of_gap(today: date) -> int:
    """How many people were told. Safe to run often: who has this month's line gets no second one."""
    found = gap(today)
    if found is None:
        return 0
    lock_planning()
    path = f"{reverse('assignments:calendar')}?year={found.year}"
    told = Notification.objects.filter(path=path, created_at__date__gte=today.replace(day=1))
    people = {*everywhere(Permission.MANAGE_REGISTER), *everywhere(Permission.READ_REMINDERS)}
    people -= set(User.objects.filter(pk__in=told.values("user")))

    def write(_user: User) -> Message:
        if found.is_empty:
            subject = _("No day off is entered for %(year)d in the calendar of working days.")
        else:
            subject = _("Some days off of %(year)d are not announced yet in the calendar of working days.")
        text = _("Deadlines and reminders are counted by it. Enter the days as soon as they are announced.")
        return Message(subject % {"year": found.year}, text)

    return notify(people, path=path, write=write)
