"""Who is told of work that changes hands: the office that reviews, and each receiving unit in one line."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission
from assignments.messages import everywhere, titles
from assignments.models import Assignment, TransferList
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.messages import Message
from notifications.models import Notification
from units.models import Unit
from units.permissions import holders


def about_transfer_to_review(transfer: TransferList, lines: int, *, by: User | None) -> None:
    people = [user for user in everywhere(Permission.ASSIGN) if by is None or user.pk != by.pk]

    def write(user: User) -> Message:
        subject = ngettext(
            "%(count)d line of open work waits for your review: units change on %(day)s.",
            "%(count)d lines of open work wait for your review: units change on %(day)s.",
            lines,
        ) % {"count": lines, "day": date_format(transfer.effective_on, "d/m/Y")}
        return Message(subject, transfer.legal_basis)

    notify(people, kind=Kind.CHANGED, path=transfer.get_absolute_url(), write=write)


def about_unapproved(transfer: TransferList, work: int) -> bool:
    """Once to each who has heard of the list neither on its day nor since; False: nobody was to be told."""
    path = transfer.get_absolute_url()
    told = Notification.objects.filter(path=path, created_at__date__gte=transfer.effective_on)
    people = set(everywhere(Permission.ASSIGN)) - set(User.objects.filter(pk__in=told.values("user")))

    def write(_user: User) -> Message:
        subject = ngettext(
            "The transfer list of %(day)s is not approved: %(count)d piece of open work is with a unit that"
            " has ended.",
            "The transfer list of %(day)s is not approved: %(count)d pieces of open work are with units that"
            " have ended.",
            work,
        ) % {"count": work, "day": date_format(transfer.effective_on, "d/m/Y")}
        return Message(subject, _("No unit is reminded of it until then. Review the list and approve it."))

    if not (work and people):
        return False
    notify(people, kind=Kind.CHANGED, path=path, write=write)
    return True


def about_transfer(received: Mapping[int, list[Assignment]], transfer: TransferList) -> None:
    """One line a unit, however many assignments came to it."""
    units = Unit.objects.in_bulk(list(received))
    for unit_id, work in received.items():
        unit = units[unit_id]
        people = holders(Permission.READ_OWN, unit)
        write = _received_writer(unit, work, transfer)
        notify(people, kind=Kind.NEW_WORK, path=reverse("assignments:my_unit"), write=write)


def _received_writer(unit: Unit, work: list[Assignment], transfer: TransferList) -> Callable[[User], Message]:
    def write(user: User) -> Message:
        subject = ngettext(
            "%(unit)s takes over %(count)d assignment after the reorganisation of %(day)s.",
            "%(unit)s takes over %(count)d assignments after the reorganisation of %(day)s.",
            len(work),
        ) % {"unit": unit.name, "count": len(work), "day": date_format(transfer.effective_on, "d/m/Y")}
        return Message(subject, titles(work))

    return write
