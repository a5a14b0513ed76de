"""Writes that report progress: updates and the evidence that goes with them or with a result."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile

from accounts.models import User
from assignments.models import Assignment, Evidence, Update
from assignments.permissions import refusal_of_update
from assignments.writing import Refused, lock, record
from dialogue_tracker.files import atomic_with_files
from units.permissions import access_of


@dataclass(frozen=True)
class Proof:
    document: str = ""
    file: UploadedFile | None = None
    stored: list[FieldFile] = field(default_factory=list, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.document or self.file)


def add_evidence(update: Update, *, proof: Proof, by: User) -> None:
    if proof:
        evidence = Evidence.objects.create(
            assignment=update.assignment,
            update=update,
            document=proof.document,
            file=proof.file or "",
            file_name=(proof.file.name or "") if proof.file else "",
            added_by=by,
        )
        if evidence.file:
            proof.stored.append(evidence.file)


def add_update(
    assignment: Assignment,
    *,
    text: str,
    percent: int,
    next_step: str,
    proof: Proof,
    by: User,
) -> Update:
    """Does not change the state, so it needs no version: two updates are simply two rows."""
    with atomic_with_files(proof.stored):
        update = _add_update(assignment, text=text, percent=percent, next_step=next_step, by=by)
        add_evidence(update, proof=proof, by=by)
    return update


def _add_update(assignment: Assignment, *, text: str, percent: int, next_step: str, by: User) -> Update:
    locked = lock(assignment)
    if sentence := refusal_of_update(access_of(by), locked):
        raise Refused(sentence)
    old = locked.percent
    update = Update.objects.create(
        assignment=locked, author=by, text=text, percent=percent, next_step=next_step
    )
    locked.percent = percent
    locked.save(update_fields=["percent"])
    record(
        locked,
        verb="update",
        by=by,
        from_state=locked.state,
        changes={"percent": [old, percent]},
        reason="",
    )
    return update
