"""Brings work into any state through the real door, and names everybody who might press a button."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.roles import Role
from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.models import Assignment
from assignments.workflow import State, Verb
from recommendations import actions as recommendations
from recommendations.actions import Raised
from tests.conftest import make_unit, make_user
from units.models import Unit

DOCUMENT = Proof(document="6785/BCT-ĐCK, 09/9/2025")
RESULT = "Đã trình Lãnh đạo Bộ dự thảo quy chuẩn."
WHY = "Cần thêm ý kiến của đơn vị phối hợp."


@pytest.fixture
def people(
    office, head_a, officer_a, head_b, officer_b, foreign_head, leader, observer, administrator, stranger
) -> dict[str, User]:
    """By role. Unit A leads the work, unit B raised the recommendation, another unit has nothing to do with it."""
    return {
        "office": office,
        "head": head_a,
        "officer": officer_a,
        "raiser": head_b,
        "raiser_officer": officer_b,
        "foreign_head": foreign_head,
        "leader": leader,
        "observer": observer,
        "administrator": administrator,
        "stranger": stranger,
    }


@pytest.fixture
def officer_b(unit_b) -> User:
    return make_user("officer_b", "Chuyên viên Vụ Pháp chế", Role.UNIT_OFFICER, unit_b)


@pytest.fixture
def foreign_head(ministry) -> User:
    unit = make_unit("Cục Công nghiệp", ministry, abbreviation="CN")
    return make_user("foreign_head", "Cục trưởng Cục Công nghiệp", Role.UNIT_HEAD, unit)


@pytest.fixture
def raise_by(conference, office) -> Callable[[Unit], Assignment]:
    """What a unit raised, not yet assigned."""

    def log(unit: Unit) -> Assignment:
        raised = Raised(raised_by=unit, text="Đề nghị sửa quy chuẩn an toàn hóa chất.")
        return recommendations.log(conference=conference, raised=raised, key=uuid4(), by=office).assignment

    return log


@pytest.fixture
def raise_one(raise_by, unit_b) -> Callable[[], Assignment]:
    return lambda: raise_by(unit_b)


@pytest.fixture
def work(request, assignment, raise_one, unit_a, office) -> Callable[[str], Assignment]:
    """Of the kind that is asked for, with unit A and waiting to be accepted."""

    def make(kind: str) -> Assignment:
        if kind == Assignment.Kind.TASK:
            return assignment
        return change_state(raise_one(), Verb.ASSIGN, by=office, change=Change(unit=unit_a))

    return make


@pytest.fixture
def full_change(unit_a, raise_one) -> Change:
    """Everything any verb could need."""
    return Change(reason=WHY, unit=unit_a, result=RESULT, proof=DOCUMENT, into=raise_one())


@pytest.fixture
def bring_to(office, head_a, raise_one) -> Callable[[Assignment, str], Assignment]:
    def bring(assignment: Assignment, state: str) -> Assignment:
        report = Change(result=RESULT, proof=DOCUMENT)
        why = Change(reason=WHY)
        accept, reported = (Verb.ACCEPT, head_a, Change()), (Verb.REPORT, head_a, report)
        decline = (Verb.DECLINE, head_a, why)
        ways = {
            State.RECEIVED: [decline],
            State.ASSIGNED: [],
            State.IN_PROGRESS: [accept],
            State.REPORTED: [accept, reported],
            State.ESCALATED: [accept, (Verb.ESCALATE, head_a, why)],
            State.SUSPENDED: [(Verb.SUSPEND, office, why)],
            State.DONE: [accept, reported, (Verb.CONFIRM, office, Change())],
            State.WITHDRAWN: [(Verb.WITHDRAW, office, why)],
        }
        if state == State.MERGED:
            ways[State.MERGED] = [decline, (Verb.MERGE, office, Change(into=raise_one()))]
        for verb, by, change in ways[State(state)]:
            assignment = change_state(assignment, verb, by=by, change=change)
        return assignment

    return bring
