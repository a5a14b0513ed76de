"""What may be uploaded: recognised by content and structure, whatever it is called; and what is shown of it."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assignments.actions import Change, change_state
from assignments.actions_updates import Proof, add_more_evidence, add_update, remove_evidence
from assignments.evidence_files import MOST_UNPACKED, kind_of
from assignments.evidence_rules import EVIDENCE_NEEDED, missing_evidence
from assignments.forms_updates import UpdateForm, named_for
from assignments.models import Assignment, Evidence, Update
from assignments.workflow import State, Verb
from assignments.writing import Refused
from tests.assignments.conftest import RESULT, WHY


def office_file(*parts: str, types: str = "<Types/>", size: int = 4) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for part in parts:
            archive.writestr(part, "<x/>".ljust(size))
    return packed.getvalue()


def image(image_format: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 6), "red").save(made, image_format)
    return made.getvalue()


def png_of(width: int, height: int) -> bytes:
    """The head of an image that would unpack to gigabytes."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def claims(content: bytes, size: int) -> bytes:
    """The same archive, in whose list of parts the last one is said to unpack to `size`."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PNG, JPEG = image("PNG"), image("JPEG")
DOCX = office_file("word/document.xml")
FILES = {
    "pdf": PDF,
    "png": PNG,
    "jpg": JPEG,
    "docx": DOCX,
    "xlsx": office_file("xl/workbook.xml"),
    "pptx": office_file("ppt/presentation.xml"),
}
REFUSED = {
    "empty": b"",
    "program": b"MZ\x90\x00",
    "page": b"<html><script>alert(1)</script>",
    "page before a PDF": b"<html><script>alert(1)</script>" + PDF,
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "half a PDF": PDF[:-6],
    "half an image": PNG[:20],
    "head of an image and a page": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "image of 10 gigapixels": png_of(100_000, 100_000),
    "broken archive": b"PK\x03\x04 broken",
    "animation": b"GIF89a",
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "any archive": office_file("META-INF/manifest.xml"),
    "two documents in one": office_file("word/document.xml", "xl/workbook.xml"),
    "macros": office_file("word/document.xml", "word/vbaProject.bin"),
    "macros under another name": office_file(
        "word/document.xml", types="application/vnd.ms-word.document.macroEnabled.main+xml"
    ),
    "controls that run": office_file("word/document.xml", "word/activeX/activeX1.xml"),
    "half a document": DOCX[:-30],
    "too many parts": office_file("word/document.xml", *(f"x{number}" for number in range(10_001))),
    "zip bomb": claims(DOCX, MOST_UNPACKED + 1),
}


@pytest.mark.parametrize(("kind", "content"), FILES.items())
def test_kind_is_read_from_the_content(kind, content):
    file = BytesIO(content)
    assert kind_of(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_everything_else_is_refused(content):
    assert kind_of(BytesIO(content)) is None


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("pdf", "Báo cáo.pdf", "Báo cáo.pdf"),
        ("pdf", "Báo cáo.PDF", "Báo cáo.PDF"),
        ("pdf", "hoa-don.exe", "hoa-don.pdf"),
        ("pdf", "khong-duoi", "khong-duoi.pdf"),
        ("jpg", "anh.jpeg", "anh.jpeg"),
        ("jpg", "anh.png", "anh.jpg"),
        ("docx", "", "docx.docx"),
        ("docx", "../../etc/bao cao.docm", "bao cao.docx"),
    ],
)
def test_name_gets_the_ending_of_what_it_is(kind, name, expected):
    assert named_for(kind, name) == expected


# --- The form -----------------------------------------------------------------------------------------------
def errors_with(assignment, *contents):
    files = [SimpleUploadedFile(f"tep-{number}.pdf", content) for number, content in enumerate(contents)]
    return UpdateForm({"text": "x", "percent": 1}, {"file": files}, assignment=assignment).errors.get("file")


def test_form_refuses_by_content_with_a_sentence(assignment):
    assert errors_with(assignment, PDF, b"MZ\x90\x00") == [
        "“tep-1.pdf” is not a PDF, Word, Excel, PowerPoint, PNG or JPEG file, or it is damaged or holds macros. "
        "Save it as PDF and choose that one."
    ]
    assert errors_with(assignment, b"") == ["The submitted file is empty."]
    assert "These are 11 files, more than 10." in errors_with(assignment, *[PDF] * 11)[0]
    assert errors_with(assignment, *[PDF] * 3) is None


def test_form_refuses_what_is_too_big(assignment, settings):
    settings.EVIDENCE_MAX_BYTES = 1024
    [sentence] = errors_with(assignment, PDF + b"x" * 2000)
    assert sentence.replace("\xa0", " ") == (
        "“tep-0.pdf” has 2.0 KB, more than 1.0 KB. Make it smaller or give its number."
    )


def test_an_upload_without_end_is_not_stored_and_is_told_in_a_sentence(
    assignment, bring_to, client_of, head_a, settings
):
    settings.EVIDENCE_MAX_BYTES = settings.UPLOAD_MAX_BYTES = 100_000
    bring_to(assignment, State.IN_PROGRESS)
    data = {"text": "Đã họp.", "percent": 10, "file": SimpleUploadedFile("to.pdf", PDF + b"x" * 3_000_000)}
    response = client_of(head_a).post(reverse("assignments:update", args=[assignment.pk]), data)
    assert "“to.pdf” has 2.9" in response.text.replace("\xa0", " ")
    assert "Đã họp." in response.text


# --- What a result needs, by type ---------------------------------------------------------------------------
DOCUMENT, FILE, NONE = (
    Proof(document="12/HC, 05/3/2026"),
    Proof(files=[SimpleUploadedFile("a.pdf", PDF)]),
    Proof(),
)
TAKES = {"document": [DOCUMENT], "any": [DOCUMENT, FILE], "nothing": [DOCUMENT, FILE, NONE]}


@pytest.mark.parametrize(("kind", "outcome"), EVIDENCE_NEEDED)
def test_evidence_by_type_of_work(kind, outcome, assignment, bring_to, head_a, office):
    working = bring_to(assignment, State.IN_PROGRESS)
    if kind == Assignment.Kind.RECOMMENDATION:
        Assignment.objects.filter(pk=working.pk).update(kind=kind, task=None)
        working.refresh_from_db()
    taken = []
    for proof in (DOCUMENT, FILE, NONE):
        for content in proof.files:
            content.seek(0)
        change = Change(result=RESULT, outcome=outcome, roadmap_on=assignment.due_on, proof=proof)
        if missing_evidence(working, outcome, proof):
            with pytest.raises(ValidationError, match="document"):
                change_state(working, Verb.REPORT, by=head_a, change=change)
            continue
        change_state(working, Verb.REPORT, by=head_a, change=change)
        taken.append(proof)
        change_state(working, Verb.RETURN, by=office, change=Change(reason=WHY))
        Evidence.everything.all().delete()
    assert taken == TAKES[EVIDENCE_NEEDED[kind, outcome]]


def test_evidence_is_added_while_reported_and_taken_back_only_when_returned(
    assignment, bring_to, head_a, office
):
    reported = bring_to(assignment, State.REPORTED)
    [added] = add_more_evidence(reported, proof=FILE, by=head_a)
    assert added.update.is_result
    assert reported.history.last().changes == {"evidence": ["", "a.pdf"]}
    with pytest.raises(Refused, match="stays"):
        remove_evidence(added, reason=WHY, by=head_a)
    change_state(reported, Verb.RETURN, by=office, change=Change(reason=WHY))
    with pytest.raises(Refused):
        add_more_evidence(reported, proof=FILE, by=head_a)
    with pytest.raises(Refused):
        remove_evidence(added, reason=WHY, by=office)
    remove_evidence(added, reason="Tải nhầm tệp.", by=head_a)
    assert added not in reported.evidence.all()
    assert Evidence.everything.get(pk=added.pk).removed_by == head_a
    entry = reported.history.last()
    assert (entry.verb, entry.reason, entry.changes) == (
        "remove_evidence",
        "Tải nhầm tệp.",
        {"evidence": ["a.pdf", ""]},
    )
    # What hangs on the earlier report still proves the next one; without anything there is nothing to confirm.
    change_state(reported, Verb.REPORT, by=head_a, change=Change(result=RESULT))


# --- Handing out --------------------------------------------------------------------------------------------
@pytest.fixture
def shown(assignment, bring_to, head_a):
    """An image and a PDF, each as a piece of evidence."""
    bring_to(assignment, State.IN_PROGRESS)
    files = [
        SimpleUploadedFile("anh.png", PNG),
        SimpleUploadedFile("to trình.pdf", PDF),
        SimpleUploadedFile("b.docx", DOCX),
    ]
    update = add_update(assignment, text="x", percent=1, next_step="", proof=Proof(files=files), by=head_a)
    return list(update.evidence.order_by("pk"))


def test_images_and_pdfs_are_shown_on_a_page_of_ours(shown, client_of, office, head_b):
    picture, paper, _word = shown
    for evidence, kind in ((picture, "image/png"), (paper, "application/pdf")):
        page = client_of(office).get(reverse("assignments:evidence_view", args=[evidence.pk]))
        inline = reverse("assignments:evidence_inline", args=[evidence.pk])
        assert inline in page.text
        assert reverse("assignments:evidence", args=[evidence.pk]) in page.text
        response = client_of(office).get(inline)
        assert b"".join(response.streaming_content)
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Disposition"].startswith("inline; ")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'none'" in policy
        assert client_of(head_b).get(inline).status_code == 404


def test_everything_else_is_only_a_download(shown, client_of, office):
    *_others, word = shown
    client = client_of(office)
    assert client.get(reverse("assignments:evidence_inline", args=[word.pk])).status_code == 404
    assert client.get(reverse("assignments:evidence_view", args=[word.pk])).status_code == 404
    response = client.get(reverse("assignments:evidence", args=[word.pk]))
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert b"".join(response.streaming_content) == DOCX


def test_a_file_that_is_no_longer_what_it_was_is_not_shown(shown, client_of, office):
    picture = shown[0]
    with picture.file.storage.open(picture.file.name, "wb") as file:
        file.write(b"<script>alert(1)</script>")
    assert client_of(office).get(reverse("assignments:evidence_inline", args=[picture.pk])).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"reason": "  \n"}])
def test_sent_evidence_is_taken_back_with_a_reason_only(shown, client_of, head_a, sent):
    picture = shown[0]
    path = reverse("assignments:evidence_remove", args=[picture.pk])
    page = client_of(head_a).post(path, sent, follow=True)
    assert "Write the reason; it stays in the history." in page.text
    assert picture in picture.assignment.evidence.all()
    assert not picture.assignment.history.filter(verb="remove_evidence").exists()


def test_taken_back_evidence_is_handed_out_to_nobody(shown, client_of, head_a):
    picture = shown[0]
    client = client_of(head_a)
    path = reverse("assignments:evidence_remove", args=[picture.pk])
    assert client.post(path, {"reason": WHY}).status_code == 302
    for name in ("evidence", "evidence_view", "evidence_inline"):
        assert client.get(reverse(f"assignments:{name}", args=[picture.pk])).status_code == 404
    page = client.get(picture.assignment.get_absolute_url()).text
    assert "<s>anh.png</s>" in page
    assert Update.objects.get().evidence(manager="everything").count() == 3
