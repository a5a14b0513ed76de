"""What may be done with a recommendation now: the person's role and the state of the matter in one place."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.workflow import State
from conferences.models import Conference
from recommendations.models import Import, Recommendation
from units.permissions import access_of


def may_log(user: User, conference: Conference | None = None) -> bool:
    """At this conference, or at any."""
    access = access_of(user)
    if conference is None:
        return access.at_all(Permission.LOG_RECOMMENDATIONS)
    return access.at(Permission.LOG_RECOMMENDATIONS, conference.host_id)


def may_import(user: User, kind: str, conference: Conference | None) -> bool:
    if conference is not None:
        return may_log(user, conference)
    return kind == Import.Kind.PAST_YEARS and may_load_past(user)


def may_load_past(user: User) -> bool:
    """Conferences of all units, and work that counts as done without a report: the office of the ministry."""
    needed = {Permission.MANAGE_CONFERENCES, Permission.LOG_RECOMMENDATIONS, Permission.CONFIRM}
    return needed <= access_of(user).everywhere


def refusal_to_correct(user: User, recommendation: Recommendation) -> str:
    """A sentence why not; empty when allowed."""
    if not may_log(user, recommendation.conference):
        return _("Your role does not include this.")
    if not recommendation.is_open:
        return _("The matter is closed, so the recommendation stays as it was logged.")
    return ""


def refusal_to_answer(user: User, recommendation: Recommendation) -> str:
    if not access_of(user).at(Permission.PREPARE_NOTICE, recommendation.conference.host_id):
        return _("Your role does not include this.")
    if recommendation.assignment.state == State.MERGED:
        return _("It is answered together with %(other)s. Write the answer there.") % {
            "other": recommendation.answering.code
        }
    if recommendation.assignment.state == State.WITHDRAWN:
        return _("The recommendation was withdrawn, so it is not answered.")
    return ""


def reads_answer(user: User, recommendation: Recommendation) -> bool:
    return access_of(user).reads_all or recommendation.is_told
