"""What the page of an assignment offers beside the verbs: drafts, evidence, extensions."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions_extensions import open_request
from assignments.models import Assignment, Draft
from assignments.permissions import Button, refusal_of_update
from assignments.permissions_extensions import (
    EXTENDABLE,
    refusal_of_decision,
    refusal_of_request,
)
from assignments.permissions_updates import refusal_of_more_evidence, refusal_of_removal, sends
from assignments.workflow import UNCOUNTED, State
from units.permissions import Access


def unit_side(access: Access, user: User, assignment: Assignment) -> dict[str, Any]:
    request = open_request(assignment)
    if request:
        request.assignment = assignment
    drafts = Draft.objects.visible_to(user).filter(assignment=assignment)
    return {
        "turn": on_turn(assignment),
        "uncounted": UNCOUNTED,
        "drafts": drafts.select_related("assignment", "edited_by", "drafted_by"),
        "may_send": sends(access, assignment),
        "may_add_evidence": not refusal_of_more_evidence(access, assignment),
        "may_remove_evidence": not refusal_of_removal(access, assignment),
        "open_request": request,
        "may_decide": request is not None and not refusal_of_decision(access, user, request),
        "ask_button": ask_button(access, assignment, refusal_of_request(access, assignment, request)),
    }


def on_turn(assignment: Assignment) -> str:
    """Whose move it is and what for, told to everybody who sees the work; empty when it is closed."""
    unit = {"unit": assignment.unit.name if assignment.unit else ""}
    sentences = {
        State.RECEIVED: _("the office assigns a lead unit."),
        State.ASSIGNED: _("%(unit)s accepts or declines the work.") % unit,
        State.IN_PROGRESS: _("%(unit)s carries it out and reports the result.") % unit,
        State.REPORTED: _("the office confirms or returns the result."),
        State.ESCALATED: _("the leadership gives its direction."),
        State.SUSPENDED: _("the office resumes the work when the reason has passed."),
    }
    return sentences.get(State(assignment.state), "")


def also_answered(access: Access, user: User, assignment: Assignment) -> list[Assignment]:
    """What is merged into the work: all of it for who works on it, for others what they see anyway."""
    rows = assignment.merged.with_sources().select_related("recommendation__raised_by")
    if not works_on(access, assignment):
        rows = rows.filter(pk__in=Assignment.objects.visible_to(user).values("pk"))
    return list(rows)


def works_on(access: Access, assignment: Assignment) -> bool:
    own = access.readable_units
    if access.reads_all or assignment.unit_id in own:
        return True
    return any(unit.pk in own for unit in assignment.supporting_units.all())


def ask_button(access: Access, assignment: Assignment, why_not: str) -> Button | None:
    """For the people of the lead unit, while there is a deadline to be asked for."""
    drafts = not refusal_of_update(access, assignment) or sends(access, assignment)
    if not drafts or assignment.due_on is None or assignment.state not in EXTENDABLE:
        return None
    return Button("extension", _("Ask for an extension"), "hourglass", "secondary", why_not)
