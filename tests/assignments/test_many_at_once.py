"""200 people press buttons on the same 20 assignments at the same moment: real threads, real PostgreSQL."""

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import User
from assignments.actions import Change, change_state, create_assignment
from assignments.models import Assignment, HistoryEntry
from assignments.workflow import TRANSITIONS, State, Verb
from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import Task
from notifications.models import Notification
from tests.assignments.conftest import DOCUMENT, RESULT, WHY

WORK, PRESSES = 20, 200
# Enough ways on from each state that a second press is legal now and refused a moment later.
VERBS = [
    (Verb.ACCEPT, "head"),
    (Verb.DECLINE, "head"),
    (Verb.REPORT, "head"),
    (Verb.ESCALATE, "head"),
    (Verb.SUSPEND, "office"),
    (Verb.RESUME, "office"),
    (Verb.WITHDRAW, "office"),
    (Verb.ASSIGN, "office"),
    (Verb.CONFIRM, "office"),
    (Verb.RETURN, "office"),
    (Verb.DIRECT, "leader"),
]


@pytest.fixture
def many(conference, conclusion, unit_a, office, bring_to):
    def make(position):
        task = Task.objects.create(
            conclusion=conclusion,
            position=position,
            number=str(position),
            text=f"Cục Hóa chất làm việc thứ {position}.",
            accepted_at=timezone.now(),
            accepted_by=office,
        )
        made = create_assignment(conference=conference, title=task.text, task=task, unit=unit_a, by=office)
        start = (State.ASSIGNED, State.IN_PROGRESS, State.REPORTED, State.ESCALATED)[position % 4]
        return bring_to(made, start)

    return [make(position) for position in range(1, WORK + 1)]


@pytest.mark.django_db(transaction=True)
def test_many_presses_end_in_a_legal_and_fully_recorded_state(many, people, unit_b):
    chance = random.Random(20261122)
    told_before = Notification.objects.count()
    recorded_before = HistoryEntry.objects.count()
    start = Barrier(PRESSES)

    def press(number):
        work = many[number % WORK]
        verb, who = VERBS[number % len(VERBS)] if number % 3 else chance.choice(VERBS)
        # Some show the page first and send its version, some come by a way that has none.
        version = work.version if number % 2 else None
        change = Change(reason=WHY, result=RESULT, proof=DOCUMENT, unit=unit_b, version=version)
        by = User.objects.get(pk=people[who].pk)
        start.wait(timeout=60)
        try:
            change_state(work, verb, by=by, change=change)
        except (Refused, SomebodyWasFaster, ValidationError):
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(PRESSES) as pool:
        changed = sum(pool.map(press, range(PRESSES)))

    assert WORK <= changed < PRESSES, "some got through on each, some were refused"
    assert HistoryEntry.objects.count() == recorded_before + changed
    assert Notification.objects.count() > told_before
    for work in many:
        assert_legal(Assignment.objects.get(pk=work.pk))


def assert_legal(work):
    steps = list(work.history.all())
    assert work.state == steps[-1].to_state
    assert work.version == len(steps), "each step but the creation counts the version up by one"
    for before, after in pairwise(steps):
        row = TRANSITIONS[after.verb]
        assert after.from_state == before.to_state
        assert before.to_state in row.from_states
        assert after.to_state in {row.to_state, row.to_other_unit}
    assert work.reported_by is None or work.reported_by != work.confirmed_by
