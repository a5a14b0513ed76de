"""Keeping the bytes of what was issued."""

import hashlib
from io import BytesIO

from pypdf import PdfReader

from accounts.models import User
from notices.models import Notice, Original
from units.permissions import name_with_title


def archive(
    notice: Notice, pdf: bytes, *, kind: Original.Kind, signatures: list[dict[str, str]], by: User
) -> Original:
    return Original.objects.create(
        notice=notice,
        kind=kind,
        sha256=hashlib.sha256(pdf).hexdigest(),
        content=pdf,
        size=len(pdf),
        pages=pages_of(pdf),
        signatures=signatures,
        added_by=by,
        added_by_name=name_with_title(by),
    )


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)
