"""One digest a day with reminders and news, at each person's hour, and nothing in it that no longer applies."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core import mail as django_mail
from django.utils import timezone

from accounts.models import User
from assignments import reminder_stops
from assignments.actions import Change, change_state, create_assignment
from assignments.models import Assignment, HistoryEntry, Reminder, ReminderRule, ReminderStop
from assignments.models.reminders import Channel, Counts
from assignments.reminder_planning import plan
from assignments.reminder_sending import before_leaving, send, sweep
from assignments.reminder_stops import Target
from assignments.reminders import Outcome, Why, lines_of, with_outcome
from assignments.reminding_now import remind_now
from assignments.tasks import deliver_mails, send_reminders
from notifications.actions import notify, queue_mail
from notifications.kinds import DAILY, How, Kind
from notifications.messages import Message
from notifications.models import Digest, MailSettings, Notification, OutgoingMail
from tests.concurrency import meanwhile
from workdays.models import SpecialDay

TODAY = date(2026, 11, 23)
ZONE = timezone.get_default_timezone()


def at(day, clock):
    return datetime.fromisoformat(f"2026-11-{day:02d}T{clock}:00").replace(tzinfo=ZONE)


@pytest.fixture(autouse=True)
def clock():
    """A Monday; the Tuesday after it is a day off."""
    with time_machine.travel(at(23, "08:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def one_rule(db):
    ReminderRule.objects.all().delete()
    return ReminderRule.objects.create(offset=-3, counts=Counts.CALENDAR, audience=ReminderRule.Audience.HEAD)


@pytest.fixture
def due(conference, unit_a, head_a, office):
    """Work of unit A, given long ago; its inbox lines are read and mailed."""

    def make(days=3, title="Rà soát quy chuẩn"):
        work = create_assignment(
            conference=conference, title=title, unit=unit_a, due_on=TODAY + timedelta(days=days), by=office
        )
        long_ago = timezone.now() - timedelta(days=90)
        Assignment.objects.filter(pk=work.pk).update(assigned_at=long_ago, created_at=long_ago)
        return work

    return make


def tell(user, subject="Có tin", kind=Kind.CHANGED):
    notify([user], kind=kind, path="/assignments/1/", write=lambda user: Message(subject, "Lý do"))


def outcomes():
    return list(with_outcome(Reminder.objects.order_by("pk")).values_list("outcome", flat=True))


# --- One mail a day ---------------------------------------------------------------------------------------------
def test_reminders_and_news_are_one_mail(due, head_a, officer_a):
    due()
    for subject in ("Tin thứ nhất", "Tin thứ hai"):
        tell(head_a, subject)
    tell(officer_a, "Tin cho chuyên viên")
    run = sweep(TODAY)
    assert (run.sent, run.people) == (1, 1)
    mail = OutgoingMail.objects.get(user=head_a)
    assert mail.subject == "Reminder: 1 due soon, 2 pieces of news"
    for words in ("Rà soát quy chuẩn", "Tin thứ nhất", "Tin thứ hai", "Lý do"):
        assert words in mail.text
        assert words in mail.html
    assert OutgoingMail.objects.get(user=officer_a).subject == "Tin cho chuyên viên"
    assert not Notification.objects.for_digest().exists()
    assert set(mail.notifications.values_list("subject", flat=True)) >= {"Tin thứ nhất", "Tin thứ hai"}


def test_a_second_one_comes_the_next_working_day(due, head_a, clock):
    tell(head_a, "Sáng")
    sweep(TODAY)
    tell(head_a, "Chiều")
    due(2)
    clock.move_to(at(23, "14:00"))
    sweep(TODAY)
    assert OutgoingMail.objects.count() == 1, "what comes later waits"
    clock.move_to(at(24, "08:00"))
    sweep(TODAY + timedelta(days=1))
    assert OutgoingMail.objects.count() == 1, "the 24th of November is a day off"
    clock.move_to(at(25, "08:00"))
    sweep(TODAY + timedelta(days=2))
    assert OutgoingMail.objects.count() == 2
    assert "Chiều" in OutgoingMail.objects.latest("pk").text


def test_what_is_due_the_same_day_does_not_wait_for_tomorrow(one_rule, due, head_a, clock):
    one_rule.offset = 0
    one_rule.save()
    tell(head_a)
    sweep(TODAY)
    due(0, "Hạn hôm nay")
    clock.move_to(at(23, "14:00"))
    assert sweep(TODAY).sent == 1
    assert "Hạn hôm nay" in OutgoingMail.objects.latest("pk").subject


def test_nothing_to_tell_is_no_mail(head_a):
    sweep(TODAY)
    assert not OutgoingMail.objects.exists()
    assert not Digest.objects.exists()


def test_what_was_read_in_the_inbox_meanwhile_is_not_mailed(head_a):
    tell(head_a)
    Notification.objects.update(read_at=timezone.now())
    sweep(TODAY)
    assert not OutgoingMail.objects.exists()
    assert not Notification.objects.for_digest().exists()


@pytest.mark.parametrize(
    ("moment", "comes"),
    [
        (at(23, "00:00"), False), (at(23, "06:59"), False), (at(23, "07:00"), False), (at(23, "07:59"), False),
        (at(23, "08:00"), True), (at(23, "23:59"), True), (at(24, "08:00"), False), (at(22, "08:00"), False),
    ],
)  # fmt: skip
def test_at_the_persons_hour_on_working_days(head_a, clock, moment, comes):
    tell(head_a)
    clock.move_to(moment)
    sweep(timezone.localdate())
    assert OutgoingMail.objects.exists() == comes


def test_each_person_chooses_the_hour(head_a, officer_a, clock):
    MailSettings.objects.create(user=head_a, digest_hour=14)
    MailSettings.objects.create(user=officer_a, digest_hour=7)
    for person in (head_a, officer_a):
        tell(person)
    got = {}
    for hour in ("07:00", "08:00", "14:00"):
        clock.move_to(at(23, hour))
        sweep(TODAY)
        got[hour] = list(OutgoingMail.objects.order_by("pk").values_list("user__username", flat=True))
    assert got == {"07:00": ["officer_a"], "08:00": ["officer_a"], "14:00": ["officer_a", "head_a"]}


def test_three_skipped_nights_are_one_digest(due, head_a, clock):
    """Due 24 to 27 November: their reminders were planned for 21 to 24; nothing ran since the 20th."""
    for days in range(1, 5):
        due(days, f"Việc {days}")
    clock.move_to(at(25, "09:00"))
    send_reminders()
    mail = OutgoingMail.objects.get()
    assert all(f"Việc {days}" in mail.text for days in range(1, 5))
    send_reminders()
    assert OutgoingMail.objects.count() == 1


# --- As each person wants it ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("how", "before", "after"), [(How.DIGEST, 0, 1), (How.AT_ONCE, 1, 1), (How.NEVER, 0, 0)]
)
def test_reminders_at_once_in_the_digest_or_in_the_inbox_only(due, head_a, clock, how, before, after):
    MailSettings.objects.create(user=head_a, choices={Kind.REMINDER: how})
    due()
    clock.move_to(at(23, "07:00"))
    sweep(TODAY)
    assert OutgoingMail.objects.count() == before
    clock.move_to(at(23, "08:00"))
    sweep(TODAY)
    assert OutgoingMail.objects.count() == after
    assert Notification.objects.filter(user=head_a, kind=Kind.REMINDER).count() == 1
    assert outcomes() == [Outcome.SENT]


def test_a_rule_for_the_inbox_makes_no_mail(one_rule, due, head_a):
    one_rule.channel = Channel.INBOX
    one_rule.save()
    due()
    assert sweep(TODAY).sent == 1
    assert not OutgoingMail.objects.exists()


def test_the_office_sends_now_whatever_the_hour_and_the_day(due, head_a, clock):
    due(3)
    clock.move_to(at(24, "06:00"))
    assert sweep(TODAY + timedelta(days=1), by_hand=True).sent == 1
    due(3, "Việc nữa")
    assert sweep(TODAY + timedelta(days=1), by_hand=True).sent == 1
    assert list(Digest.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    deliver_mails()
    assert django_mail.outbox == [], "quiet hours hold"
    clock.move_to(at(24, "06:30"))
    deliver_mails()
    assert len(django_mail.outbox) == 2


# --- Looked at again before it leaves -----------------------------------------------------------------------------
@pytest.fixture
def held(due, head_a, clock):
    """A digest of two works, made at eight in the evening; it waits for the morning."""
    works = [due(3, "Việc thứ nhất"), due(3, "Việc thứ hai")]
    clock.move_to(at(23, "20:00"))
    assert sweep(TODAY).sent == 2
    clock.move_to(at(24, "06:30"))
    return works


def test_stopping_tells_the_state_that_is_and_not_the_one_that_was_read(held, office):
    stale = Assignment.objects.get(pk=held[0].pk)
    change_state(held[0], "suspend", by=office, change=Change(reason="Chờ nghị định."))
    reminder_stops.stop(Target(assignment=stale), reason="Đã trao đổi.", by=office)
    row = ReminderStop.objects.select_related("assignment").get()
    row.assignment.state = stale.state
    reminder_stops.lift(row, by=office, today=TODAY)
    entries = stale.history.filter(verb__in=["stop_reminders", "resume_reminders"])
    assert list(entries.values_list("from_state", "to_state")) == [("suspended", "suspended")] * 2


def change_date(work, office, unit_b):
    Assignment.objects.filter(pk=work.pk).update(due_on=TODAY + timedelta(days=30))


def change_unit(work, office, unit_b):
    Assignment.objects.filter(pk=work.pk).update(unit=unit_b)


def suspend(work, office, unit_b):
    change_state(work, "suspend", by=office, change=Change(reason="Chờ nghị định."))


def stop(work, office, unit_b):
    reminder_stops.stop(Target(assignment=work), reason="Đã trao đổi.", by=office)


CHANGES = [(change_date, Why.DEADLINE), (change_unit, Why.PERSON), (suspend, Why.STATE), (stop, Why.STOPPED)]


@pytest.mark.parametrize(("change", "why"), CHANGES)
def test_a_waiting_mail_loses_what_no_longer_applies(held, head_a, office, unit_b, change, why):
    change(held[0], office, unit_b)
    deliver_mails()
    [sent] = django_mail.outbox
    assert "Việc thứ nhất" not in sent.subject + sent.body + sent.alternatives[0].content
    assert "Việc thứ hai" in sent.body
    assert Reminder.objects.get(assignment=held[0]).cancelled_why == why
    assert sorted(outcomes()) == [Outcome.CANCELLED, Outcome.SENT]


@pytest.mark.parametrize(("change", "why"), CHANGES)
def test_a_mail_with_nothing_left_does_not_leave(held, head_a, office, unit_b, change, why):
    for work in held:
        change(work, office, unit_b)
    deliver_mails()
    assert django_mail.outbox == []
    mail = OutgoingMail.objects.get(user=head_a, reminders__isnull=False, reminders__assignment=held[0])
    assert (mail.state, mail.error) == (OutgoingMail.State.CANCELLED, why)
    assert set(outcomes()) == {Outcome.CANCELLED}


def test_a_mail_of_yesterday_counts_the_days_from_today(held, head_a):
    mail = OutgoingMail.objects.get()
    assert "3 days left" in mail.text
    deliver_mails()
    assert "2 days left" in django_mail.outbox[0].body
    assert django_mail.outbox[0].extra_headers["Message-ID"] == mail.message_id


def test_an_unchanged_mail_is_left_as_it_is(due, head_a, django_assert_num_queries):
    due()
    sweep(TODAY)
    mail = OutgoingMail.objects.select_related("user").get()
    with django_assert_num_queries(1):
        assert before_leaving(mail) == ""


def test_mails_older_than_the_kinds_leave_as_they_are(held, office):
    digest = OutgoingMail.objects.get()
    old = queue_mail(office, Message("Tin cũ", "Nội dung cũ"), kind=DAILY, identity="cũ")
    OutgoingMail.objects.filter(pk=old.pk).update(created_at=at(20, "17:00"))
    migration = import_module("notifications.migrations.0003_mails_of_before_are_no_digests")
    migration.name_other_changes(apps, None)
    assert dict(OutgoingMail.objects.values_list("pk", "kind")) == {digest.pk: DAILY, old.pk: Kind.CHANGED}
    deliver_mails()
    assert {sent.subject for sent in django_mail.outbox} >= {"Tin cũ"}
    assert len(django_mail.outbox) == 2


def test_a_day_that_becomes_a_day_off_moves_the_digest(due, head_a, clock):
    due()
    SpecialDay.objects.create(day=TODAY, kind="off", name="Nghỉ bão")
    assert sweep(TODAY).sent == 0
    clock.move_to(at(25, "08:00"))
    assert sweep(TODAY + timedelta(days=2)).sent == 1


# --- Stopped by the office ----------------------------------------------------------------------------------------
def test_one_reminder_is_stopped_with_its_reason(due, head_a, office, clock):
    work, other = due(4), due(4, "Việc khác")
    sweep(TODAY)
    row = Reminder.objects.get(assignment=work)
    assert reminder_stops.stop(Target(reminder=row), reason="Đã báo cáo miệng.", by=office) == 1
    assert [line.why for line in lines_of(work)] == [f"Stopped by {row_name(office)}: Đã báo cáo miệng."]
    assert HistoryEntry.objects.filter(
        assignment=work, verb="stop_reminders", reason="Đã báo cáo miệng."
    ).exists()
    clock.move_to(at(25, "08:00"))
    assert sweep(TODAY + timedelta(days=2)).sent == 1
    assert Reminder.objects.get(sent_at__isnull=False).assignment == other


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("do", "outcome"),
    [
        (lambda work, office: stop(work, office, None), Outcome.CANCELLED),
        (lambda work, office: remind_now(work, words="", by=office), Outcome.SENT),
    ],
)
def test_what_is_stopped_or_sent_by_hand_right_now_is_left_alone(due, head_a, office, do, outcome):
    work, other = due(3), due(3, "Việc khác")
    plan(TODAY)
    runs = []
    assert meanwhile(lambda: do(work, office), lambda: runs.append(send(TODAY))) is None
    assert [(run.sent, run.stuck) for run in runs] == [(1, 0)]
    told = with_outcome(Reminder.objects.filter(recipient=head_a))
    assert set(told.filter(assignment=work).values_list("outcome", "mail")) == {(outcome, None)}
    assert told.get(assignment=other).outcome == Outcome.SENT
    assert work.title not in OutgoingMail.objects.get(user=head_a).text


def row_name(user):
    return ReminderStop.objects.get(by=user).by_name


@pytest.mark.parametrize("scope", ["assignment", "recipient"])
def test_those_planned_later_are_stopped_too_until_it_is_lifted(due, head_a, office, scope):
    work = due(30)
    target = Target(**{scope: {"assignment": work, "recipient": head_a}[scope]})
    assert reminder_stops.stop(target, reason="Chờ sắp xếp tổ chức.", by=office) == 0
    day = TODAY + timedelta(days=25)
    sweep(day)
    assert outcomes() == [Outcome.CANCELLED]
    sweep(day)
    assert outcomes() == [Outcome.CANCELLED], "planning does not take it back"
    row = ReminderStop.objects.get()
    assert reminder_stops.lift(row, by=office, today=day) == 1
    assert reminder_stops.lift(row, by=office, today=day) == 0
    assert outcomes() == [Outcome.PLANNED]


def test_what_a_stop_kept_back_in_the_past_stays_untold(due, head_a, office):
    work = due(3)
    reminder_stops.stop(Target(assignment=work), reason="Chờ.", by=office)
    sweep(TODAY)
    row = ReminderStop.objects.get()
    assert reminder_stops.lift(row, by=office, today=TODAY + timedelta(days=1)) == 0
    assert send(TODAY + timedelta(days=2)).sent == 0


def test_a_person_who_may_no_longer_sign_in_gets_no_news(head_a):
    tell(head_a)
    User.objects.filter(pk=head_a.pk).update(is_active=False)
    sweep(TODAY)
    assert not OutgoingMail.objects.exists()
