"""Why a verb is refused, or that it is not: state condition and person condition in one place."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment, RaisersWord
from assignments.workflow import TRANSITIONS, WITH_UNIT, Transition, Verb, Where, available
from units.permissions import Access

ONLY_THE_HEAD: Mapping[Where, str | Promise] = {
    Where.LEAD: gettext_lazy(
        "Only the head of the unit can do this. Write a progress update and ask the head to send it."
    ),
    Where.RAISER: gettext_lazy("Only the head of the unit that raised it can do this."),
}


def refusal(access: Access, user: User, assignment: Assignment, verb: str) -> str:
    """A sentence why not; empty when allowed. Who may not at all is told that first, not the state."""
    row = TRANSITIONS[verb]
    return refusal_of_person(access, user, assignment, row) or refusal_of_state(access, assignment, row)


def refusal_of_person(access: Access, user: User, assignment: Assignment, row: Transition) -> str:
    if not may(access, assignment, row):
        if is_colleague(access, assignment, row):
            return str(ONLY_THE_HEAD[row.where])
        return _("Your role does not include this.")
    if row.verb == Verb.CONFIRM and assignment.reported_by_id == user.pk:
        return _("You reported this result, so somebody else has to confirm it.")
    return ""


def refusal_of_state(access: Access, assignment: Assignment, row: Transition) -> str:
    if sentence := refusal_by_table(assignment, row):
        return sentence
    if row.verb in (Verb.MERGE, Verb.WITHDRAW) and assignment.merged.exists():
        return _("Other recommendations are merged into this one. Separate them first.")
    if row.where == Where.RAISER:
        return refusal_of_word(access, assignment)
    return ""


def refusal_by_table(assignment: Assignment, row: Transition) -> str:
    """What the row itself says, without a look at other rows of the database."""
    if row.only_recommendations and assignment.kind != Assignment.Kind.RECOMMENDATION:
        return _("This is possible for recommendations only.")
    if assignment.state not in row.from_states:
        return _("This is not possible while the work is in the state “%(state)s”.") % {
            "state": assignment.get_state_display()
        }
    return ""


def refusal_of_word(access: Access, assignment: Assignment) -> str:
    """Each raising unit says one word each time a result is confirmed, and in time."""
    waiting = assignment.raisers_words.filter(verdict=RaisersWord.Verdict.WAITING)
    open_words = [word for word in waiting if access.speaks_for(Permission.JUDGE_ANSWER, word.unit_id)]
    if not open_words:
        return _("Your unit has no word to give on this answer: it was given, or its days have passed.")
    last_day = max(word.answer_by for word in open_words)
    if last_day < timezone.localdate():
        return _("The days to agree or contest ended on %(day)s. Ask the office to reopen the work.") % {
            "day": date_format(last_day, "SHORT_DATE_FORMAT")
        }
    return ""


def may(access: Access, assignment: Assignment, row: Transition) -> bool:
    return any(access.speaks_for(row.permission, unit_id) for unit_id in units_of(assignment, row.where))


def units_of(assignment: Assignment, where: Where) -> set[int]:
    """The ids of the units in which the permission counts."""
    match where:
        case Where.HOST:
            return {assignment.conference.host_id}
        case Where.LEAD:
            return {assignment.unit_id} if assignment.unit_id else set()
        case Where.RAISER:
            return assignment.raiser_ids


def is_colleague(access: Access, assignment: Assignment, row: Transition) -> bool:
    """Works in the unit whose head may do it."""
    return row.where != Where.HOST and any(
        access.at(Permission.READ_OWN, unit_id) for unit_id in units_of(assignment, row.where)
    )


def refusal_of_update(access: Access, assignment: Assignment) -> str:
    if assignment.unit_id is None or not access.at(Permission.DRAFT_UPDATE, assignment.unit_id):
        return _("Only people of the lead unit report its progress.")
    if assignment.state not in WITH_UNIT:
        return _("Progress can be updated only while the unit works on it.")
    return ""


def refusal_of_deadline(access: Access, assignment: Assignment) -> str:
    if not access.at(Permission.ASSIGN, assignment.conference.host_id):
        return _("Only the office can change a deadline.")
    if not assignment.is_open:
        return _("This work is closed, so its deadline stays as it is.")
    return ""


@dataclass(frozen=True)
class Button:
    verb: str
    label: str | Promise
    icon: str
    style: str
    why_not: str


def buttons(access: Access, user: User, assignment: Assignment) -> list[Button]:
    """What this state offers to the person's role; what only a colleague may press is there and says why."""
    return [
        Button(row.verb, row.label, row.icon, row.style, refusal(access, user, assignment, row.verb))
        for row in available(assignment.state)
        if assignment.kind == Assignment.Kind.RECOMMENDATION or not row.only_recommendations
        if may(access, assignment, row) or is_colleague(access, assignment, row)
    ]
