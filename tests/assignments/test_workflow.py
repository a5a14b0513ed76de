"""Every state x verb x person, through the door and through the page, against a table written by hand."""

import pytest
from django.db import transaction
from django.urls import reverse

from assignments.actions import change_state
from assignments.models import Assignment
from assignments.workflow import OPEN, OTHER_EVENTS, TRANSITIONS, State, Verb, available, sentence_of
from assignments.writing import Refused
from tests.assignments.conftest import RESULT, WHY

# (state, verb): who may, and where it leads. What is not here is refused.
ALLOWED = {
    ("received", "assign"): ({"office"}, "assigned"),
    ("escalated", "assign"): ({"office"}, "assigned"),
    ("assigned", "accept"): ({"head"}, "in_progress"),
    ("assigned", "decline"): ({"head"}, "received"),
    ("in_progress", "report"): ({"head"}, "reported"),
    ("in_progress", "escalate"): ({"head"}, "escalated"),
    ("reported", "confirm"): ({"office"}, "done"),
    ("reported", "return"): ({"office"}, "in_progress"),
    ("escalated", "direct"): ({"leader"}, "in_progress"),
    ("assigned", "suspend"): ({"office"}, "suspended"),
    ("in_progress", "suspend"): ({"office"}, "suspended"),
    ("suspended", "resume"): ({"office"}, "in_progress"),
    ("done", "reopen"): ({"office"}, "in_progress"),
    **{(state, "withdraw"): ({"office"}, "withdrawn") for state in OPEN},
}
# Whom the page must not even tell that the work exists.
BLIND = {"foreign_head", "administrator", "stranger"}


def cells(state):
    for verb in Verb:
        people, to_state = ALLOWED.get((state, verb.value), (set(), ""))
        yield verb.value, people, to_state


@pytest.mark.parametrize("state", State.values)
def test_door_lets_through_exactly_what_the_table_says(state, assignment, bring_to, people, full_change):
    assignment = bring_to(assignment, state)
    before = (assignment.state, assignment.version, assignment.history.count())
    for verb, allowed, to_state in cells(state):
        for name, person in people.items():
            with transaction.atomic():
                if name in allowed:
                    changed = change_state(assignment, verb, by=person, change=full_change)
                    assert changed.state == to_state, (verb, name)
                    last = changed.history.last()
                    assert (last.verb, last.by, last.from_state, last.to_state) == (
                        verb,
                        person,
                        state,
                        to_state,
                    )
                else:
                    with pytest.raises(Refused) as refused:
                        change_state(assignment, verb, by=person, change=full_change)
                    assert str(refused.value).endswith(".")
                    assignment.refresh_from_db()
                    assert (assignment.state, assignment.version, assignment.history.count()) == before
                transaction.set_rollback(True)


@pytest.mark.parametrize("state", State.values)
def test_page_accepts_exactly_what_the_table_says(state, assignment, bring_to, people, client_of, unit_a):
    assignment = bring_to(assignment, state)
    data = {
        "version": assignment.version,
        "reason": WHY,
        "unit": unit_a.pk,
        "due_on": "31/12/2099",
        "result": RESULT,
        "document": "6785/BCT-ĐCK",
    }
    for name, person in people.items():
        client = client_of(person)
        # Who declined sees the work no longer.
        blind = name in BLIND or (state == "received" and name in {"head", "officer"})
        for verb, allowed, to_state in cells(state):
            with transaction.atomic():
                response = client.post(reverse("assignments:change", args=[assignment.pk, verb]), data)
                expected = 404 if blind else 302 if name in allowed else 403
                assert response.status_code == expected, (state, verb, name)
                after = Assignment.objects.get(pk=assignment.pk)
                assert after.state == (to_state if expected == 302 else state)
                transaction.set_rollback(True)


@pytest.mark.parametrize("state", State.values)
def test_buttons_are_exactly_what_is_allowed(state, assignment, bring_to, people, client_of):
    assignment = bring_to(assignment, state)
    for name, person in people.items():
        response = client_of(person).get(assignment.get_absolute_url())
        if response.status_code == 404:
            continue
        offered = {button.verb for button in response.context["offered"]}
        assert offered == {verb for verb, allowed, _to in cells(state) if name in allowed}, name
        for verb in Verb:
            address = reverse("assignments:change", args=[assignment.pk, verb.value])
            assert (address in response.text) == (verb in offered), (name, verb)


def test_disabled_buttons_say_why(assignment, client_of, officer_a):
    response = client_of(officer_a).get(assignment.get_absolute_url())
    blocked = {button.verb: button.why_not for button in response.context["blocked"]}
    assert set(blocked) == {"accept", "decline"}
    assert "Only the head of the unit can do this." in response.text


def test_every_state_is_reached_and_left_as_the_table_says():
    reached = {row.to_state for row in TRANSITIONS.values()}
    assert set(State) == reached
    assert available(State.WITHDRAWN) == []
    assert set(OPEN) == set(State) - {State.DONE, State.WITHDRAWN}


def test_every_verb_has_its_words():
    assert set(TRANSITIONS) == set(Verb)
    for row in TRANSITIONS.values():
        assert row.label
        assert str(row.after).endswith(".")
    for event in OTHER_EVENTS:
        assert sentence_of(event)


@pytest.mark.parametrize("verb", ["decline", "return", "escalate", "direct", "suspend", "reopen", "withdraw"])
def test_verbs_that_take_something_away_need_a_reason(verb):
    assert TRANSITIONS[verb].needs_reason
