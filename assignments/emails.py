"""The mails of this app, worded in the language of who gets them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assignments.messages import TITLES_IN_INBOX
from assignments.models import Assignment
from dialogue_tracker.templatetags.components import distance
from notifications.emails import foot
from notifications.kinds import DAILY
from notifications.messages import Message
from notifications.models import Notification

# A mail longer than this is read by nobody; the rest is counted and linked.
ROWS_IN_MAIL = 40


@dataclass(frozen=True)
class Content:
    """What one person is told: `work` in the order of urgency, each assignment once; `news` of the inbox.

    `own_units`: ids of the units whose page the person has.
    """

    work: Sequence[Assignment] = ()
    news: Sequence[Notification] = ()
    own_units: Collection[int] = ()

    @property
    def path(self) -> str:
        """The assignment itself; of several the unit's page where all are the person's own, else the list."""
        if not self.work:
            return reverse("notifications:list")
        if len(self.work) == 1:
            return self.work[0].get_absolute_url()
        is_own = all(item.unit_id in self.own_units for item in self.work)
        return reverse("assignments:my_unit" if is_own else "assignments:list")


@dataclass(frozen=True)
class WorkLine:
    assignment: Assignment
    words: str
    look: str

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.assignment.get_absolute_url()


@dataclass(frozen=True)
class NewsLine:
    line: Notification

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.line.path


def reminder_line(user: User, content: Content, today: date) -> Message:
    """The line of the inbox."""
    with translation.override(user.language):
        return Message(_subject(content, today), _titles(_lines(content.work, today)))


def digest_mail(user: User, content: Content, today: date, *, kind: str = DAILY) -> Message:
    """`kind` is what the link at the foot unsubscribes from."""
    with translation.override(user.language):
        subject = _subject(content, today)
        values = foot(user, kind) | {
            "subject": subject,
            "lines": _lines(content.work, today)[:ROWS_IN_MAIL],
            "more_work": max(0, len(content.work) - ROWS_IN_MAIL),
            "news": [NewsLine(line) for line in content.news[:ROWS_IN_MAIL]],
            "more_news": max(0, len(content.news) - ROWS_IN_MAIL),
            "today": today,
            "all_url": settings.SITE_URL + content.path,
        }
        return Message(
            subject,
            render_to_string("emails/digest.txt", values),
            render_to_string("emails/digest.html", values),
        )


def _lines(work: Sequence[Assignment], today: date) -> list[WorkLine]:
    return [WorkLine(item, *distance((item.due_on - today).days)) for item in work if item.due_on]


def _subject(content: Content, today: date) -> str:
    work, news = content.work, content.news
    if len(work) == 1 and not news and work[0].due_on:
        words, _look = distance((work[0].due_on - today).days)
        return _("Reminder (%(words)s): %(title)s") % {
            "words": words,
            "title": " ".join(work[0].title.split()),
        }
    if len(news) == 1 and not work:
        return news[0].subject
    parts = _counts(work, today)
    if news:
        parts.append(
            ngettext("%(count)d piece of news", "%(count)d pieces of news", len(news)) % {"count": len(news)}
        )
    said = {"parts": ", ".join(parts)}
    return _("Reminder: %(parts)s") % said if work else _("Your work: %(parts)s") % said


def _counts(work: Sequence[Assignment], today: date) -> list[str]:
    overdue = sum(item.due_on is not None and item.due_on < today for item in work)
    coming = len(work) - overdue
    parts = []
    if overdue:
        parts.append(ngettext("%(count)d overdue", "%(count)d overdue", overdue) % {"count": overdue})
    if coming:
        parts.append(ngettext("%(count)d due soon", "%(count)d due soon", coming) % {"count": coming})
    return parts


def _titles(lines: Sequence[WorkLine]) -> str:
    """With the unit where the work of several is told: one task may be laid on all of them."""
    several = len({line.assignment.unit_id for line in lines}) > 1
    return "\n".join(
        f"- {line.assignment.unit.short + ': ' if several and line.assignment.unit else ''}"
        f"{line.assignment.title} ({line.words})"
        for line in lines[:TITLES_IN_INBOX]
    )
