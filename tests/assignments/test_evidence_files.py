from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assignments.evidence_files import kind_of
from assignments.forms import UpdateForm, named_for


def office_file(*parts: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return packed.getvalue()


FILES = {
    "pdf": b"%PDF-1.7\n",
    "png": b"\x89PNG\r\n\x1a\n....",
    "jpg": b"\xff\xd8\xff\xe0....",
    "docx": office_file("word/document.xml"),
    "xlsx": office_file("xl/workbook.xml"),
}


@pytest.mark.parametrize(("kind", "content"), FILES.items())
def test_kind_is_read_from_the_content(kind, content):
    file = BytesIO(content)
    assert kind_of(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04 broken",
        b"GIF89a",
        office_file("META-INF/manifest.xml"),
        office_file("word/document.xml", "word/vbaProject.bin"),
        FILES["docx"][:-30],
    ],
)
def test_everything_else_is_refused(content):
    assert kind_of(BytesIO(content)) is None


def test_too_many_parts_are_not_a_document():
    assert kind_of(BytesIO(office_file("word/document.xml", *(f"x{n}" for n in range(10_001))))) is None


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


def form_with(assignment, content, name="tep.pdf"):
    file = SimpleUploadedFile(name, content)
    return UpdateForm({"text": "x", "percent": 1}, {"file": file}, assignment=assignment)


def test_form_refuses_by_content_with_a_sentence(assignment):
    form = form_with(assignment, b"MZ\x90\x00", "bao-cao.pdf")
    assert form.errors["file"] == [
        "This is not a PDF, Word, Excel, PNG or JPEG file. Save it as PDF and choose that one."
    ]


def test_form_refuses_what_is_too_big(assignment, settings):
    settings.EVIDENCE_MAX_BYTES = 1024
    [sentence] = form_with(assignment, b"%PDF-" + b"x" * 2000).errors["file"]
    assert (
        sentence.replace("\xa0", " ")
        == "The file has 2.0 KB, more than 1.0 KB. Make it smaller or give its number."
    )


def test_form_refuses_an_empty_file(assignment):
    assert "file" in form_with(assignment, b"").errors
