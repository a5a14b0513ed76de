"""Signed originals of issued notices: made here, or taken in. A worker does it, pyHanko in a child of it."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings

from accounts.models import User
from assignments.writing import Refused
from dialogue_tracker.isolated import run_isolated
from notices.actions import lock, record
from notices.archiving import archive
from notices.models import Notice, Original
from notices.permissions import refusal_of_signing
from notices.rendering_jobs import already_kept
from notices.signing import SigningFailed, judged, signed_pdf


def sign(notice: Notice, *, by: User) -> Original:
    locked = _locked(notice, by)
    issued = _issued_bytes(locked)
    pdf = _apart(
        lambda: signed_pdf(
            issued,
            number=locked.issuance.number_text,
            signer_name=locked.signer_name,
            signer_title=locked.signer_title,
        )
    )
    return _keep(locked, pdf, issued, verb="sign", by=by)


def archive_upload(notice: Notice, pdf: bytes, *, by: User) -> Original:
    locked = _locked(notice, by)
    if sentence := already_kept(locked, hashlib.sha256(pdf).hexdigest()):  # taken in twice at once
        raise Refused(sentence)
    return _keep(locked, pdf, _issued_bytes(locked), verb="archive", by=by)


def _locked(notice: Notice, by: User) -> Notice:
    locked = lock(notice)
    if sentence := refusal_of_signing(by, locked):
        raise Refused(sentence)
    return locked


def _issued_bytes(notice: Notice) -> bytes:
    return bytes(notice.originals.get(kind=Original.Kind.UNSIGNED).content)


def _keep(notice: Notice, pdf: bytes, issued: bytes, *, verb: str, by: User) -> Original:
    signatures: list[dict[str, Any]] = json.loads(_apart(lambda: judged(pdf, issued)))
    original = archive(notice, pdf, kind=Original.Kind.SIGNED, signatures=signatures, by=by)
    signers = ", ".join(str(signature["signer"]) for signature in signatures)
    record(
        notice,
        verb=verb,
        by=by,
        from_state=notice.state,
        text=signers,
        changes={"sha256": ["", original.sha256]},
    )
    return original


def _apart(work: Callable[[], bytes]) -> bytes:
    """Files from elsewhere are read where they can do no harm, and not for ever."""
    return run_isolated(
        lambda report: work(),
        report=lambda percent, step: None,
        seconds=settings.PDF_SECONDS,
        megabytes=settings.PDF_MEGABYTES,
        expected=SigningFailed,
    )
