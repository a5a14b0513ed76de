"""Signing an issued notice with the organisation's certificate, and judging a file that was signed elsewhere.

pyHanko does the cryptography (PAdES B-B). Only workers import this module.
"""

import json
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError as BrokenPdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from dialogue_tracker.pdf import render_pdf
from dialogue_tracker.typeface import FAMILY, FONT_FACES
from notices.seal_place import Box, corner, seal_box

FIELD = "ChuKySoCoQuan"
WHOLE = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins(0, 0, 0, 0))
# What a signing program adds to a file; everything beyond that may change what one reads.
MOST_CHANGED = ModificationLevel.FORM_FILLING


class SigningFailed(Exception):
    """The text is a sentence for people."""


# --- Sign ---------------------------------------------------------------------------------------------------
def signed_pdf(pdf: bytes, *, number: str, signer_name: str, signer_title: str) -> bytes:
    """An incremental update of `pdf`: what was issued stays in it byte for byte."""
    signer, seal = organisation(), settings.SIGNING_SEAL
    box = seal_box(pdf, (signer_name, signer_title), millimetres=settings.SIGNING_SEAL_MM) if seal else None
    place = box or corner(pdf)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    with NamedTemporaryFile(suffix=".pdf") as stamp:  # read again while the file is signed
        style = seal_style(writer, Path(seal)) if box else text_style(stamp, number, place)
        signing = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
            ),
            signer=signer,
            stamp_style=style,
            new_field_spec=fields.SigFieldSpec(FIELD, on_page=place.page, box=place.corners),
        )
        try:
            return bytes(signing.sign_pdf(writer).getvalue())
        except (SigningError, BrokenPdf) as error:
            raise SigningFailed(
                _("The certificate could not sign the notice: %(reason)s") % {"reason": error}
            ) from error


def organisation() -> signers.SimpleSigner:
    """The certificate is read each time: whoever replaces the file need not restart anything."""
    if not settings.SIGNING_CERTIFICATE:
        raise SigningFailed(_("Signing is not configured here: there is no certificate of the organisation."))
    path = Path(settings.SIGNING_CERTIFICATE)
    try:
        signer: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12(
            path, passphrase=settings.SIGNING_PASSWORD.encode()
        )
    except OSError:
        signer = None
    if signer is None or signer.signing_cert is None:
        raise SigningFailed(
            _("The certificate cannot be opened. The administrator checks its path and password.")
        )
    until = signer.signing_cert.not_valid_after
    if until < timezone.now():
        raise SigningFailed(_("The certificate expired on %(day)s.") % {"day": f"{until:%d/%m/%Y}"})
    return signer


def seal_style(writer: IncrementalPdfFileWriter, path: Path) -> StaticStampStyle:
    """The image of the seal, in its real size and without anything written on it."""
    return StaticStampStyle(
        border_width=0,
        background=PdfImage(str(path), writer=writer),
        background_layout=SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID),
        background_opacity=1,
    )


def text_style(stamp: IO[bytes], number: str, place: Box) -> StaticStampStyle:
    """Number and time of signing, as the decree words it where no image is shown; set by our own typeface."""
    now = timezone.localtime()
    html = render_to_string(
        "notices/signature_stamp.html",
        {
            "number": number,
            "signed_at": f"{now:%d/%m/%Y %H:%M:%S} {now.isoformat()[-6:]}",
            "family": FAMILY,
            "font_faces": FONT_FACES,
            "place": place,
        },
    )
    stamp.write(render_pdf(html, identifier=b"signature"))
    stamp.flush()
    return StaticStampStyle.from_pdf_file(
        stamp.name, border_width=0, background_layout=WHOLE, background_opacity=1
    )


# --- Judge --------------------------------------------------------------------------------------------------
def judged(pdf: bytes, issued: bytes) -> bytes:
    """The signatures of a file signed elsewhere, as JSON; `SigningFailed` says why it is refused."""
    if not pdf.startswith(issued):
        raise SigningFailed(
            _(
                "This file is not the issued one with a signature added. Sign the PDF downloaded here with a "
                "program that does not rewrite it: do not print, merge or compress it first."
            )
        )
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        found = reader.embedded_regular_signatures
        if not found:
            raise SigningFailed(_("The file carries no signature."))
        _nothing_else_changed(reader, issued)
        return json.dumps([_judged_signature(signature) for signature in found]).encode()
    except (BrokenPdf, SignatureValidationError, ValueError) as error:
        raise SigningFailed(
            _("The file cannot be read as a signed PDF: %(reason)s") % {"reason": error}
        ) from error


def _nothing_else_changed(reader: PdfFileReader, issued: bytes) -> None:
    """Added to the issued file are signatures only: nothing that one could read, over it or instead of it."""
    base = reader.get_historical_resolver(PdfFileReader(BytesIO(issued)).total_revisions - 1)
    if "/AcroForm" not in base.root:
        base.root["/AcroForm"] = _form_to_sign(reader)
    change = DEFAULT_DIFF_POLICY.review_file(reader, base)
    if isinstance(change, SuspiciousModification) or change.modification_level > MOST_CHANGED:
        raise SigningFailed(_("More than a signature was added to the issued file."))


def _form_to_sign(reader: PdfFileReader) -> generic.DictionaryObject:
    """The comparison wants a form to which the field of the signature was added; what is issued has none."""
    form = generic.DictionaryObject({generic.NameObject("/Fields"): generic.ArrayObject()})
    added = reader.root["/AcroForm"]  # a signature has a field, and a field stands in a form
    for name in ("/SigFlags", "/DA"):
        if name in added:
            form[generic.NameObject(name)] = added.raw_get(name)
    return form


def _judged_signature(signature: EmbeddedPdfSignature) -> dict[str, str | bool]:
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=trusted(), allow_fetching=False))
    whole = status.coverage in (
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    )
    if not (status.intact and status.valid and whole and status.docmdp_ok is not False):
        raise SigningFailed(_("The signature does not fit the file: it was changed after it was signed."))
    name = signature.signer_cert.subject
    return {
        "signer": str(name.native.get("common_name") or name.human_friendly),
        "organisation": str(name.native.get("organization_name", "")),
        "issued_by": str(signature.signer_cert.issuer.native.get("common_name", "")),
        "serial": f"{signature.signer_cert.serial_number:x}",
        "signed_at": signature.self_reported_timestamp.isoformat()
        if signature.self_reported_timestamp
        else "",
        "trusted": bool(status.trusted),
    }


def trusted() -> list[Certificate]:
    """Without any, a signature is shown as intact, but nobody vouches for who signed."""
    if not settings.SIGNING_TRUST:
        return []
    content = Path(settings.SIGNING_TRUST).read_bytes()
    return [Certificate.load(der) for _type, _headers, der in pem.unarmor(content, multiple=True)]
