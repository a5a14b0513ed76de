from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.models import Assignment
from assignments.workflow import State, Verb
from assignments.writing import Refused, SomebodyWasFaster
from notifications.models import Notification
from recommendations import actions
from recommendations.models import Recommendation

SAID = "Đề nghị bổ sung biên chế cho Cục."


def raised(unit, text=SAID, **fields):
    return actions.Raised(raised_by=unit, text=text, **fields)


# --- Log --------------------------------------------------------------------------------------------------------
def test_logging_gives_the_next_number_and_one_assignment(conference, unit_a, unit_b, office):
    first = actions.log(conference=conference, raised=raised(unit_a), key=uuid4(), by=office)
    second = actions.log(
        conference=conference, raised=raised(unit_a, "Hai.", proposed_lead=unit_b), key=uuid4(), by=office
    )
    assert (first.position, second.position) == (1, 2)
    work = second.assignment
    assert (work.kind, work.state, work.unit, work.title) == ("recommendation", State.RECEIVED, None, "Hai.")
    assert [entry.verb for entry in work.history.all()] == ["create"]


def test_sending_a_form_twice_logs_once(conference, unit_a, office):
    key = uuid4()
    first, second = (
        actions.log(conference=conference, raised=raised(unit_a), key=key, by=office) for _ in range(2)
    )
    assert first == second
    assert Recommendation.objects.count() == Assignment.objects.count() == 1


def test_another_text_with_an_old_key_is_another_recommendation(conference, unit_a, office):
    """Back in the browser, another text, sent again: nothing typed may be lost."""
    key = uuid4()
    for text in (SAID, "Đề nghị khác.", "Đề nghị khác.", SAID):
        actions.log(conference=conference, raised=raised(unit_a, text), key=key, by=office)
    assert Recommendation.objects.count() == 2


def test_the_same_key_of_another_person_is_another_form(conference, unit_a, office, second_office):
    key = uuid4()
    for by in (office, second_office):
        actions.log(conference=conference, raised=raised(unit_a), key=key, by=by)
    assert Recommendation.objects.count() == 2


@pytest.mark.parametrize("name", ["leader", "observer", "head_a", "officer_a", "administrator", "stranger"])
def test_only_the_office_logs(request, conference, unit_a, name):
    with pytest.raises(PermissionDenied):
        actions.log(
            conference=conference, raised=raised(unit_a), key=uuid4(), by=request.getfixturevalue(name)
        )
    assert not Assignment.objects.exists()


def together(count, work):
    """Runs `work(number)` in threads that each have a connection of their own."""

    def run(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_many_log_at_once(conference, unit_a, office):
    together(
        8,
        lambda number: actions.log(
            conference=conference, raised=raised(unit_a, f"Số {number}."), key=uuid4(), by=office
        ),
    )
    assert sorted(Recommendation.objects.values_list("position", flat=True)) == list(range(1, 9))
    assert Assignment.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_many_times_at_once_is_logged_once(conference, unit_a, office):
    key = uuid4()
    found = together(
        6, lambda _number: actions.log(conference=conference, raised=raised(unit_a), key=key, by=office).pk
    )
    assert len(set(found)) == Recommendation.objects.count() == Assignment.objects.count() == 1


# --- Correct ----------------------------------------------------------------------------------------------------
def test_correcting_keeps_the_old_wording_in_the_history(recommendation, unit_a, office):
    old = recommendation.text
    actions.correct(recommendation, raised=raised(unit_a, "Đã nghe lại băng ghi âm."), version=1, by=office)
    recommendation.refresh_from_db()
    assert (recommendation.text, recommendation.version) == ("Đã nghe lại băng ghi âm.", 2)
    assert recommendation.assignment.title == "Đã nghe lại băng ghi âm."
    entry = recommendation.assignment.history.last()
    assert entry.verb == "correct"
    assert entry.changes["text"] == [old, "Đã nghe lại băng ghi âm."]
    assert entry.changes["proposed_lead"] == ["Vụ Pháp chế", ""]


def test_correcting_without_a_change_writes_nothing(log, unit_a, office):
    plain = log()
    actions.correct(plain, raised=raised(unit_a, plain.text), version=1, by=office)
    plain.refresh_from_db()
    assert plain.version == 1
    assert plain.assignment.history.count() == 1


def test_the_second_of_two_corrections_is_told(recommendation, unit_a, office, second_office):
    actions.correct(recommendation, raised=raised(unit_a, "Một."), version=1, by=office)
    with pytest.raises(SomebodyWasFaster):
        actions.correct(recommendation, raised=raised(unit_a, "Hai."), version=1, by=second_office)
    recommendation.refresh_from_db()
    assert recommendation.text == "Một."


def test_a_closed_matter_is_not_corrected(done, unit_a, office):
    with pytest.raises(Refused, match="closed"):
        actions.correct(done, raised=raised(unit_a), version=done.version, by=office)


def test_a_unit_does_not_correct_what_it_raised(recommendation, unit_a, head_a):
    with pytest.raises(Refused):
        actions.correct(recommendation, raised=raised(unit_a), version=1, by=head_a)


# --- Answer -----------------------------------------------------------------------------------------------------
def answer(recommendation, *, by, version=1, **fields):
    values = {"answer": "Đã bố trí.", "outcome": "resolved", "roadmap_on": None, **fields}
    return actions.answer(recommendation, **values, version=version, by=by)


def test_the_history_tells_of_an_answer_but_not_its_words(recommendation, office):
    answer(recommendation, by=office)
    recommendation.refresh_from_db()
    assert (recommendation.answer, recommendation.outcome) == ("Đã bố trí.", "resolved")
    entry = recommendation.assignment.history.last()
    assert (entry.verb, entry.changes) == ("answer", {})


def test_the_second_of_two_answers_is_told(recommendation, office, second_office):
    answer(recommendation, by=office)
    with pytest.raises(SomebodyWasFaster):
        answer(recommendation, by=second_office, answer="Khác.")


def test_a_withdrawn_recommendation_is_not_answered(recommendation, office):
    change_state(recommendation.assignment, Verb.WITHDRAW, by=office, change=Change(reason="Trùng."))
    with pytest.raises(Refused, match="withdrawn"):
        answer(recommendation, by=office)


@pytest.mark.parametrize("name", ["leader", "observer", "head_a", "head_b"])
def test_only_the_office_answers(request, assigned, name):
    with pytest.raises(Refused):
        answer(assigned, by=request.getfixturevalue(name))


# --- Assign several ---------------------------------------------------------------------------------------------
def pick(recommendation, unit, version=None):
    seen = version or recommendation.assignment.version
    return actions.Pick(recommendation=recommendation, unit=unit, version=seen)


def test_several_are_assigned_together(log, unit_b, office, head_b):
    found = [log("Một."), log("Hai.")]
    day = timezone.localdate() + timedelta(days=9)
    actions.assign_many([pick(row, unit_b) for row in found], due_on=day, by=office)
    for work in Assignment.objects.all():
        assert (work.state, work.unit, work.due_on) == (State.ASSIGNED, unit_b, day)
        assert [entry.verb for entry in work.history.all()] == ["create", "assign"]
    assert Notification.objects.filter(user=head_b).count() == 2


def test_all_or_none_when_somebody_was_faster(log, unit_a, unit_b, office, second_office):
    first, second = log("Một."), log("Hai.")
    picks = [pick(first, unit_b), pick(second, unit_b)]
    change_state(second.assignment, Verb.ASSIGN, by=second_office, change=Change(unit=unit_a))
    with pytest.raises(SomebodyWasFaster):
        actions.assign_many(picks, due_on=timezone.localdate(), by=office)
    first.assignment.refresh_from_db()
    assert first.assignment.state == State.RECEIVED


def test_several_are_assigned_by_the_office_only(log, unit_b, leader):
    with pytest.raises(Refused):
        actions.assign_many([pick(log(), unit_b)], due_on=timezone.localdate(), by=leader)


# --- Deadline ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ahead", [-30, 0, 20])
def test_usual_days_count_from_the_conference_or_today(conference, ahead):
    today = timezone.localdate()
    conference.held_on = today + timedelta(days=ahead)
    start = max(today, conference.held_on)
    assert actions.default_deadline(conference) == start + timedelta(days=settings.ANSWER_DAYS)
