"""Who is told what when an assignment changes: inbox lines, worded in each person's language."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment
from assignments.workflow import Verb, sentence_of
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.messages import Message
from units.models import Unit
from units.permissions import holders

# An inbox line is for a glance; the page behind the link lists everything.
TITLES_IN_INBOX = 20
# What decides whether and when a mail tells it.
KINDS = {
    Verb.ASSIGN: Kind.NEW_WORK,
    Verb.DECLINE: Kind.DECLINED,
    Verb.CONFIRM: Kind.CONFIRMED,
    Verb.REPORT: Kind.REPORTED,
    Verb.RETURN: Kind.RETURNED,
    Verb.REOPEN: Kind.RETURNED,
    Verb.CONTEST: Kind.RETURNED,
    Verb.ESCALATE: Kind.ESCALATED,
    Verb.DIRECT: Kind.DIRECTED,
    "change_deadline": Kind.DEADLINE,
    "ask_extension": Kind.EXTENSION,
    "grant_extension": Kind.EXTENSION,
    "refuse_extension": Kind.EXTENSION,
}
# What asks the office to act; that work was accepted is seen in the lists.
TO_OFFICE = {Verb.DECLINE, Verb.REPORT, Verb.ESCALATE, Verb.CONTEST}
TO_LEADERSHIP = {Verb.ESCALATE}
# Who only supports the work is told when it begins, rests and ends, not of each step.
TO_SUPPORTING = {Verb.ASSIGN, Verb.SUSPEND, Verb.RESUME, Verb.CONFIRM, Verb.REOPEN, Verb.WITHDRAW}


def about_change(
    assignment: Assignment, *, verb: str, by: User, reason: str, unit_before: Unit | None = None
) -> None:
    """`unit_before` led the work until now: a unit that loses work is told too."""
    people = [user for user in concerned(assignment, verb, unit_before) if user.pk != by.pk]

    def write(user: User) -> Message:
        subject = _("%(who)s %(did)s: %(what)s") % {
            "who": by.full_name,
            "did": sentence_of(verb),
            "what": assignment.title,
        }
        return Message(subject, reason)

    path = reverse("assignments:detail", args=[assignment.pk])
    notify(people, kind=KINDS.get(verb, Kind.CHANGED), path=path, write=write)


def concerned(assignment: Assignment, verb: str, unit_before: Unit | None) -> list[User]:
    """The units that work on it, those that raised it; the office and leadership where they are to act."""
    people = everywhere(Permission.CONFIRM) if verb in TO_OFFICE else []
    if verb in TO_LEADERSHIP:
        people += everywhere(Permission.DIRECT)
    units = {assignment.unit, unit_before, *Unit.objects.filter(pk__in=assignment.raiser_ids)}
    if verb in TO_SUPPORTING:
        units |= set(assignment.supporting_units.all())
    for unit in filter(None, units):
        people += holders(Permission.READ_OWN, unit)
    return people


def about_new_work(assignments: Iterable[Assignment], *, by: User) -> None:
    """One line for each unit, however many tasks it got at once."""
    per_unit: dict[Unit, list[Assignment]] = defaultdict(list)
    for assignment in assignments:
        if assignment.unit:
            per_unit[assignment.unit].append(assignment)
    for unit, work in per_unit.items():
        people = [user for user in holders(Permission.READ_OWN, unit) if user.pk != by.pk]
        notify(
            people,
            kind=Kind.NEW_WORK,
            path=reverse("assignments:my_unit"),
            write=_new_work_writer(unit, work),
        )


def _new_work_writer(unit: Unit, work: list[Assignment]) -> Callable[[User], Message]:
    def write(user: User) -> Message:
        subject = ngettext(
            "%(unit)s has %(count)d new assignment from “%(conference)s”.",
            "%(unit)s has %(count)d new assignments from “%(conference)s”.",
            len(work),
        ) % {
            "unit": unit.name,
            "count": len(work),
            "conference": work[0].conference.title,
        }
        return Message(subject, titles(work))

    return write


def titles(work: Sequence[Assignment]) -> str:
    return "\n".join(f"- {row.title}" for row in work[:TITLES_IN_INBOX])


def everywhere(permission: Permission) -> list[User]:
    return [user for unit in Unit.objects.filter(parent__isnull=True) for user in holders(permission, unit)]
