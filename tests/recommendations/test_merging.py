"""Alike ones of one conference: logged into one, answered once, each unit with a word of its own."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.models import RaisersWord
from assignments.workflow import State
from recommendations import actions
from recommendations.actions_links import merge
from recommendations.models import Recommendation
from tests.conftest import make_unit, make_user

LIKE_IT = "Xin cấp máy đo nhanh cho kiểm tra viên."


@pytest.fixture
def unit_c(ministry):
    return make_unit("Cục Điện lực", ministry)


@pytest.fixture
def head_c(unit_c):
    return make_user("head_c", "Cục trưởng", Role.UNIT_HEAD, unit_c)


@pytest.fixture
def log_same(conference, unit_c, office):
    def make(other: Recommendation, key=None) -> Recommendation:
        raised = actions.Raised(raised_by=unit_c, text=LIKE_IT)
        return actions.log(conference=conference, raised=raised, key=key or uuid4(), by=office, same_as=other)

    return make


def answered(assignment, head, office):
    report = Change(result="Đã cấp 05 bộ.", proof=Proof(document="12/PC, 05/3/2026"))
    for verb, by, change in (("report", head, report), ("confirm", office, Change())):
        change_state(assignment, verb, by=by, change=change)


def test_one_answer_serves_both_and_each_unit_has_its_own_word(
    log_same, assigned, unit_a, unit_c, head_a, head_b, head_c, office
):
    key = uuid4()
    made = log_same(assigned, key)
    assert made.assignment.state == State.MERGED
    assert made.answering == assigned
    assert log_same(assigned, key) == made  # sent twice
    work = assigned.assignment
    change_state(work, "accept", by=head_b, change=Change())
    answered(work, head_b, office)
    words = RaisersWord.objects.filter(assignment=work)
    assert set(words.values_list("unit", "verdict")) == {(unit_a.pk, "waiting"), (unit_c.pk, "waiting")}
    change_state(work, "agree", by=head_a, change=Change())
    assert set(words.values_list("unit", "verdict")) == {(unit_a.pk, "agreed"), (unit_c.pk, "waiting")}
    change_state(work, "contest", by=head_c, change=Change(reason="Chưa có máy đo khí."))
    work.refresh_from_db()
    assert work.state == State.IN_PROGRESS
    # Answered anew, each is asked anew; what was said the first time stays.
    answered(work, head_b, office)
    said = [(row.unit, row.verdict) for row in words.order_by("pk")]
    assert set(said[:2]) == {(unit_a, "agreed"), (unit_c, "contested")}
    assert {unit for unit, verdict in said[2:] if verdict == "waiting"} == {unit_a, unit_c}


def test_what_was_merged_takes_others_in_where_it_is_answered(log_same, log, assigned):
    second = log_same(assigned)
    assert log_same(second).answering == assigned


def test_what_cannot_be_merged_any_more_is_logged_all_the_same(log_same, done, log, office):
    assert log_same(done).assignment.state == State.RECEIVED
    alone = log("Việc khác")
    for other in (alone, done):
        with pytest.raises(ValidationError, match="still open"):
            merge(alone, other, by=office)
