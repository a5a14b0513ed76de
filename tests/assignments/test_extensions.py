"""Extensions: asked, decided by who set the deadline, both dates counted, and what becomes of an open request."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assignments.actions import Change, change_state, create_assignment
from assignments.actions_extensions import Decision, ask_extension, change_deadline, decide_extension
from assignments.actions_updates import Proof
from assignments.dashboard import dashboard, extensions
from assignments.models import Assignment, Extension, Reminder
from assignments.reminder_planning import plan
from assignments.timing import ORIGINAL, Timing
from assignments.workflow import State, Verb
from assignments.writing import Refused
from notifications.models import Notification
from tests.assignments.conftest import WHY

ASKED = Extension.State.ASKED


@pytest.fixture
def by_office(conference, unit_a, office):
    """Work whose deadline the office set."""
    due_on = timezone.localdate() + timedelta(days=5)
    return create_assignment(conference=conference, title="Rà soát", unit=unit_a, due_on=due_on, by=office)


def later(assignment, days=20):
    return assignment.due_on + timedelta(days=days)


def ask(assignment, by, days=20):
    return ask_extension(assignment, wanted_on=later(assignment, days), reason=WHY, by=by)


# --- Who decides --------------------------------------------------------------------------------------------
def test_who_set_the_deadline_decides(assignment, by_office, head_a, leader, office):
    assert assignment.due_set_by == Assignment.SetBy.CONCLUSION
    assert by_office.due_set_by == Assignment.SetBy.OFFICE
    of_chair, of_office = ask(assignment, head_a), ask(by_office, head_a)
    for extension, wrong, right in ((of_chair, office, leader), (of_office, leader, office)):
        decision = Decision(granted_on=extension.wanted_on, reason="")
        with pytest.raises(Refused, match="decides"):
            decide_extension(extension, decision, by=wrong)
        assert decide_extension(extension, decision, by=right).state == Extension.State.GRANTED


def test_grant_moves_the_deadline_and_keeps_the_original(assignment, head_a, officer_a, leader):
    first, extension = assignment.due_on, ask(assignment, head_a)
    assert Notification.objects.filter(
        user=leader, path=reverse("assignments:extension_decide", args=[extension.pk])
    )
    decide_extension(
        extension, Decision(granted_on=later(assignment, 7), reason="Bảy ngày là đủ."), by=leader
    )
    assignment.refresh_from_db()
    assert (assignment.due_on, assignment.original_due_on) == (first + timedelta(days=7), first)
    assert (assignment.times_extended, assignment.version) == (1, 2)
    entry = assignment.history.last()
    assert (entry.verb, entry.reason) == ("grant_extension", "Bảy ngày là đủ.")
    assert entry.changes == {"due_on": [first.isoformat(), (first + timedelta(days=7)).isoformat()]}
    assert Notification.objects.filter(user=officer_a, body="Bảy ngày là đủ.").exists()


def test_refuse_and_ask_again(assignment, head_a, leader):
    decide_extension(ask(assignment, head_a), Decision(granted_on=None, reason="Không có lý do."), by=leader)
    assignment.refresh_from_db()
    assert (assignment.times_extended, assignment.is_extended) == (0, False)
    assert ask(assignment, head_a).state == ASKED
    assert [entry.verb for entry in assignment.history.all()][-3:] == [
        "ask_extension",
        "refuse_extension",
        "ask_extension",
    ]


def test_what_is_refused(assignment, by_office, bring_to, head_a, officer_a, head_b, office):
    for person in (officer_a, head_b, office):
        with pytest.raises(Refused):
            ask(assignment, person)
    with pytest.raises(ValidationError):
        ask(assignment, head_a, days=0)
    ask(assignment, head_a)
    with pytest.raises(Refused, match="already"):
        ask(assignment, head_a)
    with pytest.raises(Refused):
        ask(bring_to(by_office, State.REPORTED), head_a)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            assignment=assignment, requested_by=head_a, reason="x",
            old_due_on=assignment.due_on, wanted_on=later(assignment),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "who", "state"),
    [
        (Verb.WITHDRAW, "office", Extension.State.LAPSED),
        (Verb.DECLINE, "head", Extension.State.LAPSED),
        (Verb.ACCEPT, "head", ASKED),
        (Verb.SUSPEND, "office", ASKED),
    ],
)
def test_a_request_ends_with_the_work(assignment, people, verb, who, state):
    extension = ask(assignment, people["head"])
    change_state(assignment, verb, by=people[who], change=Change(reason=WHY))
    extension.refresh_from_db()
    assert extension.state == state
    assert assignment.history.filter(verb="lapse_extension").exists() == (state != ASKED)


def test_a_correction_by_the_office_is_no_extension(assignment, office):
    changed = change_deadline(assignment, due_on=later(assignment), reason=WHY, by=office, version=1)
    assert (changed.times_extended, changed.is_extended) == (0, True)
    assert changed.due_set_by == Assignment.SetBy.CONCLUSION


# --- Both counted -------------------------------------------------------------------------------------------
@pytest.fixture
def done_in_the_extended_time(by_office, head_a, office):
    """Reported today: three days after the original deadline, within the extended one."""
    Assignment.objects.filter(pk=by_office.pk).update(
        due_on=timezone.localdate() - timedelta(days=3),
        original_due_on=timezone.localdate() - timedelta(days=3),
    )
    by_office.refresh_from_db()
    extension = ask(by_office, head_a)
    assert extension.asked_late
    decide_extension(extension, Decision(granted_on=extension.wanted_on, reason=""), by=office)
    change_state(by_office, Verb.ACCEPT, by=head_a, change=Change())
    report = Change(result="Xong.", proof=Proof(document="1/BCT"))
    change_state(by_office, Verb.REPORT, by=head_a, change=report)
    return change_state(by_office, Verb.CONFIRM, by=office, change=Change())


def test_on_time_by_the_extended_and_late_by_the_original(
    done_in_the_extended_time, conference, leader, client_of
):
    work = Assignment.objects.with_timing().with_original_timing().get(pk=done_in_the_extended_time.pk)
    assert (work.timing, work.original_timing) == (Timing.DONE_ON_TIME, Timing.DONE_LATE)
    in_force = dashboard(conference, user=leader).total
    original = dashboard(conference, user=leader, deadline=ORIGINAL).total
    assert (in_force["done_on_time"].count, in_force["done_late"].count) == (1, 0)
    assert (original["done_on_time"].count, original["done_late"].count) == (0, 1)
    client = client_of(leader)
    for tally in (in_force, original):
        for number in tally.cells:
            assert client.get(number.url).context["page_obj"].paginator.count == number.count
    extended = extensions(conference, user=leader)
    assert (extended.works, extended.times) == (1, 1)
    page = client.get(extended.url)
    assert list(page.context["page_obj"]) == [work]
    assert "extended 1 time" in page.text
    page = client.get(reverse("assignments:dashboard"), {"deadline": ORIGINAL}).text
    assert "Measured by the original deadlines." in page


def test_reminders_follow_the_extended_deadline(assignment, head_a, leader):
    change_state(assignment, Verb.ACCEPT, by=head_a, change=Change())
    today = timezone.localdate()
    decide_extension(
        ask(assignment, head_a), Decision(granted_on=later(assignment, 40), reason="x"), by=leader
    )
    assignment.refresh_from_db()
    plan(assignment.due_on)
    assert set(Reminder.objects.values_list("due_on", flat=True)) == {assignment.due_on}
    assert today < assignment.due_on


# --- Pages --------------------------------------------------------------------------------------------------
def test_pages_from_request_to_decision(assignment, client_of, head_a, officer_a, leader, office):
    head, decider = client_of(head_a), client_of(leader)
    assert (
        "Ask for an extension: Only the head of the lead unit asks"
        in client_of(officer_a).get(assignment.get_absolute_url()).text
    )
    url = reverse("assignments:extension_ask", args=[assignment.pk])
    assert "so the leadership decides." in head.get(url).text
    data = {"version": assignment.version, "wanted_on": f"{assignment.due_on:%d/%m/%Y}", "reason": WHY}
    assert "wanted_on" in head.post(url, data).context["form"].errors
    data["wanted_on"] = f"{later(assignment):%d/%m/%Y}"
    assert head.post(url, data).url == assignment.get_absolute_url()
    extension = Extension.objects.get()
    docket = reverse("assignments:extensions")
    assert list(decider.get(docket).context["page_obj"]) == [extension]
    assert list(client_of(office).get(docket).context["page_obj"]) == []
    assert "1 request for an extension waits" in decider.get(reverse("assignments:dashboard")).text
    assert "An extension is asked for until" in client_of(office).get(assignment.get_absolute_url()).text
    url = reverse("assignments:extension_decide", args=[extension.pk])
    assert "so the leadership decides." in client_of(office).get(url).text
    data = {"version": assignment.version, "decision": "refuse", "granted_on": "", "reason": ""}
    assert "reason" in decider.post(url, data).context["form"].errors
    data |= {"decision": "grant", "granted_on": ""}
    assert "granted_on" in decider.post(url, data).context["form"].errors
    data |= {"granted_on": f"{later(assignment):%d/%m/%Y}"}
    assert decider.post(url, data).url == assignment.get_absolute_url()
    assert decider.post(url, data).status_code == 403
    page = head.get(assignment.get_absolute_url()).text
    assert "extended 1 time" in page
    assert "Extended the deadline" in page


def test_a_deadline_corrected_meanwhile_is_shown_before_the_decision(
    assignment, client_of, head_a, leader, office
):
    extension = ask(assignment, head_a)
    change_deadline(assignment, due_on=later(assignment, 3), reason="Sửa nhầm.", by=office, version=1)
    url = reverse("assignments:extension_decide", args=[extension.pk])
    data = {"version": 1, "decision": "refuse", "reason": "Lời của lãnh đạo."}
    response = client_of(leader).post(url, data)
    assert response.status_code == 409
    assert "Sửa nhầm." in response.text
    assert "Lời của lãnh đạo." in response.text


def test_withdraw(assignment, client_of, head_a, officer_a):
    extension = ask(assignment, head_a)
    url = reverse("assignments:extension_withdraw", args=[extension.pk])
    assert client_of(officer_a).post(url).status_code == 403
    assert client_of(head_a).post(url).status_code == 302
    extension.refresh_from_db()
    assert extension.state == Extension.State.WITHDRAWN
