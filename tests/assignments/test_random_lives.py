"""Random verbs by random people: whatever they do, the work stays legal and every change is in the history."""

from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.roles import Role
from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.evidence_rules import Needed, needed_for
from assignments.models import Assignment, HistoryEntry
from assignments.workflow import OPEN, TRANSITIONS, UNCOUNTED, State, Verb, Where, available
from assignments.writing import Refused
from recommendations.models import Recommendation
from tests.assignments.conftest import DOCUMENT, RESULT, WHY
from tests.conftest import SINCE, make_user
from units.models import Membership


class Lives(RuleBasedStateMachine):
    """One task and two recommendations; everything is undone when the machine ends."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.work = [item.pk for item in type(self).begin()]

    def teardown(self):
        transaction.savepoint_rollback(self.savepoint)

    # One seed for each press: drawn value by value, too few lives came as far as "done".
    @rule(seed=st.integers(0, 2**32 - 1))
    def press(self, seed):
        chance = Random(seed)
        before = Assignment.objects.get(pk=chance.choice(self.work))
        verb, who = self.likely(chance, before) if chance.random() < 0.75 else self.anything(chance)
        recorded = HistoryEntry.objects.count()
        try:
            with transaction.atomic():
                change_state(before, verb, by=self.people[who], change=self.some_change(chance))
        except (Refused, ValidationError):
            assert self.seen(before) == self.seen(Assignment.objects.get(pk=before.pk))
            assert HistoryEntry.objects.count() == recorded
        else:
            self.assert_recorded(before, verb, who, recorded)

    def anything(self, chance):
        return chance.choice(list(Verb)), chance.choice(list(self.people))

    def likely(self, chance, work):
        """What the state allows, by somebody who may; withdrawn is left to chance, or all lives were short."""
        ways = [row for row in available(work.state) if row.verb != Verb.WITHDRAW]
        if not ways:
            return self.anything(chance)
        row = chance.choice(ways)
        usual = {Where.LEAD: "head", Where.RAISER: "raiser", Where.HOST: "office"}[row.where]
        return row.verb, chance.choice(["both", "leader" if row.verb == Verb.DIRECT else usual])

    def some_change(self, chance):
        into = chance.choice([None, *self.work])
        return Change(
            reason=chance.choice(["", WHY, WHY, WHY]),
            result=chance.choice(["", RESULT, RESULT, RESULT]),
            proof=chance.choice([Proof(), DOCUMENT, DOCUMENT, DOCUMENT]),
            unit=chance.choice([None, *self.units]),
            into=into and Assignment.objects.get(pk=into),
        )

    def assert_recorded(self, before, verb, who, recorded):
        after, row = Assignment.objects.get(pk=before.pk), TRANSITIONS[verb]
        entry = after.history.last()
        assert HistoryEntry.objects.count() == recorded + 1
        assert (entry.verb, entry.by) == (verb, self.people[who])
        assert (entry.from_state, entry.to_state) == (before.state, after.state)
        assert before.state in row.from_states
        assert after.state in {row.to_state, row.to_other_unit}
        assert after.version == before.version + 1
        type(self).reached.add(after.state)

    @staticmethod
    def seen(work):
        fields = (field.attname for field in Assignment._meta.concrete_fields)
        return {name: getattr(work, name) for name in fields}

    @invariant()
    def is_legal(self):
        for work in Assignment.objects.filter(pk__in=self.work):
            assert work.state in State
            assert work.confirmed_by_id is None or work.confirmed_by_id != work.reported_by_id
            assert (work.state == State.MERGED) == (work.merged_into_id is not None)
            if work.state == State.DONE:
                assert work.result
                assert work.evidence.exists() or needed_for(work.kind, "") == Needed.NOTHING

    @invariant()
    def each_recommendation_has_one_answer(self):
        for raised in Recommendation.objects.filter(assignment__in=self.work):
            answering = {raised.assignment, raised.assignment.merged_into} - {None}
            still_counted = [work for work in answering if work.state not in UNCOUNTED]
            open_ones = [work for work in answering if work.state in OPEN]
            assert len(open_ones) <= len(still_counted) <= 1


@pytest.fixture
def machine(people, ministry, unit_a, unit_b, assignment, raise_one):
    """`both` heads the lead unit and sits in the office: the one who might hold two keys."""
    both = make_user("both", "Cục trưởng kiêm cán bộ Văn phòng", Role.UNIT_HEAD, unit_a)
    Membership.objects.create(user=both, unit=ministry, role=Role.OFFICE, valid_from=SINCE)

    def begin():
        return [assignment, raise_one(), raise_one()]

    return type(
        "RandomLives",
        (Lives,),
        {
            "people": {**people, "both": both},
            "units": [unit_a, unit_b],
            "begin": staticmethod(begin),
            "reached": set(),
        },
    )


def test_random_verbs_by_random_people_break_nothing(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        ),
    )
    missed = set(State) - machine.reached
    assert not missed, "the lives were long enough to mean something"
