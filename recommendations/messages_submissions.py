"""Who is told what about recommendations sent beforehand: inbox lines, worded in each person's language."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission
from assignments.messages import TITLES_IN_INBOX, everywhere
from conferences.models import Conference
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.messages import Message
from notifications.models import Notification
from recommendations.models import Submission
from recommendations.submission_workflow import Verb
from units.models import Unit
from units.permissions import holders


def unit_path(unit: Unit, conference: Conference) -> str:
    return reverse("submissions:mine", query={"unit": unit.pk}) + f"#conference-{conference.pk}"


def about_change(rows: Sequence[Submission], verb: str, *, by: User) -> None:
    """One line for each unit and person, however many rows."""
    tell = TELLERS.get(verb)
    by_unit: dict[int, list[Submission]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    for theirs in by_unit.values():
        if tell:
            tell(theirs, by)


def _about_sent(rows: Sequence[Submission], by: User) -> None:
    """The office. Who has not read of this unit yet gets no second line: the page lists all of them."""
    unit, conference = rows[0].unit, rows[0].conference
    path = reverse("submissions:of_conference", args=[conference.pk]) + f"#unit-{unit.pk}"
    people = holders(Permission.HANDLE_SUBMISSIONS, conference.host) or everywhere(
        Permission.HANDLE_SUBMISSIONS
    )
    lines = Notification.objects.unread().filter(kind=Kind.SUBMITTED, path=path)
    know = set(lines.values_list("user", flat=True))

    def write(user: User) -> Message:
        subject = _("%(unit)s sends recommendations for “%(conference)s”.")
        return Message(subject % {"unit": unit.name, "conference": conference.title}, titles(rows))

    notify([user for user in people if user.pk not in know], kind=Kind.SUBMITTED, path=path, write=write)


def _about_returned(rows: Sequence[Submission], by: User) -> None:
    def write(user: User) -> Message:
        subject = _("The office returned what your unit sent beforehand: %(what)s")
        return Message(subject % {"what": rows[0].summary}, rows[0].reason)

    _tell_unit(rows, Kind.SUBMISSION_RETURNED, by, write)


def _about_taken(rows: Sequence[Submission], by: User) -> None:
    def write(user: User) -> Message:
        subject = ngettext(
            "The office took over what your unit sent beforehand: %(what)s",
            "The office took over %(count)d recommendations that your unit sent beforehand.",
            len(rows),
        )
        return Message(subject % {"count": len(rows), "what": rows[0].summary}, titles(rows))

    _tell_unit(rows, Kind.SUBMISSION_TAKEN, by, write)


# That the unit takes its own back or withdraws it, the office sees in the list.
TELLERS: dict[str, Callable[[Sequence[Submission], User], None]] = {
    Verb.SEND: _about_sent,
    Verb.RETURN: _about_returned,
    Verb.TAKE_OVER: _about_taken,
}


def _tell_unit(rows: Sequence[Submission], kind: Kind, by: User, write: Callable[[User], Message]) -> None:
    first = rows[0]
    people = [user for user in holders(Permission.READ_OWN, first.unit) if user.pk != by.pk]
    path = first.get_absolute_url() if len(rows) == 1 else unit_path(first.unit, first.conference)
    notify(people, kind=kind, path=path, write=write)


def about_ready(rows: Sequence[Submission], *, by: User) -> None:
    """The head is to read and send them."""
    unit, conference = rows[0].unit, rows[0].conference
    heads = [user for user in holders(Permission.SEND_SUBMISSION, unit) if user.pk != by.pk]

    def write(user: User) -> Message:
        subject = ngettext(
            "%(who)s wrote a recommendation for you to send before “%(conference)s”.",
            "%(who)s wrote %(count)d recommendations for you to send before “%(conference)s”.",
            len(rows),
        )
        values = {"who": by.full_name, "count": len(rows), "conference": conference.title}
        return Message(subject % values, titles(rows))

    notify(heads, path=unit_path(unit, conference), write=write)


# --- The call -----------------------------------------------------------------------------------------------
def call_path(unit: Unit, conference: Conference) -> str:
    """A line of the inbox with this path is the memory that the unit was called or reminded."""
    return reverse("submissions:mine", query={"unit": unit.pk, "conference": conference.pk})


def call(users: Sequence[User], unit: Unit, conference: Conference, *, again: bool) -> int:
    """That the conference takes recommendations; `again`: the term comes near and nothing is sent."""

    until = conference.submissions_until

    def write(user: User) -> Message:
        subject = (
            _("Not sent yet: what %(unit)s raises at the conference of %(day)s, until %(until)s.")
            if again
            else _("%(unit)s can send what it raises at the conference of %(day)s until %(until)s.")
        )
        values = {
            "unit": unit.name,
            "day": date_format(conference.held_on, "SHORT_DATE_FORMAT"),
            "until": date_format(until, "SHORT_DATE_FORMAT") if until else "",
        }
        return Message(subject % values, f"{conference.title}\n{conference.place}")

    return notify(users, kind=Kind.CALLED, path=call_path(unit, conference), write=write)


def titles(rows: Sequence[Submission]) -> str:
    return "\n".join(f"- {row.summary}" for row in rows[:TITLES_IN_INBOX])
