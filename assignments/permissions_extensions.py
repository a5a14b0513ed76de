"""Who asks for an extension and who decides on it: a sentence why not, empty when allowed."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment, Extension
from assignments.workflow import State
from units.permissions import Access

# The unit owes the result and has not reported it; also when the deadline has passed already.
EXTENDABLE = (State.ASSIGNED, State.IN_PROGRESS, State.ESCALATED, State.SUSPENDED)
# A result that was reported may still be returned, so a request made before is still decided.
DECIDABLE = (*EXTENDABLE, State.REPORTED)

WHO_DECIDES: Mapping[str, tuple[Permission, str | Promise]] = {
    Assignment.SetBy.CONCLUSION: (
        Permission.DIRECT,
        gettext_lazy("The conclusion set this deadline, so the leadership decides."),
    ),
    Assignment.SetBy.OFFICE: (
        Permission.ASSIGN,
        gettext_lazy("The office set this deadline, so the office decides."),
    ),
}


def permission_to_decide(assignment: Assignment) -> Permission:
    return WHO_DECIDES[assignment.due_set_by][0]


def who_decides(assignment: Assignment) -> str:
    return str(WHO_DECIDES[assignment.due_set_by][1])


def refusal_of_request(access: Access, assignment: Assignment, open_one: Extension | None) -> str:
    unit_id = assignment.unit_id
    if unit_id is None or not access.at(Permission.REQUEST_EXTENSION, unit_id):
        return _("Only the head of the lead unit asks for an extension.")
    if assignment.due_on is None:
        return _("This work has no deadline that could be extended.")
    if assignment.state not in EXTENDABLE:
        return _("An extension can be asked for only while the unit owes the result.")
    if open_one:
        return _("The unit has asked for an extension already. Withdraw that request to ask anew.")
    return ""


def refusal_of_decision(access: Access, user: User, extension: Extension) -> str:
    assignment = extension.assignment
    if not access.at(permission_to_decide(assignment), assignment.conference.host_id):
        return who_decides(assignment)
    if extension.requested_by_id == user.pk:
        return _("You asked for this extension, so somebody else has to decide on it.")
    if extension.state != Extension.State.ASKED:
        return _("This request is no longer open.")
    return ""


def refusal_of_taking_back(access: Access, extension: Extension) -> str:
    unit_id = extension.assignment.unit_id
    if unit_id is None or not access.at(Permission.REQUEST_EXTENSION, unit_id):
        return _("Only the head of the lead unit withdraws the request.")
    if extension.state != Extension.State.ASKED:
        return _("This request is no longer open.")
    return ""
