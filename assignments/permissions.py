"""Why a verb is refused, or that it is not: state condition and person condition in one place."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment
from assignments.workflow import TRANSITIONS, WITH_UNIT, Transition, Verb, available
from units.permissions import Access


def refusal(access: Access, user: User, assignment: Assignment, verb: str) -> str:
    """A sentence why not; empty when allowed. Who may not at all is told that first, not the state."""
    row = TRANSITIONS[verb]
    return refusal_of_person(access, user, assignment, row) or refusal_of_state(assignment, row)


def refusal_of_person(access: Access, user: User, assignment: Assignment, row: Transition) -> str:
    if not may(access, assignment, row):
        if row.at_unit and works_in_unit(access, assignment):
            return _(
                "Only the head of the unit can do this. Write a progress update and ask the head to send it."
            )
        return _("Your role does not include this.")
    if row.verb == Verb.CONFIRM and assignment.reported_by_id == user.pk:
        return _("You reported this result, so somebody else has to confirm it.")
    return ""


def refusal_of_state(assignment: Assignment, row: Transition) -> str:
    if assignment.state in row.from_states:
        return ""
    return _("This is not possible while the work is in the state “%(state)s”.") % {
        "state": assignment.get_state_display()
    }


def may(access: Access, assignment: Assignment, row: Transition) -> bool:
    if row.at_unit:
        return assignment.unit_id is not None and access.at(row.permission, assignment.unit_id)
    return access.at(row.permission, assignment.conference.host_id)


def works_in_unit(access: Access, assignment: Assignment) -> bool:
    return assignment.unit_id is not None and access.at(Permission.READ_OWN, assignment.unit_id)


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
        if may(access, assignment, row) or (row.at_unit and works_in_unit(access, assignment))
    ]
