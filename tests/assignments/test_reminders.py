"""The ledger of reminders: who is reminded when, never twice, nothing lost, nothing for what no longer applies."""

import threading
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assignments import emails, reminder_sending, reminders
from assignments.actions import Change, change_state, create_assignment
from assignments.actions_extensions import change_deadline
from assignments.models import Assignment, Reminder, ReminderRule
from assignments.models.reminders import Counts
from assignments.reminder_planning import CATCH_UP_DAYS, plan
from assignments.reminder_sending import Run, send, sweep
from assignments.reminders import Outcome, Why, with_outcome
from assignments.workflow import Verb
from notifications.models import Notification, OutgoingMail
from tests.conftest import SINCE
from units.models import Membership
from workdays.models import SpecialDay

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    with time_machine.travel(
        datetime(2026, 11, 23, 8, 5, tzinfo=timezone.get_default_timezone()), tick=False
    ):
        yield


@pytest.fixture(autouse=True)
def no_days_off(db):
    """How days off move a reminder is told in test_reminder_planning.py."""
    SpecialDay.objects.all().delete()


@pytest.fixture
def only_rule(db):
    """Replaces the rules that come with the product by one."""

    def replace(*offsets, audience=ReminderRule.Audience.UNIT):
        ReminderRule.objects.all().delete()
        for offset in offsets:
            ReminderRule.objects.create(offset=offset, counts=Counts.CALENDAR, audience=audience)

    return replace


@pytest.fixture
def due_in(conference, task, unit_a, office):
    """An assignment of unit A, given to it long ago."""

    def make(days, *, title="Rà soát quy chuẩn", unit=None, assigned_days_ago=60):
        made = create_assignment(
            conference=conference,
            title=title,
            unit=unit or unit_a,
            due_on=TODAY + timedelta(days=days),
            by=office,
        )
        assigned = timezone.now() - timedelta(days=assigned_days_ago)
        Assignment.objects.filter(pk=made.pk).update(assigned_at=assigned, created_at=assigned)
        return made

    return make


def recipients(**conditions):
    return set(Reminder.objects.filter(**conditions).values_list("recipient__username", flat=True))


def outcomes():
    return list(with_outcome(Reminder.objects.order_by("pk")).values_list("outcome", flat=True))


# --- Whom ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (ReminderRule.Audience.UNIT, {"head_a", "officer_a"}),
        (ReminderRule.Audience.HEAD, {"head_a"}),
        (ReminderRule.Audience.OFFICE, {"head_a", "office"}),
    ],
)
def test_audience(only_rule, due_in, office, head_a, officer_a, head_b, leader, audience, expected):
    only_rule(-3, audience=audience)
    due_in(3)
    assert plan(TODAY) == len(expected)
    assert recipients() == expected


def test_two_roles_in_the_unit_are_one_reminder(only_rule, due_in, head_a, unit_a):
    only_rule(-3)
    Membership.objects.create(user=head_a, unit=unit_a, role=Role.UNIT_OFFICER, valid_from=SINCE)
    due_in(3)
    assert plan(TODAY) == 1


def test_nobody_who_left_or_may_not_sign_in(only_rule, due_in, head_a, officer_a):
    only_rule(-3)
    Membership.objects.filter(user=officer_a).update(valid_to=TODAY - timedelta(days=1))
    User.objects.filter(pk=head_a.pk).update(is_active=False)
    due_in(3)
    assert plan(TODAY) == 0


def test_units_that_nobody_is_reminded_for_are_named(due_in, unit_a, unit_b, head_b):
    due_in(3)
    due_in(3, unit=unit_b)
    assert list(reminders.units_nobody_is_reminded_for(TODAY)) == [unit_a]


# --- When ---------------------------------------------------------------------------------------------------------
def test_a_second_plan_finds_everything_there(due_in, head_a, officer_a, office):
    for days in range(-7, 15):
        due_in(days)
    assert plan(TODAY) > 0
    assert plan(TODAY) == 0


def test_planned_ahead_but_sent_on_the_day(only_rule, due_in, head_a):
    only_rule(-3)
    due_in(5)
    assert sweep(TODAY).planned == 1
    assert outcomes() == [Outcome.PLANNED]
    assert sweep(TODAY + timedelta(days=1)).sent == 0
    assert sweep(TODAY + timedelta(days=2)).sent == 1


def test_missed_days_are_caught_up_in_one_digest(only_rule, due_in, head_a, officer_a):
    """Steps -1 and 0 went unsent while nothing ran; now each person gets one mail that names the work once."""
    only_rule(-1, 0)
    due_in(-2)
    assert plan(TODAY) == 4
    send(TODAY)
    assert OutgoingMail.objects.count() == 2
    assert all(mail.text.count("Rà soát quy chuẩn") == 1 for mail in OutgoingMail.objects.all())
    assert sweep(TODAY).sent == 0


def test_what_was_missed_long_ago_stays_missed(only_rule, due_in, head_a):
    only_rule(-1)
    due_in(-CATCH_UP_DAYS - 2)
    due_in(-CATCH_UP_DAYS + 1)
    assert plan(TODAY) == 1


def test_no_reminder_for_days_before_the_work_was_assigned(due_in, head_a):
    """Assigned yesterday, due tomorrow: not four reminders at once for the two weeks before."""
    due_in(1, assigned_days_ago=1)
    plan(TODAY)
    assert set(Reminder.objects.filter(planned_for__lte=TODAY).values_list("step", flat=True)) == {-1}


def test_assigned_late_in_the_evening_counts_for_the_day_in_viet_nam(only_rule, due_in, head_a):
    """23:30 on the 23rd in Việt Nam is 16:30 UTC; 00:30 on the 24th is still the 23rd in UTC."""
    only_rule(-1)
    work = due_in(1)
    half_past_midnight = datetime(2026, 11, 24, 0, 30, tzinfo=timezone.get_default_timezone())
    Assignment.objects.filter(pk=work.pk).update(assigned_at=half_past_midnight)
    assert plan(TODAY) == 0
    Assignment.objects.filter(pk=work.pk).update(assigned_at=half_past_midnight - timedelta(hours=1))
    assert plan(TODAY) == 1


@pytest.mark.parametrize(
    ("clock", "sent_for"),
    [
        ("2026-11-23T23:59:30+07:00", TODAY),
        ("2026-11-24T00:00:00+07:00", TODAY + timedelta(days=1)),
        ("2026-11-24T06:59:59+07:00", TODAY + timedelta(days=1)),
        ("2026-11-24T07:00:00+07:00", TODAY + timedelta(days=1)),
    ],
)
def test_the_day_is_the_one_in_viet_nam(only_rule, due_in, head_a, clock, sent_for):
    only_rule(0)
    due_in(0)
    due_in(1)
    due_in(2)
    with time_machine.travel(datetime.fromisoformat(clock), tick=False):
        sweep(timezone.localdate(), by_hand=True)
    sent = Reminder.objects.filter(sent_at__isnull=False)
    assert sent.order_by("due_on").last().due_on == sent_for


# --- Never twice --------------------------------------------------------------------------------------------------
def test_never_twice(due_in, head_a, officer_a, office):
    due_in(3)
    due_in(-7)
    first = sweep(TODAY)
    assert first.sent == Reminder.objects.filter(sent_at__isnull=False).count() > 0
    assert sweep(TODAY) == Run()
    assert OutgoingMail.objects.count() == Notification.objects.filter(user=head_a).count() + 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_digest_once(only_rule, due_in, head_a, officer_a, office):
    only_rule(-3, 0)
    ReminderRule.objects.create(offset=7, counts=Counts.CALENDAR, audience=ReminderRule.Audience.OFFICE)
    for days in (-7, 0, 3):
        due_in(days)
    gate = threading.Barrier(2)

    def work():
        gate.wait()
        with time_machine.travel(datetime(2026, 11, 23, 8, 5, tzinfo=timezone.get_default_timezone())):
            sweep(TODAY)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert not Reminder.objects.filter(sent_at__isnull=True, planned_for__lte=TODAY).exists()
    for person in (head_a, officer_a, office):
        assert OutgoingMail.objects.filter(user=person).count() == 1
        assert Notification.objects.filter(user=person, subject__startswith="Reminder").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_person_whose_digest_another_worker_makes_is_passed_by(only_rule, due_in, head_a):
    only_rule(-3)
    due_in(3)
    plan(TODAY)
    held, free = threading.Event(), threading.Event()

    def other_worker():
        with reminder_sending.transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=head_a.pk)
            held.set()
            free.wait(timeout=30)
        connection.close()

    other = threading.Thread(target=other_worker)
    other.start()
    held.wait(timeout=30)
    assert send(TODAY).sent == 0
    free.set()
    other.join(timeout=30)
    assert send(TODAY).sent == 1


# --- Nothing half done --------------------------------------------------------------------------------------------
def test_a_digest_that_fails_leaves_nothing_and_keeps_nobody_else_waiting(
    only_rule, due_in, head_a, officer_a, monkeypatch
):
    told = []
    only_rule(-3)
    due_in(3)
    plan(TODAY)
    digest_mail = emails.digest_mail

    def fail_for_the_head(user, *details, **more):
        if user == head_a:
            raise RuntimeError
        return digest_mail(user, *details, **more)

    monkeypatch.setattr(emails, "digest_mail", fail_for_the_head)
    # Not by what arrives at the root logger: workers of other tests set that up anew.
    monkeypatch.setattr(reminder_sending.logger, "exception", lambda text, *args: told.append(text % args))
    before = Notification.objects.filter(user=head_a).count()
    done = send(TODAY)
    assert (done.sent, done.stuck) == (1, 1)
    assert told == [f"The reminders of person {head_a.pk} could not be sent."]
    assert Notification.objects.filter(user=head_a).count() == before
    assert not OutgoingMail.objects.filter(user=head_a).exists()
    assert recipients(sent_at__isnull=False) == {"officer_a"}
    monkeypatch.undo()
    assert send(TODAY).sent == 1


def test_without_a_mail_address_the_inbox_has_it(only_rule, due_in, head_a):
    only_rule(-3)
    User.objects.filter(pk=head_a.pk).update(email="")
    due_in(3)
    assert sweep(TODAY).sent == 1
    assert Notification.objects.filter(user=head_a, subject__startswith="Reminder").count() == 1
    assert not OutgoingMail.objects.exists()
    assert outcomes() == [Outcome.SENT]


# --- Nothing for what no longer applies ---------------------------------------------------------------------------
def test_cancelled_when_the_work_is_no_longer_with_the_unit(only_rule, due_in, head_a, office):
    only_rule(-3)
    work = due_in(3)
    plan(TODAY)
    change_state(work, Verb.SUSPEND, by=office, change=Change(reason="Chờ nghị định mới."))
    done = send(TODAY)
    assert (done.cancelled, done.sent) == (1, 0)
    assert Reminder.objects.get().cancelled_why == Why.STATE


def test_cancelled_when_the_deadline_changed_and_planned_again_for_the_new_one(
    only_rule, due_in, head_a, office
):
    only_rule(-3)
    work = due_in(3)
    plan(TODAY)
    new = TODAY + timedelta(days=20)
    change_deadline(work, due_on=new, reason="Chờ số liệu.", by=office, version=work.version)
    assert send(TODAY).cancelled == 1
    assert Reminder.objects.get().cancelled_why == Why.DEADLINE
    assert sweep(new - timedelta(days=3)).sent == 1


def test_cancelled_when_the_person_left_the_unit(only_rule, due_in, head_a, officer_a):
    only_rule(-3)
    due_in(3)
    plan(TODAY)
    Membership.objects.filter(user=officer_a).update(valid_to=TODAY - timedelta(days=1))
    done = send(TODAY)
    assert (done.cancelled, done.sent) == (1, 1)
    assert recipients(cancelled_why=Why.PERSON) == {"officer_a"}


def test_planned_again_when_what_cancelled_it_is_taken_back(only_rule, due_in, head_a, office):
    only_rule(-3)
    work = due_in(3)
    plan(TODAY)
    change_state(work, Verb.SUSPEND, by=office, change=Change(reason="Nhầm."))
    assert send(TODAY).cancelled == 1
    change_state(work, Verb.RESUME, by=office, change=Change())
    assert sweep(TODAY, by_hand=True).sent == 1
    assert outcomes() == [Outcome.SENT]


def test_what_was_sent_is_not_armed_again(only_rule, due_in, head_a, office):
    only_rule(-3)
    work = due_in(3)
    assert sweep(TODAY).sent == 1
    change_state(work, Verb.SUSPEND, by=office, change=Change(reason="Nhầm."))
    change_state(work, Verb.RESUME, by=office, change=Change())
    assert sweep(TODAY).sent == 0


# --- The digest ---------------------------------------------------------------------------------------------------
def test_the_digest_names_the_most_urgent_first_and_links_to_each(due_in, head_a, settings):
    settings.SITE_URL = "https://doi-thoai.example"
    late, soon = due_in(-1, title="Việc quá hạn"), due_in(1, title="Việc sắp đến hạn <b>")
    sweep(TODAY)
    mail = OutgoingMail.objects.get(user=head_a)
    assert mail.subject == "Reminder: 1 overdue, 1 due soon"
    assert mail.text.index("Việc quá hạn") < mail.text.index("Việc sắp đến hạn <b>")
    assert mail.html.index("Việc quá hạn") < mail.html.index("Việc sắp đến hạn &lt;b&gt;")
    for part in (mail.text, mail.html):
        assert "22/11/2026" in part
        assert "1 day overdue" in part
        for work in (late, soon):
            assert f"https://doi-thoai.example{work.get_absolute_url()}" in part
        assert "https://doi-thoai.example/my-unit/" in part


def test_a_single_work_is_the_subject_and_the_inbox_line_leads_to_it(due_in, head_a):
    work = due_in(3, title="Rà soát quy chuẩn\nan toàn")
    sweep(TODAY)
    assert OutgoingMail.objects.get().subject == "Reminder (3 days left): Rà soát quy chuẩn an toàn"
    line = Notification.objects.get(user=head_a, subject__startswith="Reminder")
    assert line.path == work.get_absolute_url()


def test_several_works_of_others_lead_to_the_list(due_in, unit_b, office, head_a, head_b):
    due_in(-7)
    due_in(-7, unit=unit_b)
    sweep(TODAY)
    assert Notification.objects.get(user=office, subject__startswith="Reminder").path == "/assignments/"
    assert OutgoingMail.objects.get(user=head_a).text.count("Rà soát quy chuẩn") == 1


def test_each_person_reads_their_language(due_in, head_a, officer_a):
    User.objects.filter(pk=head_a.pk).update(language="vi")
    due_in(3)
    sweep(TODAY)
    assert 'lang="vi"' in OutgoingMail.objects.get(user=head_a).html
    assert 'lang="en"' in OutgoingMail.objects.get(user=officer_a).html


def test_planning_costs_a_statement_a_rule(due_in, head_a, officer_a, django_assert_num_queries):
    rules = ReminderRule.objects.filter(is_active=True).count()
    for _ in range(3):
        due_in(3)
    with django_assert_num_queries(rules + 5):  # the transaction, the lock, the calendar and the rules
        plan(TODAY)
