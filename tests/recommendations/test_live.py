"""The live page's server side: every entry once, nobody's words lost, the order of speech, who is writing."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from assignments.actions import Change, change_state
from recommendations import live
from recommendations.models import LogDraft, Recommendation
from tests.conftest import make_unit

CREATE = reverse("recommendations:create")
START = 1_767_225_600_000  # 2026-01-01 in milliseconds


def address(conference, name="live"):
    return reverse(f"recommendations:{name}", args=[conference.pk])


@pytest.fixture
def send(conference, client_of):
    """Entries as the page sends them; the answers, one for each."""

    def post(by, *entries, name="live_entries", status=200, **fields):
        body = {"person": by.pk, "entries": entries} if name == "live_entries" else {"person": by.pk}
        response = client_of(by).post(
            address(conference, name), json.dumps({**body, **fields}), content_type="application/json"
        )
        assert response.status_code == status, response.text
        return response.json()["answers"] if status == 200 else response

    return post


@pytest.fixture
def said(unit_a):
    def make(text, *, unit=unit_a, at=0, **fields):
        values = {
            "raised_by": str(unit.pk),
            "speaker": "Cục trưởng",
            "speech_at": START,
            "said_at": START + at,
        }
        return {"key": str(uuid4()), "revision": 0, "seen": 0, "text": text, **values, **fields}

    return make


def texts(conference):
    return [[row.text for row in speech.entries] for speech in live.speeches(conference)]


# --- Arriving once, in order ------------------------------------------------------------------------------------
def test_entries_are_numbered_as_they_arrive_and_stand_as_they_were_said(conference, send, said, office, second_office, unit_b):  # fmt: skip # noqa: E501
    away = [said("Hai.", at=2000), said("Ba.", at=3000)]
    answers = send(
        second_office, said("Một.", at=1000), said("Bốn.", unit=unit_b, speech_at=START + 9000, at=9500)
    )
    assert [answer["code"][-3:] for answer in answers] == ["001", "002"]
    send(office, *away)
    assert texts(conference) == [["Một.", "Hai.", "Ba."], ["Bốn."]]
    assert list(Recommendation.objects.order_by("position").values_list("text", flat=True)) == ["Một.", "Bốn.", "Hai.", "Ba."]  # fmt: skip # noqa: E501


def test_what_arrives_twice_is_logged_once(send, said, office):
    """The answer got lost, so the page sends all of it again, with something new."""
    sent = [said("Một."), said("Hai.", theme="", proposed_lead="")]
    first = send(office, *sent)
    again = send(office, *sent, said("Ba."))
    assert again[:2] == first
    assert Recommendation.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_send_at_the_same_time_log_once(send, said, office):
    entries = [said("Một."), said("Hai.")]

    def run(_number):
        try:
            return [answer["code"] for answer in send(office, *entries)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, range(4)))
    assert all(codes == found[0] for codes in found)
    assert Recommendation.objects.count() == 2


def test_one_that_is_refused_stays_behind_and_keeps_nobody_back(
    send, said, office, ministry, unit_b, conference
):
    unit_b.valid_to = conference.held_on - timedelta(days=1)
    unit_b.save()
    bad = [
        said(" "), said("a" * 20_001), said("Bộ.", unit=ministry), said("Cũ.", unit=unit_b), said("Khóa.", key="x"),
        said("Không có đơn vị.", raised_by="9" * 30), "không phải kiến nghị", {"text": {"a": 1}, "key": [1]},
    ]  # fmt: skip
    answers = send(office, said("Một."), *bad, said("Hai."))
    assert [bool(answer.get("refused")) for answer in answers] == [False, *[True] * len(bad), False]
    assert "was not a unit on" in answers[4]["refused"]
    assert list(Recommendation.objects.values_list("text", flat=True)) == ["Một.", "Hai."]


def test_letters_no_database_keeps_and_clocks_that_are_wrong_do_no_harm(conference, send, said, office):
    ahead = START + 10**12
    send(
        office,
        said("Nửa chữ \ud83d rồi \x00 hết.", speech_at=ahead, said_at=ahead),
        said("Không giờ.", speech_at="x", said_at=None),
        said("Vô hạn.", speech_at=float("inf"), said_at=1e300),
    )
    assert Recommendation.objects.count() == 3
    assert not Recommendation.objects.filter(said_at__gt=timezone.now()).exists()


# --- One key, two wordings --------------------------------------------------------------------------------------
def test_an_entry_corrected_while_its_answer_was_lost_is_corrected_there(send, said, office):
    entry = said("Một.")
    send(office, entry)
    changed = {**entry, "text": "Một, đã sửa.", "revision": 1}
    assert send(office, changed) == send(office, changed)
    row = Recommendation.objects.get()
    assert (row.text, row.version) == ("Một, đã sửa.", 2)
    assert row.assignment.history.last().changes == {"text": ["Một.", "Một, đã sửa."]}
    # The first sending was only slow: what comes after its correction changes nothing, and is told.
    assert send(office, entry)[0]["theirs"] == "Một, đã sửa."
    assert Recommendation.objects.get().text == "Một, đã sửa."


def test_a_correction_names_only_what_it_changes(send, said, office, unit_b):
    entry = said("Một.", speaker="Vụ trưởng", proposed_lead=str(unit_b.pk))
    send(office, entry)
    send(office, {"key": entry["key"], "text": "Hai.", "revision": 1, "seen": 1})
    row = Recommendation.objects.get()
    assert (row.text, row.speaker, row.proposed_lead, row.raised_by_id) == ("Hai.", "Vụ trưởng", unit_b, int(entry["raised_by"]))  # fmt: skip # noqa: E501
    send(office, {"key": entry["key"], "speaker": "Vụ phó", "revision": 2, "seen": 2})
    row.refresh_from_db()
    assert (row.text, row.speaker) == ("Hai.", "Vụ phó")


def test_the_words_of_somebody_else_are_not_overwritten_unseen(client_of, send, said, office, second_office):
    entry = said("Một.")
    send(office, entry)
    row = Recommendation.objects.get()
    other = {"raised_by": row.raised_by_id, "version": 1, "text": "Của người khác."}
    client_of(second_office).post(reverse("recommendations:update", args=[row.pk]), other)
    mine = {**entry, "text": "Của tôi.", "revision": 1}
    answer = send(office, mine)[0]
    assert (answer["theirs"], answer["seen"]) == ("Của người khác.", 2)
    assert "another wording" in answer["refused"]
    send(office, {**mine, "seen": answer["seen"], "revision": answer["revision"] + 2})
    row.refresh_from_db()
    assert row.text == "Của tôi."


def test_choices_among_the_similar_ones_come_along(send, said, log, office, conference):
    before = type(conference).objects.get(pk=conference.pk)
    before.pk, before.held_on = None, conference.held_on - timedelta(days=365)
    before.save()
    earlier, here = log("Năm trước.", at=before), log("Cùng hội nghị.")
    send(office, said("Nêu lại.", earlier=[str(earlier.pk), "x", None]), said("Giống.", same_as=str(here.pk)))
    again, alike = Recommendation.objects.filter(conference=conference).order_by("position")[1:]
    assert [made.earlier for made in again.earlier_links.all()] == [earlier]
    assert alike.answering == here


# --- Whose it is ------------------------------------------------------------------------------------------------
def test_nothing_is_sent_under_another_name(send, said, office, second_office):
    refusal = send(second_office, said("Của người thứ nhất."), person=office.pk, status=409)
    assert "Another person" in refusal.json()["refused"]
    send(office, page=str(uuid4()), name="live_draft", person=second_office.pk, status=409)
    assert not Recommendation.objects.exists()
    assert not LogDraft.objects.exists()


def test_a_new_token_is_given_to_a_page_that_lost_its_own(conference, said, office, client_of):
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(office).cookies
    body = json.dumps({"person": office.pk, "entries": [said("Một.")]})
    post = {"path": address(conference, "live_entries"), "data": body, "content_type": "application/json"}
    assert client.post(**post).status_code == 403
    client.get(address(conference, "live_board"))
    answer = client.post(**post, headers={"X-CSRFToken": client.cookies["csrftoken"].value})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body", ["", "[]", "{", "null", '{"entries": 1}', '{"entries": []', "[" * 5000, '"\\ud800"']
)
def test_what_cannot_be_read_is_refused_in_a_sentence(conference, client_of, office, body):
    client = client_of(office)
    body = body.replace('{"e', f'{{"person": {office.pk}, "e')
    for name in ("live_entries", "live_draft", "live_move", "live_withdraw"):
        response = client.post(address(conference, name), body, content_type="application/json")
        assert response.status_code == 400
        assert "Reload the page." in response.json()["refused"]


# --- Drafts and presence ----------------------------------------------------------------------------------------
def test_a_draft_is_kept_for_each_page_and_offered_until_it_is_taken(conference, client_of, send, office):
    page, values = str(uuid4()), {"text": "Đang gõ dở.", "speaker": "Cục trưởng", "strange": "x"}
    draft = {"name": "live_draft", "status": 204, "page": page}
    send(office, **draft, serial=5, values=values)
    send(office, **draft, serial=4, values={"text": "Cũ hơn."})  # overtaken on its way
    send(office, name="live_draft", status=204, page=str(uuid4()), serial=1, values={"text": " "})
    offered = client_of(office).get(address(conference)).context["unfinished"]
    assert offered == [(page, {"text": "Đang gõ dở.", "speaker": "Cục trưởng"})]
    send(office, **draft, drop=True)
    assert client_of(office).get(address(conference)).context["unfinished"] == []


def test_a_board_asks_little_and_answers_only_what_is_new(
    conference, client_of, send, said, office, second_office, unit_a, django_assert_num_queries
):
    client, url = client_of(office), address(conference, "live_board")
    board = client.get(url)
    with django_assert_num_queries(6):
        assert client.get(url, headers={"If-None-Match": board.headers["ETag"]}).status_code == 304
    entry, page = said("Một."), str(uuid4())
    draft = {"name": "live_draft", "status": 204, "page": page, "values": {"raised_by": str(unit_a.pk)}}
    seen = []
    for happens in (
        lambda: send(second_office, entry),
        lambda: send(second_office, {**entry, "text": "Hai.", "revision": 1}),
        lambda: send(second_office, **draft, serial=1),
        lambda: LogDraft.objects.update(edited_at=timezone.now() - live.WRITING),
        lambda: send(second_office, name="live_withdraw", status=204, key=entry["key"]),
    ):
        happens()
        board = client.get(url, headers={"If-None-Match": board.headers["ETag"]})
        seen.append(board.text)
    assert "Một." in seen[0]
    assert "Hai." in seen[1]
    assert "is writing: Cục Hóa chất" in seen[2]
    assert "is writing" not in seen[3]
    assert "Withdrawn" in seen[4]
    with django_assert_num_queries(9):
        client.get(url)


def test_a_withdrawn_one_is_not_counted_and_a_merged_one_names_the_other(
    conference, client_of, send, said, office
):
    main, same, mistaken = said("Một."), said("Cũng thế."), said("Nhầm.")
    send(office, main, same, mistaken)
    send(office, name="live_withdraw", status=204, key=mistaken["key"])
    first, merged = Recommendation.objects.order_by("position")[:2]
    change_state(merged.assignment, "merge", by=office, change=Change(into=first.assignment))
    page = client_of(office).get(address(conference))
    assert page.context["count"] == 2
    assertContains(page, f'answered together with <a href="{first.get_absolute_url()}" target="_blank">')
    assertContains(page, "data-live-at")
    assert client_of(office).get(address(conference, "live_board")).headers["X-At"]


def test_only_one_s_own_is_taken_back_here(send, said, office, second_office, conference):
    entry = said("Nhầm.")
    send(office, entry)
    send(second_office, name="live_withdraw", status=404, key=entry["key"])
    send(office, name="live_withdraw", status=204, key=entry["key"])
    assert Recommendation.objects.get().assignment.state == "withdrawn"
    assert "refused" in send(office, name="live_withdraw", status=409, key=entry["key"]).json()
    # What still comes for it is told, and logs nothing.
    assert send(office, {**entry, "text": "Muộn.", "revision": 1})[0]["refused"]
    assert Recommendation.objects.count() == 1


def test_an_entry_or_a_whole_speech_moves_before_what_was_said_before(send, said, office, second_office, conference, unit_b):  # fmt: skip # noqa: E501
    send(office, said("1."), said("2.", at=1000), *[said(f"{n}.", unit=unit_b, speech_at=START + 9000, at=9000 + n) for n in (3, 4)])  # fmt: skip # noqa: E501
    rows = {row.text: str(row.pk) for row in Recommendation.objects.all()}

    def up(text, **how):
        send(second_office, name="live_move", status=204, entry=rows[text], **how)
        return texts(conference)

    assert up("2.") == [["2.", "1."], ["3.", "4."]]
    assert up("2.") == [["2.", "1."], ["3.", "4."]]
    assert up("4.", speech=True) == [["3.", "4."], ["2.", "1."]]
    assert up("4.") == [["4.", "3."], ["2.", "1."]]
    assert up("2.") == [["2."], ["4.", "3."], ["1."]]
    assert list(Recommendation.objects.order_by("position").values_list("text", flat=True)) == ["1.", "2.", "3.", "4."]  # fmt: skip # noqa: E501


# --- The page, and as a form without a script -------------------------------------------------------------------
def form(unit, **fields):
    values = {"raised_by": unit.pk, "speaker": "Cục trưởng", "key": str(uuid4())}
    return {**values, "text": "Đề nghị bổ sung biên chế.", **fields}


def test_saving_goes_to_the_next_form_of_the_same_speaker(client_of, office, conference, unit_a):
    client, sent = client_of(office), form(unit_a, text="Một là:  \r\n- biên chế;\r\n\r\n- trụ sở.")
    response = client.post(address(conference), sent, follow=True)
    kept = response.context["form"]
    assert (kept["raised_by"].value(), kept["speaker"].value()) == (str(unit_a.pk), "Cục trưởng")
    assert not kept["text"].value()
    assert kept.fields["text"].widget.attrs["autofocus"]
    assert kept["key"].value() != sent["key"]
    assert texts(conference) == [["Một là:\n- biên chế;\n\n- trụ sở."]]
    client.post(address(conference), sent)
    assert Recommendation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"raised_by": ""}, "raised_by"),
        ({"key": "x"}, "key"),
        ({"theme": "999999"}, "theme"),
    ],
)
def test_bad_input_is_refused_and_kept(client_of, office, conference, unit_a, fields, field):
    response = client_of(office).post(address(conference), form(unit_a, **fields))
    assert field in response.context["form"].errors
    assert response.context["form"]["speaker"].value() == "Cục trưởng"
    assert not Recommendation.objects.exists()


def test_who_attended_is_offered_first_and_found_by_any_name(
    client_of, office, conference, ministry, unit_a, unit_b
):
    make_unit("Cục Điện lực", ministry, abbreviation="ĐL")
    unit_a.aliases.create(name="Cục Hoá chất và Môi trường")
    page = client_of(office).get(address(conference))
    choices = page.context["form"].fields["raised_by"].choices
    assert [group for group, _units in list(choices)[1:]] == ["Attended the conference", "Other units"]
    assert [name for _pk, name in list(choices)[1][1]] == [unit_a.name, unit_b.name]
    assert 'data-search="HC|Cục Hoá chất và Môi trường"' in page.text
    assert 'data-search="ĐL"' in page.text


def test_the_way_in_leads_to_the_latest_conference_that_has_begun(client_of, office, conference):
    coming = type(conference).objects.get(pk=conference.pk)
    coming.pk, coming.held_on = None, timezone.localdate() + timedelta(days=9)
    coming.save()
    client = client_of(office)
    assert client.get(CREATE, {"conference": coming.pk}).headers["Location"] == address(coming)
    for nonsense in ("x", "999999", "9" * 40, ""):
        assert client.get(CREATE, {"conference": nonsense}).headers["Location"] == address(conference)


def test_without_a_conference_the_page_says_so(client_of, office):
    assert "There is no conference yet." in client_of(office).get(CREATE).text
