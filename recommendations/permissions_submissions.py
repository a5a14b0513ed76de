"""What may be done with a submission now: the person's role, its stage and the conference in one place."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Permission
from assignments.permissions import Button
from conferences.models import Conference
from recommendations.models import Submission
from recommendations.submission_workflow import TRANSITIONS, Stage, Transition, Verb, available
from units.models import Unit
from units.permissions import Access


def may_handle(access: Access, conference: Conference) -> bool:
    """Take over, return, remind."""
    return access.at(Permission.HANDLE_SUBMISSIONS, conference.host_id)


def refusal_of_call(conference: Conference) -> str:
    """A sentence why nothing is sent for it now; empty when it is."""
    if conference.submissions_until is None:
        return _("The office takes no recommendations beforehand for this conference.")
    if not conference.is_calling:
        return _("The conference was held on %(day)s. Raise it at the next one.") % {
            "day": date_format(conference.held_on, "SHORT_DATE_FORMAT")
        }
    return ""


def may_write(access: Access, unit_id: int) -> bool:
    """For a unit that has ended its successor writes on."""
    return access.speaks_for(Permission.DRAFT_SUBMISSION, unit_id)


def refusal_to_write(access: Access, conference: Conference, unit: Unit) -> str:
    if not may_write(access, unit.pk):
        return _("Only the people of the unit write what it sends beforehand.")
    return refusal_of_call(conference)


def refusal_to_begin(access: Access, conference: Conference, unit: Unit) -> str:
    if sentence := refusal_to_write(access, conference, unit):
        return sentence
    if not conference.possible_units.filter(pk=unit.pk).exists():
        return _("%(unit)s is not one of the units of this conference.") % {"unit": unit.name}
    return ""


def refusal_to_edit(access: Access, submission: Submission) -> str:
    if sentence := refusal_to_write(access, submission.conference, submission.unit):
        return sentence
    if not submission.is_with_unit:
        return _("It is in the state “%(state)s”, so its text stays. Take it back first.") % {
            "state": submission.get_stage_display()
        }
    return ""


def refusal_to_discard(access: Access, submission: Submission) -> str:
    if not may_write(access, submission.unit_id):
        return _("Only the people of the unit write what it sends beforehand.")
    if submission.first_sent_at:
        return _("It was sent before, so it cannot disappear. Withdraw it instead.")
    return ""


def refusal(access: Access, submission: Submission, verb: str) -> str:
    """A sentence why not; empty when allowed. Who may not at all is told that first, not the stage."""
    if sentence := refusal_of_person(access, submission, verb):
        return sentence
    row = TRANSITIONS[verb]
    if submission.stage not in from_stages(submission, row):
        return _("This is not possible in the state “%(state)s”.") % {"state": submission.get_stage_display()}
    return refusal_of_call(submission.conference) if row.while_calling else ""


def refusal_of_person(access: Access, submission: Submission, verb: str) -> str:
    row = TRANSITIONS[verb]
    if may(access, submission, row):
        return ""
    if row.by_unit and may_write(access, submission.unit_id):
        return _("Only the head of the unit can do this.")
    return _("Your role does not include this.")


def from_stages(submission: Submission, row: Transition) -> tuple[Stage, ...]:
    """What was taken back to be changed can be withdrawn too; what was never sent is discarded."""
    if row.verb == Verb.WITHDRAW and submission.first_sent_at:
        return (*row.from_stages, Stage.DRAFT)
    return row.from_stages


def may(access: Access, submission: Submission, row: Transition) -> bool:
    if row.by_unit:
        return access.speaks_for(row.permission, submission.unit_id)
    return access.at(row.permission, submission.conference.host_id)


def buttons(access: Access, submission: Submission) -> list[Button]:
    """What the stage offers to the person; what only the head may press is there and says why."""
    rows = available(submission.stage)
    if submission.stage == Stage.DRAFT and submission.first_sent_at:
        rows.append(TRANSITIONS[Verb.WITHDRAW])
    is_colleague = may_write(access, submission.unit_id)
    return [
        Button(row.verb, row.label, row.icon, row.style, refusal(access, submission, row.verb))
        for row in rows
        if may(access, submission, row) or (row.by_unit and is_colleague)
    ]
