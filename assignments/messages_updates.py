"""Who is told of a draft: inbox lines, worded in each person's language."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Draft
from notifications.actions import notify
from notifications.messages import Message
from units.permissions import holders


def about_ready_draft(draft: Draft, *, by: User) -> None:
    """The head is to read and send it."""
    unit = draft.assignment.unit
    heads = holders(Permission.REPORT, unit) if unit else []

    def write(user: User) -> Message:
        subject = _("%(who)s wrote a draft for you to send: %(what)s") % {
            "who": by.full_name,
            "what": draft.assignment.title,
        }
        return Message(subject, draft.text)

    notify([user for user in heads if user.pk != by.pk], path=draft.get_absolute_url(), write=write)
