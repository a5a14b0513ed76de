"""Brings work into any state through the real door, and names everybody who might press a button."""

from collections.abc import Callable

import pytest

from accounts.models import User
from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.models import Assignment
from assignments.workflow import State, Verb

DOCUMENT = Proof(document="6785/BCT-ĐCK, 09/9/2025")
RESULT = "Đã trình Lãnh đạo Bộ dự thảo quy chuẩn."
WHY = "Cần thêm ý kiến của đơn vị phối hợp."


@pytest.fixture
def people(office, head_a, officer_a, head_b, leader, observer, administrator, stranger) -> dict[str, User]:
    """By role; `foreign_head` is the head of a unit that has nothing to do with the work."""
    return {
        "office": office,
        "head": head_a,
        "officer": officer_a,
        "foreign_head": head_b,
        "leader": leader,
        "observer": observer,
        "administrator": administrator,
        "stranger": stranger,
    }


@pytest.fixture
def full_change(unit_a) -> Change:
    """Everything any verb could need."""
    return Change(reason=WHY, unit=unit_a, result=RESULT, proof=DOCUMENT)


@pytest.fixture
def bring_to(office, head_a) -> Callable[[Assignment, str], Assignment]:
    def bring(assignment: Assignment, state: str) -> Assignment:
        report = Change(result=RESULT, proof=DOCUMENT)
        why = Change(reason=WHY)
        accept, reported = (Verb.ACCEPT, head_a, Change()), (Verb.REPORT, head_a, report)
        ways = {
            State.RECEIVED: [(Verb.DECLINE, head_a, why)],
            State.ASSIGNED: [],
            State.IN_PROGRESS: [accept],
            State.REPORTED: [accept, reported],
            State.ESCALATED: [accept, (Verb.ESCALATE, head_a, why)],
            State.SUSPENDED: [(Verb.SUSPEND, office, why)],
            State.DONE: [accept, reported, (Verb.CONFIRM, office, Change())],
            State.WITHDRAWN: [(Verb.WITHDRAW, office, why)],
        }
        for verb, by, change in ways[State(state)]:
            assignment = change_state(assignment, verb, by=by, change=change)
        return assignment

    return bring
