import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from notices import actions
from notices.models import STALE_AFTER, Notice, Rendering
from notices.tasks import render
from recommendations.models import Recommendation
from tests.notices.builders import answer, conclude, entrust, raise_


@pytest.fixture
def notice(conference, office):
    return actions.prepare(conference, by=office)


@pytest.fixture
def sent(monkeypatch):
    found = []
    monkeypatch.setattr(actions, "send", found.append)
    return found


@pytest.fixture
def rendering(notice, office, sent) -> Rendering:
    return actions.request_rendering(notice, by=office)


@pytest.fixture
def done(rendering) -> Rendering:
    render(rendering.pk)
    return Rendering.objects.get(pk=rendering.pk)


def page(name, thing):
    return reverse(f"notices:{name}", args=[thing.pk])


def status(response) -> int:
    """Of an answer that may hold an open file: reading it to the end closes it."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def text_of(response):
    return response.content.decode()


# --- Who ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "read", "write"),
    [("office", 200, 302), ("leader", 200, 403), ("observer", 200, 403), ("head_a", 404, 404),
     ("officer_a", 404, 404), ("head_b", 404, 404), ("administrator", 404, 404), ("stranger", 404, 404)],
)  # fmt: skip
def test_drafts_are_for_those_who_read_everything(request, client_of, conference, done, name, read, write):
    client = client_of(request.getfixturevalue(name))
    for place in (page("detail", conference), page("download", done), page("preview", done)):
        assert status(client.get(place)) == read
    for place in (page("prepare", conference), page("render", conference)):
        assert client.post(place).status_code == write
    assert client.get(page("update", conference)).status_code == (200 if write == 302 else write)


def test_without_a_notice_the_office_is_offered_one(client_of, conference, office, leader, head_a):
    assert "Prepare the notice" in text_of(client_of(office).get(page("detail", conference)))
    text = text_of(client_of(leader).get(page("detail", conference)))
    assert "No notice yet." in text
    assert "Prepare the notice" not in text
    assert client_of(head_a).get(page("detail", conference)).status_code == 404


def test_an_unknown_conference_is_not_found(client_of, office):
    assert client_of(office).get(reverse("notices:detail", args=[999])).status_code == 404


# --- The draft ---------------------------------------------------------------------------------------------------
def test_one_click_prepares_the_draft(client_of, conference, office):
    response = client_of(office).post(page("prepare", conference), follow=True)
    assert Notice.objects.get().conference == conference
    assert "Kết luận của Bộ trưởng Bộ Công Thương tại" in text_of(response)


def test_the_page_shows_what_will_be_printed(client_of, conference, office, notice, unit_a, unit_b):
    conclude(conference, office, lead=unit_a)
    entrust(raise_(conference, unit_a, office), unit_b, office)
    text = text_of(client_of(office).get(page("detail", conference)))
    for words in (
        "rà soát quy chuẩn an toàn hóa chất",
        "Kiến nghị của Cục Hóa chất",
        "Giao Vụ Pháp chế chủ trì",
    ):
        assert words in text


def test_the_page_names_what_is_missing_with_a_link_to_each(
    client_of, conference, office, notice, unit_a, unit_b
):
    nobody = raise_(conference, unit_a, office, "Chưa ai chủ trì.")
    led = entrust(raise_(conference, unit_a, office, "Đã giao."), unit_b, office)
    answered = raise_(conference, unit_a, office, "Đã trả lời.")
    answer(answered, office, words="Có.", outcome="resolved")
    text = text_of(client_of(office).get(page("detail", conference)))
    assert "The conclusion is not entered yet." in text
    checks = text.partition('class="row-list checks"')[2]
    for found in (nobody, led):
        assert found.get_absolute_url() in checks
    assert answered.get_absolute_url() not in checks
    assert "has neither an answer nor a lead unit" in checks
    assert "names who leads and until when" in checks


def test_nothing_is_missing(client_of, conference, office, notice, unit_a):
    conclude(conference, office, lead=unit_a)
    answer(raise_(conference, unit_a, office), office, words="Có.", outcome="resolved")
    Notice.objects.update(signer_name="Nguyễn Văn A")
    text = text_of(client_of(office).get(page("detail", conference)))
    assert "1 accepted task, as worded." in text
    assert "1 recommendation, answered." in text
    assert 'aria-label="Missing"' not in text


def test_characters_that_cannot_be_printed_are_named(client_of, conference, office, notice, unit_a):
    raise_(conference, unit_a, office, "Cảm ơn 😀 lãnh đạo.")
    assert "show as an empty box: 😀" in text_of(client_of(office).get(page("detail", conference)))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("reader", "queries"), [("office", 18), ("leader", 18)])
def test_the_page_asks_as_often_for_one_row_as_for_three(
    request,
    client_of,
    conference,
    done,
    office,
    unit_a,
    unit_b,
    count,
    reader,
    queries,
    django_assert_num_queries,
):
    for number in range(count):
        conclude(conference, office, lead=unit_a, supporting=unit_b)
        entrust(raise_(conference, unit_a, office, f"Số {number}."), unit_b, office)
    client = client_of(request.getfixturevalue(reader))
    with django_assert_num_queries(queries):
        client.get(page("detail", conference))


# --- Edit --------------------------------------------------------------------------------------------------------
def sent_form(notice, **fields):
    names = (
        "title symbol place opening lead_in closing authority authority_of signer_title signer_name recipients "
        "drafted_by_unit version"
    )
    return {**{name: getattr(notice, name) for name in names.split()}, **fields}


def test_editing(client_of, conference, office, notice):
    fields = sent_form(notice, title="  Kết luận\r\nkhác ", signer_name="Nguyễn Văn A")
    assert client_of(office).post(page("update", conference), fields).status_code == 302
    notice.refresh_from_db()
    assert (notice.title, notice.signer_name, notice.version) == ("Kết luận khác", "Nguyễn Văn A", 2)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": ""}, "title"),
        ({"opening": "Mở đầu 😀"}, "opening"),
        ({"authority": "KT.", "authority_of": ""}, "authority_of"),
        ({"authority": "XX."}, "authority"),
        ({"signer_title": ""}, "signer_title"),
    ],
)
def test_bad_input_is_refused(client_of, conference, office, notice, fields, field):
    response = client_of(office).post(page("update", conference), sent_form(notice, **fields))
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("authority", ["", "Q."])
def test_who_signs_in_person_signs_for_nobody(client_of, conference, office, notice, authority):
    client_of(office).post(page("update", conference), sent_form(notice, authority=authority))
    notice.refresh_from_db()
    assert (notice.authority, notice.authority_of) == (authority, "")


def test_both_texts_are_shown_when_somebody_was_faster(client_of, conference, office, second_office, notice):
    url = page("update", conference)
    client_of(second_office).post(url, sent_form(notice, closing="Nhanh hơn."))
    response = client_of(office).post(url, sent_form(notice, closing="Của tôi."))
    assert response.status_code == 409
    for words in ("Nhanh hơn.", "Của tôi."):
        assert words in text_of(response)
    again = sent_form(notice, closing="Của tôi.", version=response.context["form"]["version"].value())
    assert client_of(office).post(url, again).status_code == 302


def test_there_is_nothing_to_edit_before_it_is_prepared(client_of, conference, office):
    assert client_of(office).get(page("update", conference)).status_code == 404


# --- The PDF -----------------------------------------------------------------------------------------------------
def test_one_click_asks_for_the_pdf(
    client_of, conference, office, notice, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(office).post(page("render", conference))
    assert response.headers["Location"].endswith("#pdf")
    assert sent == [Rendering.objects.get().pk]


def test_the_page_asks_on_while_it_is_made(client_of, conference, office, rendering):
    fragment = page("rendering", rendering)
    assert f'hx-get="{fragment}"' in text_of(client_of(office).get(page("detail", conference)))
    Rendering.objects.update(state="running", progress=40, step="layout")
    text = text_of(client_of(office).get(fragment, headers={"HX-Request": "true"}))
    assert "Laying out the pages" in text
    assert 'value="40"' in text
    assert f'hx-get="{fragment}"' in text
    assert "<noscript>" in text


def test_the_fragment_without_htmx_leads_to_the_page(client_of, office, rendering):
    response = client_of(office).get(page("rendering", rendering))
    assert response.headers["Location"] == rendering.notice.get_absolute_url()


def test_when_it_is_done_the_fragment_stops_asking_and_offers_the_file(client_of, office, done):
    text = text_of(client_of(office).get(page("rendering", done), headers={"HX-Request": "true"}))
    assert "hx-get" not in text
    assert page("download", done) in text
    assert done.sha256 in text


def test_a_failure_shows_why_with_another_try(client_of, conference, office, leader, rendering):
    Rendering.objects.update(state="failed", error="Trang quá dài.")
    text = text_of(client_of(office).get(page("detail", conference)))
    assert "Trang quá dài." in text
    assert "Try again" in text
    assert "Try again" not in text_of(client_of(leader).get(page("detail", conference)))


def test_a_dead_worker_does_not_keep_the_page_asking(client_of, conference, office, rendering):
    Rendering.objects.update(state="running", touched_at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    text = text_of(client_of(office).get(page("detail", conference)))
    assert "does not answer" in text
    assert "hx-get=" not in text.partition('id="pdf"')[2]


def test_the_last_good_pdf_stays_while_a_new_one_is_made(client_of, conference, office, done, sent):
    actions.request_rendering(done.notice, by=office)
    text = text_of(client_of(office).get(page("detail", conference)))
    assert "The last one that was made:" in text
    assert page("download", done) in text


def test_a_pdf_of_older_data_says_so(client_of, conference, office, done, unit_a):
    client = client_of(office)
    assert "The data changed" not in text_of(client.get(page("detail", conference)))
    raise_(conference, unit_a, office)
    assert "The data changed" in text_of(client.get(page("detail", conference)))


def test_download(client_of, conference, office, done):
    response = client_of(office).get(page("download", done))
    pdf = b"".join(response.streaming_content)
    assert pdf.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    day = conference.held_on.strftime("%d-%m-%Y")
    name = f"Dự thảo Thông báo kết luận Hội nghị đối thoại {day}.pdf"
    plain = f"du thao thong bao ket luan hoi nghi doi thoai {day}.pdf"
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    assert "no-store" in response.headers["Cache-Control"]


def test_preview_is_shown_by_the_browser(client_of, office, done):
    response = client_of(office).get(page("preview", done))
    assert status(response) == 200
    assert response.headers["Content-Disposition"].startswith("inline; ")
    assert "Content-Security-Policy" not in response.headers


def test_other_answers_of_the_preview_keep_the_policy(client_of, office, rendering):
    response = client_of(office).get(page("preview", rendering))
    assert response.status_code == 404
    assert "Content-Security-Policy" in response.headers


def test_a_file_that_is_gone_is_not_found_and_the_page_says_so(client_of, conference, office, done):
    done.file.storage.delete(done.file.name)
    client = client_of(office)
    assert client.get(page("download", done)).status_code == 404
    assert "no longer on the server" in text_of(client.get(page("detail", conference)))


def test_what_people_write_is_text_not_markup(client_of, conference, office, notice, unit_a):
    raise_(conference, unit_a, office, "<img src=x onerror=alert(1)>")
    text = text_of(client_of(office).get(page("detail", conference)))
    assert not re.search(r"<img src=x", text)
    assert Recommendation.objects.get().text.startswith("<img")
