"""Ask a worker for a PDF, for issuing or for signing; stop it, and clean up after it."""

import hashlib
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.writing import Refused
from conferences.models import Conference
from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.jobs import send, stop
from notices.actions import lock
from notices.models import Notice, Original, Rendering, Report
from notices.permissions import may_prepare, may_report, refusal, refusal_of_signing
from notices.workflow import Verb
from units.models import Unit


@transaction.atomic
def request_rendering(notice: Notice, *, by: User) -> Rendering:
    """A worker makes the draft's PDF once this is committed. Asked again meanwhile, it is the same one."""
    if not may_prepare(by, notice.conference):
        raise PermissionDenied
    locked = lock(notice)
    if locked.is_issued:
        raise Refused(_("The notice is issued; its PDF is what was issued."))
    return _same_or_new(locked, Rendering.Purpose.DRAFT, by=by)


@transaction.atomic
def request_issuing(notice: Notice, *, by: User, version: int | None = None) -> Rendering:
    """A worker writes number and date into the PDF and issues it in one transaction, or nothing happens."""
    locked = lock(notice, version=version)
    latest = _latest(locked, Rendering.Purpose.ISSUE)
    if latest and latest.is_running:
        return latest
    if sentence := refusal(by, locked, Verb.ISSUE):
        raise Refused(sentence)
    return _same_or_new(locked, Rendering.Purpose.ISSUE, by=by)


@transaction.atomic
def request_signature(notice: Notice, *, by: User) -> Rendering:
    """With the organisation's certificate, which only the worker opens."""
    locked = lock(notice)
    if sentence := refusal_of_signing(by, locked):
        raise Refused(sentence)
    if not settings.SIGNING_CERTIFICATE:
        raise Refused(_("Signing is not configured here: there is no certificate of the organisation."))
    return _same_or_new(locked, Rendering.Purpose.SIGN, by=by)


def request_check(notice: Notice, *, file: UploadedFile, by: User) -> Rendering:
    """Of a file signed elsewhere: the worker keeps it as an original, or says why it is none."""
    written: list[FieldFile] = []
    with atomic_with_files(written):
        locked = lock(notice)
        if sentence := refusal_of_signing(by, locked) or already_kept(locked, sha256_of(file)):
            raise Refused(sentence)
        rendering = Rendering(notice=locked, purpose=Rendering.Purpose.CHECK, requested_by=by)
        rendering.file.save("signed.pdf", file, save=False)
        written.append(rendering.file)
        rendering.save()
        transaction.on_commit(partial(send, rendering))
    return rendering


def sha256_of(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


def already_kept(notice: Notice, sha256: str) -> str:
    """Why a file is not taken in."""
    same = notice.originals.filter(sha256=sha256).first()
    if same is None:
        return ""
    if same.kind == Original.Kind.UNSIGNED:
        return _("This is the issued PDF itself, without a signature.")
    return _("This signed file is kept already.")


def _latest(notice: Notice, purpose: Rendering.Purpose) -> Rendering | None:
    return notice.renderings.filter(purpose=purpose).first()


def _same_or_new(notice: Notice, purpose: Rendering.Purpose, *, by: User) -> Rendering:
    latest = _latest(notice, purpose)
    if latest and latest.is_running:
        return latest
    rendering = Rendering.objects.create(notice=notice, purpose=purpose, requested_by=by)
    transaction.on_commit(partial(send, rendering))
    return rendering


@transaction.atomic
def request_report(conference: Conference, *, kind: str, unit: Unit | None, by: User) -> Report:
    """Asked again while a worker is at it, it is the same one."""
    if not may_report(by, conference):
        raise PermissionDenied
    same = Report.objects.filter(conference=conference, kind=kind, unit=unit, requested_by=by)
    latest = same.select_for_update().first()
    if latest and latest.is_running:
        return latest
    report = Report.objects.create(conference=conference, kind=kind, unit=unit, requested_by=by)
    transaction.on_commit(partial(send, report))
    return report


def cancel(rendering: Rendering, *, by: User) -> bool:
    if not may_prepare(by, rendering.notice.conference):
        raise PermissionDenied
    return stop(rendering, by=by)


def remove_old_renderings() -> int:
    """Nobody needs drafts but the last one of an open notice, nor those of issued ones, nor old reports."""
    before = timezone.now() - timedelta(days=settings.DRAFT_PDF_DAYS)
    removed = 0
    for report in Report.objects.filter(requested_at__lt=before):
        if not report.is_running:
            report.remove()
            removed += 1
    for rendering in Rendering.objects.filter(requested_at__lt=before).select_related("notice"):
        if rendering.is_running or (rendering.notice.is_open and rendering.is_the_last_one):
            continue
        rendering.remove()
        removed += 1
    return removed
