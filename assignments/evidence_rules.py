"""What proves a result, by type of work: one table, read by the door, the form and the manual."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.actions_updates import Proof
from assignments.models import Assignment, Draft, Evidence, Update


class Needed(TextChoices):
    DOCUMENT = "document", gettext_lazy("the number and date of a document")
    ANY = "any", gettext_lazy("the number of a document, or a file")
    NOTHING = "nothing", gettext_lazy("nothing more than the answer itself")


TASK, RECOMMENDATION = Assignment.Kind.TASK, Assignment.Kind.RECOMMENDATION
# (kind, what the unit says became of it). A promise for later stands in a numbered document, so that people
# can ask after it; an explanation is its own proof.
EVIDENCE_NEEDED: Mapping[tuple[str, str], Needed] = {
    (TASK, ""): Needed.ANY,
    (RECOMMENDATION, ""): Needed.ANY,
    (RECOMMENDATION, Update.Outcome.RESOLVED): Needed.ANY,
    (RECOMMENDATION, Update.Outcome.EXPLAINED): Needed.NOTHING,
    (RECOMMENDATION, Update.Outcome.ROADMAP): Needed.DOCUMENT,
}


def needed_for(kind: str, outcome: str) -> Needed:
    return EVIDENCE_NEEDED.get((kind, outcome), Needed.ANY)


def missing_evidence(assignment: Assignment, outcome: str, proof: Proof) -> str:
    """A sentence when the report lacks proof. What hangs on the draft or on an earlier report counts."""
    needed = needed_for(assignment.kind, outcome)
    if needed == Needed.NOTHING:
        return ""
    rows = given(assignment)
    if proof.documents or rows.exclude(document="").exists():
        return ""
    if needed == Needed.DOCUMENT:
        return _("Give the number and date of the document in which the roadmap was told.")
    if proof.files or rows.exists():
        return ""
    return _("Give the number of a document or attach a file that proves the result.")


def given(assignment: Assignment) -> QuerySet[Evidence]:
    of_results = Q(update__is_result=True) | Q(draft__purpose=Draft.Purpose.RESULT)
    return Evidence.everything.filter(of_results, assignment=assignment, removed_at__isnull=True)
