import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from accounts.roles import Role
from assignments.actions import Change, accept_tasks, change_state, create_assignment
from assignments.actions_extensions import change_deadline
from assignments.actions_updates import Proof, add_update
from assignments.models import Assignment, HistoryEntry
from assignments.workflow import State, Verb
from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import Task
from notifications.models import Notification
from tests.assignments.builders import make_recommendation
from tests.assignments.conftest import DOCUMENT, RESULT, WHY
from tests.conftest import SINCE, make_unit, make_user
from units.models import Membership, Unit


# --- Two keys and evidence ----------------------------------------------------------------------------------
def test_who_reported_cannot_confirm_even_with_both_roles(assignment, ministry, unit_a, second_office):
    both = make_user("both", "Thủ trưởng kiêm Văn phòng", Role.UNIT_HEAD, unit_a)
    Membership.objects.create(user=both, unit=ministry, role=Role.OFFICE, valid_from=SINCE)
    change_state(assignment, Verb.ACCEPT, by=both, change=Change())
    change_state(assignment, Verb.REPORT, by=both, change=Change(result=RESULT, proof=DOCUMENT))
    with pytest.raises(Refused, match="somebody else has to confirm"):
        change_state(assignment, Verb.CONFIRM, by=both, change=Change())
    done = change_state(assignment, Verb.CONFIRM, by=second_office, change=Change())
    assert (done.reported_by, done.confirmed_by) == (both, second_office)


def test_database_refuses_one_person_with_two_keys(assignment, bring_to):
    done = bring_to(assignment, State.DONE)
    with pytest.raises(IntegrityError, match="two_keys"), transaction.atomic():
        Assignment.objects.filter(pk=done.pk).update(confirmed_by=done.reported_by)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(result=RESULT), "document"),
        (Change(result=RESULT, proof=Proof(document="")), "document"),
        (Change(result="  ", proof=DOCUMENT), "result"),
    ],
)
def test_report_needs_result_and_evidence(assignment, bring_to, head_a, change, field):
    bring_to(assignment, State.IN_PROGRESS)
    with pytest.raises(ValidationError) as missing:
        change_state(assignment, Verb.REPORT, by=head_a, change=change)
    assert list(missing.value.message_dict) == [field]
    assignment.refresh_from_db()
    assert assignment.state == State.IN_PROGRESS
    assert not assignment.updates.exists()


def test_report_writes_update_evidence_and_day(assignment, bring_to):
    reported = bring_to(assignment, State.REPORTED)
    assert reported.reported_on == timezone.localdate()
    update = reported.updates.get()
    assert (update.text, update.percent, update.is_result) == (RESULT, 100, True)
    assert update.evidence.get().document == DOCUMENT.document


@pytest.mark.parametrize("verb", [Verb.DECLINE, Verb.SUSPEND, Verb.WITHDRAW])
def test_reason_is_needed(assignment, head_a, office, verb):
    by = head_a if verb == Verb.DECLINE else office
    with pytest.raises(ValidationError) as missing:
        change_state(assignment, verb, by=by, change=Change(reason="  "))
    assert "reason" in missing.value.message_dict


@pytest.mark.parametrize(("verb", "state"), [(Verb.RETURN, State.REPORTED), (Verb.REOPEN, State.DONE)])
def test_returned_and_reopened_results_count_as_not_done(assignment, bring_to, office, verb, state):
    bring_to(assignment, state)
    back = change_state(assignment, verb, by=office, change=Change(reason=WHY))
    assert (back.reported_on, back.reported_by, back.confirmed_at, back.confirmed_by) == (None,) * 4
    assert back.percent == 90
    assert back.updates.filter(is_result=True).exists()


# --- History ------------------------------------------------------------------------------------------------
def test_history_tells_who_when_from_to_and_why(assignment, bring_to, head_a, unit_a):
    declined = bring_to(assignment, State.RECEIVED)
    created, entry = declined.history.all()
    assert created.verb == "create"
    assert created.changes["unit"] == ["", unit_a.name]
    assert (entry.by, entry.from_state, entry.to_state, entry.reason) == (head_a, "assigned", "received", WHY)
    assert entry.changes == {"unit": [unit_a.name, ""]}
    assert entry.by_name == "Cục trưởng Cục Hóa chất Cục trưởng Cục Hóa chất"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assignments_historyentry SET reason = 'khác'",
        "DELETE FROM assignments_historyentry",
    ],
)
def test_history_is_append_only_even_from_sql(assignment, statement):
    refused = pytest.raises((IntegrityError, InternalError), match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert assignment.history.get().reason == ""


def test_history_is_append_only_through_the_models(assignment):
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        HistoryEntry.objects.update(reason="khác")
    with pytest.raises((IntegrityError, InternalError), match="append-only"), transaction.atomic():
        assignment.history.get().delete()


# --- Somebody was faster ------------------------------------------------------------------------------------
def test_old_version_changes_nothing(assignment, head_a, office):
    seen = assignment.version
    change_state(assignment, Verb.ACCEPT, by=head_a, change=Change(version=seen))
    with pytest.raises(SomebodyWasFaster):
        change_state(assignment, Verb.SUSPEND, by=office, change=Change(reason=WHY, version=seen))
    with pytest.raises(SomebodyWasFaster):
        change_deadline(assignment, due_on=timezone.localdate(), reason=WHY, by=office, version=seen)
    assignment.refresh_from_db()
    assert (assignment.state, assignment.version) == (State.IN_PROGRESS, seen + 1)


# --- Assign -------------------------------------------------------------------------------------------------
def test_assign_needs_a_unit_and_keeps_the_first_deadline(assignment, bring_to, office, unit_b, unit_a):
    first = assignment.due_on
    bring_to(assignment, State.RECEIVED)
    with pytest.raises(ValidationError) as missing:
        change_state(assignment, Verb.ASSIGN, by=office, change=Change())
    assert "unit" in missing.value.message_dict
    later = first + timezone.timedelta(days=20)
    change = Change(unit=unit_b, due_on=later, supporting_units=[unit_a, unit_b])
    assigned = change_state(assignment, Verb.ASSIGN, by=office, change=change)
    assert (assigned.unit, assigned.due_on, assigned.original_due_on) == (unit_b, later, first)
    assert list(assigned.supporting_units.all()) == [unit_a]
    assert assigned.history.last().changes == {
        "unit": ["", unit_b.name],
        "due_on": [first.isoformat(), later.isoformat()],
        "supporting_units": ["", unit_a.name],
    }


def test_a_unit_gets_a_task_once(assignment, bring_to, conference, task, office, unit_b):
    create_assignment(conference=conference, title="khác", task=task, unit=unit_b, by=office)
    bring_to(assignment, State.RECEIVED)
    with pytest.raises(ValidationError, match="has this task already"):
        change_state(assignment, Verb.ASSIGN, by=office, change=Change(unit=unit_b))


# --- Progress and deadline ----------------------------------------------------------------------------------
def test_head_updates_progress_without_changing_the_state(assignment, bring_to, head_a):
    working = bring_to(assignment, State.IN_PROGRESS)
    update = add_update(working, text="Đã họp.", percent=40, next_step="Trình", proof=DOCUMENT, by=head_a)
    working.refresh_from_db()
    assert (working.percent, working.state, working.version) == (40, State.IN_PROGRESS, 2)
    assert update.evidence.count() == 1
    assert working.history.last().changes == {"percent": [0, 40]}


@pytest.mark.parametrize("state", [State.REPORTED, State.DONE, State.SUSPENDED, State.WITHDRAWN])
def test_no_progress_where_the_unit_is_not_working(assignment, bring_to, head_a, state):
    with pytest.raises(Refused):
        add_update(bring_to(assignment, state), text="x", percent=1, next_step="", proof=Proof(), by=head_a)


def test_officer_drafts_and_does_not_publish(assignment, bring_to, officer_a):
    with pytest.raises(Refused, match="Only the head of the unit sends"):
        add_update(
            bring_to(assignment, State.IN_PROGRESS),
            text="x",
            percent=1,
            next_step="",
            proof=Proof(),
            by=officer_a,
        )


def test_others_do_not_report_the_progress(assignment, office, head_b, leader):
    for person in (office, head_b, leader):
        with pytest.raises(Refused, match="lead unit"):
            add_update(assignment, text="x", percent=1, next_step="", proof=Proof(), by=person)


def test_changed_deadline_keeps_the_original(assignment, office, head_a):
    first = assignment.due_on
    later = first + timezone.timedelta(days=30)
    changed = change_deadline(assignment, due_on=later, reason=WHY, by=office, version=assignment.version)
    assert (changed.due_on, changed.original_due_on, changed.is_extended) == (later, first, True)
    entry = changed.history.last()
    assert entry.changes == {"due_on": [first.isoformat(), later.isoformat()]}
    assert entry.reason == WHY
    with pytest.raises(Refused):
        change_deadline(changed, due_on=first, reason=WHY, by=head_a, version=changed.version)


# --- Accepting tasks ----------------------------------------------------------------------------------------
def test_accepted_task_becomes_one_assignment_a_lead_unit(task, office, unit_a, unit_b, head_a, office_unit):
    task.lead_units.add(unit_b)
    task.supporting_units.add(office_unit, unit_a)
    made = accept_tasks([task], by=office)
    assert {(work.unit, work.state, work.due_on) for work in made} == {
        (unit_a, State.ASSIGNED, task.due_on),
        (unit_b, State.ASSIGNED, task.due_on),
    }
    by_unit = {work.unit: set(work.supporting_units.all()) for work in made}
    assert by_unit == {unit_a: {office_unit}, unit_b: {office_unit, unit_a}}
    task.refresh_from_db()
    assert task.accepted_by == office
    assert Notification.objects.get(user=head_a).subject.startswith("Cục Hóa chất has 1 new assignment")


def test_all_units_means_the_host_units_without_party_and_union(task, office, unit_a, unit_b, ministry):
    make_unit("Đảng ủy Bộ", ministry, kind=Unit.Kind.PARTY)
    Task.objects.filter(pk=task.pk).update(all_units=True)
    task.refresh_from_db()
    assert {work.unit for work in accept_tasks([task], by=office)} == {unit_a, unit_b}


def test_task_without_unit_waits_for_its_unit(task, office):
    task.lead_units.clear()
    [work] = accept_tasks([task], by=office)
    assert (work.unit, work.state) == (None, State.RECEIVED)


def test_a_task_is_accepted_once(task, office):
    assert len(accept_tasks([task], by=office)) == 1
    assert accept_tasks([task], by=office) == []
    assert Assignment.objects.count() == 1


def test_only_the_office_accepts_tasks(task, head_a, leader):
    for person in (head_a, leader):
        with pytest.raises(PermissionDenied):
            accept_tasks([task], by=person)
    assert not Assignment.objects.exists()


# --- Who is told --------------------------------------------------------------------------------------------
def told(*people):
    return {name for name in people if Notification.objects.filter(user=name).exists()}


def test_report_tells_the_office_and_the_unit_but_not_oneself(
    assignment, bring_to, office, head_a, officer_a, head_b
):
    change_state(assignment, Verb.ACCEPT, by=head_a, change=Change())
    assert told(office, head_a, officer_a, head_b) == {officer_a}
    Notification.objects.all().delete()
    change_state(assignment, Verb.REPORT, by=head_a, change=Change(result=RESULT, proof=DOCUMENT))
    assert told(office, head_a, officer_a, head_b) == {office, officer_a}


def test_raising_unit_learns_what_became_of_it(conference, office, head_a, head_b, unit_a, unit_b):
    work = make_recommendation(conference, unit_a, by=office, unit=unit_b).assignment
    change_state(work, Verb.ACCEPT, by=head_b, change=Change())
    change_state(work, Verb.REPORT, by=head_b, change=Change(result=RESULT, proof=DOCUMENT))
    change_state(work, Verb.CONFIRM, by=office, change=Change())
    subjects = list(Notification.objects.filter(user=head_a).values_list("subject", flat=True))
    assert len(subjects) == 3
    assert any("confirmed the result: Đề nghị bổ sung biên chế." in subject for subject in subjects)


def test_escalation_tells_the_leadership(assignment, bring_to, leader, observer):
    bring_to(assignment, State.ESCALATED)
    assert told(leader, observer) == {leader}
