"""Every number on the dashboard equals the list it leads to."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertTemplateUsed

from assignments.dashboard import dashboard, earlier, same_period
from assignments.filters import TIMING_GROUPS
from assignments.timing import COUNTED, Timing
from assignments.workflow import State
from conferences.models import Conclusion, Conference
from tests.assignments.builders import every_cell, make_recommendation, make_work

DASHBOARD = reverse("assignments:dashboard")


@pytest.fixture
def keys(head_a, office):
    return head_a, office


@pytest.fixture
def full(conference, conclusion, keys, unit_a, unit_b, office):
    every_cell(conference, unit_a, keys)
    make_work(conference, unit_b, keys=keys, due_in=-1)
    make_recommendation(conference, unit_a, by=office)
    return conference


def test_cells(full, leader, unit_a, unit_b):
    found = dashboard(full, user=leader)
    assert [number.count for number in found.total.cells] == [1, 2, 3, 5, 5, 7]
    assert found.total["withdrawn"].count == 7
    assert [tally.name for tally in found.units] == [unit_a.name, unit_b.name, ""]
    assert [number.count for number in found.units[0].cells] == [1, 2, 3, 4, 5, 6]


def test_sums_add_up(full, leader):
    found = dashboard(full, user=leader)
    for tally in [found.total, *found.units]:
        assert tally["counted"].count == sum(number.count for number in tally.cells)
        assert tally["done"].count + tally["open"].count == tally["counted"].count
        assert sum(number.share for number in tally.cells) == pytest.approx(100)
    for number in found.total.cells:
        assert number.count == sum(tally[number.key].count for tally in found.units)


@pytest.mark.parametrize("kind", ["", "task", "recommendation"])
def test_every_number_equals_its_list(full, leader, client_of, kind):
    client = client_of(leader)
    found = dashboard(full, user=leader, kind=kind)
    for tally in [found.total, *found.units]:
        for key in [*Timing.values, *TIMING_GROUPS]:
            number = tally[key]
            listed = client.get(number.url).context["page_obj"].paginator.count
            assert listed == number.count, number


def test_page_links_every_number_but_zero(full, leader, client_of):
    response = client_of(leader).get(DASHBOARD)
    found = response.context["now"]
    for tally in [found.total, *found.units]:
        for key in ("counted", "done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline"):
            number = tally[key]
            link = number.url.replace("&", "&amp;")
            assert (f'href="{link}">{number.count}<' in response.text) == (number.count > 0)


def test_sentence_of_officials(full, leader, client_of):
    text = " ".join(client_of(leader).get(DASHBOARD).text.split())
    assert (
        "Of 23 assignments, 8 are done, 34.8% (1 on time, 2 late, 5 without deadline); "
        "15 are not done (3 in time, 5 overdue, 7 without deadline)." in text
    )
    assert f'Data as of <time datetime="{timezone.localdate().isoformat()}">' in text


def test_worst_unit_comes_first(conference, conclusion, keys, leader, unit_a, unit_b):
    make_work(conference, unit_a, keys=keys)
    make_work(conference, unit_a, keys=keys)
    make_work(conference, unit_b, keys=keys, due_in=-1)
    assert [tally.name for tally in dashboard(conference, user=leader).units] == [unit_b.name, unit_a.name]


def test_unit_with_only_withdrawn_work_is_not_listed(conference, conclusion, keys, leader, unit_a):
    make_work(conference, unit_a, keys=keys, state=State.WITHDRAWN)
    found = dashboard(conference, user=leader)
    assert found.units == []
    assert found.total["withdrawn"].count == 1


def test_unknown_key_is_a_mistake_in_the_template(full, leader):
    with pytest.raises(KeyError):
        dashboard(full, user=leader).total["overdone"]


# --- The same period after the conference before ------------------------------------------------------------
@pytest.fixture
def before(conference, ministry, office):
    held = Conference.objects.create(
        kind=conference.kind,
        host=ministry,
        title="Hội nghị đối thoại năm trước",
        held_on=conference.held_on - timedelta(days=365),
        place="Hà Nội",
        chair_name="Bộ trưởng",
        chair_title="Bộ trưởng",
        created_by=office,
    )
    Conclusion.objects.create(conference=held, text="1. Rà soát.", read_by=office)
    return held


def test_compares_with_the_same_number_of_days(conference, conclusion, before, leader):
    assert earlier(conference, user=leader) == before
    assert earlier(before, user=leader) is None
    assert same_period(conference, before) == timezone.localdate() - timedelta(days=365)


def test_an_extra_conference_of_the_same_season_is_not_compared_with(conference, conclusion, before, leader):
    before.held_on = conference.held_on - timedelta(days=20)
    before.save()
    assert earlier(conference, user=leader) is None


def test_shows_what_the_earlier_conference_had_reached_by_then(full, before, keys, leader, client_of, unit_a):
    make_work(before, unit_a, keys=keys, state=State.DONE, due_in=-360, reported_ago=370)
    make_work(before, unit_a, keys=keys, state=State.DONE, due_in=-360, reported_ago=100)
    response = client_of(leader).get(DASHBOARD)
    shown = response.context["before"]
    assert [number.count for number in shown.total.cells] == [1, 0, 1, 0, 0, 0]
    assert "same period: 1" in response.text


# --- The page -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("office", 200),
        ("leader", 200),
        ("observer", 200),
        ("head", 403),
        ("officer", 403),
        ("administrator", 403),
        ("stranger", 403),
    ],
)
def test_readers(full, client_of, people, who, status):
    assert client_of(people[who]).get(DASHBOARD).status_code == status


def test_default_is_the_latest_conference_that_brought_work(full, client_of, leader, ministry, office):
    coming = Conference.objects.create(
        kind=full.kind,
        host=ministry,
        title="Hội nghị sắp tới",
        held_on=timezone.localdate() + timedelta(days=30),
        place="Hà Nội",
        chair_name="Bộ trưởng",
        chair_title="Bộ trưởng",
        created_by=office,
    )
    client = client_of(leader)
    assert client.get(DASHBOARD).context["conference"] == full
    response = client.get(DASHBOARD, {"conference": coming.pk})
    assert "Nothing is assigned yet." in response.text


def test_without_any_conference(client_of, leader):
    assert "No conference yet." in client_of(leader).get(DASHBOARD).text


@pytest.mark.parametrize("wrong", ["999999", "x", "-1"])
def test_unknown_conference(full, client_of, leader, wrong):
    assert client_of(leader).get(DASHBOARD, {"conference": wrong}).status_code == 404


def test_longest_overdue_on_top(conference, conclusion, keys, client_of, leader, unit_a):
    works = [make_work(conference, unit_a, keys=keys, due_in=-days) for days in range(1, 8)]
    assert list(client_of(leader).get(DASHBOARD).context["overdue"]) == works[:1:-1]


def test_htmx_gets_the_fragment(full, client_of, leader):
    response = client_of(leader).get(DASHBOARD, headers={"HX-Request": "true"})
    assertTemplateUsed(response, "assignments/_dashboard_results.html")
    assert "<html" not in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_take_one_statement(
    conference, conclusion, keys, leader, unit_a, unit_b, count, django_assert_num_queries
):
    for _ in range(count):
        make_work(conference, unit_a, keys=keys)
        make_work(conference, unit_b, keys=keys)
    dashboard(conference, user=leader)  # the person's roles are read once
    with django_assert_num_queries(1):
        dashboard(conference, user=leader)


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count(
    conference, conclusion, before, keys, client_of, leader, unit_a, count, django_assert_num_queries
):
    for _ in range(count):
        make_work(conference, unit_a, keys=keys, due_in=-1)
        make_work(before, unit_a, keys=keys, due_in=-1)
    client = client_of(leader)
    with django_assert_num_queries(15):
        client.get(DASHBOARD)


def test_numbers_turn_at_midnight_in_viet_nam(conference, conclusion, keys, leader, unit_a):
    work = make_work(conference, unit_a, keys=keys)
    work.due_on = date(2026, 3, 5)
    work.save()
    for moment, cell in [("2026-03-05 16:59:59", "open_in_time"), ("2026-03-05 17:00:00", "open_overdue")]:
        with time_machine.travel(f"{moment}+00:00", tick=False):
            found = dashboard(conference, user=leader)
        assert {key: found.total[key].count for key in COUNTED if found.total[key].count} == {cell: 1}
