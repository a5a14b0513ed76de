"""Head and deputy by period: an acting head is a row with dates, so permissions follow the calendar."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, Role
from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.writing import Refused
from tests.conftest import make_user
from units.actions import Appointment, appoint, end_role
from units.models import Membership, RoleChange
from units.permissions import access_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def wanted(person, unit, **changes):
    values = {
        "person": person, "unit": unit, "role": Role.UNIT_HEAD, "capacity": Membership.Capacity.ACTING,
        "title": "Quyền Cục trưởng", "valid_from": FIRST, "valid_to": LAST, "reason": "Quyết định số 12/QĐ",
    }  # fmt: skip
    return Appointment(**values | changes)


def fresh(user):
    """As the next request sees the person."""
    return User.objects.get(pk=user.pk)


# --- The calendar -------------------------------------------------------------------------------------------------
def report_at(moment, assignment, person):
    with time_machine.travel(moment, tick=False), transaction.atomic():
        change = Change(result="Đã xong.", proof=Proof(document="12/HC"))
        change_state(assignment, "report", by=fresh(person), change=change)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=HANOI), False),
        (datetime(2026, 12, 1, 0, 0, 0, tzinfo=HANOI), True),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=HANOI), True),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=HANOI), False),
    ],
)
def test_an_acting_head_reports_on_these_days_only(
    moment, may, officer_a, office, head_a, unit_a, assignment
):
    change_state(assignment, "accept", by=head_a, change=Change())
    appoint(wanted(officer_a, unit_a), by=office)
    if may:
        report_at(moment, assignment, officer_a)
    else:
        with pytest.raises(Refused):
            report_at(moment, assignment, officer_a)


def test_a_role_that_has_ended_is_ended_for_every_permission(officer_a, office, unit_a):
    appoint(wanted(officer_a, unit_a), by=office)
    with time_machine.travel(datetime(2027, 1, 1, 0, 0, tzinfo=HANOI)):
        access = access_of(fresh(officer_a))
        assert not access.at(Permission.ACCEPT, unit_a.pk)
        assert access.at(Permission.DRAFT_UPDATE, unit_a.pk)  # still an officer


# --- Who may appoint ----------------------------------------------------------------------------------------------
def test_nobody_appoints_oneself(office, administrator, head_a, unit_a):
    for person in (office, administrator, head_a):
        with pytest.raises(ValidationError, match="oneself"):
            appoint(wanted(person, unit_a), by=person)


def test_a_head_lets_a_colleague_stand_in_for_a_while(head_a, officer_a, unit_a):
    today = timezone.localdate()
    appoint(wanted(officer_a, unit_a, valid_from=today, valid_to=today + timedelta(days=10)), by=head_a)
    assert access_of(fresh(officer_a)).at(Permission.REPORT, unit_a.pk)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_to": None}, "Say until when"),
        ({"valid_to": FIRST + timedelta(days=92)}, "At most 92 days"),
        ({"valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}, "From today at the earliest"),
        ({"capacity": Membership.Capacity.REGULAR}, "The office enters new heads"),
        ({"role": Role.UNIT_OFFICER, "capacity": Membership.Capacity.REGULAR}, "The office enters new heads"),
    ],
)
@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=HANOI))
def test_what_a_head_does_not_decide(head_a, officer_a, unit_a, changes, sentence):
    if changes.get("role"):
        Membership.objects.filter(user=officer_a).update(role=Role.UNIT_HEAD)
    with pytest.raises(ValidationError, match=sentence):
        appoint(wanted(officer_a, unit_a, **changes), by=head_a)


def test_a_head_appoints_nobody_from_outside_and_nobody_elsewhere(head_a, head_b, officer_a, unit_a, unit_b):
    with pytest.raises(ValidationError, match="works in your unit"):
        appoint(wanted(head_b, unit_a), by=head_a)
    with pytest.raises(PermissionDenied):
        appoint(wanted(officer_a, unit_b), by=head_a)
    with pytest.raises(PermissionDenied):
        appoint(wanted(head_a, unit_a), by=officer_a)


def test_the_unit_bounds_the_role(office, officer_a, unit_a):
    unit_a.valid_to = date(2026, 12, 15)
    unit_a.save()
    with pytest.raises(ValidationError, match="ends on 15/12/2026"):
        appoint(wanted(officer_a, unit_a), by=office)
    with pytest.raises(ValidationError, match="does not exist on this day"):
        appoint(wanted(officer_a, unit_a, valid_from=date(2027, 1, 1), valid_to=None), by=office)


# --- Ending, overlap, history -------------------------------------------------------------------------------------
def test_the_others_end_the_day_before(office, head_a, officer_a, unit_a):
    appoint(wanted(officer_a, unit_a, end_others=True), by=office)
    assert Membership.objects.get(user=head_a).valid_to == FIRST - timedelta(days=1)


def test_a_role_is_ended_and_one_to_come_is_taken_back(office, officer_a, unit_a):
    with time_machine.travel(datetime(2026, 12, 10, 9, tzinfo=HANOI)):
        acting = appoint(wanted(officer_a, unit_a), by=office)
        end_role(acting, last_day=date(2026, 12, 10), reason="Cục trưởng đã đi làm lại", by=office)
        acting.refresh_from_db()
        assert acting.valid_to == date(2026, 12, 10)
        later = appoint(wanted(officer_a, unit_a, valid_from=date(2027, 3, 1), valid_to=None), by=office)
        end_role(later, last_day=date(2026, 12, 10), reason="Nhầm", by=office)
    assert not Membership.objects.filter(pk=later.pk).exists()
    verbs = [change.verb for change in RoleChange.objects.filter(person=officer_a).order_by("pk")]
    assert verbs == ["appointed", "ended", "appointed", "removed"]


def test_a_head_does_not_end_the_role_of_an_officer(head_a, officer_a, office):
    with pytest.raises(PermissionDenied):
        end_role(Membership.objects.get(user=officer_a), last_day=FIRST, reason="", by=head_a)
    with pytest.raises(PermissionDenied):
        end_role(Membership.objects.get(user=head_a), last_day=FIRST, reason="", by=head_a)


def test_the_history_says_who_when_from_what_to_what(office, officer_a, unit_a):
    acting = appoint(wanted(officer_a, unit_a), by=office)
    end_role(acting, last_day=date(2026, 12, 20), reason="Quyết định số 20/QĐ", by=office)
    change = RoleChange.objects.first()
    assert change.changes == {"valid_to": ["2026-12-31", "2026-12-20"]}
    assert (change.by, change.person_name, change.reason) == (
        office,
        officer_a.full_name,
        "Quyết định số 20/QĐ",
    )


@pytest.mark.parametrize("sql", ["UPDATE units_rolechange SET reason = ''", "DELETE FROM units_rolechange"])
def test_postgresql_refuses_to_change_the_history(office, officer_a, unit_a, sql):
    appoint(wanted(officer_a, unit_a), by=office)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_administration_site_writes_the_history_too(administrator, officer_a, unit_a, client_of):
    membership = Membership.objects.get(user=officer_a)
    path = f"/admin/units/membership/{membership.pk}/"
    values = {
        "user": officer_a.pk, "unit": unit_a.pk, "role": "unit_officer", "capacity": "regular", "title": "Chuyên viên chính",
        "valid_from": "2020-01-01", "valid_to": "",
    }  # fmt: skip
    client = client_of(administrator)
    assert client.post(f"{path}change/", values).status_code == 302
    assert client.post(f"{path}delete/", {"post": "yes"}).status_code == 302
    changed, removed = RoleChange.objects.order_by("pk")
    assert changed.changes == {"title": [officer_a.full_name, "Chuyên viên chính"]}
    assert removed.verb == "removed"


# --- Pages --------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_overlap_before_it_appoints(client_of, office, head_a, officer_a, unit_a):
    client = client_of(office)
    path = f"/units/{unit_a.pk}/roles/"
    values = {
        "person": officer_a.pk, "post": "acting", "title": "Quyền Cục trưởng", "valid_from": "01/12/2026",
        "valid_to": "31/12/2026", "reason": "Quyết định số 12/QĐ",
    }  # fmt: skip
    asked = client.post(path, values)
    assert asked.status_code == 422
    assert "rights in the same time" in asked.text
    assert not Membership.objects.filter(user=officer_a, role=Role.UNIT_HEAD).exists()
    assert client.post(path, values | {"others": "keep"}).status_code == 302
    page = client.get(path).text
    assert "01/12/2026 – 31/12/2026" in page
    assert "Quyết định số 12/QĐ" in page


def test_the_page_ends_a_role(client_of, office, officer_a, unit_a):
    acting = appoint(wanted(officer_a, unit_a), by=office)
    path = f"/units/roles/{acting.pk}/end/"
    client = client_of(office)
    assert client.post(path, {"last_day": "31/02/2027", "reason": "x"}).status_code == 422
    assert client.post(path, {"last_day": "10/12/2026", "reason": "Quyết định"}).status_code == 302
    acting.refresh_from_db()
    assert acting.valid_to == date(2026, 12, 10)


def test_a_head_sees_colleagues_and_stand_ins_only(client_of, head_a, officer_a, head_b, unit_a):
    form = client_of(head_a).get(f"/units/{unit_a.pk}/roles/").context["form"]
    assert list(form.fields["person"].queryset) == [officer_a]
    assert [value for value, _label in form.fields["post"].choices] == ["acting", "deputy"]


def test_a_unit_without_a_head_is_said(client_of, office, unit_a):
    assert "Nobody is the head today" in client_of(office).get(f"/units/{unit_a.pk}/roles/").text
    make_user("new_head", "Cục trưởng mới", Role.UNIT_HEAD, unit_a)
    assert "Nobody is the head today" not in client_of(office).get(f"/units/{unit_a.pk}/roles/").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_to": "30/11/2026"}, "must not lie before the first day"),
        ({"valid_to": ""}, "Say until when"),
        ({"person": "0"}, "valid choice"),
    ],
)
@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=HANOI))
def test_what_is_wrong_is_said_beside_the_field(client_of, head_a, officer_a, unit_a, changes, sentence):
    values = {
        "person": officer_a.pk, "post": "deputy", "title": "", "valid_from": "01/12/2026", "valid_to": "10/12/2026",
        "reason": "Đi công tác", "others": "keep",
    }  # fmt: skip
    path = f"/units/{unit_a.pk}/roles/"
    assert sentence in client_of(head_a).post(path, values | changes).text
    assert client_of(head_a).post(path, values).status_code == 302


@time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=HANOI))
def test_a_role_is_not_made_longer_by_ending_it_nor_ended_long_ago_by_the_head(
    head_a, officer_a, office, unit_a
):
    today = timezone.localdate()
    acting = appoint(wanted(officer_a, unit_a, valid_from=today), by=head_a)
    with pytest.raises(ValidationError, match="ends earlier already"):
        end_role(acting, last_day=date(2027, 2, 1), reason="", by=office)
    with pytest.raises(ValidationError, match="Yesterday at the earliest"):
        end_role(acting, last_day=today - timedelta(days=9), reason="", by=head_a)
    end_role(acting, last_day=today, reason="Đã về", by=head_a)
    acting.refresh_from_db()
    assert acting.valid_to == today


def test_two_who_appoint_the_same_at_once(client_of, office, officer_a, unit_a, monkeypatch):
    """The form was right when it was read; the other one's row came before the action's lock."""
    appoint(wanted(officer_a, unit_a), by=office)
    monkeypatch.setattr("units.forms.refusal_of_appointment", lambda appointment, by: {})
    values = {
        "person": officer_a.pk, "post": "acting", "title": "", "valid_from": "01/12/2026", "valid_to": "31/12/2026",
        "reason": "Quyết định",
    }  # fmt: skip
    answer = client_of(office).post(f"/units/{unit_a.pk}/roles/", values)
    assert answer.status_code == 422
    assert "has this role already" in answer.text
