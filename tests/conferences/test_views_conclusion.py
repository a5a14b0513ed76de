"""The text goes in by box or by file, bad input is refused in a sentence with nothing half-saved, and the review shows it."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pypdf import PdfWriter

from assignments.actions import accept_tasks
from assignments.models import Assignment
from conferences.actions import read_conclusion
from conferences.actions_tasks import save_task
from conferences.legacy_encodings import convert
from conferences.models import Conclusion, Task

TEXT = """Kết luận tại Hội nghị, Bộ trưởng nêu rõ:
I. ĐÁNH GIÁ CHUNG
Các đơn vị đã hoàn thành khá tốt nhiệm vụ được giao trong năm qua.
II. NHIỆM VỤ
1. Cục Hóa chất chủ trì, phối hợp với Vụ Pháp chế rà soát quy chuẩn an toàn hóa chất, trình trước ngày 30/9/2026.
2. Tiếp tục đẩy mạnh chuyển đổi số trong tất cả các lĩnh vực công tác của ngành."""


@pytest.fixture
def path(conference):
    return reverse("conferences:read_conclusion", args=[conference.pk])


@pytest.fixture
def review_path(conference):
    return reverse("conferences:review", args=[conference.pk])


@pytest.fixture
def read(conference, office):
    return lambda text=TEXT: read_conclusion(conference, text=text, by=office).conclusion


def upload(data, name="Kết luận.txt"):
    return SimpleUploadedFile(name, data)


def docx(text):
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def empty_pdf(password=""):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def zip_bomb():
    """A Word file of a few kilobytes that would unpack to 100 MB."""
    good = zipfile.ZipFile(io.BytesIO(docx("x")))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in good.namelist():
            data = b" " * 100_000_000 if name == "word/document.xml" else good.read(name)
            bomb.writestr(name, data)
    return file.getvalue()


def tcvn3(text):
    """The letters of `text` as a TCVN3 file has them."""
    table = {convert(chr(code), "tcvn3"): code for code in range(0xA0, 0x100)}
    return bytes(table.get(letter, ord(letter) if ord(letter) < 128 else 32) for letter in text)


# --- Good input -------------------------------------------------------------------------------------------------
def test_paste_read_review(client_of, office, path, review_path):
    client = client_of(office)
    assert client.get(review_path).headers["Location"] == path  # nothing to review yet
    assert client.get(path).status_code == 200
    answer = client.post(path, {"text": TEXT.replace("\n", "\r\n"), "version": 0}, follow=True)
    assert answer.redirect_chain[-1][0] == review_path
    assert "2 new tasks are proposed" in answer.text
    assert Conclusion.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", TEXT.encode()),
        ("a.txt", TEXT.encode("utf-16")),
        ("a.docx", docx(TEXT)),
        ("anything", docx(TEXT)),
    ],
)
def test_upload(name, data, client_of, office, path, conference):
    client_of(office).post(path, {"text": "", "file": upload(data, name), "version": 0})
    conclusion = Conclusion.objects.get()
    assert conclusion.tasks.count() == 2
    assert conclusion.source.file_name == name
    answer = client_of(office).get(reverse("conferences:source_file", args=[conference.pk]))
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_replaces_a_text_that_was_not_changed(client_of, office, path, read):
    stored = read()
    changed = TEXT.replace("30/9/2026", "31/10/2026").encode()
    client_of(office).post(path, {"text": stored.text, "file": upload(changed), "version": stored.version})
    assert "31/10/2026" in Conclusion.objects.get().text


def test_text_without_tasks_is_kept_and_says_so(client_of, office, path):
    page = client_of(office).post(
        path, {"text": "Kính chúc các đồng chí mạnh khỏe.", "version": 0}, follow=True
    )
    assert "no task was found in it" in page.text
    assert "Mark a task in the text" in page.text


# --- Bad input --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.txt", b"", "The file holds no text."),
        ("spaces.txt", b" \n\t ", "The file holds no text."),
        ("large.txt", b"a" * 5 * 1024 * 1024, "This is too large"),
        ("just-below.txt", "ă".encode() * 2_600_000, "This is too large"),
        ("binary.txt", bytes(range(256)) * 20, "This is not a text that can be read."),
        ("picture.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "This is not a text that can be read."),
        ("scan.pdf", empty_pdf(), "The PDF holds only pictures."),
        ("locked.pdf", empty_pdf("secret"), "The PDF is locked"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "The file is damaged"),
        ("bomb.docx", zip_bomb(), "The file is not safe"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "This kind of file cannot be read."),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(name, data, sentence, client_of, office, path):
    page = client_of(office).post(path, {"text": "", "file": upload(data, name), "version": 0})
    assert page.status_code == 200
    assert sentence in page.text
    assert not Conclusion.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste the text of the conclusion, or choose a file."),
        (" \r\n ", "Paste the text of the conclusion, or choose a file."),
        ("Thông báo\0kết luận", "This is not a text that can be read."),
        ("ấ" * 1_800_000, "This is too large"),
    ],
)
def test_a_bad_text_is_refused_in_a_sentence(text, sentence, client_of, office, path):
    page = client_of(office).post(path, {"text": text, "version": 0})
    assert sentence in page.text
    assert not Conclusion.objects.exists()


def test_text_and_file_at_once(client_of, office, path):
    page = client_of(office).post(
        path, {"text": "Một văn bản khác.", "file": upload(TEXT.encode()), "version": 0}
    )
    assert "There is a text as well." in page.text
    assert "Một văn bản khác." in page.text  # what was typed stays
    assert not Conclusion.objects.exists()


def test_a_refused_file_leaves_the_stored_conclusion_alone(client_of, office, path, read):
    stored = read()
    data = {"text": stored.text, "file": upload(b"\0\1\2" * 400), "version": stored.version}
    client_of(office).post(path, data)
    again = Conclusion.objects.get()
    assert (again.version, again.text, again.tasks.count()) == (stored.version, stored.text, 2)


def test_a_file_in_an_old_encoding_is_shown_converted_and_then_accepted(client_of, office, path):
    client = client_of(office)
    page = client.post(path, {"text": "", "file": upload(tcvn3(TEXT)), "version": 0})
    assert "old Vietnamese encoding (TCVN3)" in page.text
    assert not Conclusion.objects.exists()
    shown = page.context["form"]["text"].value()
    assert "rà soát quy chuẩn an toàn hóa chất" in shown
    client.post(path, {"text": shown, "version": 0})
    assert Conclusion.objects.get().tasks.count() == 2


def test_pasted_text_of_an_old_font_is_converted_on_request(client_of, office, path):
    pasted = tcvn3(TEXT).decode("latin-1")
    client = client_of(office)
    page = client.post(path, {"text": pasted, "version": 0})
    assert "rà soát quy chuẩn an toàn hóa chất" in page.text
    assert page.context["form"]["text"].value() == pasted  # what was typed stays
    assert not Conclusion.objects.exists()
    client.post(path, {"text": pasted, "version": 0, "convert": "yes"})
    assert "rà soát quy chuẩn" in Conclusion.objects.get().text


def test_pasted_text_of_an_old_font_may_be_read_as_it_stands(client_of, office, path):
    pasted = tcvn3(TEXT).decode("latin-1")
    client_of(office).post(path, {"text": pasted, "version": 0, "convert": "no"})
    assert "rà soát quy chuẩn" not in Conclusion.objects.get().text


def test_somebody_else_was_faster(client_of, office, path, read):
    read()
    page = client_of(office).post(path, {"text": "Văn bản của người thứ hai.", "version": 0})
    assert "Somebody was faster than you." in page.text
    assert "Văn bản của người thứ hai." in page.text
    assert Conclusion.objects.get().text == TEXT


# --- Reading again ----------------------------------------------------------------------------------------------
def test_corrections_are_asked_about(client_of, office, path, read):
    conclusion = read()
    client = client_of(office)
    assert "corrections" not in client.get(path).context["form"].fields
    first = conclusion.tasks.first()
    first.text = "Cục Hóa chất rà soát toàn bộ quy chuẩn an toàn hóa chất."
    save_task(first, by=office, lead_units=[], supporting_units=[])
    page = client.post(path, {"text": TEXT, "version": 1})
    assert "Keep 1 corrected or added task as it is" in page.text
    client.post(path, {"text": TEXT, "version": 1, "corrections": "keep"})
    assert conclusion.tasks.filter(text=first.text).exists()
    client.post(path, {"text": TEXT, "version": 2, "corrections": "discard"})
    assert not conclusion.tasks.filter(text=first.text).exists()


def test_reworded_accepted_tasks_are_named(client_of, office, path, read):
    conclusion = read()
    accept_tasks([conclusion.tasks.first()], by=office)
    text = TEXT.replace("rà soát quy chuẩn", "rà soát, sửa đổi quy chuẩn")
    page = client_of(office).post(path, {"text": text, "version": 1}, follow=True)
    assert "1 task that you had stays as it was." in page.text
    assert "differently: 1. They stay as accepted." in page.text
    assert Assignment.objects.count() == 1


# --- Review -----------------------------------------------------------------------------------------------------
def test_the_text_and_the_cards_are_linked(client_of, office, review_path, read, unit_a):
    task = read().tasks.first()
    page = client_of(office).get(review_path)
    assert page.text.count(f'data-link="t{task.pk}"') == 2
    assert '<mark class="piece-unit">Cục Hóa chất</mark>' in page.text
    assert '<mark class="piece-due">trước ngày 30/9/2026</mark>' in page.text
    assert "30/09/2026" in page.text
    assert "piece-assessment" in page.text


def test_what_is_unsure_is_said(client_of, office, review_path, read):
    read("Bộ trưởng giao nhiệm vụ sau:\n1. Giao Cục Thủy lợi rà soát quy hoạch.")
    page = client_of(office).get(review_path)
    assert page.context["review"].doubtful
    assert "To be looked at" in page.text
    assert "the register of units does not know" in page.text
    assert "No unit is named." not in page.text  # said once is enough


def test_how_many_assignments_the_tasks_become(client_of, office, review_path, read, unit_a, unit_b):
    conclusion = read()
    Task.objects.filter(conclusion=conclusion, number="2").update(all_units=True)
    review = client_of(office).get(review_path).context["review"]
    assert review.will_make == 3
    assert len(accept_tasks(conclusion.tasks.all(), by=office)) == 3


def test_htmx_gets_the_columns_and_the_messages(client_of, office, review_path, read):
    read()
    page = client_of(office).get(review_path, headers={"hx-request": "true"})
    assert page.text.lstrip().startswith('<div class="split review" id="review">')
    assert 'id="messages"' in page.text


@pytest.mark.parametrize("role", ["leader", "observer"])
def test_readers_of_everything_see_the_review_without_buttons(role, client_of, review_path, read, request):
    client = client_of(request.getfixturevalue(role))
    assert "The conclusion is not entered yet." in client.get(review_path).text
    read()
    page = client.get(review_path)
    assert "Cục Hóa chất" in page.text
    for word in ("accept-tasks", "dismiss", "conclusion/read", "piece-add"):
        assert word not in page.text


@pytest.mark.parametrize("name", ["review", "read_conclusion", "summary", "source_file", "task_create"])
def test_a_unit_does_not_see_the_drafts_of_the_office(name, client_of, head_a, conference, read):
    read()
    assert client_of(head_a).get(reverse(f"conferences:{name}", args=[conference.pk])).status_code == 403


@pytest.mark.parametrize("name", ["review", "read_conclusion", "summary", "source_file", "task_create"])
def test_for_a_foreign_unit_the_conference_does_not_exist(name, client_of, head_b, unit_b, conference, read):
    read()
    conference.attendances.filter(unit=unit_b).delete()
    assert client_of(head_b).get(reverse(f"conferences:{name}", args=[conference.pk])).status_code == 404


@pytest.mark.parametrize("name", ["read_conclusion", "summary", "task_create"])
@pytest.mark.parametrize("role", ["leader", "observer"])
def test_who_only_reads_writes_nothing(name, role, client_of, conference, read, request):
    read()
    client = client_of(request.getfixturevalue(role))
    path = reverse(f"conferences:{name}", args=[conference.pk])
    assert client.get(path).status_code == 403
    assert client.post(path, {"text": TEXT}).status_code == 403


def test_assessments_and_limitations_are_edited_by_themselves(client_of, office, conference, read):
    path = reverse("conferences:summary", args=[conference.pk])
    assert client_of(office).get(path).status_code == 404  # nothing read yet
    read()
    assert "hoàn thành khá tốt" in client_of(office).get(path).text
    words = {"assessments": "Tốt.", "limitations": "Còn chậm.", "version": Conclusion.objects.get().version}
    client_of(office).post(path, words)
    conclusion = Conclusion.objects.get()
    assert (conclusion.assessments, conclusion.limitations) == ("Tốt.", "Còn chậm.")
    second = client_of(office).post(path, {**words, "assessments": "Khá."})  # from a page opened before
    assert "Somebody was faster than you." in second.text
    assert "Khá." in second.text
    assert Conclusion.objects.get().assessments == "Tốt."


def test_without_a_file_there_is_none_to_download(client_of, office, conference, read):
    read()
    assert client_of(office).get(reverse("conferences:source_file", args=[conference.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_review_query_count(count, client_of, office, review_path, read, unit_a, django_assert_num_queries):
    lines = [f"{n}. Cục Hóa chất rà soát quy chuẩn số {n}." for n in range(1, count + 1)]
    read("\n".join(["Bộ trưởng giao các nhiệm vụ sau:", *lines]))
    client = client_of(office)
    with django_assert_num_queries(17):
        client.get(review_path)
