"""The way of a notice: who may do what, in which state, and what is told and kept."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from assignments.writing import Refused
from dialogue_tracker import jobs
from dialogue_tracker.several_hands import SomebodyWasFaster
from notices import actions, rendering_jobs
from notices.models import HistoryEntry, Notice, Rendering
from notices.permissions import buttons
from notices.preparation import data_changed, document_of
from notices.standing import stand_of
from notices.timeline import timeline
from notices.workflow import TRANSITIONS, State, available
from notifications.models import Notification
from tests.notices.builders import conclude
from tests.notices.issued import approved, drafted, issue, issued
from tests.recommendations.test_actions import together


@pytest.fixture
def notice(conference, office):
    return actions.prepare(conference, by=office)


OTHERS = ["leader", "observer", "head_a", "officer_a", "administrator", "stranger"]


# --- Prepare and edit -------------------------------------------------------------------------------------------
def test_preparing_twice_is_one_notice_of_each_form(conference, office, second_office):
    assert actions.prepare(conference, by=office) == actions.prepare(conference, by=second_office)
    assert Notice.objects.get().created_by == office
    party = actions.prepare(conference, by=office, form="party")
    assert (party.form, Notice.objects.count()) == ("party", 2)


@pytest.mark.django_db(transaction=True)
def test_preparing_at_the_same_time_is_one_notice(conference, office):
    assert len(set(together(4, lambda _number: actions.prepare(conference, by=office).pk))) == 1


@pytest.mark.parametrize("name", OTHERS)
def test_only_the_office_prepares_edits_and_asks_for_the_pdf(request, conference, notice, name):
    person = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        actions.prepare(conference, by=person)
    with pytest.raises(PermissionDenied):
        actions.edit(notice, values={}, version=1, by=person)
    with pytest.raises(PermissionDenied):
        rendering_jobs.request_rendering(notice, by=person)


def test_editing_counts_the_version_up_and_keeps_what_was(notice, office):
    actions.edit(notice, values={"signer_name": "Nguyễn Văn A", "place": notice.place}, version=1, by=office)
    notice.refresh_from_db()
    assert (notice.signer_name, notice.version) == ("Nguyễn Văn A", 2)
    assert HistoryEntry.objects.get(verb="edit").changes == {"signer_name": ["", "Nguyễn Văn A"]}


def test_the_second_of_two_edits_is_told(notice, office, second_office):
    actions.edit(notice, values={"closing": "Một."}, version=1, by=office)
    with pytest.raises(SomebodyWasFaster):
        actions.edit(notice, values={"closing": "Hai."}, version=1, by=second_office)


def test_the_database_refuses_contradictions(notice):
    for wrong in (
        {"authority": "KT.", "authority_of": ""},
        {"state": "submitted"},  # without content
        {"corrects_id": notice.pk, "replaces_id": notice.pk},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            conference=notice.conference, title="Khác", closing="x", opening="x", created_by=notice.created_by
        )
    Notice.objects.update(authority="Q.", authority_of="")


# --- The table --------------------------------------------------------------------------------------------------
def test_the_table_holds_together():
    for verb, row in TRANSITIONS.items():
        assert row.verb == verb
        assert row.to_state not in row.from_states
        assert str(row.label)
    assert {row.to_state for row in TRANSITIONS.values()} == set(State)
    assert available(State.VOIDED) == available(State.DISCARDED) == []


WANTED = {
    "office": {"draft": "submit discard", "submitted": "take_back", "approved": "issue take_back", "issued": "void"},
    "leader": {"draft": "", "submitted": "approve return", "approved": "return", "issued": ""},
    "observer": {}, "head_a": {}, "officer_a": {}, "head_b": {}, "administrator": {}, "stranger": {},
}  # fmt: skip


@pytest.mark.parametrize("name", WANTED)
def test_buttons_of_each_state_and_person(request, conference, office, unit_a, name):
    notice = drafted(conference, office, unit_a)
    person = request.getfixturevalue(name)
    for state in State:
        notice.state = state
        offered = buttons(person, notice)
        assert {button.row.verb for button in offered} == set(WANTED[name].get(state, "").split())
        assert not any(button.why_not for button in offered)


def test_who_wrote_it_cannot_approve_it(conference, office, leader, unit_a, ministry):
    """Even with both roles: an officer who also leads."""
    ministry.memberships.create(user=office, role="leadership", valid_from="2020-01-01")
    both = User.objects.get(pk=office.pk)
    notice = actions.change_state(drafted(conference, both, unit_a), "submit", by=both)
    with pytest.raises(Refused, match="somebody else"):
        actions.change_state(notice, "approve", by=both)
    button = next(found for found in buttons(both, notice) if found.row.verb == "approve")
    assert "somebody else" in button.why_not
    assert actions.change_state(notice, "approve", by=leader).state == "approved"


# --- On the way -------------------------------------------------------------------------------------------------
def test_what_is_submitted_is_fixed(conference, office, leader, unit_a):
    notice = actions.change_state(drafted(conference, office, unit_a), "submit", by=office)
    before = document_of(notice)
    assert not data_changed(notice)
    conference.conclusion.tasks.update(text="Việc khác hẳn, báo cáo Bộ.")
    assert document_of(notice) == before
    assert data_changed(notice)
    with pytest.raises(Refused, match="Take it back"):
        actions.edit(notice, values={"title": "x"}, version=notice.version, by=office)
    again = actions.change_state(notice, "take_back", by=office)
    assert again.content is None
    assert "Việc khác hẳn" in str(document_of(again))


def test_a_notice_with_something_missing_is_not_submitted(notice, office):
    with pytest.raises(Refused, match="name of the signer is missing|no task"):
        actions.change_state(notice, "submit", by=office)


def test_returning_needs_a_comment_and_the_office_is_told(conference, office, second_office, leader, unit_a):
    notice = actions.change_state(drafted(conference, office, unit_a), "submit", by=office)
    assert Notification.objects.filter(user=leader, subject__contains="submitted it").count() == 1
    with pytest.raises(ValidationError):
        actions.change_state(notice, "return", by=leader, text=" ")
    returned = actions.change_state(notice, "return", by=leader, text="Sửa mục II.")
    assert (returned.state, returned.content) == ("draft", None)
    for person in (office, second_office):
        line = Notification.objects.get(user=person, subject__contains="returned it")
        assert line.body == "Sửa mục II."
    assert timeline(returned)[0].reason == "Sửa mục II."


def test_what_others_did_meanwhile_is_told(conference, office, leader, unit_a):
    notice = drafted(conference, office, unit_a)
    actions.change_state(notice, "submit", by=office)
    with pytest.raises(SomebodyWasFaster):
        actions.change_state(notice, "submit", by=office, version=notice.version)
    with pytest.raises(Refused, match="in the state"):
        actions.change_state(notice, "submit", by=office)


def test_comments_stay_with_who_and_when(conference, office, leader, observer, unit_a):
    notice = drafted(conference, office, unit_a)
    actions.comment(notice, text="Mục II nên gọn hơn.", by=leader)
    with pytest.raises(PermissionDenied):
        actions.comment(notice, text="Tôi cũng thấy vậy.", by=observer)
    step = timeline(notice)[0]
    assert step.reason == "Mục II nên gọn hơn."
    assert step.who.endswith("Lãnh đạo Bộ")
    assert Notification.objects.filter(user=office, body="Mục II nên gọn hơn.").exists()


def test_a_discarded_draft_makes_room(conference, office, unit_a):
    notice = actions.change_state(drafted(conference, office, unit_a), "discard", by=office)
    assert actions.prepare(conference, by=office) != notice


# --- Correct and replace ----------------------------------------------------------------------------------------
@pytest.fixture
def first(conference, office, leader, unit_a, quick):
    return issued(conference, office, leader, unit_a)


def test_a_correction_says_only_what_was_wrong(first, office, leader):
    correction = actions.correct(first, by=office)
    assert correction.title.startswith("Đính chính Thông báo số 01/TB-BCT ngày")
    assert document_of(correction).tasks == ()
    with pytest.raises(Refused, match="dots"):
        actions.change_state(correction, "submit", by=office)
    edited = actions.edit(
        correction, values={"opening": "Đã in: “a”.\nNay sửa lại là: “b”."}, version=1, by=office
    )
    new = issue(approved(edited, office, leader), office).notice
    assert new.issuance.number_text == "02/TB-BCT"
    assert (stand_of(first).standing, stand_of(first).by) == ("corrected", (new,))
    assert stand_of(new).standing == "current"


def test_a_replacement_is_made_of_todays_data(first, conference, office, leader, unit_a):
    conclude(conference, office, lead=unit_a, text="Việc mới, báo cáo Bộ.")
    replacement = actions.replace(first, by=office)
    assert "thay thế Thông báo số 01/TB-BCT" in replacement.opening
    assert len(document_of(replacement).tasks) == 2
    assert stand_of(first).standing == "current"
    new = issue(approved(replacement, office, leader), office).notice
    first.refresh_from_db()
    assert (stand_of(first).standing, stand_of(first).by) == ("replaced", (new,))
    with pytest.raises(Refused, match="replaced already"):
        actions.correct(first, by=office)
    assert Notification.objects.filter(subject__contains="02/TB-BCT replaces notice 01/TB-BCT").exists()


def test_one_successor_at_a_time_and_only_of_what_stands(first, office, second_office):
    actions.correct(first, by=office)
    with pytest.raises(Refused, match="still on its way"):
        actions.replace(first, by=second_office)
    actions.change_state(first, "void", by=office, text="Nhầm.")
    with pytest.raises(Refused, match="Only an issued"):
        actions.replace(first, by=office)


# --- Ask for the PDF --------------------------------------------------------------------------------------------
def test_the_worker_is_told_after_the_commit(notice, office, no_worker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rendering = rendering_jobs.request_rendering(notice, by=office)
        assert no_worker == []
    assert no_worker == [rendering.pk]
    assert (rendering.state, rendering.requested_by) == (Rendering.State.QUEUED, office)


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_asking_again_meanwhile_is_the_same_and_afterwards_another(notice, office, second_office, state):
    first = rendering_jobs.request_rendering(notice, by=office)
    assert rendering_jobs.request_rendering(notice, by=second_office) == first
    Rendering.objects.update(state=state, file="x.pdf", sha256="0" * 64)
    assert rendering_jobs.request_rendering(notice, by=office) != first


def test_without_broker_the_rendering_says_so(
    notice, office, monkeypatch, django_capture_on_commit_callbacks
):
    class DeadBroker:
        def apply_async(self):
            raise jobs.OperationalError("no broker")

    monkeypatch.setattr(jobs.app, "signature", lambda *_args, **_options: DeadBroker())
    with django_capture_on_commit_callbacks(execute=True):
        rendering = rendering_jobs.request_rendering(notice, by=office)
    rendering.refresh_from_db()
    assert rendering.is_failed
    assert "cannot be reached" in rendering.sentence
