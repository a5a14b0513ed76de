"""The pages: who sees what, what they show in each state, and that nothing one typed is lost."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dialogue_tracker.jobs import STALE_AFTER
from notices import actions
from notices.models import Notice, Rendering
from notices.rendering_jobs import request_issuing, request_rendering
from notices.tasks import render
from recommendations.models import Recommendation
from tests.notices.builders import conclude, entrust, raise_
from tests.notices.issued import approved, drafted, issue, issued


@pytest.fixture
def notice(conference, office, no_worker):
    return actions.prepare(conference, by=office)


@pytest.fixture
def rendering(notice, office) -> Rendering:
    return request_rendering(notice, by=office)


@pytest.fixture
def done(rendering, quick) -> Rendering:
    render(rendering.pk)
    return Rendering.objects.get(pk=rendering.pk)


@pytest.fixture
def standing(conference, office, leader, unit_a, quick) -> Notice:
    return issued(conference, office, leader, unit_a)


def page(name, thing, *more):
    return reverse(f"notices:{name}", args=[thing.pk, *more])


def status(response) -> int:
    """Of an answer that may hold an open file: reading it to the end closes it."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def text_of(response):
    return response.content.decode()


def press(client, notice, verb, **fields):
    return client.post(page("change", notice, verb), {"version": notice.version, **fields})


# --- Who ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "read", "write"),
    [("office", 200, 302), ("leader", 200, 403), ("observer", 200, 403), ("head_a", 404, 404),
     ("officer_a", 404, 404), ("head_b", 404, 404), ("administrator", 404, 404), ("stranger", 404, 404)],
)  # fmt: skip
def test_drafts_are_for_those_who_read_everything(request, client_of, conference, done, name, read, write):
    client, notice = client_of(request.getfixturevalue(name)), done.notice
    for place in (page("detail", notice), page("download", done), page("preview", done)):
        assert status(client.get(place)) == read
    for place in (page("prepare", conference), page("render", notice), page("cancel", done)):
        assert client.post(place).status_code == write
    assert client.get(page("update", notice)).status_code == (200 if write == 302 else write)


@pytest.mark.parametrize(
    ("name", "code"),
    [("office", 200), ("leader", 200), ("observer", 200), ("head_a", 200), ("officer_a", 200), ("head_b", 200),
     ("administrator", 404), ("stranger", 404)],
)  # fmt: skip
def test_what_is_issued_is_for_every_unit(request, client_of, standing, name, code):
    client = client_of(request.getfixturevalue(name))
    file = (standing.pk, standing.originals.get().sha256)
    for place in ("original", "original_view"):
        assert client.get(reverse(f"notices:{place}", args=file)).status_code == code
    assert client.get(page("detail", standing)).status_code == code
    if code == 200:
        assert standing.title in text_of(client.get(reverse("notices:list")))


def test_units_read_neither_comments_nor_history_nor_the_buttons(client_of, standing, head_a, head_b, leader):
    actions.comment(standing, text="Nội bộ thôi.", by=leader)
    for person in (head_a, head_b):
        text = text_of(client_of(person).get(page("detail", standing)))
        assert "Nội bộ thôi." not in text
        assert "do-void" not in text
        assert 'id="signing"' not in text


def test_the_address_of_a_conference_leads_to_its_current_notice(
    client_of, conference, office, head_a, standing
):
    url = page("of_conference", conference)
    assert client_of(office).get(url).url == client_of(head_a).get(url).url == standing.get_absolute_url()
    correction = actions.correct(standing, by=office)
    assert client_of(office).get(url).url == correction.get_absolute_url()
    assert client_of(head_a).get(url).url == standing.get_absolute_url()


def test_a_unit_finds_the_issued_notice_among_the_tabs_of_its_conference(
    client_of, conference, head_a, office, unit_a, no_worker, leader, quick
):
    url, tab = reverse("conferences:detail", args=[conference.pk]), page("of_conference", conference)
    conference.attendances.get_or_create(unit=unit_a)
    assert tab not in text_of(client_of(head_a).get(url))
    issued(conference, office, leader, unit_a)
    assert tab in text_of(client_of(head_a).get(url))


def test_without_a_notice_the_office_is_offered_one(client_of, conference, office, leader, head_a):
    url = page("of_conference", conference)
    assert "Prepare the notice" in text_of(client_of(office).get(url))
    text = text_of(client_of(leader).get(url))
    assert "No notice yet." in text
    assert "Prepare the notice" not in text
    assert client_of(head_a).get(url).status_code == 404
    assert client_of(office).get(reverse("notices:of_conference", args=[999])).status_code == 404


# --- The draft ---------------------------------------------------------------------------------------------------
def test_one_click_prepares_the_draft_and_asks_for_its_pdf(client_of, conference, office, no_worker):
    response = client_of(office).post(page("prepare", conference), {"form": "party"}, follow=True)
    assert (Notice.objects.get().conference, Notice.objects.get().form) == (conference, "party")
    assert Notice.objects.get().title in text_of(response)
    assert Rendering.objects.count() == 1


def test_the_page_shows_the_pdf_itself_with_the_form_check_beside_it(client_of, conference, office, done):
    response = client_of(office).get(page("detail", done.notice))
    text = text_of(response)
    assert f'<iframe src="{page("preview", done)}' in text
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "The name of the signer is missing." in text
    assert f"{page('update', done.notice)}#id_signer_name" in text


def test_the_form_check_leads_to_each_recommendation_and_task(
    client_of, conference, office, leader, notice, unit_a, unit_b
):
    task = conclude(conference, office, lead=unit_a)
    nobody = raise_(conference, unit_a, office, "Chưa ai chủ trì.")
    led = entrust(raise_(conference, unit_a, office, "Đã giao."), unit_b, office)
    checks = text_of(client_of(office).get(page("detail", notice))).partition('id="check"')[2]
    for url in (
        nobody.get_absolute_url(),
        led.get_absolute_url(),
        reverse("conferences:task_update", args=[task.pk]),
    ):
        assert f'href="{url}"' in checks
    assert (
        nobody.get_absolute_url()
        not in text_of(client_of(leader).get(page("detail", notice))).partition('id="check"')[2]
    )


def test_what_blocks_disables_submitting_and_says_why(client_of, conference, office, notice, unit_a):
    text = text_of(client_of(office).get(page("detail", notice)))
    assert "do-submit" not in text
    response = press(client_of(office), notice, "submit")
    assert response.status_code == 302
    notice.refresh_from_db()
    assert notice.is_draft
    ready = drafted(conference, office, unit_a)
    assert "do-submit" in text_of(client_of(office).get(page("detail", ready)))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("reader", "queries"), [("office", 24), ("leader", 24)])
def test_the_page_asks_as_often_for_one_row_as_for_three(
    request, client_of, conference, done, office, unit_a, unit_b, count, reader, queries, django_assert_max_num_queries
):  # fmt: skip
    for number in range(count):
        conclude(conference, office, lead=unit_a, supporting=unit_b)
        entrust(raise_(conference, unit_a, office, f"Số {number}."), unit_b, office)
        actions.comment(done.notice, text="Ý kiến.", by=office)
    client = client_of(request.getfixturevalue(reader))
    with django_assert_max_num_queries(queries):
        client.get(page("detail", done.notice))


# --- Edit --------------------------------------------------------------------------------------------------------
def sent_form(notice, **fields):
    names = (
        "title symbol place opening lead_in closing authority authority_of signer_title signer_name recipients "
        "drafted_by_unit version"
    )
    return {**{name: getattr(notice, name) for name in names.split()}, **fields}


def test_editing(client_of, office, notice):
    fields = sent_form(
        notice,
        title="  Kết luận\r\nkhác ",
        symbol=" tb-bct ",
        opening="Một.\r\nHai:",
        signer_name="Nguyễn Văn A",
    )
    assert client_of(office).post(page("update", notice), fields).status_code == 302
    notice.refresh_from_db()
    assert (notice.title, notice.signer_name, notice.version) == ("Kết luận khác", "Nguyễn Văn A", 2)
    assert (notice.symbol, notice.opening) == ("TB-BCT", "Một.\nHai:")
    assert Rendering.objects.count() == 1


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
def test_bad_input_is_refused(client_of, office, notice, fields, field):
    response = client_of(office).post(page("update", notice), sent_form(notice, **fields))
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("authority", ["", "Q."])
def test_who_signs_in_person_signs_for_nobody(client_of, office, notice, authority):
    client_of(office).post(page("update", notice), sent_form(notice, authority=authority))
    notice.refresh_from_db()
    assert (notice.authority, notice.authority_of) == (authority, "")


def test_each_form_offers_its_own_authorities_and_fields(client_of, conference, office, notice, standing):
    state = client_of(office).get(page("update", actions.replace(standing, by=office)))
    party = client_of(office).get(page("update", actions.prepare(conference, by=office, form="party")))
    assert "term" not in state.context["form"].fields
    assert "term" in party.context["form"].fields
    assert {"T/M", "KT."} - {
        value for value, _label in party.context["form"].fields["authority"].widget.choices
    } == {"KT."}
    actions.change_state(Notice.objects.get(replaces=standing), "discard", by=office)
    correction = client_of(office).get(page("update", actions.correct(standing, by=office)))
    assert "lead_in" not in correction.context["form"].fields


def test_both_texts_are_shown_when_somebody_was_faster(client_of, office, second_office, notice):
    url = page("update", notice)
    client_of(second_office).post(url, sent_form(notice, closing="Nhanh hơn."))
    response = client_of(office).post(url, sent_form(notice, closing="Của tôi."))
    assert response.status_code == 409
    for words in ("Nhanh hơn.", "Của tôi."):
        assert words in text_of(response)
    again = sent_form(notice, closing="Của tôi.", version=response.context["form"]["version"].value())
    assert client_of(office).post(url, again).status_code == 302


def test_a_submitted_one_is_not_edited(client_of, conference, office, unit_a, no_worker):
    notice = actions.change_state(drafted(conference, office, unit_a), "submit", by=office)
    response = client_of(office).get(page("update", notice))
    assert response.status_code == 403
    assert "Take it back to change it." in text_of(response)


# --- The way -----------------------------------------------------------------------------------------------------
def test_from_draft_to_issued_by_the_buttons(client_of, conference, office, leader, unit_a, quick):
    notice = drafted(conference, office, unit_a)
    assert press(client_of(office), notice, "submit", text="Kính trình.").status_code == 302
    notice.refresh_from_db()
    assert press(client_of(leader), notice, "approve").status_code == 302
    notice.refresh_from_db()
    assert press(client_of(office), notice, "issue").status_code == 302
    job = Rendering.objects.get(purpose="issue")
    assert "being issued right now" in text_of(client_of(office).get(page("detail", notice)))
    render(job.pk)
    text = text_of(client_of(office).get(page("detail", notice)))
    assert "01/TB-BCT" in text
    assert "In force" in text
    assert "Kính trình." in text


def test_a_missing_reason_opens_the_window_again(client_of, conference, office, leader, unit_a, no_worker):
    notice = actions.change_state(drafted(conference, office, unit_a), "submit", by=office)
    response = press(client_of(leader), notice, "return", text="  ")
    assert response.status_code == 422
    text = text_of(response)
    assert "Write the reason" in text
    assert 'id="do-return" popover aria-labelledby="do-return-title" data-open' in text


def test_who_was_slower_keeps_the_comment(client_of, conference, office, leader, unit_a, no_worker):
    seen = actions.change_state(drafted(conference, office, unit_a), "submit", by=office)
    actions.change_state(actions.change_state(seen, "take_back", by=office), "submit", by=office)
    response = press(client_of(leader), seen, "return", text="Sửa mục II.")
    assert response.status_code == 409
    assert "Somebody was faster" in text_of(response)
    assert "Sửa mục II." in text_of(response)
    fresh = response.context["notice"]
    assert press(client_of(leader), fresh, "return", text="Sửa mục II.").status_code == 302


def test_verbs_that_do_not_exist_and_that_are_not_ones_own(client_of, standing, office, leader, head_a):
    assert press(client_of(office), standing, "burn").status_code == 404
    assert press(client_of(leader), standing, "void", text="x").status_code == 403
    assert press(client_of(head_a), standing, "void", text="x").status_code == 403
    assert client_of(office).get(page("change", standing, "void")).status_code == 405


def test_comments(client_of, standing, leader, observer):
    url = page("comment", standing)
    assert client_of(leader).post(url, {"text": ""}).status_code == 422
    assert client_of(leader).post(url, {"text": "Tốt."}).url.endswith("#history")
    assert client_of(observer).post(url, {"text": "Tốt."}).status_code == 403
    assert "Tốt." in text_of(client_of(observer).get(page("detail", standing)))


# --- Issued ------------------------------------------------------------------------------------------------------
def test_the_issued_page_offers_what_was_issued(client_of, office, standing):
    response = client_of(office).get(page("detail", standing))
    text, sha256 = text_of(response), standing.originals.get().sha256
    assert f'<iframe src="{page("original_view", standing, sha256)}' in text
    assert sha256 in text
    file = client_of(office).get(page("original", standing, sha256))
    assert file.content == bytes(standing.originals.get().content)
    assert file.headers["Content-Disposition"] == (
        "attachment; filename=\"thong bao 01-tb-bct.pdf\"; filename*=UTF-8''"
        + quote("Thông báo 01-TB-BCT.pdf")
    )
    assert client_of(office).get(page("original", standing, "0" * 64)).status_code == 404


@pytest.mark.parametrize("of", ["issued", "draft"])
def test_frames_of_our_own_pages_may_show_the_pdf_and_no_others(request, client_of, office, of):
    if of == "issued":
        standing = request.getfixturevalue("standing")
        url = page("original_view", standing, standing.originals.get().sha256)
    else:
        url = page("preview", request.getfixturevalue("done"))
    response = client_of(office).get(url)
    assert status(response) == 200
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert response.headers["Content-Disposition"].startswith("inline; ")


def test_the_page_says_that_the_data_changed_since(client_of, conference, office, head_a, standing):
    assert "The data have changed" not in text_of(client_of(office).get(page("detail", standing)))
    conference.conclusion.tasks.update(text="Việc khác, báo cáo Bộ.")
    assert "The data have changed" in text_of(client_of(office).get(page("detail", standing)))
    assert "The data have changed" not in text_of(client_of(head_a).get(page("detail", standing)))


def test_corrected_and_replaced_ones_point_to_each_other(client_of, office, leader, head_b, standing):
    assert client_of(office).post(page("correct", standing)).url.endswith("/edit/")
    draft = Notice.objects.get(corrects=standing)
    edited = actions.edit(draft, values={"opening": "Sửa lại:"}, version=1, by=office)
    new = issue(approved(edited, office, leader), office).notice
    old_page = text_of(client_of(head_b).get(page("detail", standing)))
    assert "Corrected by notice 02/TB-BCT" in old_page
    assert "corrects 01/TB-BCT" in text_of(client_of(head_b).get(page("detail", new)))
    assert client_of(office).post(page("replace", standing)).status_code == 302
    assert Notice.objects.get(replaces=standing).is_draft
    assert client_of(leader).post(page("correct", new)).status_code == 403


def test_the_register_shows_every_number_and_the_voided_ones(
    client_of, conference, office, leader, unit_a, standing
):
    actions.change_state(standing, "void", by=office, text="Ban hành nhầm.")
    issued(conference, office, leader, unit_a)
    issued(conference, office, leader, unit_a, form="party")
    text = text_of(
        client_of(leader).get(reverse("notices:register"), {"series": standing.issuance.series_id})
    )
    assert re.findall(r"0\d/TB-BCT(?=</a>)", text) == ["01/TB-BCT", "02/TB-BCT"]
    assert "Voided because: Ban hành nhầm." in text
    assert "2 numbers given, without a gap." in text
    assert "TB/ĐUB · 2025-2030" in text
    for series in ("x", "999999999999999999999"):
        assert client_of(leader).get(reverse("notices:register"), {"series": series}).status_code == 200


def test_units_do_not_read_the_register(client_of, head_a):
    assert client_of(head_a).get(reverse("notices:register")).status_code == 403


def test_the_list_shows_what_is_on_its_way_to_those_who_read_drafts(client_of, office, head_a, standing):
    draft = actions.replace(standing, by=office)
    assert draft.get_absolute_url() in text_of(client_of(office).get(reverse("notices:list")))
    assert draft.get_absolute_url() not in text_of(client_of(head_a).get(reverse("notices:list")))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("place", ["list", "register"])
def test_lists_ask_as_often_for_one_row_as_for_three(
    client_of, conference, office, leader, standing, place, count, django_assert_max_num_queries
):
    for _number in range(count - 1):
        correction = actions.correct(standing, by=office)
        edited = actions.edit(correction, values={"opening": "Sửa lại:"}, version=1, by=office)
        issue(approved(edited, office, leader), office)
    client = client_of(leader)
    with django_assert_max_num_queries(15):
        text = text_of(client.get(reverse(f"notices:{place}")))
    assert len(set(re.findall(r"0\d/TB-BCT(?=</a>)", text))) == count


# --- The PDF -----------------------------------------------------------------------------------------------------
def test_one_click_asks_for_the_pdf(client_of, office, notice, no_worker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(office).post(page("render", notice))
    assert response.headers["Location"].endswith("#pdf")
    assert no_worker == [Rendering.objects.get().pk]


def test_the_page_asks_on_while_it_is_made_and_offers_to_cancel(client_of, office, rendering):
    fragment = page("rendering", rendering)
    assert f'hx-get="{fragment}"' in text_of(client_of(office).get(page("detail", rendering.notice)))
    Rendering.objects.update(state="running", progress=40, step="layout")
    text = text_of(client_of(office).get(fragment, headers={"HX-Request": "true"}))
    for words in (
        "Laying out the pages",
        'value="40"',
        f'hx-get="{fragment}"',
        "<noscript>",
    ):
        assert words in text
    assert page("cancel", rendering) in text_of(client_of(office).get(page("detail", rendering.notice)))
    assert client_of(office).post(page("cancel", rendering)).status_code == 302
    assert "Cancelled by" in text_of(client_of(office).get(page("detail", rendering.notice)))


def test_the_fragment_without_htmx_leads_to_the_page(client_of, office, rendering):
    response = client_of(office).get(page("rendering", rendering))
    assert response.headers["Location"] == rendering.notice.get_absolute_url()


def test_when_it_is_done_the_draft_is_shown_and_what_one_types_stays(client_of, office, done):
    response = client_of(office).get(page("rendering", done), headers={"HX-Request": "true"})
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#pdf-view", "outerHTML")
    text = text_of(response)
    assert "hx-get" not in text
    assert page("preview", done) in text


def test_when_it_is_issued_the_page_is_loaded_anew(client_of, office, standing):
    job = standing.renderings.get(purpose="issue")
    response = client_of(office).get(page("rendering", job), headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"


def test_a_failure_shows_why_with_another_try(client_of, office, leader, rendering):
    Rendering.objects.update(state="failed", error="Trang quá dài.")
    text = text_of(client_of(office).get(page("detail", rendering.notice)))
    assert "Trang quá dài." in text
    assert "Try again" in text
    assert "Try again" not in text_of(client_of(leader).get(page("detail", rendering.notice)))


def test_a_dead_worker_does_not_keep_the_page_asking(client_of, office, rendering):
    Rendering.objects.update(state="running", touched_at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    text = text_of(client_of(office).get(page("detail", rendering.notice)))
    assert "does not answer" in text
    assert "hx-get=" not in text.partition('id="pdf"')[2]


def test_the_last_good_pdf_stays_while_a_new_one_is_made(client_of, office, done):
    request_rendering(done.notice, by=office)
    text = text_of(client_of(office).get(page("detail", done.notice)))
    assert page("download", done) in text
    assert page("preview", done) in text


def test_a_pdf_of_older_data_says_so(client_of, conference, office, done, unit_a):
    client = client_of(office)
    assert "The data changed" not in text_of(client.get(page("detail", done.notice)))
    raise_(conference, unit_a, office)
    assert "The data changed" in text_of(client.get(page("detail", done.notice)))


def test_download(client_of, conference, office, done):
    response = client_of(office).get(page("download", done))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    day = conference.held_on.strftime("%d-%m-%Y")
    name = f"Dự thảo Thông báo kết luận Hội nghị đối thoại {day}.pdf"
    plain = f"du thao thong bao ket luan hoi nghi doi thoai {day}.pdf"
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    assert "no-store" in response.headers["Cache-Control"]


def test_other_answers_of_the_preview_keep_the_policy(client_of, office, rendering):
    response = client_of(office).get(page("preview", rendering))
    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_file_that_is_gone_is_not_found_and_the_page_says_so(client_of, office, done):
    done.file.storage.delete(done.file.name)
    client = client_of(office)
    assert client.get(page("download", done)).status_code == 404
    assert "no longer on the server" in text_of(client.get(page("detail", done.notice)))


def test_what_people_write_is_text_not_markup(client_of, conference, office, leader, unit_a, quick):
    raise_(conference, unit_a, office, "<img src=x onerror=alert(1)>")
    notice = drafted(conference, office, unit_a)
    actions.edit(notice, values={"title": "<b>Kết luận</b>"}, version=notice.version, by=office)
    actions.comment(notice, text="<script>alert(1)</script>", by=office)
    text = text_of(client_of(office).get(page("detail", notice)))
    assert not re.search(r"<img src=x|<b>Kết|<script>alert", text)
    assert Recommendation.objects.get().text.startswith("<img")


# --- Signed elsewhere --------------------------------------------------------------------------------------------
def test_a_signed_file_is_handed_to_the_worker(client_of, office, standing):
    file = SimpleUploadedFile("ky.pdf", b"%PDF-1.7 signed", "application/pdf")
    assert client_of(office).post(page("signed", standing), {"file": file}).url.endswith("#signing")
    job = Rendering.objects.get(purpose="check")
    assert f'hx-get="{page("rendering", job)}"' in text_of(client_of(office).get(page("detail", standing)))


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"PK zip", "This is no PDF."), (b"", "empty"), (b"%PDF-" + b"x" * 200, "larger than")],
)
def test_what_cannot_be_one_is_refused_at_once(client_of, office, standing, settings, content, says):
    settings.SIGNED_MAX_BYTES = 100
    file = SimpleUploadedFile("ky.pdf", content, "application/pdf")
    response = client_of(office).post(page("signed", standing), {"file": file})
    assert response.status_code == 422
    assert says in text_of(response)


def test_signing_here_only_where_it_is_configured(client_of, office, leader, standing, settings):
    assert "Signing is not configured here" in text_of(client_of(office).get(page("detail", standing)))
    settings.SIGNING_CERTIFICATE = "/org.p12"
    assert page("sign", standing) in text_of(client_of(office).get(page("detail", standing)))
    assert client_of(office).post(page("sign", standing)).status_code == 302
    assert client_of(leader).post(page("sign", standing)).status_code == 403


def test_issuing_waits_for_its_turn_once(client_of, conference, office, leader, unit_a, no_worker):
    notice = approved(drafted(conference, office, unit_a), office, leader)
    request_issuing(notice, by=office)
    assert press(client_of(office), notice, "issue").status_code == 302
    assert Rendering.objects.filter(purpose="issue").count() == 1
