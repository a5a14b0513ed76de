"""Mails leave after the commit, once, are tried again with patience, and fail visibly."""

import threading
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.utils import timezone

from notifications import actions
from notifications.actions import BACKOFF_MINUTES, Message, deliver, notify, queue_mail, retry
from notifications.models import Notification, OutgoingMail
from notifications.tasks import deliver_mails

MESSAGE = Message("Nhắc việc", "Nội dung", "<p>Nội dung</p>")


@pytest.fixture
def queued(head_a):
    return queue_mail(head_a, MESSAGE)


@pytest.fixture
def failing(monkeypatch):
    def fail_with(error):
        def send(mail):
            raise error

        monkeypatch.setattr(actions, "_send", send)

    return fail_with


def test_a_mail_leaves_with_both_parts_and_its_message_id(queued):
    assert deliver(queued.pk)
    sent = django_mail.outbox[0]
    assert sent.to == [queued.address]
    assert sent.extra_headers["Message-ID"] == queued.message_id
    assert sent.alternatives[0].mimetype == "text/html"
    queued.refresh_from_db()
    assert queued.state == OutgoingMail.State.SENT
    assert queued.sent_at is not None


def test_never_a_second_time(queued):
    assert deliver(queued.pk)
    assert not deliver(queued.pk)
    assert deliver_mails() == 0
    assert len(django_mail.outbox) == 1


def test_a_rolled_back_transaction_leaves_no_mail(head_a):
    @transaction.atomic
    def something_that_fails():
        queue_mail(head_a, MESSAGE)
        notify([head_a], path="/", write=lambda user: MESSAGE)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        something_that_fails()
    assert not OutgoingMail.objects.exists()
    assert not Notification.objects.exists()


def test_nobody_without_an_address(head_a):
    head_a.email = ""
    assert queue_mail(head_a, MESSAGE) is None


def test_a_passing_trouble_is_tried_again_later_and_in_the_end_given_up(queued, failing):
    failing(SMTPServerDisconnected("try later"))
    for minutes in BACKOFF_MINUTES:
        assert not deliver(queued.pk)
        queued.refresh_from_db()
        assert queued.state == OutgoingMail.State.QUEUED
        wait = queued.next_attempt_at - timezone.now()
        assert timedelta(minutes=minutes - 1) < wait <= timedelta(minutes=minutes)
        assert not deliver(queued.pk), "not before its time"
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert not deliver(queued.pk)
    queued.refresh_from_db()
    assert queued.state == OutgoingMail.State.FAILED
    assert queued.attempts == len(BACKOFF_MINUTES) + 1
    assert "try later" in queued.error


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SMTPRecipientsRefused({"a@b.test": (550, b"no such mailbox")}), OutgoingMail.State.FAILED),
        (SMTPRecipientsRefused({"a@b.test": (451, b"greylisted")}), OutgoingMail.State.QUEUED),
        (SMTPDataError(554, b"refused"), OutgoingMail.State.FAILED),
        (SMTPDataError(452, b"full"), OutgoingMail.State.QUEUED),
        (ConnectionRefusedError(), OutgoingMail.State.QUEUED),
        (TimeoutError(), OutgoingMail.State.QUEUED),
        (ValueError("not an address"), OutgoingMail.State.FAILED),
    ],
)
def test_what_can_never_work_is_not_tried_again(queued, failing, error, state):
    failing(error)
    assert not deliver(queued.pk)
    queued.refresh_from_db()
    assert queued.state == state


def test_one_bad_mail_does_not_stop_the_others(queued, head_b, monkeypatch):
    other = queue_mail(head_b, MESSAGE)
    send = actions._send

    def fail_for_one(mail):
        if mail == queued:
            raise ValueError
        send(mail)

    monkeypatch.setattr(actions, "_send", fail_for_one)
    assert deliver_mails() == 1
    other.refresh_from_db()
    assert other.state == OutgoingMail.State.SENT


def test_failed_mails_wait_again_on_a_click(queued):
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED, attempts=6)
    assert retry(OutgoingMail.objects.all()) == 1
    assert deliver_mails() == 1
    assert retry(OutgoingMail.objects.all()) == 0


def test_trying_again_uses_the_corrected_address(queued, head_a):
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED)
    head_a.email = "moi@example.test"
    head_a.save()
    retry(OutgoingMail.objects.all())
    deliver_mails()
    assert django_mail.outbox[0].to == ["moi@example.test"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail_once(queued, monkeypatch):
    sent, inside, go_on = [], threading.Event(), threading.Event()

    def slow_send(mail):
        sent.append(mail.pk)
        inside.set()
        go_on.wait(timeout=30)

    monkeypatch.setattr(actions, "_send", slow_send)

    def work():
        deliver_mails()
        connection.close()

    first = threading.Thread(target=work)
    first.start()
    inside.wait(timeout=30)
    assert deliver_mails() == 0
    go_on.set()
    first.join(timeout=30)
    assert sent == [queued.pk]


def test_each_person_is_told_once_and_in_their_language(head_a, head_b):
    head_b.language = "vi"
    seen = []

    def write(user):
        seen.append(actions.translation.get_language())
        return MESSAGE

    assert notify([head_a, head_b, head_a], path="/", write=write) == 2
    assert seen == ["en", "vi"]
