import pytest
from django.urls import reverse

from accounts.roles import Role
from assignments.workflow import State
from tests.assignments.builders import make_recommendation, make_work
from tests.conftest import SINCE
from units.models import Membership

MY_UNIT = reverse("assignments:my_unit")
ACCEPT = reverse("assignments:accept_new")


@pytest.fixture
def work(conference, conclusion, head_a, office):
    def make(unit, **fields):
        return make_work(conference, unit, keys=(head_a, office), **fields)

    return make


def piles(response):
    return {pile["key"]: pile["rows"] for pile in response.context["piles"]}


def test_unit_sees_what_it_owes_by_urgency(work, client_of, head_a, unit_a, unit_b):
    new = work(unit_a, state=State.ASSIGNED, due_in=-3)
    worse, bad = work(unit_a, due_in=-9), work(unit_a, due_in=-1)
    soon, later, never = work(unit_a, due_in=7), work(unit_a, due_in=8), work(unit_a, due_in=None)
    waiting = work(unit_a, state=State.REPORTED, due_in=2)
    done = work(unit_a, state=State.DONE)
    work(unit_a, state=State.WITHDRAWN)
    work(unit_b)
    response = client_of(head_a).get(MY_UNIT)
    assert piles(response) == {
        "new": [new],
        "overdue": [worse, bad],
        "soon": [soon],
        "later": [later],
        "no_deadline": [never],
        "waiting": [waiting],
    }
    assert list(response.context["done"]) == [done]


def test_every_pile_equals_the_list_behind_it(work, client_of, head_a, unit_a):
    for days in (-9, -1, 3, 9, None):
        work(unit_a, due_in=days)
    work(unit_a, state=State.ASSIGNED)
    work(unit_a, state=State.REPORTED)
    client = client_of(head_a)
    for pile in client.get(MY_UNIT).context["piles"]:
        rows = client.get(pile["url"]).context["page_obj"].object_list
        assert len(rows) == pile["count"]
        assert set(rows) == set(pile["rows"])


def test_unit_sees_what_it_supports_and_what_became_of_what_it_raised(
    work, conference, client_of, head_a, office, unit_a, unit_b
):
    supported = work(unit_b)
    supported.supporting_units.add(unit_a)
    finished = work(unit_b, state=State.DONE)
    finished.supporting_units.add(unit_a)
    raised = make_recommendation(conference, unit_a, by=office, unit=unit_b)
    make_recommendation(conference, unit_b, by=office, unit=unit_b)
    context = client_of(head_a).get(MY_UNIT).context
    assert list(context["supported"]) == [supported]
    assert list(context["raised"]) == [raised.assignment]


def test_head_accepts_all_new_work_in_one_click(work, client_of, head_a, unit_a, unit_b):
    new = [work(unit_a, state=State.ASSIGNED) for _ in range(3)]
    foreign = work(unit_b, state=State.ASSIGNED)
    response = client_of(head_a).post(f"{ACCEPT}?unit={unit_a.pk}", follow=True)
    assert "3 assignments are accepted." in response.text
    for assignment in new:
        assignment.refresh_from_db()
        assert assignment.state == State.IN_PROGRESS
        assert assignment.history.get().verb == "accept"
    foreign.refresh_from_db()
    assert foreign.state == State.ASSIGNED


def test_nothing_new_to_accept_is_said(client_of, head_a, unit_a):
    response = client_of(head_a).post(f"{ACCEPT}?unit={unit_a.pk}", follow=True)
    assert "There was nothing new to accept." in response.text


def test_officer_cannot_accept_and_is_told_who_can(work, client_of, officer_a, unit_a):
    new = work(unit_a, state=State.ASSIGNED)
    client = client_of(officer_a)
    page = client.get(MY_UNIT).text
    assert ACCEPT not in page
    assert "The head of the unit accepts new work and sends them." in page
    assert client.post(f"{ACCEPT}?unit={unit_a.pk}").status_code == 403
    new.refresh_from_db()
    assert new.state == State.ASSIGNED


def test_row_buttons_lead_back_to_the_page(work, client_of, head_a, unit_a):
    new = work(unit_a, state=State.ASSIGNED)
    address = reverse("assignments:change", args=[new.pk, "accept"])
    response = client_of(head_a).post(address, {"version": new.version, "next": MY_UNIT})
    assert response.url == MY_UNIT
    other = work(unit_a, state=State.ASSIGNED)
    address = reverse("assignments:change", args=[other.pk, "accept"])
    response = client_of(head_a).post(address, {"version": other.version, "next": "https://example.org/"})
    assert response.url == other.get_absolute_url()


def test_person_of_several_units_chooses(client_of, head_a, unit_a, unit_b, office_unit):
    Membership.objects.create(user=head_a, unit=unit_b, role=Role.UNIT_OFFICER, valid_from=SINCE)
    client = client_of(head_a)
    tabs = client.get(MY_UNIT).context["tabs"]
    assert {tab["label"] for tab in tabs} == {unit_a.short, unit_b.short}
    response = client.get(MY_UNIT, {"unit": unit_b.pk})
    assert response.context["unit"] == unit_b
    assert not response.context["may_report"]
    for wrong in (office_unit.pk, "x", ""):
        assert client.get(MY_UNIT, {"unit": wrong}).status_code == 404


@pytest.mark.parametrize("who", ["office", "leader", "observer", "administrator", "stranger"])
def test_only_for_people_of_a_unit(client_of, people, who):
    client = client_of(people[who])
    assert client.get(MY_UNIT).status_code == 403
    assert client.post(ACCEPT).status_code == 403


def test_empty_unit_is_told_so(client_of, head_a):
    response = client_of(head_a).get(MY_UNIT)
    assert "The unit owes nothing at the moment." in response.text


def test_accept_only_by_post(client_of, head_a):
    assert client_of(head_a).get(ACCEPT).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(
    work, conference, client_of, head_a, office, unit_a, unit_b, count, django_assert_num_queries
):
    for _ in range(count):
        work(unit_a), work(unit_a, state=State.ASSIGNED), work(unit_a, state=State.DONE)
        work(unit_b).supporting_units.add(unit_a)
        make_recommendation(conference, unit_a, by=office, unit=unit_b)
    client = client_of(head_a)
    with django_assert_num_queries(16):
        client.get(MY_UNIT)
