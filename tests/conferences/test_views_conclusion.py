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
from conferences.models import Conclusion, SourceText, Task

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
    answer = client_of(office).get(
        reverse("conferences:source_file", args=[conference.pk, conclusion.source.pk])
    )
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_replaces_a_text_that_was_not_changed(client_of, office, path, read):
    stored = read()
    changed = TEXT.replace("30/9/2026", "31/10/2026").encode()
    client = client_of(office)
    answer = client.post(path, {"text": stored.text, "file": upload(changed), "version": stored.version})
    assert Conclusion.objects.get().text == TEXT  # nothing is written before it was compared
    take(client, answer)
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
        (
            "old.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
            "This is a file of an old Word (.doc).",
        ),
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


@pytest.mark.parametrize("pasted", [True, False])
def test_a_text_of_an_old_encoding_is_shown_converted_and_kept_as_it_came(pasted, client_of, office, path):
    client, came = client_of(office), tcvn3(TEXT)
    shown = came.decode("latin-1")
    data = {"text": shown} if pasted else {"text": "", "file": upload(came)}
    page = client.post(path, {**data, "version": 0}, follow=True)
    assert "rà soát quy chuẩn an toàn hóa chất" in page.text
    assert shown[60:200].split("\n")[0] in page.text  # before and after, side by side
    assert not Conclusion.objects.exists()
    client.post(page.redirect_chain[-1][0], {"encoding": "tcvn3"})
    conclusion = Conclusion.objects.get()
    assert "rà soát quy chuẩn" in conclusion.text
    assert conclusion.tasks.count() == 2
    with conclusion.source.file.open("rb") as file:
        assert file.read() == (shown.encode() if pasted else came)


def test_a_text_of_an_old_font_may_be_read_as_it_stands(client_of, office, path):
    client = client_of(office)
    page = client.post(path, {"text": tcvn3(TEXT).decode("latin-1"), "version": 0}, follow=True)
    client.post(page.redirect_chain[-1][0], {"encoding": "as_is"})
    assert "rà soát quy chuẩn" not in Conclusion.objects.get().text


def test_somebody_else_was_faster(client_of, office, path, read):
    read()
    client = client_of(office)
    mine = TEXT.replace("Tiếp tục đẩy mạnh", "Khẩn trương đẩy mạnh")
    page = client.post(path, {"text": mine, "version": 0}, follow=True)
    assert "Somebody was faster than you." in page.text
    assert "Khẩn trương" in page.text
    assert Conclusion.objects.get().text == TEXT
    comparison = page.context["comparison"]
    task = comparison.changes[0].task
    save_task(task, by=office, lead_units=[], supporting_units=[])  # another clerk, while this page is open
    data = {"take": [], "shown": sorted(comparison.defaults), "fingerprint": comparison.fingerprint}
    again = client.post(page.redirect_chain[-1][0], data)
    assert again.status_code == 409
    assert not again.context["chosen"]  # as the person had chosen
    assert Conclusion.objects.get().text == TEXT
    take(client, again, page.redirect_chain[-1][0])
    assert Conclusion.objects.get().text == mine


# --- Reading again ----------------------------------------------------------------------------------------------
def take(client, answer, path="", **choices):
    """Take over what the comparison offers, or the `take` that is given."""
    path = path or answer.headers["Location"]
    page = client.get(path)
    data = {"take": sorted(page.context["chosen"]), "fingerprint": page.context["comparison"].fingerprint}
    return client.post(path, {**data, **choices}, follow=True)


def test_only_the_differences_are_shown_and_each_is_taken_or_left(client_of, office, path, read):
    conclusion = read()
    client = client_of(office)
    first, second = conclusion.tasks.all()
    first.text = "Cục Hóa chất rà soát toàn bộ quy chuẩn an toàn hóa chất."
    save_task(first, by=office, lead_units=[], supporting_units=[])
    new = (
        TEXT.replace("30/9/2026", "31/10/2026").replace("Tiếp tục", "Khẩn trương")
        + "\n3. Vụ Pháp chế báo cáo."
    )
    answer = client.post(path, {"text": new, "version": 1})
    page = client.get(answer.headers["Location"])
    assert "<ins>" in page.text
    assert "The correction stays unless you tick it." in page.text
    assert "hoàn thành khá tốt" not in page.text  # what is the same is not shown
    chosen = page.context["chosen"]
    assert {f"task-{second.pk}-text"} <= chosen
    assert f"task-{first.pk}-text" not in chosen
    done = take(client, answer, take=[f"task-{first.pk}-text"])  # the correction, and nothing else
    assert "1 task follows the new text." in done.text
    first.refresh_from_db()
    second.refresh_from_db()
    assert "31/10/2026" in first.text
    assert second.text.startswith("Tiếp tục")
    assert conclusion.tasks.count() == 2
    assert compare_again(client, path, new).redirect_chain[-1][0].endswith("/conclusion/")


def test_the_same_text_in_a_file_changes_nothing_and_the_file_is_kept(client_of, office, path, read):
    before = read()
    data = {"text": TEXT, "file": upload(docx(TEXT), "Kết luận.docx"), "version": before.version}
    page = client_of(office).post(path, data, follow=True)
    assert "The file is kept with it." in page.text
    conclusion = Conclusion.objects.get()
    assert (conclusion.version, conclusion.source.file_name) == (before.version, "Kết luận.docx")


def compare_again(client, path, text):
    before = Conclusion.objects.get()
    page = client.post(path, {"text": text, "version": before.version}, follow=True)
    assert "Nothing was changed." in page.text
    assert Conclusion.objects.get().version == before.version
    return page


def test_reworded_accepted_tasks_are_named_and_stay(client_of, office, path, read):
    conclusion = read()
    accept_tasks([conclusion.tasks.first()], by=office)
    text = TEXT.replace("rà soát quy chuẩn", "rà soát, sửa đổi quy chuẩn")
    client = client_of(office)
    answer = client.post(path, {"text": text, "version": 1})
    assert "Correct the accepted task" in client.get(answer.headers["Location"]).text
    page = take(client, answer)
    assert "differently: 1. They stay as accepted." in page.text
    assert Assignment.objects.count() == 1
    assert "sửa đổi" not in conclusion.tasks.first().text


def test_a_text_that_waits_is_dropped_with_its_file(
    client_of, office, path, read, django_capture_on_commit_callbacks
):
    read()
    client = client_of(office)
    answer = client.post(
        path, {"text": TEXT, "file": upload(f"{TEXT}\n3. Vụ Pháp chế báo cáo.".encode()), "version": 1}
    )
    row = SourceText.objects.waiting().get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("conferences:drop_text", args=[row.conference_id, row.pk]))
    assert client.get(answer.headers["Location"]).status_code == 404
    assert not row.file.storage.exists(row.file.name)
    assert Conclusion.objects.get().text == TEXT


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
    page = client_of(office).get(review_path)
    review = page.context["review"]
    assert review.will_make == 3
    asked = {
        card.task.number for card in review.cards if f'popovertarget="accept-{card.task.pk}"' in page.text
    }
    assert asked == {"2"}
    assert "It becomes 2 assignments, and their units are told." in page.text
    assert len(accept_tasks(conclusion.tasks.all(), by=office)) == 3


def test_htmx_gets_the_columns_and_the_messages(client_of, office, review_path, read):
    read()
    page = client_of(office).get(review_path, headers={"hx-request": "true"})
    assert page.text.lstrip().startswith('<div class="split review" id="review"')
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


@pytest.mark.parametrize("name", ["review", "read_conclusion", "summary", "task_create"])
def test_a_unit_does_not_see_the_drafts_of_the_office(name, client_of, head_a, conference, read):
    read()
    assert client_of(head_a).get(reverse(f"conferences:{name}", args=[conference.pk])).status_code == 403


@pytest.mark.parametrize("name", ["review", "read_conclusion", "summary", "task_create"])
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


def test_every_text_that_came_is_there_to_download(client_of, office, leader, head_a, conference, read, path):
    read()
    read(f"{TEXT} Kịp thời báo cáo.")
    last, first = conference.source_texts.taken()
    address = reverse("conferences:source_file", args=[conference.pk, first.pk])
    assert address in client_of(office).get(path).text
    assert b"".join(client_of(leader).get(address).streaming_content).decode("utf-8-sig") == TEXT
    assert client_of(head_a).get(address).status_code == 403
    assert last.text.endswith("Kịp thời báo cáo.")


@pytest.mark.parametrize("count", [1, 3])
def test_review_query_count(count, client_of, office, review_path, read, unit_a, django_assert_num_queries):
    lines = [f"{n}. Cục Hóa chất rà soát quy chuẩn số {n}." for n in range(1, count + 1)]
    read("\n".join(["Bộ trưởng giao các nhiệm vụ sau:", *lines]))
    client = client_of(office)
    with django_assert_num_queries(19):
        client.get(review_path)
