"""Statistics read "as then" or "as now": the same totals, and every number equals its list in both."""

import pytest

from accounts.roles import Role
from assignments.dashboard import dashboard
from assignments.filters import AS_NOW, TIMING_GROUPS
from assignments.handover import approve
from assignments.reorganisation import reorganise
from assignments.timing import Timing
from assignments.workflow import State
from tests.assignments.builders import every_cell, make_work
from tests.conftest import make_unit, make_user
from units.models import Reorganisation
from units.reorganisation import Destination, NewUnit, Plan

DASHBOARD = "/dashboard/"


@pytest.fixture
def keys(head_a, office):
    return head_a, office


@pytest.fixture
def reorganised(administrator, office, conference, conclusion, keys, unit_a, unit_b, ministry):
    """A and B are merged; C, with finished work only, is split without a main successor."""
    from_c = make_unit("Cục Công nghiệp", ministry, abbreviation="CN")
    every_cell(conference, unit_a, keys)
    make_work(conference, unit_b, keys=keys, state=State.DONE)
    make_work(conference, unit_b, keys=keys, due_in=-3)
    make_work(conference, from_c, keys=keys, state=State.DONE)
    for kind, before, names in (
        (Reorganisation.Kind.MERGE, (unit_a, unit_b), ["Cục mới"]),
        (Reorganisation.Kind.SPLIT, (from_c,), ["Cục Bắc", "Cục Nam"]),
    ):
        places = tuple(Destination(NewUnit(name)) for name in names)
        plan = Plan(kind, conference.held_on, "Nghị định", before, places)
        _done, transfer = reorganise(plan, {}, by=administrator)
        if transfer:
            approve(transfer, version=1, by=office)
    return conference


def test_as_then_finished_work_keeps_the_old_name(reorganised, leader, unit_a, unit_b):
    found = dashboard(reorganised, user=leader)
    names = {tally.name: tally for tally in found.units}
    assert set(names) == {unit_a.name, unit_b.name, "Cục Công nghiệp", "Cục mới"}
    assert names[unit_a.name]["open"].count == 0
    assert names["Cục mới"]["done"].count == 0
    assert names[unit_a.name].until


def test_as_now_everything_is_with_who_goes_on(reorganised, leader):
    found = dashboard(reorganised, user=leader, units=AS_NOW)
    names = {tally.name: tally for tally in found.units}
    # Nobody alone goes on for a unit that was split without a main successor.
    assert set(names) == {"Cục mới", "Cục Công nghiệp"}
    assert set(names["Cục mới"].includes) == {"Cục Hóa chất", "Vụ Pháp chế"}
    assert names["Cục Công nghiệp"].until


def test_the_total_does_not_depend_on_how_units_are_read(reorganised, leader):
    then, now = (dashboard(reorganised, user=leader, units=units) for units in ("then", AS_NOW))
    assert [cell.count for cell in then.total.cells] == [cell.count for cell in now.total.cells]
    for found in (then, now):
        for key in Timing.values:
            in_units = sum(tally[key].count for tally in found.units)
            assert in_units == found.total[key].count or key == Timing.WITHDRAWN


@pytest.mark.parametrize("units", ["then", AS_NOW])
def test_every_number_equals_its_list(reorganised, leader, client_of, units):
    client = client_of(leader)
    found = dashboard(reorganised, user=leader, units=units)
    for tally in [found.total, *found.units]:
        for key in [*TIMING_GROUPS, Timing.DONE_LATE, Timing.OPEN_OVERDUE]:
            number = tally[key]
            assert client.get(number.url).context["page_obj"].paginator.count == number.count, number


def test_the_switch_is_on_the_page_and_in_the_links(reorganised, leader, client_of):
    page = client_of(leader).get(f"{DASHBOARD}?conference={reorganised.pk}&units=now")
    assert page.context["as_now"]
    assert "with: Cục Hóa chất; Vụ Pháp chế" in page.text
    assert "units=now" in page.context["now"].units[0]["done"].url


def test_a_head_finds_the_past_by_the_unit_of_today(reorganised, client_of):
    unit = reorganised.assignments.exclude(came_from=None).first().unit
    head = make_user("new_head", "Cục trưởng", Role.UNIT_HEAD, unit)
    client = client_of(head)
    asked = f"/assignments/?unit={unit.pk}&timing=done"
    assert client.get(asked).context["page_obj"].paginator.count == 0
    assert client.get(f"{asked}&units=now").context["page_obj"].paginator.count > 0


def test_as_many_queries_for_three_units_as_for_one(
    reorganised, leader, conference, keys, ministry, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10) as few:
        dashboard(conference, user=leader, units=AS_NOW)
    for number in range(3):
        make_work(conference, make_unit(f"Cục {number}", ministry), keys=keys)
    with django_assert_max_num_queries(len(few)):
        dashboard(conference, user=leader, units=AS_NOW)
