"""Why a verb is refused, or that it is not: state condition and person condition in one place."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from conferences.models import Conference
from notices.models import Notice, Rendering
from notices.workflow import OPEN, TRANSITIONS, WRITING, State, Transition, Verb, available
from units.permissions import access_of

# Who takes part on the way to the number.
ON_THE_WAY = (Permission.PREPARE_NOTICE, Permission.APPROVE_NOTICE, Permission.ISSUE_NOTICE)


def may_prepare(user: User, conference: Conference) -> bool:
    return access_of(user).at(Permission.PREPARE_NOTICE, conference.host_id)


def may_report(user: User, conference: Conference) -> bool:
    """Who sees the dashboard takes its numbers away as a report."""
    return access_of(user).at(Permission.READ_DASHBOARD, conference.host_id)


def may_take_part(user: User, notice: Notice) -> bool:
    return any(access_of(user).at(permission, notice.conference.host_id) for permission in ON_THE_WAY)


def refusal(user: User, notice: Notice, verb: str) -> str:
    """A sentence why not; empty when allowed. Who may not at all is told that first, not the state."""
    row = TRANSITIONS[verb]
    return refusal_of_person(user, notice, row) or refusal_of_state(notice, row)


def refusal_of_person(user: User, notice: Notice, row: Transition) -> str:
    if not access_of(user).at(row.permission, notice.conference.host_id):
        return _("Your role does not include this.")
    if row.verb == Verb.APPROVE and notice.history.filter(by=user, verb__in=WRITING).exists():
        return _("You wrote or submitted this notice, so somebody else has to approve it.")
    return ""


def refusal_of_state(notice: Notice, row: Transition, *, job: Rendering | None = None) -> str:
    """`job`: the issuing itself, which does not stand in its own way."""
    if notice.state not in row.from_states:
        return _("This is not possible while the notice is in the state “%(state)s”.") % {
            "state": notice.get_state_display()
        }
    if notice.state == State.APPROVED and is_being_issued(notice, job):
        return _("The notice is being issued right now. Wait until that is done or cancel it.")
    return ""


def is_being_issued(notice: Notice, except_for: Rendering | None = None) -> bool:
    jobs = notice.renderings.filter(purpose=Rendering.Purpose.ISSUE)
    return any(job.is_running for job in jobs if job != except_for)


def refusal_of_edit(user: User, notice: Notice) -> str:
    if not may_prepare(user, notice.conference):
        return _("Your role does not include this.")
    if notice.state == State.DRAFT:
        return ""
    if notice.state in OPEN:
        return _("The notice is submitted, so its text is fixed. Take it back to change it.")
    return _("An issued notice is never changed. Correct or replace it by a new one.")


def refusal_of_signing(user: User, notice: Notice) -> str:
    """Of signing here, or of keeping what was signed elsewhere."""
    if not access_of(user).at(Permission.ISSUE_NOTICE, notice.conference.host_id):
        return _("Your role does not include this.")
    if notice.state != State.ISSUED:
        return _("Only an issued notice is signed.")
    return ""


def refusal_of_successor(user: User, notice: Notice) -> str:
    """Of a correction or a replacement."""
    if not may_prepare(user, notice.conference):
        return _("Your role does not include this.")
    if notice.state != State.ISSUED:
        return _("Only an issued notice is corrected or replaced.")
    if notice.replacements.filter(state=State.ISSUED).exists():
        return _("This notice is replaced already. Correct or replace the new one.")
    return ""


@dataclass(frozen=True)
class Button:
    row: Transition
    why_not: str

    @property
    def label(self) -> str | Promise:
        return self.row.label


def buttons(user: User, notice: Notice, *, blocked: str = "") -> list[Button]:
    """What this state offers to the person's role. `blocked`: why the notice itself is not ready to go on."""
    found = []
    for row in available(notice.state):
        if not access_of(user).at(row.permission, notice.conference.host_id):
            continue
        why_not = refusal(user, notice, row.verb)
        if row.verb in (Verb.SUBMIT, Verb.ISSUE):
            why_not = why_not or blocked
        found.append(Button(row, why_not))
    return found
