"""Who drafts, who sends, who adds evidence or takes it back: a sentence why not, empty when allowed."""

from django.utils.translation import gettext as _

from accounts.roles import Permission
from assignments.models import Assignment
from assignments.permissions import refusal_of_update
from assignments.workflow import WITH_UNIT, State
from units.permissions import Access


def sends(access: Access, assignment: Assignment) -> bool:
    return assignment.unit_id is not None and access.at(Permission.REPORT, assignment.unit_id)


def refusal_of_sending(access: Access, assignment: Assignment) -> str:
    if sentence := refusal_of_update(access, assignment):
        return sentence
    if not sends(access, assignment):
        return _("Only the head of the unit sends. Save the draft and say that it is ready.")
    return ""


def refusal_of_more_evidence(access: Access, assignment: Assignment) -> str:
    if not sends(access, assignment):
        return _("Only the head of the lead unit adds evidence to what was reported.")
    if assignment.state != State.REPORTED:
        return _("Evidence is added here while the result waits for confirmation.")
    return ""


def refusal_of_removal(access: Access, assignment: Assignment) -> str:
    if not sends(access, assignment):
        return _("Only the head of the lead unit takes evidence back.")
    if assignment.state not in WITH_UNIT:
        return _("Evidence of a reported result stays. Ask the office to return the result first.")
    return ""
