"""Why a verb is refused, or that it is not: state condition and person condition in one place."""

from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from assignments.workflow import TRANSITIONS, Transition, Verb, available
from units.permissions import Access


def refusal(access: Access, user: User, assignment: Assignment, verb: str) -> str:
    """A sentence why not; empty when allowed."""
    row = TRANSITIONS[verb]
    if assignment.state not in row.from_states:
        return _("This is not possible while the work is in the state “%(state)s”.") % {
            "state": assignment.get_state_display()
        }
    if not may(access, assignment, row):
        return _("Your role does not include this.")
    if verb == Verb.CONFIRM and assignment.reported_by_id == user.pk:
        return _("You reported this result, so somebody else has to confirm it.")
    return ""


def may(access: Access, assignment: Assignment, row: Transition) -> bool:
    if row.at_unit:
        return assignment.unit_id is not None and access.at(
            row.permission, assignment.unit_id
        )
    return access.at_all(row.permission)


def buttons(
    access: Access, user: User, assignment: Assignment
) -> list[tuple[Transition, str]]:
    """What the person's roles offer in this state, each with the sentence why it is disabled, if it is."""
    return [
        (row, refusal(access, user, assignment, row.verb))
        for row in available(assignment.state)
        if may(access, assignment, row)
    ]
