"""The cells around the due day and around midnight in Việt Nam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from assignments.actions import Change, change_state, create_assignment
from assignments.actions_extensions import change_deadline
from assignments.models import Assignment
from assignments.timing import Pile, Timing, end_of
from assignments.workflow import State, Verb
from tests.assignments.conftest import WHY

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = date(2026, 3, 5)


def at(day, hour=12, minute=0, second=0):
    return time_machine.travel(datetime(2026, 3, day, hour, minute, second, tzinfo=VIETNAM), tick=False)


@pytest.fixture
def due_work(conference, task, unit_a, office):
    with at(1):
        return create_assignment(
            conference=conference, title="Việc", task=task, unit=unit_a, due_on=DUE, by=office
        )


def timing_of(assignment, day=None):
    return Assignment.objects.with_timing(day).get(pk=assignment.pk).timing


def pile_of(assignment):
    return Assignment.objects.with_pile().get(pk=assignment.pk).pile


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((4, 23, 59, 59), Timing.OPEN_IN_TIME),
        ((5, 0, 0), Timing.OPEN_IN_TIME),
        ((5, 23, 59, 59), Timing.OPEN_IN_TIME),
        ((6, 0, 0), Timing.OPEN_OVERDUE),  # 17:00 of the 5th in UTC
        ((6, 6, 59), Timing.OPEN_OVERDUE),
    ],
)
def test_open_work_is_late_from_midnight_in_viet_nam(due_work, moment, expected):
    with at(*moment):
        assert timing_of(due_work) == expected


@pytest.mark.parametrize(
    ("reported", "expected"),
    [((5, 23, 59, 59), Timing.DONE_ON_TIME), ((6, 0, 0), Timing.DONE_LATE)],
)
def test_lateness_is_that_of_the_report_however_slow_the_office(
    due_work, bring_to, office, reported, expected
):
    with at(*reported):
        bring_to(due_work, State.REPORTED)
    with at(25):
        waiting = {Timing.DONE_ON_TIME: Timing.OPEN_IN_TIME, Timing.DONE_LATE: Timing.OPEN_OVERDUE}
        assert timing_of(due_work) == waiting[expected]
        change_state(due_work, Verb.CONFIRM, by=office, change=Change())
        assert timing_of(due_work) == expected


def test_a_returned_result_counts_as_not_done(due_work, bring_to, office):
    with at(4):
        bring_to(due_work, State.REPORTED)
    with at(6):
        assert timing_of(due_work) == Timing.OPEN_IN_TIME
        change_state(due_work, Verb.RETURN, by=office, change=Change(reason=WHY))
        assert timing_of(due_work) == Timing.OPEN_OVERDUE


def test_work_without_deadline_is_a_class_of_its_own(assignment, bring_to):
    Assignment.objects.filter(pk=assignment.pk).update(due_on=None)
    assert timing_of(assignment) == Timing.NO_DEADLINE_OPEN
    bring_to(assignment, State.DONE)
    assert timing_of(assignment) == Timing.NO_DEADLINE_DONE


def test_withdrawn_work_counts_nowhere(assignment, bring_to):
    bring_to(assignment, State.WITHDRAWN)
    assert timing_of(assignment) == Timing.WITHDRAWN


def test_an_extended_deadline_counts(due_work, office):
    with at(10):
        assert timing_of(due_work) == Timing.OPEN_OVERDUE
        change_deadline(due_work, due_on=date(2026, 3, 31), reason=WHY, by=office, version=1)
        assert timing_of(due_work) == Timing.OPEN_IN_TIME


def test_an_earlier_day_is_seen_as_it_was(due_work, bring_to):
    with at(8):
        bring_to(due_work, State.DONE)
    assert timing_of(due_work, date(2026, 3, 5)) == Timing.OPEN_IN_TIME
    assert timing_of(due_work, date(2026, 3, 7)) == Timing.OPEN_OVERDUE
    assert timing_of(due_work, date(2026, 3, 8)) == Timing.DONE_LATE


def test_end_of_day_is_midnight_in_viet_nam():
    assert end_of(DUE) == datetime(2026, 3, 6, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(6, Pile.OVERDUE), (5, Pile.SOON), (1, Pile.SOON)],
)
def test_piles_of_work_in_progress(due_work, bring_to, day, expected):
    bring_to(due_work, State.IN_PROGRESS)
    with at(day):
        assert pile_of(due_work) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.RECEIVED, Pile.NOBODY),
        (State.ASSIGNED, Pile.NEW),
        (State.IN_PROGRESS, Pile.LATER),
        (State.REPORTED, Pile.WAITING),
        (State.ESCALATED, Pile.WAITING),
        (State.SUSPENDED, Pile.WAITING),
        (State.DONE, Pile.DONE),
        (State.WITHDRAWN, Pile.WITHDRAWN),
    ],
)
def test_every_state_lies_on_one_pile(assignment, bring_to, state, expected):
    assert pile_of(bring_to(assignment, state)) == expected


def test_days_left_stop_with_the_report(due_work, bring_to):
    with at(2):
        assert (due_work.days_left, due_work.clock) == (3, "open")
    with at(7):
        assert due_work.days_left == -2
    with at(4):
        reported = bring_to(due_work, State.REPORTED)
    with at(9):
        assert (reported.days_left, reported.clock) == (1, "stopped")
