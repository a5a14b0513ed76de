"""The mails of this app, one function each, worded in the language of who gets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment
from dialogue_tracker.templatetags.components import distance
from notifications.actions import Message
from units.permissions import access_of

# An inbox line and a subject are for a glance; the page behind the link lists everything.
TITLES_IN_INBOX = 20


@dataclass(frozen=True)
class Digest:
    """What one person is told in one run: a line in the inbox that leads to `path`, and a mail."""

    path: str
    inbox: Message
    mail: Message


@dataclass(frozen=True)
class Line:
    assignment: Assignment
    words: str
    look: str

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.assignment.get_absolute_url()


def reminder_digest(user: User, work: Sequence[Assignment], today: date) -> Digest:
    """`work` in the order in which it is shown, the most urgent first, each assignment once."""
    with translation.override(user.language):
        subject = _reminder_subject(work, today)
        path = _place_of(user, work)
        lines = [Line(item, *distance((item.due_on - today).days)) for item in work if item.due_on]
        values = {
            "person": user,
            "subject": subject,
            "lines": lines,
            "today": today,
            "all_url": settings.SITE_URL + path,
            "account_url": settings.SITE_URL + reverse("accounts:my_account"),
        }
        return Digest(
            path=path,
            inbox=Message(subject, _titles(lines)),
            mail=Message(
                subject,
                render_to_string("emails/reminder_digest.txt", values),
                render_to_string("emails/reminder_digest.html", values),
            ),
        )


def _reminder_subject(work: Sequence[Assignment], today: date) -> str:
    if len(work) == 1 and work[0].due_on:
        words, _look = distance((work[0].due_on - today).days)
        return _("Reminder (%(words)s): %(title)s") % {
            "words": words,
            "title": " ".join(work[0].title.split()),
        }
    overdue = sum(item.due_on is not None and item.due_on < today for item in work)
    coming = len(work) - overdue
    parts = []
    if overdue:
        parts.append(ngettext("%(count)d overdue", "%(count)d overdue", overdue) % {"count": overdue})
    if coming:
        parts.append(ngettext("%(count)d due soon", "%(count)d due soon", coming) % {"count": coming})
    return _("Reminder: %(parts)s") % {"parts": ", ".join(parts)}


def _place_of(user: User, work: Sequence[Assignment]) -> str:
    """The assignment itself; for several: the unit's page where all are the person's own, else the list."""
    if len(work) == 1:
        return work[0].get_absolute_url()
    own = access_of(user).unit_ids.get(Permission.READ_OWN, set())
    is_own = all(item.unit_id in own for item in work)
    return reverse("assignments:my_unit" if is_own else "assignments:list")


def _titles(lines: Sequence[Line]) -> str:
    """With the unit where the work of several is told: one task may be laid on all of them."""
    several = len({line.assignment.unit_id for line in lines}) > 1
    return "\n".join(
        f"- {line.assignment.unit.short + ': ' if several and line.assignment.unit else ''}"
        f"{line.assignment.title} ({line.words})"
        for line in lines[:TITLES_IN_INBOX]
    )
