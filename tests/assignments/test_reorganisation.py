"""Units in time: open work moves by a reviewed transfer list, finished work keeps the old name, nobody's is nothing."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, Role
from assignments import handover
from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.handover import apply, apply_due, approve, take_back
from assignments.models import Assignment, Draft, Evidence, Extension, Reminder, TransferList
from assignments.orphans import orphans
from assignments.reminder_sending import sweep
from assignments.reorganisation import prepare_for_orphans, reorganise, review
from assignments.tasks import apply_transfers
from assignments.workflow import State
from assignments.writing import SomebodyWasFaster
from conferences.register import Register
from notifications.models import Notification
from tests.assignments.builders import make_recommendation, make_work
from tests.concurrency import meanwhile
from tests.conftest import make_unit, make_user
from units.models import Membership, Reorganisation, RoleChange, Unit, UnitSuccession
from units.permissions import access_of
from units.reorganisation import Destination, Move, NewUnit, Plan, people_of, problems, proposal
from units.succession import Lineage, Step

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
Kind = Reorganisation.Kind
TO_COME = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def keys(head_a, office):
    return head_a, office


@pytest.fixture
def unit_c(ministry):
    return make_unit("Cục Công nghiệp", ministry, abbreviation="CN")


def plan_of(kind, predecessors, *destinations, on=None, main=None):
    places = tuple(Destination(unit, is_main=unit == main) for unit in destinations)
    return Plan(kind, on or timezone.localdate(), "Nghị định 40/2025/NĐ-CP", tuple(predecessors), places)


def merge(units, name="Cục Hóa chất và Pháp chế", on=None):
    return plan_of(Kind.MERGE, units, NewUnit(name, "Cục HCPC", "HCPC"), on=on)


def report(work, by):
    return change_state(work, "report", by=by, change=Change(result="Đã xong.", proof=Proof(document="1/HC")))


def done_by(administrator, plan):
    return reorganise(plan, proposal(plan, people_of(plan)), by=administrator)


@pytest.fixture
def merged(administrator, office, conference, conclusion, head_a, head_b, unit_a, unit_b, keys):
    """Units A and B become one today; each has open and finished work."""
    open_a = make_work(conference, unit_a, keys=keys)
    make_work(conference, unit_a, keys=keys, state=State.DONE)
    open_b = make_work(conference, unit_b, keys=keys, state=State.ASSIGNED)
    done, transfer = done_by(administrator, merge([unit_a, unit_b]))
    return done.successors.get(), transfer, open_a, open_b


# --- The register -------------------------------------------------------------------------------------------------
def test_a_rename_ends_the_old_row_and_begins_a_new_one(administrator, unit_a, ministry):
    plan = plan_of(Kind.RENAME, [unit_a], NewUnit("Cục Hóa chất và Vật liệu", code="HCVL"), on=TO_COME)
    done, transfer = done_by(administrator, plan)
    unit_a.refresh_from_db()
    new = done.successors.get()
    assert (unit_a.name, unit_a.valid_to) == ("Cục Hóa chất", TO_COME - timedelta(days=1))
    assert (new.valid_from, new.parent, new.kind, new.code) == (TO_COME, ministry, unit_a.kind, "HCVL")
    assert unit_a.is_current
    assert not new.is_current
    assert transfer is None
    assert UnitSuccession.objects.get().is_main


@pytest.mark.parametrize("days", [-20, 0, 20])
def test_past_today_and_future_days(administrator, unit_a, unit_b, days):
    on = timezone.localdate() + timedelta(days=days)
    done_by(administrator, merge([unit_a, unit_b], on=on))
    names = set(Unit.objects.assignable_on(on).values_list("name", flat=True))
    assert names == {"Cục Hóa chất và Pháp chế"}
    assert unit_a.name in set(Unit.objects.valid_on(on - timedelta(days=1)).values_list("name", flat=True))


def test_what_cannot_be_done_is_said(unit_a, unit_b, unit_c, ministry):
    today = timezone.localdate()
    Unit.objects.filter(pk=unit_c.pk).update(valid_to=today)
    unit_c.refresh_from_db()
    new = NewUnit("Cục mới")
    for plan, sentence in (
        (merge([unit_a]), "two units at least"),
        (plan_of(Kind.SPLIT, [unit_a], new), "A split needs two units"),
        (plan_of(Kind.RENAME, [ministry], new), "The ministry itself"),
        (plan_of(Kind.RENAME, [unit_c], new), "ends on"),
        (plan_of(Kind.MERGE, [unit_a, unit_b], unit_c, on=TO_COME), "is not a unit that goes on"),
        (plan_of(Kind.MERGE, [unit_a, unit_b], unit_a), "cannot end and go on"),
        (plan_of(Kind.RENAME, [unit_a], NewUnit(unit_b.name)), "is valid already"),
        (plan_of(Kind.RENAME, [unit_a], new, on=date(2019, 1, 1)), "does not exist before"),
        (plan_of(Kind.SPLIT, [unit_a], new, NewUnit("CỤC MỚI")), "the same name"),
    ):
        assert any(sentence in str(problem) for problem in problems(plan)), sentence


def test_units_below_follow_the_main_successor(administrator, unit_a):
    below = make_unit("Phòng Hóa chất độc", unit_a)
    done, _transfer = done_by(administrator, plan_of(Kind.RENAME, [unit_a], NewUnit("Cục Hóa chất mới")))
    below.refresh_from_db()
    assert below.parent == done.successors.get()


def test_only_the_administrator_reorganises(office, unit_a, unit_b):
    with pytest.raises(PermissionDenied):
        done_by(office, merge([unit_a, unit_b]))


def test_a_reorganisation_that_fails_changes_nothing(administrator, unit_a, unit_b):
    plan = merge([unit_a, unit_b], on=TO_COME)
    done_by(administrator, plan)
    with pytest.raises(ValidationError, match="already"):
        done_by(administrator, plan)
    assert Reorganisation.objects.count() == 1


# --- People -------------------------------------------------------------------------------------------------------
def test_people_go_over_and_their_permissions_follow_the_calendar(
    administrator, office, head_a, officer_a, unit_a
):
    plan = plan_of(Kind.RENAME, [unit_a], NewUnit("Cục Hóa chất và Vật liệu"), on=date(2026, 12, 1))
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=HANOI)):
        done, _transfer = done_by(administrator, plan)
    new = done.successors.get()
    for moment, unit in (
        (datetime(2026, 11, 30, 23, 59, tzinfo=HANOI), unit_a),
        (datetime(2026, 12, 1, 0, 0, tzinfo=HANOI), new),
    ):
        with time_machine.travel(moment):
            assert access_of(User.objects.get(pk=head_a.pk)).unit_ids[Permission.REPORT] == {unit.pk}
    head = Membership.objects.get(user=head_a, unit=new)
    assert (head.role, head.title) == (Role.UNIT_HEAD, "Cục trưởng Cục Hóa chất và Vật liệu")
    verbs = RoleChange.objects.filter(person=head_a).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["ended", "appointed"]


def test_of_two_heads_none_is_proposed_as_the_head(administrator, head_a, head_b, unit_a, unit_b):
    done, _transfer = done_by(administrator, merge([unit_a, unit_b]))
    roles = set(done.successors.get().memberships.values_list("role", flat=True))
    assert roles == {Role.UNIT_OFFICER}
    assert not orphans(timezone.localdate()).roles.exists()


def test_who_is_not_ticked_loses_the_role_and_who_was_to_begin_later_begins_elsewhere(
    administrator, head_a, officer_a, unit_a, unit_b, stranger
):
    later = TO_COME + timedelta(days=30)
    Membership.objects.create(user=stranger, unit=unit_a, role=Role.UNIT_HEAD, valid_from=later)
    plan = merge([unit_a, unit_b], on=TO_COME)
    key = plan.destinations[0].key
    moves = {row.pk: Move(key, row.role) if row.user == stranger else None for row in people_of(plan)}
    done, _transfer = reorganise(plan, moves, by=administrator)
    begun = Membership.objects.get(user=stranger)
    assert (begun.unit, begun.valid_from) == (done.successors.get(), later)
    assert Membership.objects.get(user=head_a).valid_to == TO_COME - timedelta(days=1)


# --- Lineage ------------------------------------------------------------------------------------------------------
def test_lineage_follows_two_reorganisations(administrator, unit_a, unit_b, unit_c):
    today = timezone.localdate()
    first, _list = done_by(administrator, merge([unit_a, unit_b], on=today - timedelta(days=100)))
    middle = first.successors.get()
    second, _list = done_by(
        administrator, plan_of(Kind.MERGE, [middle], unit_c, on=today - timedelta(days=5))
    )
    lineage = Lineage.on(today)
    assert lineage.heir(unit_a.pk) == unit_c.pk
    assert lineage.counted_with(unit_c.pk) == {unit_a.pk, unit_b.pk, middle.pk, unit_c.pk}
    assert lineage.predecessors([unit_c.pk]) == {unit_a.pk, unit_b.pk, middle.pk}
    assert lineage.successors(unit_b.pk) == [unit_c.pk]
    assert Lineage.on(today - timedelta(days=50)).heir(unit_a.pk) == middle.pk
    assert Lineage.on(today - timedelta(days=200)).heir(unit_a.pk) == unit_a.pk


def test_a_split_unit_is_its_own_heir_unless_one_is_the_main_one(administrator, unit_a, unit_b):
    north, south = NewUnit("Cục Hóa chất Bắc"), NewUnit("Cục Hóa chất Nam")
    split, _list = done_by(administrator, plan_of(Kind.SPLIT, [unit_a], north, south))
    other, _list = done_by(
        administrator, plan_of(Kind.SPLIT, [unit_b], NewUnit("B1"), NewUnit("B2"), main=NewUnit("B2"))
    )
    lineage = Lineage.on()
    assert lineage.heir(unit_a.pk) == unit_a.pk
    assert lineage.heir(unit_b.pk) == other.successors.get(name="B2").pk
    assert set(lineage.successors(unit_a.pk)) == set(split.successors.values_list("pk", flat=True))


def test_the_past_is_read_by_who_goes_on(merged, stranger, conference, head_a):
    new, _transfer, open_a, _open_b = merged
    Membership.objects.create(user=stranger, unit=new, role=Role.UNIT_HEAD, valid_from=new.valid_from)
    assert Assignment.objects.visible_to(stranger).filter(state=State.DONE).count() == 1
    assert not access_of(stranger).at(Permission.REPORT, open_a.unit_id)


def test_the_word_on_an_answer_is_given_by_who_goes_on(merged, stranger, unit_a, unit_c):
    new, *_rest = merged
    Membership.objects.create(user=stranger, unit=new, role=Role.UNIT_HEAD, valid_from=new.valid_from)
    access = access_of(stranger)
    assert access.speaks_for(Permission.JUDGE_ANSWER, unit_a.pk)
    assert not access.speaks_for(Permission.JUDGE_ANSWER, unit_c.pk)
    assert not access.speaks_for(Permission.REPORT, unit_a.pk)


def test_a_contest_by_who_goes_on_for_the_raising_unit(
    administrator, office, conference, conclusion, head_a, unit_a, unit_b, unit_c, stranger
):
    """B raised it and went into C afterwards; A answered."""
    raised = make_recommendation(conference, unit_b, by=office, unit=unit_a).assignment
    change_state(raised, "accept", by=head_a, change=Change())
    report(raised, by=head_a)
    done_by(administrator, plan_of(Kind.MERGE, [unit_b], unit_c))
    change_state(raised, "confirm", by=office, change=Change())
    Membership.objects.create(user=stranger, unit=unit_c, role=Role.UNIT_HEAD, valid_from=date(2020, 1, 1))
    change_state(raised, "contest", by=stranger, change=Change(reason="Chưa giải quyết"))
    raised.refresh_from_db()
    assert raised.state == State.IN_PROGRESS
    assert raised.raisers_words.get().unit == unit_b


def test_the_reader_knows_the_old_name_from_the_day_on(administrator, unit_a, unit_b):
    done, _list = done_by(administrator, merge([unit_a, unit_b], on=TO_COME))
    new = done.successors.get()

    def names(day):
        return {name.name: name.aliases for name in Register.on(day).names}

    assert set(names(TO_COME - timedelta(days=1))) == {unit_a.name, unit_b.name}
    assert names(TO_COME).keys() == {new.name}
    assert {unit_a.name, unit_b.name} <= set(names(TO_COME)[new.name])


# --- The transfer list --------------------------------------------------------------------------------------------
def test_a_merge_moves_what_is_open_and_nothing_else(merged, office, unit_a, unit_b):
    new, transfer, open_a, open_b = merged
    finished = Assignment.objects.get(state=State.DONE)
    assert orphans(timezone.localdate()).led.count() == 2
    approve(transfer, version=transfer.version, by=office)
    for work, old in ((open_a, unit_a), (open_b, unit_b)):
        before = (work.state, work.due_on, work.version)
        work.refresh_from_db()
        assert (work.unit, work.came_from) == (new, old)
        assert (work.state, work.due_on, work.version) == (before[0], before[1], before[2] + 1)
        entry = work.history.last()
        assert (entry.verb, entry.by, entry.reason) == ("transfer", office, "Nghị định 40/2025/NĐ-CP")
        assert entry.changes == {"unit": [old.name, new.name]}
    finished.refresh_from_db()
    assert (finished.unit, finished.version) == (unit_a, 1)
    assert orphans(timezone.localdate()).count == 0


def test_each_receiving_unit_is_told_once(merged, office, officer_a):
    new, transfer, *_work = merged
    reader = make_user("reader", "Chuyên viên mới", Role.UNIT_OFFICER, new)
    approve(transfer, version=transfer.version, by=office)
    told = Notification.objects.get(user=reader)
    assert "takes over 2 assignments" in told.subject


def test_two_shares_of_one_task_stay_two(administrator, office, conference, conclusion, keys, unit_a, unit_b):
    share_a = make_work(conference, unit_a, keys=keys)
    share_b = make_work(conference, unit_b, keys=keys)
    Assignment.objects.filter(pk=share_b.pk).update(task=share_a.task)
    done, transfer = done_by(administrator, merge([unit_a, unit_b]))
    approve(transfer, version=1, by=office)
    moved = Assignment.objects.filter(unit=done.successors.get())
    assert {work.came_from for work in moved} == {unit_a, unit_b}


def test_what_changed_since_the_review_is_skipped_and_said(merged, office, head_a, unit_c):
    _new, transfer, open_a, open_b = merged
    Assignment.objects.filter(pk=open_a.pk).update(unit=unit_c)
    Assignment.objects.filter(pk=open_b.pk).update(state=State.WITHDRAWN)
    approve(transfer, version=transfer.version, by=office)
    outcomes = dict(transfer.lines.values_list("assignment", "outcome"))
    assert outcomes == {open_a.pk: "elsewhere", open_b.pk: "closed"}
    assert not open_a.history.filter(verb="transfer").exists()


def test_work_given_since_the_review_waits_on_a_further_list(merged, office, conference, keys, unit_a):
    _new, transfer, *_work = merged
    late = make_work(conference, unit_a, keys=keys)
    approve(transfer, version=transfer.version, by=office)
    rest = TransferList.objects.get(stage=TransferList.Stage.DRAFT)
    assert [line.assignment for line in rest.lines.all()] == [late]
    assert rest.reorganisation == transfer.reorganisation


def test_supporting_units_move_too(
    administrator, office, conference, conclusion, keys, unit_a, unit_b, unit_c
):
    led_by_c = make_work(conference, unit_c, keys=keys)
    led_by_c.supporting_units.set([unit_a, unit_b])
    led_by_a = make_work(conference, unit_a, keys=keys)
    led_by_a.supporting_units.set([unit_b, unit_c])
    done, transfer = done_by(administrator, merge([unit_a, unit_b]))
    new = done.successors.get()
    assert orphans(timezone.localdate()).supported.count() == 2
    approve(transfer, version=1, by=office)
    assert set(led_by_c.supporting_units.all()) == {new}
    assert set(led_by_a.supporting_units.all()) == {unit_c}  # who leads does not support as well
    led_by_c.refresh_from_db()
    assert led_by_c.history.get().changes == {"supporting_units": [f"{unit_a}, {unit_b}", str(new)]}
    assert orphans(timezone.localdate()).count == 0


def test_after_a_split_the_office_chooses_for_each(
    administrator, office, conference, conclusion, keys, unit_a, unit_c
):
    work = [make_work(conference, unit_a, keys=keys) for _ in range(3)]
    plan = plan_of(Kind.SPLIT, [unit_a], NewUnit("Cục Bắc"), NewUnit("Cục Nam"), main=NewUnit("Cục Bắc"))
    done, transfer = done_by(administrator, plan)
    with pytest.raises(ValidationError, match="3 lines have no unit"):
        approve(transfer, version=1, by=office)
    north, south = done.successors.order_by("name")
    lines = list(transfer.lines.all())
    decisions = {lines[0].pk: south.pk, lines[1].pk: north.pk, lines[2].pk: unit_c.pk}
    transfer = review(transfer, decisions, version=1, by=office)
    approve(transfer, version=transfer.version, by=office)
    assert {Assignment.objects.get(pk=row.pk).unit for row in work} == {north, south, unit_c}
    assert set(transfer.lines.values_list("reviewed_by", flat=True)) == {office.pk}


@pytest.mark.parametrize("to_stranger", [True, False])
def test_drafts_and_an_open_request_go_only_to_who_goes_on_for_the_unit(
    merged, office, head_a, unit_c, to_stranger
):
    new, transfer, work, _open_b = merged
    draft = Draft.objects.create(
        assignment=work,
        purpose=Draft.Purpose.UPDATE,
        values={"text": "Đang bàn."},
        drafted_by=head_a,
        edited_by=head_a,
        edited_at=timezone.now(),
    )
    Evidence.everything.create(assignment=work, draft=draft, document="12/HC", added_by=head_a)
    asked = Extension.objects.create(
        assignment=work,
        requested_by=head_a,
        reason="Chờ Nghị định",
        old_due_on=work.due_on,
        wanted_on=work.due_on + timedelta(days=30),
    )
    line = transfer.lines.get(assignment=work)
    target = unit_c if to_stranger else new
    transfer = review(transfer, {line.pk: target.pk}, version=transfer.version, by=office)
    approve(transfer, version=transfer.version, by=office)
    work.refresh_from_db()
    asked.refresh_from_db()
    assert work.unit == target
    assert work.drafts.exists() is not to_stranger
    assert Evidence.everything.filter(assignment=work).exists() is not to_stranger
    assert asked.state == (Extension.State.LAPSED if to_stranger else Extension.State.ASKED)
    assert work.history.filter(verb="lapse_extension").exists() is to_stranger


def test_the_office_hears_once_of_a_list_that_nobody_approved(
    administrator, office, second_office, conference, conclusion, keys, unit_a, unit_b
):
    day = date(2026, 12, 1)
    with time_machine.travel(datetime(2026, 11, 25, 10, tzinfo=HANOI)):
        make_work(conference, unit_a, keys=keys)
        _done, transfer = done_by(administrator, merge([unit_a, unit_b], on=day))
    told = Notification.objects.filter(path=transfer.get_absolute_url(), subject__contains="not approved")
    for moment, people in (
        (datetime(2026, 11, 30, 23, 1, tzinfo=HANOI), set()),
        (datetime(2026, 12, 1, 0, 1, tzinfo=HANOI), {office, second_office}),
        (datetime(2026, 12, 2, 0, 1, tzinfo=HANOI), {office, second_office}),
    ):
        with time_machine.travel(moment):
            apply_transfers()
        assert {line.user for line in told.all()} == people
    assert "1 piece of open work is with a unit" in told.first().subject
    assert told.count() == 2


def test_a_line_goes_only_to_a_unit_that_exists_on_the_day(merged, office, unit_a):
    _new, transfer, *_work = merged
    line = transfer.lines.first()
    review(transfer, {line.pk: unit_a.pk}, version=transfer.version, by=office)
    line.refresh_from_db()
    assert line.decided != unit_a


def test_a_future_day_is_prepared_now_and_applied_at_its_midnight(
    administrator, office, conference, conclusion, keys, unit_a, unit_b
):
    day = date(2026, 12, 1)
    with time_machine.travel(datetime(2026, 11, 25, 10, tzinfo=HANOI)):
        work = make_work(conference, unit_a, keys=keys)
        done, transfer = done_by(administrator, merge([unit_a, unit_b], on=day))
        approve(transfer, version=1, by=office)
    for moment, unit in (
        (datetime(2026, 11, 30, 23, 59, tzinfo=HANOI), unit_a),
        (datetime(2026, 12, 1, 0, 0, 1, tzinfo=HANOI), done.successors.get()),
    ):
        with time_machine.travel(moment):
            apply_transfers()
            work.refresh_from_db()
            assert work.unit == unit
    transfer.refresh_from_db()
    assert transfer.is_applied
    assert work.history.filter(verb="transfer").count() == 1
    assert apply_due() == []


def test_an_approved_list_is_taken_back_before_its_day(
    administrator, office, conference, conclusion, keys, unit_a, unit_b
):
    make_work(conference, unit_a, keys=keys)
    _done, transfer = done_by(administrator, merge([unit_a, unit_b], on=TO_COME))
    approved = approve(transfer, version=1, by=office)
    with pytest.raises(SomebodyWasFaster):
        review(approved, {}, version=approved.version, by=office)
    take_back(approved, by=office)
    approved.refresh_from_db()
    assert approved.stage == TransferList.Stage.DRAFT
    with pytest.raises(SomebodyWasFaster):
        take_back(approved, by=office)


def test_only_the_office_reviews(merged, administrator, head_a):
    _new, transfer, *_work = merged
    for person in (administrator, head_a):
        with pytest.raises(PermissionDenied):
            approve(transfer, version=transfer.version, by=person)


def test_two_reviewers_at_once(merged, office, second_office):
    _new, transfer, *_work = merged
    review(transfer, {}, version=transfer.version, by=office)
    with pytest.raises(SomebodyWasFaster):
        approve(transfer, version=transfer.version, by=second_office)


def test_two_keys_hold_across_a_transfer(
    administrator, office, conference, conclusion, keys, unit_a, head_a, task
):
    """Who reported for the old unit cannot confirm, and the result waits for the office as before."""
    reported = make_work(conference, unit_a, keys=keys, state=State.REPORTED)
    _done, transfer = done_by(administrator, plan_of(Kind.RENAME, [unit_a], NewUnit("Cục mới")))
    approve(transfer, version=1, by=office)
    reported.refresh_from_db()
    assert (reported.state, reported.reported_by) == (State.REPORTED, head_a)
    assert change_state(reported, "confirm", by=office, change=Change()).state == State.DONE


def test_the_new_head_goes_on_where_the_old_one_stopped(merged, office):
    new, transfer, open_a, open_b = merged
    approve(transfer, version=transfer.version, by=office)
    head = make_user("new_head", "Cục trưởng mới", Role.UNIT_HEAD, new)
    assert report(open_a, by=head).state == State.REPORTED
    assert change_state(open_b, "accept", by=head, change=Change()).state == State.IN_PROGRESS


# --- What has nobody ----------------------------------------------------------------------------------------------
def test_reopened_work_of_an_ended_unit_is_an_orphan_and_gets_a_list(merged, office, unit_a):
    new, transfer, *_work = merged
    approve(transfer, version=transfer.version, by=office)
    change_state(Assignment.objects.get(state=State.DONE), "reopen", by=office, change=Change(reason="Thiếu"))
    assert orphans(timezone.localdate()).count == 1
    rest = prepare_for_orphans(by=office)
    assert [line.decided for line in rest.lines.all()] == [new]
    assert prepare_for_orphans(by=office) is None  # it is on a list already
    approve(rest, version=1, by=office)
    assert orphans(timezone.localdate()).count == 0


def test_units_without_a_head_are_a_warning(merged, office):
    new, transfer, *_work = merged
    approve(transfer, version=transfer.version, by=office)
    assert list(orphans(timezone.localdate()).headless) == [new]
    make_user("new_head", "Cục trưởng mới", Role.UNIT_HEAD, new)
    assert not orphans(timezone.localdate()).headless.exists()


def check():
    said = StringIO()
    try:
        call_command("check_orphans", stdout=said)
    except SystemExit as end:
        return end.code, said.getvalue()
    return 0, said.getvalue()


def test_the_check_fails_while_there_are_orphans(merged, office, stranger, unit_a):
    _new, transfer, open_a, _open_b = merged
    code, said = check()
    assert code == 1
    assert open_a.title in said
    approve(transfer, version=transfer.version, by=office)
    assert check()[0] == 0
    Membership.objects.create(user=stranger, unit=unit_a, role=Role.UNIT_HEAD, valid_from=date(2020, 1, 1))
    code, said = check()
    assert code == 1
    assert stranger.full_name in said


# --- Beside the transfer ------------------------------------------------------------------------------------------
def test_reminders_of_the_old_people_are_cancelled_and_the_new_ones_are_reminded(merged, office, head_a):
    new, transfer, open_a, _open_b = merged
    head = make_user("new_head", "Cục trưởng mới", Role.UNIT_HEAD, new)
    planned = Reminder.objects.create(
        assignment=open_a, step=-3, due_on=open_a.due_on, recipient=head_a, planned_for=timezone.localdate()
    )
    Membership.objects.filter(user=head_a, unit=new).delete()
    approve(transfer, version=transfer.version, by=office)
    sweep(timezone.localdate())
    planned.refresh_from_db()
    assert (planned.cancelled_why, planned.sent_at) == ("person", None)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        sweep(timezone.localdate())
    assert Reminder.objects.filter(assignment=open_a, recipient=head).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_apply_a_list_once(merged, office):
    _new, transfer, open_a, _open_b = merged
    Assignment.objects.filter(pk=open_a.pk).update(percent=40)
    now = timezone.now()
    stage = TransferList.Stage.APPROVED
    TransferList.objects.filter(pk=transfer.pk).update(stage=stage, approved_by=office, approved_at=now)
    assert meanwhile(lambda: apply(transfer), lambda: apply(transfer)) is None
    assert open_a.history.filter(verb="transfer").count() == 1


def test_a_share_the_unit_has_already_is_not_moved_twice(
    administrator, office, conference, conclusion, keys, unit_a, unit_b
):
    """B was given A's share by hand since; the line says so and the work waits on a further list."""
    work = make_work(conference, unit_a, keys=keys)
    _done, transfer = done_by(administrator, plan_of(Kind.MERGE, [unit_a], unit_b))
    twin = make_work(conference, unit_b, keys=keys)
    Assignment.objects.filter(pk=twin.pk).update(task=work.task, came_from=unit_a)
    approve(transfer, version=1, by=office)
    assert transfer.lines.get().outcome == "twice"
    assert TransferList.objects.get(stage=TransferList.Stage.DRAFT).lines.get().assignment == work


def test_trouble_with_one_list_does_not_keep_the_others(
    administrator, office, conference, conclusion, keys, unit_a, unit_b, unit_c, monkeypatch
):
    lists, told = [], []
    for unit in (unit_a, unit_b):
        make_work(conference, unit, keys=keys)
        _done, transfer = done_by(administrator, plan_of(Kind.MERGE, [unit], unit_c, on=TO_COME))
        lists.append(approve(transfer, version=1, by=office))
    real = handover.apply

    def apply(transfer):
        if transfer == lists[0]:
            raise RuntimeError("a bad day")
        return real(transfer)

    monkeypatch.setattr(handover, "apply", apply)
    # Not by what arrives at the root logger: workers of other tests set that up anew.
    monkeypatch.setattr(handover.logger, "exception", lambda text, *args: told.append(text % args))
    with time_machine.travel(timezone.now() + timedelta(days=11)):
        assert apply_due() == [lists[1]]
    assert told == [f"The transfer list {lists[0].pk} could not be applied."]


def test_units_that_follow_each_other_in_a_circle_end_nobodys_patience():
    """Only the administration site could write that."""
    lineage = Lineage([Step(1, 2, True), Step(2, 1, True), Step(3, 1, False), Step(3, 4, False)])
    assert lineage.heir(1) in {1, 2}
    assert lineage.successors(1) == []
    assert lineage.successors(3) == [4]
    assert lineage.predecessors([4]) == {3}


def test_who_is_in_the_successor_already_gets_no_second_role(administrator, head_a, unit_a, unit_b):
    Membership.objects.create(user=head_a, unit=unit_b, role=Role.UNIT_HEAD, valid_from=date(2020, 1, 1))
    plan = plan_of(Kind.MERGE, [unit_a], unit_b)
    moves = {row.pk: Move(plan.destinations[0].key, Role.UNIT_HEAD) for row in people_of(plan)}
    reorganise(plan, moves, by=administrator)
    assert Membership.objects.filter(user=head_a, unit=unit_b).count() == 1
