"""The list, logging, correcting and the page of one recommendation."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.workflow import Verb
from recommendations.models import Recommendation, Theme
from tests.conftest import SINCE, make_unit, make_user

LIST = reverse("recommendations:list")


def page(name, recommendation):
    return reverse(f"recommendations:{name}", args=[recommendation.pk])


def shown(response):
    return list(response.context["page"].object_list)


# --- List -------------------------------------------------------------------------------------------------------
def test_everybody_lists_what_they_may_see(client_of, log, assigned, unit_b, office, leader, observer, head_a, head_b, stranger):  # fmt: skip # noqa: E501
    foreign = log("Của Vụ.", raised_by=unit_b)
    for reader in (office, leader, observer):
        assert set(shown(client_of(reader).get(LIST))) == {assigned, foreign}
    assert shown(client_of(head_a).get(LIST)) == [assigned]
    assert set(shown(client_of(head_b).get(LIST))) == {assigned, foreign}
    assert shown(client_of(stranger).get(LIST)) == []


def test_a_conference_at_which_nothing_is_logged_has_a_list_of_its_own(client_of, office, conference, log):
    log("Của hội nghị này.")
    conference.pk = None
    conference.save()
    answer = client_of(office).get(LIST, {"conference": conference.pk})
    assert shown(answer) == []
    assert "No recommendation yet." in answer.text
    assert reverse("recommendations:live", args=[conference.pk]) in answer.text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("reader", "queries"), [("office", 13), ("head_a", 15)])
def test_the_list_asks_as_often_for_one_row_as_for_three(
    request, client_of, log, unit_b, office, count, reader, queries, django_assert_num_queries
):
    for number in range(count):
        made = log(f"Số {number}.", theme=Theme.objects.first(), proposed_lead=unit_b)
        change_state(made.assignment, Verb.ASSIGN, by=office, change=Change(unit=unit_b))
    client = client_of(request.getfixturevalue(reader))
    with django_assert_num_queries(queries):
        assert len(shown(client.get(LIST))) == count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bien+che", ["plain"]),
        ("q=BIÊN CHẾ", ["plain"]),
        ("conference={conference}", ["assigned", "plain"]),
        ("raised_by={unit_a}", ["assigned"]),
        ("raised_by={unit_b}", ["plain"]),
        ("lead={unit_b}", ["assigned"]),
        ("lead=none", ["plain"]),
        ("theme={theme}", ["assigned"]),
        ("theme=none", ["plain"]),
        ("state=assigned", ["assigned"]),
        ("state=received", ["plain"]),
        ("timing=open_in_time", ["assigned"]),
        ("timing=no_deadline_open", ["plain"]),
        ("timing=open_overdue", []),
        ("outcome=unanswered", ["assigned"]),
        ("outcome=roadmap", ["plain"]),
        ("outcome=resolved", []),
        ("state=nonsense", ["assigned", "plain"]),
    ],
)
def test_filters(client_of, office, conference, assigned, log, unit_a, unit_b, query, found):
    plain = log("Đề nghị bổ sung biên chế.", raised_by=unit_b)
    day = timezone.localdate()
    Recommendation.objects.filter(pk=plain.pk).update(answer="Có.", outcome="roadmap", roadmap_on=day)
    names = {
        "conference": conference.pk,
        "unit_a": unit_a.pk,
        "unit_b": unit_b.pk,
        "theme": assigned.theme_id,
    }
    rows = {"assigned": assigned, "plain": plain}
    response = client_of(office).get(f"{LIST}?{query.format(**names)}")
    assert shown(response) == [rows[name] for name in found]


def test_a_unit_cannot_feel_for_draft_answers_with_the_filter(client_of, assigned, head_a):
    Recommendation.objects.filter(pk=assigned.pk).update(answer="Nháp.", outcome="resolved")
    client = client_of(head_a)
    assert shown(client.get(f"{LIST}?outcome=resolved")) == []
    assert shown(client.get(f"{LIST}?outcome=unanswered")) == [assigned]
    assert "Resolved" not in client.get(LIST).content.decode().partition('id="results"')[2]


def test_filters_offer_only_what_the_person_can_see(client_of, assigned, log, unit_a, unit_b, head_a):
    log("Của Vụ.", raised_by=unit_b)
    form = client_of(head_a).get(LIST).context["filter"].form
    assert list(form.fields["raised_by"].queryset) == [unit_a]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("", "123"), ("-number", "321"), ("due_on", "231"), ("-due_on", "321"), ("lead", "231"), ("nonsense", "123")],
)  # fmt: skip
def test_sorting_puts_what_is_empty_last(client_of, office, log, unit_a, unit_b, sort, order):
    _one, two, three = log("1."), log("2."), log("3.")
    for row, unit, days in ((two, unit_a, 1), (three, unit_b, 9)):
        change = Change(unit=unit, due_on=timezone.localdate() + timedelta(days=days))
        change_state(row.assignment, Verb.ASSIGN, by=office, change=change)
    response = client_of(office).get(LIST, {"sort": sort})
    assert "".join(row.text[0] for row in shown(response)) == order


def test_htmx_gets_the_fragment_only(client_of, office, recommendation):
    response = client_of(office).get(LIST, headers={"HX-Request": "true"})
    assert [template.name for template in response.templates][0] == "recommendations/_list_results.html"
    assert "HX-Request" in response.headers["Vary"]


def test_the_list_of_a_conference_stands_in_its_workspace(client_of, office, recommendation, conference):
    response = client_of(office).get(LIST, {"conference": conference.pk})
    assert any(tab["active"] for tab in response.context["tabs"])
    assert reverse("recommendations:live", args=[conference.pk]) in response.content.decode()


@pytest.mark.parametrize(
    ("reader", "says"),
    [
        ("office", "Log what the units raise"),
        ("leader", "The office logs"),
        ("head_a", "what your unit raised"),
    ],
)
def test_an_empty_list_says_what_comes_next(request, client_of, conference, reader, says):
    assert says in client_of(request.getfixturevalue(reader)).get(LIST).content.decode()


def test_a_search_without_result_offers_the_way_back(client_of, office, recommendation):
    assert "No recommendation matches." in client_of(office).get(LIST, {"q": "tàu bay"}).content.decode()


# --- Correct ----------------------------------------------------------------------------------------------------
def correction(recommendation, **fields):
    values = {"raised_by": recommendation.raised_by_id, "version": recommendation.version, "text": "Đã sửa."}
    return {**values, **fields}


def test_correcting(client_of, office, recommendation):
    response = client_of(office).post(page("update", recommendation), correction(recommendation))
    assert response.headers["Location"] == recommendation.get_absolute_url()
    recommendation.refresh_from_db()
    assert recommendation.text == "Đã sửa."


def test_both_texts_are_shown_when_somebody_was_faster(client_of, office, second_office, recommendation):
    seen = correction(recommendation, text="Của tôi.")
    url = page("update", recommendation)
    client_of(second_office).post(url, correction(recommendation, text="Của người nhanh hơn."))
    client = client_of(office)
    response = client.post(url, seen)
    assert response.status_code == 409
    for text in ("Của tôi.", "Của người nhanh hơn.", "Somebody was faster"):
        assert text in response.content.decode()
    # Sent again from that page, knowing the other version, it is saved.
    again = {**seen, "version": response.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    recommendation.refresh_from_db()
    assert recommendation.text == "Của tôi."


def test_a_proposed_unit_that_ended_can_stay(client_of, office, recommendation, unit_b):
    type(unit_b).objects.filter(pk=unit_b.pk).update(valid_to=SINCE)
    sent = correction(recommendation, proposed_lead=unit_b.pk)
    assert client_of(office).post(page("update", recommendation), sent).status_code == 302


def test_what_is_done_is_not_corrected(client_of, office, done):
    assert client_of(office).get(page("update", done)).status_code == 403


# --- The page of one --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "code"),
    [("office", 200), ("leader", 200), ("observer", 200), ("head_a", 200), ("officer_a", 200), ("head_b", 404),
     ("administrator", 404), ("stranger", 404)],
)  # fmt: skip
def test_who_reads_it(request, client_of, recommendation, name, code):
    assert client_of(request.getfixturevalue(name)).get(page("detail", recommendation)).status_code == code


@pytest.mark.parametrize("verb", ["update", "answer", "assign"])
@pytest.mark.parametrize(
    ("name", "code"), [("leader", 403), ("observer", 403), ("head_a", 403), ("head_b", 404)]
)
def test_reading_is_not_changing(request, client_of, recommendation, verb, name, code):
    client = client_of(request.getfixturevalue(name))
    assert client.post(page(verb, recommendation), {}).status_code == code


def test_the_raising_unit_reads_the_answer_once_the_result_is_confirmed(client_of, head_a, head_b, assigned):
    Recommendation.objects.filter(pk=assigned.pk).update(answer="Câu trả lời nháp.", outcome="resolved")
    work = reverse("assignments:detail", args=[assigned.assignment_id])
    for reader in (head_a, head_b):
        client = client_of(reader)
        assert "Câu trả lời nháp." not in client.get(page("detail", assigned)).content.decode()
        assert "Câu trả lời nháp." not in client.get(work).content.decode()


def test_when_it_is_done_the_raising_unit_reads_outcome_and_result(client_of, head_a, done):
    Recommendation.objects.filter(pk=done.pk).update(answer="Đã có thiết bị.", outcome="resolved")
    text = client_of(head_a).get(page("detail", done)).content.decode()
    for words in ("Đã có thiết bị.", "Resolved", "Đã trang bị 05 bộ thiết bị đo nhanh."):
        assert words in text


def test_what_the_unit_reported_as_outcome_is_read_and_proposed_to_the_office(
    client_of, head_a, head_b, office, assigned
):
    report = Change(result="Đã cấp.", outcome="resolved", proof=Proof(document="12/PC, 05/3/2026"))
    for verb, by, change in (
        ("accept", head_b, Change()),
        ("report", head_b, report),
        ("confirm", office, Change()),
    ):
        change_state(assigned.assignment, verb, by=by, change=change)
    text = client_of(head_a).get(page("detail", assigned)).text
    assert "Resolved" in text
    assert "has not entered the outcome" not in text
    form = client_of(office).get(page("answer", assigned)).context["form"]
    assert form["outcome"].value() == "resolved"


def test_an_answer_of_open_work_is_called_prepared(client_of, office, observer, assigned):
    Recommendation.objects.filter(pk=assigned.pk).update(outcome="resolved")
    for reader in (office, observer):
        assert "answer prepared: Resolved" in client_of(reader).get(LIST).text


def test_merging_is_offered_where_one_reads_the_recommendation(client_of, office, observer, recommendation):
    way = reverse("assignments:change", args=[recommendation.assignment_id, "merge"])
    assert way in client_of(office).get(page("detail", recommendation)).text
    assert way not in client_of(observer).get(page("detail", recommendation)).text


def test_what_people_write_is_text_not_markup(client_of, office, log):
    made = log("<script>alert(1)</script> & <b>", speaker="<i>")
    text = client_of(office).get(page("detail", made)).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_who_answers_reads_what_is_merged_into_its_work(client_of, log, assigned, unit_b, head_b, office):
    other = log("Đề nghị cấp thiết bị đo.")
    change_state(other.assignment, "merge", by=office, change=Change(into=assigned.assignment))
    assert other.get_absolute_url() in client_of(head_b).get(assigned.assignment.get_absolute_url()).text
    page = client_of(head_b).get(other.get_absolute_url())
    assert "Đề nghị cấp thiết bị đo." in page.text
    for address in set(re.findall(r'href="(/(?:assignments|recommendations)/\d+/)"', page.text)):
        assert client_of(head_b).get(address).status_code == 200, address
    unit_c = make_unit("Cục Điện lực", unit_b.parent)
    elsewhere = make_user("elsewhere", "Cục trưởng", Role.UNIT_HEAD, unit_c)
    assert client_of(elsewhere).get(other.get_absolute_url()).status_code == 404
    assigned.assignment.supporting_units.add(unit_c)
    assert client_of(elsewhere).get(other.get_absolute_url()).status_code == 200
