"""Alike recommendations: linked to those of earlier conferences, merged with one of the same conference."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions import Change, change_state
from assignments.models import Assignment
from assignments.workflow import Verb
from assignments.writing import Refused, lock, record
from recommendations.life_line import EARLIER, linked
from recommendations.models import RaisedAgain, Recommendation
from recommendations.permissions import may_log


def refusal_to_link(user: User, recommendation: Recommendation, earlier: Recommendation) -> str:
    """A sentence why not; empty when allowed."""
    if not may_log(user, recommendation.conference):
        return _("Your role does not include this.")
    if earlier.conference.held_on >= recommendation.conference.held_on:
        return _("%(code)s is not of an earlier conference.") % {"code": earlier.code}
    if recommendation.earlier_links.filter(earlier=earlier).exists():
        return _("It is linked to %(code)s already.") % {"code": earlier.code}
    if recommendation.pk in linked(EARLIER, [earlier.pk])[earlier.pk]:
        return _("%(code)s repeats this one itself.") % {"code": earlier.code}
    return ""


@transaction.atomic
def link(recommendation: Recommendation, earlier: Recommendation, *, by: User) -> RaisedAgain:
    """The lock is on both, in one order for all: two people who link crosswise cannot make a circle."""
    work = lock(recommendation.assignment)
    _lock(recommendation, earlier)
    if sentence := refusal_to_link(by, recommendation, earlier):
        raise Refused(sentence)
    made = RaisedAgain.objects.create(recommendation=recommendation, earlier=earlier, by=by)
    _record(work, "link_earlier", ["", earlier.code], by=by)
    return made


@transaction.atomic
def unlink(made: RaisedAgain, *, by: User) -> None:
    recommendation = made.recommendation
    work = lock(recommendation.assignment)
    _lock(recommendation, made.earlier)
    if not may_log(by, recommendation.conference):
        raise Refused(_("Your role does not include this."))
    deleted, _rows = RaisedAgain.objects.filter(pk=made.pk).delete()
    if deleted:
        _record(work, "unlink_earlier", [made.earlier.code, ""], by=by)


def merge(recommendation: Recommendation, other: Recommendation, *, by: User) -> None:
    """One answer serves both from now on; each unit keeps its own word on it.

    What `other` was merged into itself takes this one in too. Raises what `change_state` raises.
    """
    target = Recommendation.objects.select_related("assignment__merged_into").get(pk=other.pk)
    into = target.assignment.merged_into or target.assignment
    recommendation.assignment = change_state(
        recommendation.assignment, Verb.MERGE, by=by, change=Change(into=into)
    )


def _lock(*recommendations: Recommendation) -> None:
    rows = Recommendation.objects.filter(pk__in=[row.pk for row in recommendations]).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))


def _record(assignment: Assignment, verb: str, pair: list[str], *, by: User) -> None:
    record(assignment, verb=verb, by=by, from_state=assignment.state, changes={"earlier": pair}, reason="")
