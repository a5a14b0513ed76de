"""Answering and assigning, one and several."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.models import Assignment
from assignments.workflow import State, Verb
from recommendations.models import Recommendation
from tests.conftest import SINCE

LIST = reverse("recommendations:list")
ASSIGN_MANY = reverse("recommendations:assign_many")


def page(name, recommendation):
    return reverse(f"recommendations:{name}", args=[recommendation.pk])


def ahead(days):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d/%m/%Y")


# --- Answer -----------------------------------------------------------------------------------------------------
def answering(**fields):
    return {"version": 1, "answer": "Đã bố trí kinh phí.", "outcome": "resolved", "roadmap_on": "", **fields}


def test_answering(client_of, office, recommendation):
    response = client_of(office).post(page("answer", recommendation), answering())
    assert response.headers["Location"] == recommendation.get_absolute_url()
    recommendation.refresh_from_db()
    assert (recommendation.answer, recommendation.outcome) == ("Đã bố trí kinh phí.", "resolved")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"outcome": "resolved", "answer": ""}, "answer"),
        ({"outcome": "explained", "answer": " "}, "answer"),
        ({"outcome": "roadmap", "roadmap_on": ""}, "roadmap_on"),
        ({"outcome": "roadmap", "roadmap_on": "13/13/2026"}, "roadmap_on"),
        ({"outcome": "roadmap", "roadmap_on": "01/01/2001"}, "roadmap_on"),
        ({"outcome": "nonsense"}, "outcome"),
    ],
)
def test_an_outcome_needs_what_belongs_to_it(client_of, office, recommendation, fields, field):
    response = client_of(office).post(page("answer", recommendation), answering(**fields))
    assert list(response.context["form"].errors) == [field]
    recommendation.refresh_from_db()
    assert recommendation.version == 1


def test_a_roadmap_needs_no_words(client_of, office, recommendation):
    sent = answering(answer="", outcome="roadmap", roadmap_on=ahead(40))
    assert client_of(office).post(page("answer", recommendation), sent).status_code == 302


def test_a_date_without_roadmap_is_dropped(client_of, office, recommendation):
    client_of(office).post(page("answer", recommendation), answering(roadmap_on=ahead(40)))
    recommendation.refresh_from_db()
    assert recommendation.roadmap_on is None


def test_the_confirmed_result_is_offered_as_answer(client_of, office, done):
    form = client_of(office).get(page("answer", done)).context["form"]
    assert form["answer"].value() == "Đã trang bị 05 bộ thiết bị đo nhanh."


def test_both_answers_are_shown_when_somebody_was_faster(client_of, office, second_office, recommendation):
    url = page("answer", recommendation)
    client_of(second_office).post(url, answering(answer="Nhanh hơn."))
    response = client_of(office).post(url, answering(answer="Của tôi."))
    assert response.status_code == 409
    for text in ("Của tôi.", "Nhanh hơn."):
        assert text in response.content.decode()
    assert response.context["form"]["version"].value() == "2"


def test_what_is_withdrawn_is_not_answered(client_of, office, recommendation):
    change_state(recommendation.assignment, Verb.WITHDRAW, by=office, change=Change(reason="Trùng."))
    assert client_of(office).get(page("answer", recommendation)).status_code == 403


# --- Assign -----------------------------------------------------------------------------------------------------
def assigning(recommendation, lead, **fields):
    values = {"version": recommendation.assignment.version, "unit": lead.pk, "due_on": ahead(15)}
    return {**values, **fields}


def test_the_form_proposes_lead_and_usual_deadline(client_of, office, recommendation, unit_b):
    form = client_of(office).get(page("detail", recommendation)).context["assign_form"]
    assert form["unit"].value() == unit_b.pk
    assert form["due_on"].value() == timezone.localdate() + timedelta(days=settings.ANSWER_DAYS)


def test_a_proposed_unit_that_ended_is_not_proposed(client_of, office, recommendation, unit_b):
    type(unit_b).objects.filter(pk=unit_b.pk).update(valid_to=SINCE)
    form = client_of(office).get(page("detail", recommendation)).context["assign_form"]
    assert form["unit"].value() is None


def test_assigning_with_supporting_units(client_of, office, recommendation, unit_a, unit_b, office_unit):
    sent = assigning(recommendation, unit_b, supporting_units=[unit_b.pk, office_unit.pk])
    response = client_of(office).post(page("assign", recommendation), sent)
    assert response.headers["Location"] == recommendation.get_absolute_url()
    work = Assignment.objects.get()
    assert (work.state, work.unit) == (State.ASSIGNED, unit_b)
    assert work.due_on == work.original_due_on == timezone.localdate() + timedelta(days=15)
    assert list(work.supporting_units.all()) == [office_unit]


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"unit": ""}, "unit"), ({"due_on": ""}, "due_on"), ({"due_on": "5/3/26"}, "due_on"),
     ({"due_on": "01/01/2001"}, "due_on")],
)  # fmt: skip
def test_bad_input_is_refused_on_the_page(client_of, office, recommendation, unit_b, fields, field):
    sent = assigning(recommendation, unit_b, **fields)
    response = client_of(office).post(page("assign", recommendation), sent)
    assert response.status_code == 422
    assert list(response.context["assign_form"].errors) == [field]


def test_the_ministry_itself_leads_nothing(client_of, office, recommendation, ministry):
    response = client_of(office).post(page("assign", recommendation), assigning(recommendation, ministry))
    assert "unit" in response.context["assign_form"].errors


def test_somebody_who_was_faster_is_named_not_overwritten(
    client_of, office, second_office, recommendation, unit_a, unit_b
):
    late = assigning(recommendation, unit_a)
    client_of(second_office).post(page("assign", recommendation), assigning(recommendation, unit_b))
    response = client_of(office).post(page("assign", recommendation), late, follow=True)
    assert "Somebody was faster" in response.content.decode()
    assert Assignment.objects.get().unit == unit_b


def test_a_changed_version_is_not_overwritten(client_of, office, recommendation, unit_b):
    late = assigning(recommendation, unit_b)
    Assignment.objects.update(version=7)
    response = client_of(office).post(page("assign", recommendation), late, follow=True)
    assert "look at what changed" in response.content.decode()
    assert Assignment.objects.get().state == State.RECEIVED


def test_what_has_a_lead_shows_no_form(client_of, office, leader, assigned, recommendation):
    assert client_of(office).get(page("detail", assigned)).context["assign_form"] is None
    assert client_of(leader).get(page("detail", recommendation)).context["assign_form"] is None


# --- Assign several ---------------------------------------------------------------------------------------------
def bulk(rows, unit, **fields):
    sent = {"pick": [row.pk for row in rows], "due_on": ahead(15)}
    for row in rows:
        sent |= {f"pick-{row.pk}-unit": unit.pk, f"pick-{row.pk}-version": row.assignment.version}
    return {**sent, **fields}


def test_the_list_offers_to_choose_only_what_nobody_leads(client_of, office, leader, assigned, log):
    text = client_of(office).get(LIST).content.decode()
    assert 'name="pick"' not in text
    log("Mới.")
    assert client_of(office).get(LIST).content.decode().count('name="pick"') == 1
    assert 'name="pick"' not in client_of(leader).get(LIST).content.decode()


def test_each_row_starts_with_its_proposed_lead(client_of, office, recommendation, log, unit_b):
    other = log("Hai.")
    rows = client_of(office).get(ASSIGN_MANY, {"pick": [other.pk, recommendation.pk]}).context["rows"]
    assert [row.recommendation for row in rows] == [recommendation, other]
    assert [row.form["unit"].value() for row in rows] == [unit_b.pk, None]


def test_several_are_assigned_in_one_go(client_of, office, log, unit_b):
    rows = [log("Một."), log("Hai."), log("Ba.")]
    response = client_of(office).post(ASSIGN_MANY, bulk(rows, unit_b), follow=True)
    assert "3 recommendations are assigned" in response.content.decode()
    assert set(Assignment.objects.values_list("unit", "state")) == {(unit_b.pk, State.ASSIGNED)}


@pytest.mark.parametrize("fields", [{"due_on": "x"}, {"due_on": "01/01/2001"}, {"unit": ""}])
def test_bad_input_assigns_none(client_of, office, log, unit_b, fields):
    rows = [log("Một."), log("Hai.")]
    sent = bulk(rows, unit_b)
    sent |= {f"pick-{rows[0].pk}-{name}" if name == "unit" else name: value for name, value in fields.items()}
    response = client_of(office).post(ASSIGN_MANY, sent)
    assert response.status_code == 200
    assert not Assignment.objects.exclude(state=State.RECEIVED).exists()


def test_none_is_assigned_when_one_has_changed(client_of, office, log, unit_b):
    rows = [log("Một."), log("Hai.")]
    sent = bulk(rows, unit_b)
    Assignment.objects.filter(pk=rows[1].assignment_id).update(version=5)
    response = client_of(office).post(ASSIGN_MANY, sent, follow=True)
    assert "so none was assigned" in response.content.decode()
    assert not Assignment.objects.exclude(state=State.RECEIVED).exists()


def test_without_a_choice_the_list_says_what_to_do(client_of, office, assigned):
    for pick in ([], ["x"], [assigned.pk], ["9" * 30]):
        response = client_of(office).get(ASSIGN_MANY, {"pick": pick}, follow=True)
        assert "Choose recommendations that nobody leads yet" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_bulk_page_asks_as_often_for_one_row_as_for_three(
    client_of, office, log, count, django_assert_num_queries
):
    picked = [log(f"Số {number}.").pk for number in range(count)]
    client = client_of(office)
    with django_assert_num_queries(8):
        client.get(ASSIGN_MANY, {"pick": picked})


@pytest.mark.parametrize("name", ["leader", "observer", "head_a", "stranger"])
def test_others_do_not_assign(request, client_of, log, unit_b, name):
    row = log()
    assert client_of(request.getfixturevalue(name)).post(ASSIGN_MANY, bulk([row], unit_b)).status_code == 403
    assert Recommendation.objects.get().assignment.state == State.RECEIVED
