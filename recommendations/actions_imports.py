"""Bringing in a workbook: asked for, applied, checked again. The work itself is a worker's (`importing`)."""

import hashlib
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.writing import Refused
from conferences.models import Conference
from dialogue_tracker import job_runs
from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.jobs import requeue, send, stop
from recommendations.models import Import
from recommendations.permissions import may_import

__all__ = ["apply", "check_again", "stop", "upload"]

LONGEST_NAME = 255


def upload(*, kind: str, conference: Conference | None, file: UploadedFile, by: User) -> Import:
    """Keeps the file and asks for the dry run."""
    if not may_import(by, kind, conference):
        raise PermissionDenied
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    written: list[FieldFile] = []
    with atomic_with_files(written):
        row = Import(kind=kind, conference=conference, sha256=digest.hexdigest(), requested_by=by)
        row.name = str(file.name)[-LONGEST_NAME:]
        row.file.save(f"{row.sha256[:16]}.xlsx", file, save=False)
        written.append(row.file)
        row.save()
        transaction.on_commit(partial(send, row))
    return row


@transaction.atomic
def apply(row: Import, *, by: User) -> Import:
    """Asked twice, it is done once."""
    locked = _locked(row, by)
    if locked.stage == Import.Stage.APPLY and (locked.is_running or locked.is_done):
        return locked
    if not locked.may_be_applied:
        raise Refused(_("It cannot be applied: mend its faults and upload it again, or check it again."))
    locked.applied_by = by
    return _queued(locked, Import.Stage.APPLY)


@transaction.atomic
def check_again(row: Import, *, by: User) -> Import:
    """For what has changed meanwhile: a unit that was entered, a worker that is back."""
    locked = _locked(row, by)
    if locked.is_running:
        return locked
    if not locked.may_be_checked_again:
        raise Refused(_("This import is applied already."))
    locked.applied_by = None
    return _queued(locked, Import.Stage.CHECK)


def _locked(row: Import, by: User) -> Import:
    locked = Import.objects.select_for_update(of=("self",)).select_related("conference").get(pk=row.pk)
    if not may_import(by, locked.kind, locked.conference):
        raise PermissionDenied
    return locked


def _queued(row: Import, stage: str) -> Import:
    row.stage = stage
    requeue(row)
    job_runs.forget_progress(row)
    transaction.on_commit(partial(send, row))
    return row
