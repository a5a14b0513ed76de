"""The mails of this app, and what stands at the foot of every mail."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from notifications.kinds import TABLE
from notifications.messages import Message
from notifications.models import Notification
from notifications.unsubscribing import unsubscribe_url


def at_once(user: User, line: Notification) -> Message:
    """The inbox line as a mail of its own, in the language that is active."""
    values = foot(user, line.kind) | {
        "subject": line.subject,
        "line": line,
        "row": TABLE[line.kind],
        "url": settings.SITE_URL + line.path,
    }
    return Message(
        line.subject,
        render_to_string("emails/at_once.txt", values),
        render_to_string("emails/at_once.html", values),
    )


def foot(user: User, kind: str) -> dict[str, object]:
    """Whom the mail greets, why it came and how to have no more of its kind."""
    return {
        "person": user,
        "inbox_url": settings.SITE_URL + reverse("notifications:list"),
        "settings_url": settings.SITE_URL + reverse("notifications:settings"),
        "unsubscribe_url": unsubscribe_url(user, kind),
    }
