"""Signing with a certificate of our own, and files signed elsewhere: kept when they are the issued notice."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader, PdfWriter

from assignments.writing import Refused
from notices import rendering, rendering_jobs
from notices.document import Signer
from notices.models import HistoryEntry, Original, Rendering
from notices.pdf import notice_pdf
from notices.seal_place import corner, seal_box
from notices.signing import SigningFailed, judged, signed_pdf
from notices.tasks import render
from tests.notices.issued import issued
from tests.notices.samples import short_notice

PASSWORD = "in-tests"
ABOUT = {"number": "01/TB-BCT", "signer_name": "Nguyễn Văn A", "signer_title": "Chánh Văn phòng"}


def certificate(folder, *, days=30) -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bộ Công Thương"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Văn phòng Bộ Công Thương"),
        ]
    )
    now = datetime.now(UTC)
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False)  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.KeyUsage(digital_signature=True, key_cert_sign=True, **usage), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    sealed = serialization.BestAvailableEncryption(PASSWORD.encode())
    (folder / "org.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"org", key, made, None, sealed))
    (folder / "org.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("certificate")
    certificate(made)
    Image.new("RGBA", (40, 40), (200, 0, 0, 128)).save(made / "seal.png")
    return made


@pytest.fixture
def configured(settings, folder):
    settings.SIGNING_CERTIFICATE = str(folder / "org.p12")
    settings.SIGNING_PASSWORD = PASSWORD
    settings.SIGNING_TRUST = str(folder / "org.pem")
    return settings


@pytest.fixture(scope="module")
def pdf():
    """As it is issued, and really printed: the place of the seal is found in it."""
    signer = Signer(authority="TL.", of="Bộ trưởng", title="Chánh Văn phòng", name="Nguyễn Văn A")
    document = replace(short_notice(), number=1, draft=False, signer=signer)
    return notice_pdf(document, identifier=b"signing")


@pytest.fixture
def notice(conference, office, leader, unit_a, quick, monkeypatch, pdf):
    monkeypatch.setattr(rendering, "pdf_of", lambda *_args: pdf)
    return issued(conference, office, leader, unit_a)


def issued_bytes(notice):
    return bytes(notice.originals.get(kind="unsigned").content)


def run(job):
    render(job.pk)
    return Rendering.objects.get(pk=job.pk)


def upload(notice, pdf, by):
    file = SimpleUploadedFile("ky.pdf", pdf, "application/pdf")
    return run(rendering_jobs.request_check(notice, file=file, by=by))


# --- Sign -------------------------------------------------------------------------------------------------------
def test_the_worker_signs_and_keeps_the_original(notice, office, configured):
    job = run(rendering_jobs.request_signature(notice, by=office))
    assert job.is_done, job.error
    signed, before = notice.originals.get(kind="signed"), issued_bytes(notice)
    content = bytes(signed.content)
    assert content.startswith(before)
    assert signed.sha256 == hashlib.sha256(content).hexdigest()
    (signature,) = signed.signatures
    assert signature["signer"] == "Văn phòng Bộ Công Thương"
    assert signature["trusted"] is True
    assert HistoryEntry.objects.get(verb="sign").text == "Văn phòng Bộ Công Thương"
    assert issued_bytes(notice) == before
    embedded = PdfFileReader(BytesIO(content)).embedded_signatures[0]
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_number_and_time_stand_in_the_top_right_corner(pdf, configured):
    signed = PdfReader(BytesIO(signed_pdf(pdf, **ABOUT)))
    (widget,) = [note.get_object() for note in signed.pages[0]["/Annots"] if "/AP" in note.get_object()]
    box = corner(pdf)
    assert [round(float(edge)) for edge in widget["/Rect"]] == list(box.corners)
    assert (box.page, box.left > 300, box.bottom > 780) == (0, True, True)


def test_the_seal_covers_the_left_of_the_signature_in_its_real_size(pdf, configured, folder):
    configured.SIGNING_SEAL, configured.SIGNING_SEAL_MM = str(folder / "seal.png"), 36
    box = seal_box(pdf, ("Nguyễn Văn A", "Chánh Văn phòng"), millimetres=36)
    assert box.width == box.height == round(36 * 72 / 25.4)
    signed = PdfReader(BytesIO(signed_pdf(pdf, **ABOUT)))
    page = signed.pages[box.page]
    (widget,) = [note.get_object() for note in page["/Annots"] if "/AP" in note.get_object()]
    assert [round(float(edge)) for edge in widget["/Rect"]] == list(box.corners)
    assert "Nguyễn Văn A" in page.extract_text()
    assert 300 < (box.left + box.right) / 2 < 440


def test_without_a_certificate_it_says_so(notice, office):
    with pytest.raises(Refused, match="not configured"):
        rendering_jobs.request_signature(notice, by=office)


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("SIGNING_PASSWORD", "wrong", "cannot be opened"),
        ("SIGNING_CERTIFICATE", "/nowhere/org.p12", "cannot be opened"),
    ],
)
def test_a_certificate_that_does_not_open_leaves_everything_as_it_was(
    notice, office, configured, setting, value, says
):
    setattr(configured, setting, value)
    job = run(rendering_jobs.request_signature(notice, by=office))
    assert says in job.error
    assert notice.originals.count() == 1


def test_an_expired_certificate_does_not_sign(notice, office, configured, tmp_path):
    certificate(tmp_path, days=-1)
    configured.SIGNING_CERTIFICATE = str(tmp_path / "org.p12")
    assert "expired" in run(rendering_jobs.request_signature(notice, by=office)).error


# --- Signed elsewhere -------------------------------------------------------------------------------------------
def test_a_file_signed_elsewhere_is_kept(notice, office, configured):
    signed = signed_pdf(issued_bytes(notice), **ABOUT)
    configured.SIGNING_TRUST = ""
    job = upload(notice, signed, office)
    assert job.is_done, job.error
    kept = notice.originals.get(kind="signed")
    assert bytes(kept.content) == signed
    assert kept.signatures[0]["trusted"] is False
    assert not job.file.storage.exists(job.file.name)
    with pytest.raises(Refused, match="kept already"):
        upload(notice, signed, office)
    with pytest.raises(Refused, match="without a signature"):
        upload(notice, issued_bytes(notice), office)


def test_one_file_taken_in_twice_at_once_is_kept_once(notice, office, configured):
    signed = signed_pdf(issued_bytes(notice), **ABOUT)
    jobs = [
        rendering_jobs.request_check(notice, file=SimpleUploadedFile("ky.pdf", signed), by=office)
        for _time in range(2)
    ]
    first, second = (run(job) for job in jobs)
    assert first.is_done
    assert second.sentence == "This signed file is kept already."
    assert notice.originals.filter(kind="signed").count() == 1


def rewritten(pdf):
    writer = PdfWriter(clone_from=BytesIO(pdf))
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def with_other_text(pdf):
    """An incremental update that puts another content before the signature: signed, but not what was issued."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    content = page["/Contents"]
    target = content[0] if isinstance(content, list) else content
    target._data = b"BT ET"
    target._encoded_data = None
    writer.update_container(target)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def flipped(pdf):
    place = pdf.rindex(b"/Contents <") + 200
    return pdf[:place] + (b"0" if pdf[place : place + 1] != b"0" else b"1") + pdf[place + 1 :]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda issued, sign: rewritten(sign(issued)), "not the issued one"),
        (lambda issued, sign: sign(with_other_text(issued)), "More than a signature"),
        (lambda issued, sign: with_other_text(issued), "no signature"),
        (lambda issued, sign: with_other_text(sign(issued)), "More than a signature"),
        (lambda issued, sign: flipped(sign(issued)), "."),
        (lambda issued, sign: issued + b"\n%PDF-1.7 garbage", "."),
        (lambda issued, sign: b"%PDF-1.7\n", "not the issued one"),
        (lambda issued, sign: issued[:-100], "not the issued one"),
    ],
)
def test_what_is_not_the_issued_notice_with_a_signature_is_refused(pdf, configured, change, says):
    changed = change(pdf, lambda whole: signed_pdf(whole, **ABOUT))
    with pytest.raises(SigningFailed) as refused:
        judged(changed, pdf)
    assert says in str(refused.value)


def test_a_refused_file_says_why_and_is_not_kept(notice, office, configured):
    job = upload(notice, rewritten(signed_pdf(issued_bytes(notice), **ABOUT)), office)
    assert job.is_failed
    assert "not the issued one" in job.sentence
    assert Original.objects.count() == 1
    assert not job.file.storage.exists(job.file.name)


@pytest.mark.parametrize("name", ["leader", "observer", "head_a", "administrator"])
def test_only_the_office_signs_and_keeps(request, notice, configured, name):
    person = request.getfixturevalue(name)
    with pytest.raises(Refused):
        rendering_jobs.request_signature(notice, by=person)
    with pytest.raises(Refused):
        upload(notice, b"%PDF-", person)
