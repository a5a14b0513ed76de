"""Writes on what a unit is still writing. Nobody else hears of it, and the history has only what was sent."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments import messages_updates as tell
from assignments.actions_updates import Proof, add_evidence
from assignments.models import Assignment, Draft, Evidence
from assignments.permissions import refusal_of_update
from assignments.permissions_updates import sends
from assignments.writing import Refused, SomebodyWasFaster, lock
from dialogue_tracker.files import atomic_with_files
from units.permissions import access_of


def save_draft(
    assignment: Assignment,
    purpose: str,
    *,
    values: Mapping[str, str],
    version: int,
    by: User,
    key: UUID | None = None,
    proof: Proof | None = None,
    ready: bool = False,
) -> Draft:
    """`version` is what the person saw, 0 for none. The same values sent again change nothing."""
    proof = proof or Proof()
    with atomic_with_files(proof.stored):
        draft = _written(assignment, purpose, values=values, version=version, key=key, by=by)
        add_evidence(draft, proof=proof, by=by)
        if ready and draft.ready_at is None:
            draft.ready_at = timezone.now()
            draft.save(update_fields=["ready_at"])
            tell.about_ready_draft(draft, by=by)
    return draft


def _written(
    assignment: Assignment,
    purpose: str,
    *,
    values: Mapping[str, str],
    version: int,
    key: UUID | None,
    by: User,
) -> Draft:
    locked = lock(assignment)  # drafts of one assignment are written one at a time
    access = access_of(by)
    if sentence := refusal_of_update(access, locked):
        raise Refused(sentence)
    if key and locked.updates.filter(client_key=key).exists():
        raise SomebodyWasFaster  # it was sent; this is what the page saved a moment before
    draft = check_draft(locked, purpose, values=values, version=version, key=key)
    if draft is None:
        draft = Draft(assignment=locked, purpose=purpose, drafted_by=by, version=0)
    if draft.pk is None or draft.values != dict(values):
        draft.values, draft.edited_by, draft.edited_at = dict(values), by, timezone.now()
        draft.version, draft.saved_from = draft.version + 1, key
        if not sends(access, locked):
            draft.ready_at = None
        draft.save()
    return draft


@transaction.atomic
def hold_draft(
    assignment: Assignment, purpose: str, *, values: Mapping[str, str], version: int, key: UUID | None
) -> None:
    """In the sender's transaction: nothing is sent over words that the sender has not seen."""
    check_draft(lock(assignment), purpose, values=values, version=version, key=key)


def check_draft(
    assignment: Assignment, purpose: str, *, values: Mapping[str, str], version: int, key: UUID | None
) -> Draft | None:
    """The draft as it is; raises `SomebodyWasFaster` when it says something the person has not seen."""
    draft = assignment.drafts.filter(purpose=purpose).first()
    if draft is None:
        is_known = version == 0
    else:
        is_own = key is not None and draft.saved_from == key
        is_known = draft.version == version or is_own or draft.values == dict(values)
    if not is_known:
        raise SomebodyWasFaster
    return draft


@transaction.atomic
def discard_drafts(assignment: Assignment, *purposes: str) -> int:
    """Of these purposes, or all. Returns how many there were; their files go when this is committed.

    Under the lock of the work: what is being sent at this moment is a report's, and its files stay.
    """
    drafts = assignment.drafts.filter(purpose__in=purposes or Draft.Purpose.values)
    if not drafts.exists():
        return 0
    lock(assignment)
    evidence = Evidence.everything.filter(draft__in=drafts)
    files = [row.file for row in evidence.exclude(file="")]
    evidence.delete()
    gone, _rows = drafts.delete()
    for file in files:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    return gone


@transaction.atomic
def remove_from_draft(evidence: Evidence) -> None:
    """Refused where the draft was sent a moment ago: from then on it is evidence of a report."""
    lock(evidence.assignment)
    file = evidence.file
    gone, _rows = Evidence.everything.filter(pk=evidence.pk, draft__isnull=False).delete()
    if not gone:
        raise Refused(_("The draft was sent or discarded meanwhile."))
    if file:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
