"""Who is told of a request for an extension; its decision is a change of the work like others."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.messages import everywhere
from assignments.models import Extension
from assignments.permissions_extensions import permission_to_decide
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.messages import Message
from units.permissions import holders


def about_request(extension: Extension) -> None:
    """Those who may decide."""
    assignment = extension.assignment
    permission = permission_to_decide(assignment)
    people = [*everywhere(permission), *holders(permission, assignment.conference.host)]

    def write(user: User) -> Message:
        subject = _("%(unit)s asks for an extension until %(day)s: %(what)s") % {
            "unit": assignment.unit.name if assignment.unit else "",
            "day": date_format(extension.wanted_on, "SHORT_DATE_FORMAT"),
            "what": assignment.title,
        }
        return Message(subject, extension.reason)

    path = reverse("assignments:extension_decide", args=[extension.pk])
    others = [user for user in people if user.pk != extension.requested_by_id]
    notify(others, kind=Kind.EXTENSION, path=path, write=write)
