"""Every kind of work x state x verb x person, through the door and through the page.

Once against a table written by hand, once against the document that is made from the workflow.
"""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from assignments import life
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
    ("escalated", "direct"): ({"leader"}, "assigned"),  # the change of these tests names a unit
    ("assigned", "suspend"): ({"office"}, "suspended"),
    ("in_progress", "suspend"): ({"office"}, "suspended"),
    ("suspended", "resume"): ({"office"}, "in_progress"),
    ("done", "reopen"): ({"office"}, "in_progress"),
    **{(state, "withdraw"): ({"office"}, "withdrawn") for state in OPEN},
}
OF_RECOMMENDATIONS = {
    ("received", "merge"): ({"office"}, "merged"),
    ("merged", "separate"): ({"office"}, "received"),
    ("done", "agree"): ({"raiser"}, "done"),
    ("done", "contest"): ({"raiser"}, "in_progress"),
}
ONLY_RECOMMENDATIONS = {verb for _state, verb in OF_RECOMMENDATIONS}
CASES = [(kind.value, state.value) for kind in Assignment.Kind for state in life.states_of(kind)]
every_case = pytest.mark.parametrize(("kind", "state"), CASES)


def cells(kind, state):
    table = ALLOWED | (OF_RECOMMENDATIONS if kind == "recommendation" else {})
    for verb in Verb:
        people, to_state = table.get((state, verb.value), (set(), ""))
        yield verb.value, people, to_state


def blind(kind, state):
    """Whom the page must not even tell that the work exists; who declined sees it no longer."""
    nobody = {"foreign_head", "administrator", "stranger"}
    if kind == "task":
        nobody |= {"raiser", "raiser_officer"}
    if state in ("received", "merged"):
        nobody |= {"head", "officer"}
    return nobody


@every_case
def test_door_lets_through_exactly_what_the_table_says(kind, state, work, bring_to, people, full_change):
    assignment = bring_to(work(kind), state)
    before = (assignment.state, assignment.version, assignment.history.count())
    for verb, allowed, to_state in cells(kind, state):
        for name, person in people.items():
            with transaction.atomic():
                if name in allowed:
                    changed = change_state(assignment, verb, by=person, change=full_change)
                    last = changed.history.last()
                    assert (last.verb, last.by, last.from_state, last.to_state) == (
                        verb,
                        person,
                        state,
                        to_state,
                    )
                    assert changed.state == to_state
                else:
                    with pytest.raises(Refused) as refused:
                        change_state(assignment, verb, by=person, change=full_change)
                    assert str(refused.value).endswith(".")
                    continue  # without undoing anything: what it left would be found below
                transaction.set_rollback(True)
        assignment.refresh_from_db()
        assert (assignment.state, assignment.version, assignment.history.count()) == before, verb


# Each request costs a page, and the page hands the verb to the door, which is tried with both kinds.
@pytest.mark.parametrize(("kind", "state"), [case for case in CASES if case[0] == "recommendation"])
def test_page_accepts_exactly_what_the_table_says(
    kind, state, work, bring_to, people, client_of, unit_a, full_change, bare_error_pages
):
    assignment = bring_to(work(kind), state)
    data = {
        "version": assignment.version,
        "reason": WHY,
        "unit": unit_a.pk,
        "due_on": "31/12/2099",
        "result": RESULT,
        "document": "6785/BCT-ĐCK",
        "into": full_change.into.pk,
    }
    for name, person in people.items():
        client = client_of(person)
        asked = list(cells(kind, state))
        if name in blind(kind, state):  # the work is not found, whatever the verb
            asked = asked[:1]
        for verb, allowed, to_state in asked:
            sent = {**data, "unit": ""} if verb == "direct" else data
            with transaction.atomic():
                response = client.post(reverse("assignments:change", args=[assignment.pk, verb]), sent)
                expected = 404 if name in blind(kind, state) else 302 if name in allowed else 403
                assert response.status_code == expected, (verb, name)
                after = Assignment.objects.get(pk=assignment.pk)
                wanted = "in_progress" if verb == "direct" else to_state
                assert after.state == (wanted if expected == 302 else state)
                transaction.set_rollback(True)


@every_case
def test_buttons_are_exactly_what_is_allowed(kind, state, work, bring_to, people, client_of):
    assignment = bring_to(work(kind), state)
    for name, person in people.items():
        response = client_of(person).get(assignment.get_absolute_url())
        if name in blind(kind, state):
            assert response.status_code == 404
            continue
        offered = {button.verb for button in response.context["offered"]}
        assert offered == {verb for verb, allowed, _to in cells(kind, state) if name in allowed}, name
        for verb in Verb:
            address = reverse("assignments:change", args=[assignment.pk, verb.value])
            assert (address in response.text) == (verb in offered), (name, verb)


@pytest.mark.parametrize("kind", Assignment.Kind.values)
def test_document_says_what_the_table_written_by_hand_says(kind):
    said = {(cell.state, cell.row.verb, cell.person.key): cell.is_allowed for cell in life.cells(kind)}
    people = {person.key for person in life.PEOPLE}
    wanted = {
        (state, verb, name): name in allowed
        for state in life.states_of(kind)
        for verb, allowed, _to in cells(kind, state)
        for name in people
    }
    assert said == wanted


def test_document_in_the_repository_is_of_this_table():
    call_command("write_life", check=True)


def test_disabled_buttons_say_why(assignment, client_of, officer_a):
    response = client_of(officer_a).get(assignment.get_absolute_url())
    blocked = {button.verb: button.why_not for button in response.context["blocked"]}
    assert set(blocked) == {"accept", "decline"}
    assert "Only the head of the unit can do this." in response.text


def test_every_state_is_reached_and_left_as_the_table_says():
    reached = {state for row in TRANSITIONS.values() for state in (row.to_state, row.to_other_unit) if state}
    assert set(State) == reached
    assert available(State.WITHDRAWN) == []
    assert set(OPEN) == set(State) - {State.DONE, State.WITHDRAWN, State.MERGED}


def test_every_verb_has_its_words():
    assert set(TRANSITIONS) == set(Verb)
    for row in TRANSITIONS.values():
        assert row.label
        assert str(row.after).endswith(".")
    for event in OTHER_EVENTS:
        assert sentence_of(event)


@pytest.mark.parametrize(
    "verb",
    ["decline", "return", "escalate", "direct", "suspend", "reopen", "withdraw", "separate", "contest"],
)
def test_verbs_that_take_something_away_need_a_reason(verb):
    assert TRANSITIONS[verb].needs_reason
