"""The register of units: validity by day, search as people type, and its two pages."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.roles import Permission, Role
from tests.conftest import SINCE, make_unit, make_user
from units.models import Membership, Unit, UnitAlias, UnitSuccession
from units.permissions import access_of, holders

BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 1)


@pytest.fixture
def merged(ministry):
    """Two units that became one on 01/3/2025."""
    old = [make_unit(name, ministry) for name in ("Vụ Khoa học và Công nghệ", "Cục Công Thương địa phương")]
    Unit.objects.filter(pk__in=[unit.pk for unit in old]).update(valid_to=BEFORE)
    new = make_unit("Cục Đổi mới sáng tạo", ministry, abbreviation="ĐCK")
    Unit.objects.filter(pk=new.pk).update(valid_from=AFTER)
    for unit in old:
        UnitSuccession.objects.create(
            predecessor=unit, successor=new, effective_on=AFTER, kind=UnitSuccession.Kind.MERGE
        )
    return new


# --- Validity -----------------------------------------------------------------------------------------------------
def test_a_unit_is_valid_from_its_first_to_its_last_day(ministry, merged):
    def names(day):
        return set(Unit.objects.valid_on(day).filter(parent=ministry).values_list("name", flat=True))

    assert names(BEFORE) == {"Vụ Khoa học và Công nghệ", "Cục Công Thương địa phương"}
    assert names(AFTER) == {"Cục Đổi mới sáng tạo"}


def test_the_last_day_is_not_before_the_first(ministry):
    unit = Unit(name="X", kind=Unit.Kind.AGENCY, parent=ministry, valid_from=AFTER, valid_to=BEFORE)
    with pytest.raises(ValidationError, match="last day"):
        unit.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        unit.save()


def test_one_valid_unit_of_a_name(ministry, unit_a):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit(unit_a.name, ministry)
    Unit.objects.filter(pk=unit_a.pk).update(valid_to=BEFORE)
    assert make_unit(unit_a.name, ministry)


def test_a_unit_does_not_succeed_itself(unit_a):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitSuccession.objects.create(
            predecessor=unit_a, successor=unit_a, effective_on=AFTER, kind=UnitSuccession.Kind.RENAME
        )


# --- Search -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["hoa chat", "Hóa chất", "HOÁ CHẤT", "chất hóa", "hc", "kiểm soát hóa"])
def test_search_as_people_type(unit_a, unit_b, words):
    UnitAlias.objects.create(unit=unit_a, name="Cục Kiểm soát Hoá chất")
    assert list(Unit.objects.search(words)) == [unit_a]


def test_one_alias_written_twice_is_refused(unit_a):
    UnitAlias.objects.create(unit=unit_a, name="Cục Hoá chất")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitAlias.objects.create(unit=unit_a, name="CỤC HÓA CHẤT")


# --- Roles --------------------------------------------------------------------------------------------------------
def test_a_role_counts_only_while_it_is_valid(unit_a):
    acting = make_user("acting", "Quyền Cục trưởng")
    Membership.objects.create(
        user=acting, unit=unit_a, role=Role.UNIT_HEAD, valid_from=SINCE, valid_to=BEFORE
    )
    assert not access_of(acting).at_all(Permission.REPORT)
    assert holders(Permission.REPORT, unit_a) == []


def test_a_role_at_the_ministry_counts_everywhere_and_one_in_a_unit_only_there(
    office, head_a, unit_a, unit_b
):
    assert access_of(office).at(Permission.CONFIRM, unit_b.pk)
    assert access_of(head_a).at(Permission.REPORT, unit_a.pk)
    assert not access_of(head_a).at(Permission.REPORT, unit_b.pk)


# --- Pages --------------------------------------------------------------------------------------------------------
def test_the_list_today_and_as_it_was(client_of, stranger, merged):
    client = client_of(stranger)
    today = client.get("/units/").text
    assert "Cục Đổi mới sáng tạo" in today
    assert "before: Vụ Khoa học và Công nghệ" in today
    past = client.get("/units/?on=28/02/2025").text
    assert "2 units on 28/02/2025" in past
    assert "from 01/03/2025: Cục Đổi mới sáng tạo" in past


def test_a_day_that_does_not_exist_is_said_and_today_is_shown(client_of, stranger, unit_a):
    text = client_of(stranger).get("/units/?on=31/02/2025").text
    assert "There is no day 31" in text
    assert unit_a.name in text


def test_searching_replaces_only_the_list(client_of, stranger, unit_a, unit_b):
    text = client_of(stranger).get("/units/?q=hoa+chat", headers={"hx-request": "true"}).text
    assert unit_a.name in text
    assert unit_b.name not in text
    assert "<html" not in text


def test_nothing_found_offers_the_way_back(client_of, stranger, unit_a):
    assert "No unit of this name on that day." in client_of(stranger).get("/units/?q=xyz").text


def test_detail_shows_people_other_spellings_and_what_was_before(client_of, stranger, merged, unit_a, head_a):
    UnitAlias.objects.create(unit=unit_a, name="Cục Hoá chất và Vật liệu nổ")
    client = client_of(stranger)
    text = client.get(f"/units/{unit_a.pk}/").text
    assert head_a.full_name in text
    assert "Cục Hoá chất và Vật liệu nổ" in text
    assert "Vụ Khoa học và Công nghệ" in client.get(f"/units/{merged.pk}/").text


def test_the_ministry_counts_people_of_today_only(client_of, stranger, ministry, unit_a, head_a, officer_a):
    Membership.objects.filter(user=officer_a).update(valid_to=BEFORE)
    assert "1 person" in client_of(stranger).get(f"/units/{ministry.pk}/").text


def test_as_many_queries_for_three_units_as_for_one(
    client_of, stranger, ministry, unit_a, django_assert_max_num_queries
):
    client = client_of(stranger)
    client.get("/units/")
    with django_assert_max_num_queries(100) as one:
        client.get("/units/")
    make_unit("Cục Công nghiệp", ministry)
    make_unit("Cục Điện lực", ministry)
    with django_assert_max_num_queries(len(one)):
        client.get("/units/")
