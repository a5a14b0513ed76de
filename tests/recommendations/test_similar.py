"""What is alike is found while one types and afterwards; it is linked or merged, alone or in groups."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from assignments.actions import Change, change_state
from assignments.workflow import State
from conferences.models import Attendance, Conference
from dialogue_tracker.vietnamese import search_key
from recommendations import actions
from recommendations.likeness import Weights, rarest
from recommendations.models import RaisedAgain, Recommendation, TokenCount, Tokens, count_tokens
from recommendations.similar import LONGEST_SHOWN, Asking, picked, pieces_of, similar
from recommendations.similar_groups import groups_of, joined
from recommendations.tokens import SINGLE_BIT, tokens_of
from tests.conftest import make_unit

TEXT = "Đề nghị sửa nhà ăn và bố trí chỗ nghỉ trưa cho người lao động ở xa."
LIKE_IT = "Mong cải thiện bữa ăn trưa ở nhà ăn của Bộ và có phòng nghỉ trưa cho công chức nhà xa."
OTHERS = (
    "Đề nghị Bộ xem xét, sớm có hướng dẫn về dự trữ xăng dầu quốc gia.",
    "Kiến nghị nâng cấp hệ thống cấp giấy chứng nhận xuất xứ điện tử, hiện quá tải.",
    "Đề nghị bổ sung biên chế làm công tác quản lý hóa chất nguy hiểm.",
)
LOOK_UP = reverse("recommendations:similar")


@pytest.fixture
def last_year(conference, unit_a):
    held = Conference.objects.get(pk=conference.pk)
    held.pk, held._state.adding = None, True
    held.held_on = timezone.localdate() - timedelta(days=400)
    held.save()
    Attendance.objects.create(conference=held, unit=unit_a)
    return held


@pytest.fixture
def earlier(last_year, log):
    for text in OTHERS:
        log(text, at=last_year)
    return log(TEXT, at=last_year)


def found(asking: Asking) -> list[Recommendation]:
    return [one.recommendation for one in similar(asking)]


# --- Tokens ---------------------------------------------------------------------------------------------------
def words_of(text: str) -> set[str]:
    return set(tokens_of(text).values())


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_has_tokens_that_fit_and_do_not_depend_on_marks(text):
    tokens = tokens_of(text)
    assert all(-(2**31) <= token < 2**31 and token != 0 for token in tokens)
    assert all((" " not in word) == bool(token & SINGLE_BIT) for token, word in tokens.items())
    assert list(tokens_of(search_key(text)).values()) == list(tokens.values())


def test_what_a_text_is_compared_by():
    assert words_of("Đề nghị Bộ xem xét, quan tâm chỉ đạo các đơn vị.") <= {"nghi bo"}
    assert words_of("Đề nghị cải cách TTHC") == words_of("đề nghị cải cách thủ tục hành chính")
    assert words_of("hóa chất; kho bãi") >= {"hoa chat", "kho bai", "bai"}
    assert "chat kho" not in words_of("hóa chất; kho bãi")
    assert words_of("hóa\nchất") == words_of("Hoá  chất")
    assert "113" in words_of("Nghị định 113")
    assert "05" not in words_of("05 bộ")


def test_tokens_follow_the_text_and_are_counted(log, recommendation, office):
    log("Đề nghị trang bị máy đo.")
    raised = actions.Raised(raised_by=recommendation.raised_by, text=TEXT)
    actions.correct(recommendation, raised=raised, version=recommendation.version, by=office)
    assert set(Tokens.objects.get(pk=recommendation.pk).tokens) == set(tokens_of(TEXT))
    Recommendation.objects.filter(pk=recommendation.pk).update(text=OTHERS[0])
    Recommendation.objects.get(pk=recommendation.pk).save(update_fields=["outcome"])
    assert set(Tokens.objects.get(pk=recommendation.pk).tokens) == set(tokens_of(TEXT))
    again = log(TEXT)
    count_tokens()
    shared = next(iter(tokens_of(TEXT)))
    assert dict(TokenCount.objects.values_list())[shared] == 2
    assert TokenCount.objects.get(token=0).count == 3
    again.text = OTHERS[0]
    again.save()
    count_tokens()
    assert not TokenCount.objects.filter(token=shared).exists()


def test_rows_of_before_are_filled_by_the_migration(log):
    made = [log(TEXT), log(OTHERS[0])]
    Tokens.objects.all().delete()
    import_module("recommendations.migrations.0006_tokens").fill(apps, None)
    assert {row.pk: set(row.tokens) for row in Tokens.objects.all()} == {
        row.pk: set(tokens_of(row.text)) for row in made
    }


def test_counted_before_anything_was_logged(log, conference, office):
    count_tokens()
    made = log(TEXT)
    assert found(Asking(user=office, conference=conference, text=LIKE_IT)) == [made]
    assert groups_of(conference, user=office) == []


def test_common_tokens_name_no_thousands():
    common = {token: 50_000 + token for token in range(2, 100, 2)}
    weights = Weights({0: 100_000, **common, 100: 3, 102: 900})
    assert rarest([*common, 102, 100, 104], weights)[:3] == [104, 100, 102]
    assert len(rarest([*common, 102, 100, 104], weights)) < 10
    assert rarest([4, 2], weights) == [2, 4]


# --- Looking up -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        LIKE_IT,
        search_key(TEXT),
        TEXT.upper(),
        "cho người lao động ở xa có chỗ nghỉ trưa; nhà ăn đề nghị sửa",
        "sửa nhà ăn, chỗ nghỉ tr",
        "nhà ăn",
        f"{TEXT} " * 250,
    ],
)
def test_found_however_it_is_said(earlier, conference, office, text):
    for counted in (False, True):
        if counted:
            count_tokens()
        assert found(Asking(user=office, conference=conference, text=text)) == [earlier]


@pytest.mark.parametrize(
    "text", ["", "   ", "đề nghị Bộ xem xét", "!!!", "Trồng rừng ngập mặn ven biển Tây Nam."]
)
def test_nothing_alike(earlier, conference, office, text):
    assert found(Asking(user=office, conference=conference, text=text)) == []


def test_the_own_unit_before_another_one_and_later_years_are_only_read(
    earlier, log, last_year, unit_a, unit_b, conference, office
):
    theirs = log(TEXT, at=last_year, raised_by=unit_b)
    for unit, order in ((unit_a, [earlier, theirs]), (unit_b, [theirs, earlier])):
        asking = Asking(user=office, conference=conference, text=TEXT, raised_by=unit)
        assert found(asking) == order
    later = log(TEXT)
    choices = {one.recommendation: one.choice for one in similar(Asking(office, last_year, text=TEXT))}
    assert choices == {earlier: "same_as", theirs: "same_as", later: ""}
    # A withdrawn one is still read, but nothing is linked to it.
    change_state(earlier.assignment, "withdraw", by=office, change=Change(reason="Nhầm."))
    choices = {one.recommendation: one.choice for one in similar(Asking(office, conference, text=TEXT))}
    assert choices[earlier] == ""
    ticked = [str(earlier.pk), str(theirs.pk)]
    assert picked(conference, user=office, earlier=ticked, same_as="").earlier == [theirs]


def test_one_sees_of_it_what_one_may_see(earlier, log, unit_b, conference, office, head_a, head_b, client_of):
    secret = log(LIKE_IT, raised_by=unit_b)
    assert set(found(Asking(user=office, conference=conference, text=TEXT))) == {earlier, secret}
    assert found(Asking(user=head_a, conference=conference, text=TEXT)) == [earlier]
    for words in (TEXT, "nghi trua"):
        page = client_of(head_a).post(LOOK_UP, {"conference": conference.pk, "text": words})
        assert "cải thiện bữa ăn" not in page.text
        assert earlier.code in page.text
        assert "<input" not in page.text  # a unit's people read; the office links
    assert found(Asking(user=head_b, conference=conference, text=TEXT)) == [secret]


def test_by_words_and_by_code(earlier, conference, office):
    for words in ("nghi trua", earlier.code, f"{earlier.code} khongco"):
        rows = found(Asking(user=office, conference=conference, text=OTHERS[0], words=words))
        assert rows == ([] if "khongco" in words else [earlier])


def test_what_is_answered_with_another_one_is_shown_once(log, conference, unit_b, office, head_a):
    first, second = log(TEXT), log(LIKE_IT, raised_by=unit_b)
    change_state(second.assignment, "merge", by=office, change=Change(into=first.assignment))
    for user, merged in ((office, 1), (head_a, 0)):
        rows = similar(Asking(user=user, conference=conference, text=TEXT))
        assert [(one.recommendation, one.merged) for one in rows] == [(first, merged)]


def test_shared_words_are_marked_and_of_a_long_text_the_part_that_is_alike():
    pieces = pieces_of("Xin sửa nhà ăn, TTHC & <b>.", words_of("nhà ăn; thủ tục hành chính"))
    assert [text for text, shared in pieces if shared] == ["nhà ăn, TTHC"]
    assert "".join(text for text, _shared in pieces) == "Xin sửa nhà ăn, TTHC & <b>."
    marked = [
        text for text, shared in pieces_of(TEXT, words_of("nghỉ trưa cho cán bộ ở nhà ăn và")) if shared
    ]
    assert marked == ["nhà ăn", "nghỉ trưa"]
    long = f"{'Việc khác nữa. ' * 300}Sửa nhà ăn. {'Và còn nữa. ' * 300}"
    shown = pieces_of(long, words_of("nhà ăn"))
    assert ("nhà ăn", True) in shown
    assert sum(len(text) for text, _shared in shown) < LONGEST_SHOWN + 20
    assert pieces_of("", set()) == [("", False)] or pieces_of("", set()) == []


# --- While logging ----------------------------------------------------------------------------------------------
def test_while_logging(earlier, log, done, conference, unit_a, office, client_of):
    here = log(LIKE_IT, raised_by=unit_a)
    client = client_of(office)
    asked = {"conference": conference.pk, "raised_by": unit_a.pk, "text": TEXT}
    page = client.post(LOOK_UP, asked)
    assert f'type="checkbox" class="form-check-input" name="earlier" id="similar-{earlier.pk}"' in page.text
    assert f'type="radio" class="form-check-input" name="same_as" id="similar-{here.pk}"' in page.text
    assert "<mark>nhà ăn</mark>" in page.text
    assert "autofocus" not in page.text
    # What is ticked stays, whatever is typed next; done work is read only.
    page = client.get(LOOK_UP, {**asked, "text": "máy đo nhanh", "earlier": earlier.pk, "same_as": here.pk})
    assert f'value="{earlier.pk}" checked' in page.text
    assert f'value="{here.pk}" checked' in page.text
    assert done.code in page.text
    assert f"similar-{done.pk}" not in page.text
    assert "No similar recommendation." in client.post(LOOK_UP, {**asked, "text": "Trồng rừng"}).text
    for strange in (
        {"text": "\0"},
        {"words": "\0 a"},
        {"earlier": "9" * 40, "same_as": "x", "raised_by": "-1"},
    ):
        assert client.post(LOOK_UP, {"conference": conference.pk, **strange}).status_code == 200


def test_the_answer_so_far_is_shown_to_who_reads_it(earlier, last_year, conference, unit_b, office, head_a):
    change_state(earlier.assignment, "assign", by=office, change=Change(unit=unit_b))
    Recommendation.objects.filter(pk=earlier.pk).update(outcome="explained", answer="Sẽ sửa trong quý I.")
    seen = {
        user: similar(Asking(user=user, conference=conference, text=TEXT))[0].reads_answer
        for user in (office, head_a)
    }
    assert seen == {office: True, head_a: False}


# --- Afterwards -------------------------------------------------------------------------------------------------
def test_linked_merged_and_undone_afterwards(earlier, log, unit_b, office, head_a, client_of):
    first, now = log(LIKE_IT, raised_by=unit_b), log(TEXT)
    client, url = client_of(office), reverse("recommendations:similar_to", args=[now.pk])
    text = client.get(url).text
    assert f'id="similar-{earlier.pk}"' in text
    assert f'id="similar-{first.pk}"' in text
    assert f'id="similar-{now.pk}"' not in text
    assert "No similar" in client.get(url, {"q": "khongcogi"}).text
    part = client.get(url, headers={"HX-Request": "true"}).text
    assert first.code in part
    assert "<input" not in part
    assert client_of(head_a).post(url, {"earlier": earlier.pk}).status_code == 403
    assert client.post(url, {}, follow=True).redirect_chain[-1][0] == url
    client.post(url, {"earlier": [earlier.pk, now.pk, "x"], "same_as": first.pk})
    assert [row.earlier for row in RaisedAgain.objects.all()] == [earlier]
    assert Recommendation.objects.get(pk=now.pk).answering == first
    assert "raised 2 times" in client.get(now.get_absolute_url()).text
    # What is linked or merged with it already is not offered again.
    assert earlier.code not in client.get(url).text
    assert first.code not in client.get(url).text
    assert "is not merged" in client.post(url, {"same_as": first.pk}, follow=True).text
    undo = reverse("recommendations:repeats_undo", args=[RaisedAgain.objects.get().pk])
    assert client_of(head_a).post(undo).status_code == 403
    client.post(undo)
    assert not RaisedAgain.objects.exists()


def test_a_group_is_what_is_like_its_middle_and_no_chain():
    chain = {(1, 2): 0.3, (2, 3): 0.5, (3, 4): 0.3, (4, 5): 0.3, (5, 6): 0.31}
    assert list(joined(chain)) == [[1, 2, 3], [4, 5, 6]]


def test_groups_are_merged_with_one_press(
    log, conference, ministry, unit_a, unit_b, office, head_a, client_of
):
    unit_c = make_unit("Cục Điện lực", ministry)
    first, second = log(TEXT), log(LIKE_IT, raised_by=unit_b)
    third = log(search_key(TEXT), raised_by=unit_c)
    for text in OTHERS:
        log(text)
    change_state(second.assignment, "assign", by=office, change=Change(unit=unit_c))
    (group,) = groups_of(conference, user=office)
    assert {row.recommendation for row in group.rows} == {first, second, third}
    assert group.main == second  # work on it has begun
    assert group.other_units == 2
    client, url = client_of(office), reverse("recommendations:similar_groups", args=[conference.pk])
    assert "2 other units raised the like" in client.get(url).text
    assert client_of(head_a).get(url).status_code == 403
    told = client.post(url, {"merge": first.pk}, follow=True)
    assert "Choose the one that answers for all" in told.text
    told = client.post(url, {"into": second.pk, "merge": [first.pk, second.pk, third.pk, 0]}, follow=True)
    assert "2 recommendations are merged" in told.text
    assert "Nothing alike is left" in told.text
    states = Recommendation.objects.filter(assignment__merged_into=second.assignment)
    assert set(states) == {first, third}
    # A row that cannot be merged is told; the others are.
    fourth, fifth = log(TEXT), log(TEXT)
    change_state(fourth.assignment, "withdraw", by=office, change=Change(reason="Trùng"))
    told = client.post(url, {"into": second.pk, "merge": [fourth.pk, fifth.pk]}, follow=True)
    assert f"{fourth.code} is not merged" in told.text
    fifth.assignment.refresh_from_db()
    assert fifth.assignment.state == State.MERGED
