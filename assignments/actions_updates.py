"""Writes that report progress: updates and the evidence that goes with them or with a result."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment, Draft, Evidence, Update
from assignments.permissions_updates import refusal_of_more_evidence, refusal_of_removal, refusal_of_sending
from assignments.writing import Refused, lock, record
from dialogue_tracker.files import atomic_with_files
from units.permissions import access_of


@dataclass(frozen=True)
class Proof:
    """Numbers and dates of documents, one a line, and files."""

    document: str = ""
    files: Sequence[UploadedFile] = ()
    stored: list[FieldFile] = field(default_factory=list, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.documents or self.files)

    @property
    def documents(self) -> list[str]:
        return [line.strip() for line in self.document.splitlines() if line.strip()]


def add_evidence(owner: Update | Draft, *, proof: Proof, by: User) -> list[Evidence]:
    """`owner`: the report, or the draft of one."""
    place = {"update": owner} if isinstance(owner, Update) else {"draft": owner}
    made = [Evidence(document=document) for document in proof.documents]
    made += [Evidence(file=file, file_name=file.name or "") for file in proof.files]
    for evidence in made:
        evidence.assignment, evidence.added_by = owner.assignment, by
        for name, value in place.items():
            setattr(evidence, name, value)
        evidence.save()
        if evidence.file:
            proof.stored.append(evidence.file)
    return made


def add_update(
    assignment: Assignment,
    *,
    text: str,
    percent: int,
    next_step: str,
    proof: Proof,
    by: User,
    drafted_by: User | None = None,
    key: UUID | None = None,
) -> Update:
    """Does not change the state, so it needs no version: two updates are simply two rows.

    The unit's draft goes with it. A form sent twice (`key`) counts once.
    """
    with atomic_with_files(proof.stored):
        locked = lock(assignment)
        if sentence := refusal_of_sending(access_of(by), locked):
            raise Refused(sentence)
        if key and (sent := locked.updates.filter(client_key=key).first()):
            return sent
        old, locked.percent = locked.percent, percent
        locked.save(update_fields=["percent"])
        update = Update.objects.create(
            assignment=locked,
            author=by,
            drafted_by=drafted_by,
            text=text,
            percent=percent,
            next_step=next_step,
            client_key=key,
        )
        add_evidence(update, proof=proof, by=by)
        take_draft(update, Draft.Purpose.UPDATE)
        record(
            locked,
            verb="update",
            by=by,
            from_state=locked.state,
            changes={"percent": [old, percent]},
            reason="",
        )
    return update


def write_result(
    assignment: Assignment,
    *,
    text: str,
    outcome: str,
    roadmap_on: date | None,
    key: UUID | None,
    proof: Proof,
    by: User,
) -> None:
    """The report that comes with the verb; called with the row locked."""
    update = Update.objects.create(
        assignment=assignment,
        author=by,
        text=text,
        percent=100,
        is_result=True,
        outcome=outcome,
        roadmap_on=roadmap_on if outcome == Update.Outcome.ROADMAP else None,
        client_key=key,
    )
    add_evidence(update, proof=proof, by=by)
    take_draft(update, Draft.Purpose.RESULT)


def take_draft(update: Update, purpose: str) -> None:
    """The evidence of the draft becomes the report's; whose words they are stays on it; the draft is gone."""
    draft = Draft.objects.filter(assignment=update.assignment, purpose=purpose).first()
    if draft is None:
        return
    if drafter := draft.drafter_for(update.author):
        update.drafted_by = drafter
        update.save(update_fields=["drafted_by"])
    Evidence.everything.filter(draft=draft).update(draft=None, update=update)
    draft.delete()


def add_more_evidence(assignment: Assignment, *, proof: Proof, by: User) -> list[Evidence]:
    """While the result waits for confirmation; it joins the report that stands."""
    with atomic_with_files(proof.stored):
        locked = lock(assignment)
        if sentence := refusal_of_more_evidence(access_of(by), locked):
            raise Refused(sentence)
        report = locked.updates.filter(is_result=True).latest("created_at", "pk")
        made = add_evidence(report, proof=proof, by=by)
        names = ", ".join(str(evidence) for evidence in made)
        record(
            locked,
            verb="add_evidence",
            by=by,
            from_state=locked.state,
            changes={"evidence": ["", names]},
            reason="",
        )
    return made


@transaction.atomic
def remove_evidence(evidence: Evidence, *, reason: str, by: User) -> None:
    """It no longer counts and is no longer handed out; row and file stay for the record."""
    locked = lock(evidence.assignment)
    if sentence := refusal_of_removal(access_of(by), locked):
        raise Refused(sentence)
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason; it stays in the history.")})
    rows = Evidence.objects.filter(pk=evidence.pk, assignment=locked)
    if not rows.update(removed_at=timezone.now(), removed_by=by):
        return  # somebody took it back a moment ago
    record(
        locked,
        verb="remove_evidence",
        by=by,
        from_state=locked.state,
        changes={"evidence": [str(evidence), ""]},
        reason=reason,
    )
