"""Mails leave after the commit, once, are tried again with patience, and fail visibly."""

import threading
from datetime import datetime, time, timedelta
from smtplib import (
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import connection, transaction
from django.utils import timezone

from notifications import actions
from notifications.actions import notify, queue_mail, retry
from notifications.delivery import BACKOFF_MINUTES, TROUBLES_IN_A_ROW, Line, deliver_mails
from notifications.heartbeats import DELIVERY, last
from notifications.kinds import DAILY, How, Kind
from notifications.messages import Message
from notifications.models import MailSettings, Notification, OutgoingMail

MESSAGE = Message("Nhắc việc", "Nội dung", "<p>Nội dung</p>")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def queue(user, identity="1", kind=Kind.REMINDER):
    return queue_mail(user, MESSAGE, kind=kind, identity=identity)


@pytest.fixture
def queued(head_a):
    return queue(head_a)


@pytest.fixture
def failing(monkeypatch):
    """The server's answer to every mail, or to those to one address."""
    send = Line.send

    def fail_with(error, address=""):
        def answer(line, message):
            if address in ("", *message.to):
                raise error
            send(line, message)

        monkeypatch.setattr(Line, "send", answer)

    return fail_with


def test_a_mail_leaves_with_both_parts_its_message_id_and_the_way_out(queued):
    assert deliver_mails().sent == 1
    sent = django_mail.outbox[0]
    assert sent.to == [queued.address]
    assert sent.extra_headers["Message-ID"] == queued.message_id
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/notifications/unsubscribe/" in sent.extra_headers["List-Unsubscribe"]
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.alternatives[0].mimetype == "text/html"
    queued.refresh_from_db()
    assert queued.state == OutgoingMail.State.SENT
    assert queued.sent_at == timezone.now()


def test_never_a_second_time(queued):
    assert deliver_mails().sent == 1
    assert deliver_mails().sent == 0
    assert len(django_mail.outbox) == 1


def test_the_same_mail_has_the_same_message_id_for_ever(queued, head_a, head_b):
    """Made again after a restored backup, receiving programs know it; another one is another."""
    first = queued.message_id
    queued.delete()
    assert queue(head_a).message_id == first
    assert queue(head_b, "2").message_id != first


def test_a_rolled_back_transaction_leaves_no_mail(head_a):
    @transaction.atomic
    def something_that_fails():
        queue(head_a)
        notify([head_a], kind=Kind.ESCALATED, path="/", write=lambda user: MESSAGE)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        something_that_fails()
    assert not OutgoingMail.objects.exists()
    assert not Notification.objects.exists()


def test_nobody_without_an_address(head_a):
    head_a.email = ""
    assert queue(head_a) is None


# --- Trouble --------------------------------------------------------------------------------------------------
def test_a_passing_trouble_is_tried_again_later_and_in_the_end_given_up(queued, failing, at_noon):
    failing(SMTPRecipientsRefused({queued.address: (451, b"greylisted, try later")}))
    for minutes in BACKOFF_MINUTES:
        assert deliver_mails().postponed == 1
        queued.refresh_from_db()
        assert queued.next_attempt_at == timezone.now() + timedelta(minutes=minutes)
        assert deliver_mails().postponed == 0, "not before its time"
        at_noon.move_to(queued.next_attempt_at)
    assert deliver_mails().failed == 1
    queued.refresh_from_db()
    assert queued.state == OutgoingMail.State.FAILED
    assert queued.attempts == len(BACKOFF_MINUTES) + 1
    assert "try later" in queued.error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SMTPRecipientsRefused({"a@b.test": (550, b"no such mailbox")}), OutgoingMail.State.FAILED),
        (SMTPRecipientsRefused({"a@b.test": (450, b"greylisted")}), OutgoingMail.State.QUEUED),
        (SMTPDataError(554, b"refused"), OutgoingMail.State.FAILED),
        (SMTPDataError(452, b"full"), OutgoingMail.State.QUEUED),
        (SMTPSenderRefused(552, b"too large", "a@b.test"), OutgoingMail.State.FAILED),
        (SMTPSenderRefused(550, b"who are you", "a@b.test"), OutgoingMail.State.QUEUED),
        (SMTPSenderRefused(421, b"too busy", "a@b.test"), OutgoingMail.State.QUEUED),
        (SMTPNotSupportedError("no SMTPUTF8"), OutgoingMail.State.FAILED),
        (SMTPServerDisconnected("gone"), OutgoingMail.State.QUEUED),
        (TimeoutError(), OutgoingMail.State.QUEUED),
        (ValueError("not an address"), OutgoingMail.State.FAILED),
    ],
)
def test_what_can_never_work_is_not_tried_again(queued, failing, error, state):
    failing(error)
    deliver_mails()
    queued.refresh_from_db()
    assert queued.state == state
    assert queued.error


def test_one_bad_mail_does_not_stop_the_others(queued, head_b, failing):
    other = queue(head_b, "2")
    failing(ValueError("not an address"), queued.address)
    done = deliver_mails()
    assert (done.sent, done.failed) == (1, 1)
    other.refresh_from_db()
    assert other.state == OutgoingMail.State.SENT


def test_a_server_that_drops_every_mail_is_left_alone_after_some(head_a, failing):
    for number in range(TROUBLES_IN_A_ROW + 2):
        queue(head_a, str(number))
    failing(SMTPServerDisconnected("Connection unexpectedly closed"))
    assert deliver_mails().postponed == TROUBLES_IN_A_ROW
    assert OutgoingMail.objects.filter(attempts=0).count() == 2
    assert "unexpectedly closed" in last(DELIVERY).trouble


def test_without_a_server_the_mails_wait_as_they_are(queued, settings):
    """An outage of a weekend must not use up the attempts of every mail."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "refused" in deliver_mails().trouble
    queued.refresh_from_db()
    assert (queued.state, queued.attempts) == (OutgoingMail.State.QUEUED, 0)
    since = last(DELIVERY).trouble_since
    deliver_mails()
    assert last(DELIVERY).trouble_since == since
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_mails().sent == 1
    assert (last(DELIVERY).trouble, last(DELIVERY).trouble_since) == ("", None)


def test_failed_mails_wait_again_on_a_click(queued):
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED, attempts=6)
    assert retry(OutgoingMail.objects.all()) == 1
    assert deliver_mails().sent == 1
    assert retry(OutgoingMail.objects.all()) == 0


def test_a_mail_goes_to_the_address_the_person_has_now(queued, head_a):
    head_a.email = "moi@example.test"
    head_a.save()
    deliver_mails()
    assert django_mail.outbox[0].to == ["moi@example.test"]
    queued.refresh_from_db()
    assert queued.address == "moi@example.test"


# --- Pace and order ---------------------------------------------------------------------------------------------
def test_urgent_mails_first_then_the_oldest(head_a):
    for number, kind in enumerate((DAILY, DAILY, Kind.ESCALATED)):
        mail = queue_mail(head_a, Message(f"{number}", ""), kind=kind, identity=f"{number}")
        OutgoingMail.objects.filter(pk=mail.pk).update(created_at=NOON - timedelta(hours=number))
    deliver_mails()
    assert [mail.subject for mail in django_mail.outbox] == ["2", "1", "0"]


def test_after_an_outage_the_backlog_leaves_at_a_walking_pace(head_a, settings, at_noon):
    settings.MAILS_PER_RUN, settings.MAILS_PER_MINUTE = 3, 5
    for number in range(9):
        queue(head_a, str(number))
    assert [deliver_mails().sent for _ in range(3)] == [3, 2, 0]
    at_noon.shift(timedelta(seconds=61))
    assert [deliver_mails().sent for _ in range(3)] == [3, 1, 0]


def test_a_mail_that_cannot_be_worded_anew_waits_and_lets_the_others_pass(head_a, office):
    queue(head_a)
    queue(office, "2")

    def prepare(mail):
        if mail.user == head_a:
            raise LookupError("no such word")
        return ""

    done = deliver_mails(prepare)
    assert (done.sent, done.postponed, done.failed) == (1, 1, 0)
    assert OutgoingMail.objects.get(user=head_a).error == "no such word"


# --- Quiet hours, and changed minds ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("clock", "leaves"),
    [
        ("19:59", "23 19:59"), ("20:00", "24 06:30"), ("23:59", "24 06:30"), ("00:00", "23 06:30"),
        ("06:29", "23 06:30"), ("06:30", "23 06:30"), ("07:00", "23 07:00"),
    ],
)  # fmt: skip
def test_mails_of_the_quiet_hours_wait_until_they_end(head_a, at_noon, clock, leaves):
    at_noon.move_to(datetime.combine(NOON.date(), time.fromisoformat(clock), tzinfo=NOON.tzinfo))
    mail = queue(head_a, kind=Kind.ESCALATED)
    assert f"{timezone.localtime(mail.next_attempt_at):%d %H:%M}" == leaves


def test_a_backlog_that_comes_into_the_quiet_hours_waits_too(queued, at_noon):
    at_noon.move_to(NOON.replace(hour=21))
    assert deliver_mails().sent == 0
    queued.refresh_from_db()
    assert queued.next_attempt_at == NOON.replace(day=24, hour=6, minute=30)
    assert queued.attempts == 0
    at_noon.move_to(queued.next_attempt_at)
    assert deliver_mails().sent == 1


def test_the_same_time_twice_means_no_quiet_hours():
    always = MailSettings(quiet_from=time(0), quiet_until=time(0))
    assert always.quiet_end(NOON) is None
    at_lunch = MailSettings(quiet_from=time(11, 30), quiet_until=time(13))
    assert at_lunch.quiet_end(NOON) == NOON.replace(hour=13)


@pytest.mark.parametrize("choice", [{Kind.REMINDER: How.NEVER}, {}])
def test_who_stopped_a_kind_meanwhile_gets_none_that_waited(queued, head_a, choice):
    MailSettings.objects.create(user=head_a, choices=choice)
    assert deliver_mails().cancelled == len(choice)
    queued.refresh_from_db()
    assert (queued.error == "unsubscribed") == bool(choice)


def test_nothing_to_people_who_may_no_longer_sign_in(queued, head_a):
    head_a.is_active = False
    head_a.save()
    assert deliver_mails().cancelled == 1
    assert django_mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_once(queued, monkeypatch):
    sent, inside, go_on = [], threading.Event(), threading.Event()

    def slow_send(line, message):
        sent.append(message.to)
        inside.set()
        go_on.wait(timeout=30)

    monkeypatch.setattr(Line, "send", slow_send)

    def work():
        deliver_mails()
        connection.close()

    first = threading.Thread(target=work)
    first.start()
    inside.wait(timeout=30)
    assert deliver_mails().sent == 0
    go_on.set()
    first.join(timeout=30)
    assert sent == [[queued.address]]


# --- Telling people -------------------------------------------------------------------------------------------------
def test_each_person_is_told_once_and_in_their_language(head_a, head_b):
    head_b.language = "vi"
    seen = []

    def write(user):
        seen.append(actions.translation.get_language())
        return MESSAGE

    assert notify([head_a, head_b, head_a], path="/", write=write) == 2
    assert seen == ["en", "vi"]


@pytest.mark.parametrize(
    ("kind", "choice", "mails", "waits"),
    [
        (Kind.ESCALATED, None, 1, False),
        (Kind.NEW_WORK, None, 0, True),
        (Kind.ESCALATED, How.DIGEST, 0, True),
        (Kind.ESCALATED, How.NEVER, 0, False),
        (Kind.NEW_WORK, How.AT_ONCE, 1, False),
    ],
)
def test_by_mail_as_the_person_wants_it_in_the_inbox_always(head_a, settings, kind, choice, mails, waits):
    settings.SITE_URL = "https://doi-thoai.example"
    if choice:
        MailSettings.objects.create(user=head_a, choices={kind: choice})
    notify([head_a], kind=kind, path="/assignments/1/", write=lambda user: Message("Việc <b>", "Lý do <i>"))
    line = Notification.objects.get()
    assert (line.kind, line.waits_for_digest) == (kind, waits)
    assert OutgoingMail.objects.count() == mails
    if mails:
        assert line.mail.is_urgent == (kind == Kind.ESCALATED)
        assert "Việc &lt;b&gt;" in line.mail.html
        assert "Lý do <i>" in line.mail.text
        for part in (line.mail.html, line.mail.text):
            assert "https://doi-thoai.example/assignments/1/" in part
            assert "https://doi-thoai.example/notifications/unsubscribe/" in part
