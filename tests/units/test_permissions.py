"""A role counts where it is held: in its unit, or everywhere when it is held at the ministry."""

import pytest

from accounts.roles import Permission, Role
from assignments.models import Assignment
from conferences.models import Conference
from tests.conftest import make_user
from units.permissions import access_of


@pytest.fixture
def clerk_b(unit_b):
    return make_user("clerk_b", "Văn thư Vụ Pháp chế", Role.OFFICE, unit_b)


def test_office_role_of_one_unit_does_not_read_the_ministry(
    clerk_b, assignment, conference, unit_b, client_of
):
    conference.attendances.filter(unit=unit_b).delete()
    assert not access_of(clerk_b).reads_all
    assert not Assignment.objects.visible_to(clerk_b).exists()
    assert not Conference.objects.visible_to(clerk_b).exists()
    client = client_of(clerk_b)
    assert client.get(assignment.get_absolute_url()).status_code == 404
    assert client.get("/reminders/").status_code == 403


def test_observer_of_one_unit_reads_that_units_work(unit_a, assignment):
    watcher = make_user("watcher_a", "Thanh tra nhân dân Cục Hóa chất", Role.OBSERVER, unit_a)
    assert list(Assignment.objects.visible_to(watcher)) == [assignment]


def test_role_at_the_ministry_counts_everywhere(office, unit_a):
    access = access_of(office)
    assert access.reads_all
    assert access.units(Permission.ASSIGN) is None
    assert access.at(Permission.ASSIGN, unit_a.pk)


def test_somebody_without_a_role_reads_nothing(stranger, assignment):
    assert not Assignment.objects.visible_to(stranger).exists()
