"""A reorganisation that is put off or given up before its day: everything is as it was, and the trace stays."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.roles import Role
from assignments.handover import approve
from assignments.models import TransferList
from assignments.reorganisation import call_off, reorganise
from tests.assignments.builders import make_work
from tests.conftest import make_unit
from units.models import Membership, Reorganisation, RoleChange, Unit, UnitSuccession
from units.reorganisation import Destination, NewUnit, Plan, people_of, proposal

TO_COME = timezone.localdate() + timedelta(days=10)


def planned(administrator, kind, before, after, on=TO_COME):
    plan = Plan(kind, on, "Nghị định", tuple(before), (Destination(after),))
    return reorganise(plan, proposal(plan, people_of(plan)), by=administrator)


def roles():
    fields = ("user", "unit", "role", "capacity", "title", "valid_from", "valid_to")
    return set(Membership.objects.values_list(*fields))


def units():
    return set(Unit.objects.values_list("name", "parent", "valid_from", "valid_to"))


@pytest.fixture
def people(head_a, officer_a, head_b, stranger, unit_a):
    """One of them begins only after the day of the reorganisation."""
    later = TO_COME + timedelta(days=30)
    Membership.objects.create(user=stranger, unit=unit_a, role=Role.UNIT_HEAD, valid_from=later)


def test_a_merge_into_a_new_unit(
    administrator, office, people, conference, conclusion, head_a, unit_a, unit_b
):
    work = make_work(conference, unit_a, keys=(head_a, office))
    before = roles(), units()
    act, transfer = planned(administrator, "merge", [unit_a, unit_b], NewUnit("Cục mới"))
    approve(transfer, version=1, by=office)
    assert (roles(), units()) != before
    call_off(act, by=administrator)
    assert (roles(), units()) == before
    assert not TransferList.objects.exists()
    assert not UnitSuccession.objects.exists()
    work.refresh_from_db()
    assert work.unit == unit_a
    assert {change.unit_name for change in RoleChange.objects.all()} == {unit_a.name, unit_b.name, "Cục mới"}
    act.refresh_from_db()
    assert (act.called_off_by, act.called_off_at is not None) == (administrator, True)


def test_a_merge_into_an_existing_unit(administrator, people, unit_a, unit_b):
    before = roles(), units()
    act, _transfer = planned(administrator, "merge", [unit_a], unit_b)
    call_off(act, by=administrator)
    assert (roles(), units()) == before


def test_units_below_return(administrator, unit_a):
    below = make_unit("Phòng Hóa chất độc", unit_a)
    act, _transfer = planned(administrator, "rename", [unit_a], NewUnit("Cục mới"))
    call_off(act, by=administrator)
    below.refresh_from_db()
    assert below.parent == unit_a


def test_it_can_be_entered_anew_for_another_day(administrator, people, unit_a, unit_b):
    act, _transfer = planned(administrator, "merge", [unit_a, unit_b], NewUnit("Cục mới"))
    call_off(act, by=administrator)
    planned(administrator, "merge", [unit_a, unit_b], NewUnit("Cục mới"), on=TO_COME + timedelta(days=5))
    assert Unit.objects.get(name="Cục mới").valid_from == TO_COME + timedelta(days=5)


def test_what_cannot_be_called_off(administrator, office, unit_a, unit_b, conference):
    done, _transfer = planned(administrator, "rename", [unit_a], NewUnit("Cục mới"), on=timezone.localdate())
    with pytest.raises(ValidationError, match="Its day has come"):
        call_off(done, by=administrator)
    act, _transfer = planned(administrator, "rename", [unit_b], NewUnit("Vụ mới"))
    with pytest.raises(PermissionDenied):
        call_off(act, by=office)
    new = Unit.objects.get(name="Vụ mới")
    conference.attendances.create(unit=new)
    with pytest.raises(ValidationError, match="is used already"):
        call_off(act, by=administrator)
    conference.attendances.filter(unit=new).delete()
    call_off(act, by=administrator)
    with pytest.raises(ValidationError, match="called off already"):
        call_off(act, by=administrator)


def test_the_page(client_of, administrator, unit_a, unit_b, people):
    act, _transfer = planned(administrator, "merge", [unit_a, unit_b], NewUnit("Cục mới"))
    client = client_of(administrator)
    assert "Call this reorganisation off?" in client.get(act.get_absolute_url()).text
    told = client.post(f"{act.get_absolute_url()}call-off/", follow=True).text
    assert "Units and roles are as before" in told
    assert "Call this reorganisation off?" not in told
    assert "has come" not in told
    assert "is called off already" in client.post(f"{act.get_absolute_url()}call-off/", follow=True).text
    assert "Called off" in client.get("/reorganisations/").text
    assert Reorganisation.objects.count() == 1
    assert Membership.objects.filter(valid_from=date(2020, 1, 1), valid_to=None).count() >= 3
