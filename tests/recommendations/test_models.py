import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from assignments.models import Assignment
from assignments.workflow import State
from conferences.models import Conference
from recommendations.models import Recommendation, Theme
from tests.conftest import make_unit, make_user


def visible(user):
    return list(Recommendation.objects.visible_to(user))


def test_a_unit_reads_what_it_raised_leads_or_supports(assigned, head_a, officer_a, head_b):
    assert visible(head_a) == visible(officer_a) == visible(head_b) == [assigned]


def test_a_unit_reads_nothing_of_others(recommendation, head_b):
    assert visible(head_b) == []


def test_a_supporting_unit_reads_it(assigned, office_unit, ministry):
    helper = make_user("helper", "Chánh Văn phòng Bộ", Role.UNIT_HEAD, office_unit)
    assert visible(helper) == []
    assigned.assignment.supporting_units.add(office_unit)
    assert visible(helper) == [assigned]


def test_who_reads_everything_reads_it(recommendation, office, leader, observer):
    assert visible(office) == visible(leader) == visible(observer) == [recommendation]


def test_without_a_role_nothing_is_read(recommendation, stranger, administrator):
    assert visible(stranger) == visible(administrator) == []


@pytest.mark.parametrize("words", ["thiet bi do nhanh", "THIẾT BỊ", "nhanh trang", "cuc truong"])
def test_search_without_marks_and_case(recommendation, words):
    assert list(Recommendation.objects.search(words)) == [recommendation]


def test_search_needs_every_word(recommendation):
    assert not Recommendation.objects.search("thiết bị tàu").exists()


def test_search_does_not_look_into_answers(recommendation):
    """They are drafts that units must not guess word by word."""
    Recommendation.objects.filter(pk=recommendation.pk).update(answer="Sẽ bố trí kinh phí.")
    assert not Recommendation.objects.search("kinh phí").exists()


def test_code_names_year_and_number(recommendation):
    year = recommendation.conference.held_on.year
    assert recommendation.code == f"KN{year}-001"
    assert list(Recommendation.objects.search(f"kn{year}-1")) == [recommendation]
    assert not Recommendation.objects.search(f"KN{year}-002").exists()


def test_code_names_the_host_and_the_staff_conference(log, conference, unit_a, office):
    held = {"held_on": conference.held_on, "place": "Hội trường", "created_by": office}
    chaired = {"chair_name": "Cục trưởng", "chair_title": "Cục trưởng"}
    own = Conference.objects.create(kind="unit", host=unit_a, title="Đối thoại tại Cục", **held, **chaired)
    staff = Conference.objects.create(
        kind="staff", host=conference.host, title="Hội nghị cán bộ", **held, **chaired
    )
    year = conference.held_on.year
    at_ministry, at_unit, of_staff = log(), log("Hai.", at=own), log("Ba.", at=staff)
    assert [found.code for found in (at_ministry, at_unit, of_staff)] == [
        f"KN{year}-001",
        f"KN{year}-HC-001",
        f"KN{year}-CB-001",
    ]
    assert list(Recommendation.objects.search(at_unit.code)) == [at_unit]
    assert list(Recommendation.objects.search(of_staff.code)) == [of_staff]


def test_the_code_of_a_host_without_code_still_tells_it_apart(log, conference, ministry, office):
    host = make_unit("Đoàn Thanh niên Bộ", ministry)
    own = Conference.objects.create(
        kind="unit", host=host, title="Đối thoại", held_on=conference.held_on, place="Hội trường",
        chair_name="Bí thư", chair_title="Bí thư", created_by=office,
    )  # fmt: skip
    assert log(at=own).code == f"KN{own.held_on.year}-{host.pk}-001"


def test_to_assign_are_those_nobody_leads(recommendation, log, unit_b, office):
    withdrawn = log("Đã rút.")
    Assignment.objects.filter(pk=withdrawn.assignment_id).update(state=State.WITHDRAWN)
    assert list(Recommendation.objects.to_assign()) == [recommendation]
    assert list(Recommendation.objects.open()) == [recommendation]


def test_a_number_is_given_once(recommendation, log):
    other = log("Khác.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=other.pk).update(position=recommendation.position)


def test_a_roadmap_needs_its_date(recommendation):
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=recommendation.pk).update(outcome="roadmap")


@pytest.mark.django_db
def test_themes_are_there_from_the_start():
    assert Theme.objects.filter(name="Cơ sở vật chất, điều kiện làm việc").exists()
    assert list(Theme.objects.values_list("name", flat=True))[-1] == "Khác"
