"""Whatever breaks, each person gets each message once: on the real PostgreSQL, Redis and a real mail server.

`make chaos` runs the first of these at full size, with real Celery workers and beats besides.
"""

import threading
from smtplib import SMTP

import pytest
from celery.contrib.testing.worker import start_worker
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from redis import Redis

from assignments.models import Reminder
from assignments.reminder_sending import sweep
from assignments.tasks import deliver_mails
from dialogue_tracker.celery import app as celery_app
from notifications.delivery import BACKOFF_MINUTES
from notifications.heartbeats import DELIVERY, last
from notifications.models import Digest, Notification, OutgoingMail

State = OutgoingMail.State


def states():
    return sorted(OutgoingMail.objects.values_list("state", flat=True))


def each_got_one(sink, people, *, doubles=0):
    """Nobody nothing, nobody two different mails; so many were accepted a second time, with the same id."""
    got = sink.ids_by_address
    assert set(got) == {user.email for user in people}
    assert all(len(set(ids)) == 1 for ids in got.values())
    assert len(sink.accepted) - len(people) <= doubles
    assert Notification.objects.filter(user__in=people).count() == len(people)
    assert not Reminder.objects.filter(sent_at__isnull=True).exists()
    assert set(states()) == {State.SENT}


def test_a_worker_killed_between_the_servers_acceptance_and_the_commit(forge, sink, remind_many):
    """At most one double for each kill, and no double with another Message-ID."""
    people = remind_many(60)
    sweep(timezone.localdate(), by_hand=True)
    kills = [3, 9, 10, 31, 62]
    with forge() as worker:
        sink.on_accept = lambda mail: worker.kill() if len(sink.accepted) in kills else None
        ends = []
        while not ends or ends[-1]:
            worker.begin("deliver")
            ends.append(worker.end())
    assert ends == [-9] * len(kills) + [0]
    each_got_one(sink, people, doubles=len(kills))
    assert len(sink.accepted) == len(people) + len(kills)


def test_a_worker_killed_while_it_makes_the_digests(forge, sink, remind_many):
    """Fifty people are one transaction: all of it or nothing, and the next worker goes on."""
    people = remind_many(120)
    with forge() as worker:
        for _ in range(3):
            made = Digest.objects.count()
            worker.begin("send")
            deadline = threading.Event()
            while Digest.objects.count() == made and not deadline.wait(0.002):
                if Digest.objects.count() == len(people):
                    break
            worker.kill()
            worker.end()
            told = Reminder.objects.filter(sent_at__isnull=False).count()
            assert (
                told == OutgoingMail.objects.count() == Notification.objects.filter(user__in=people).count()
            )
        worker.begin("everything")
        assert worker.end() == 0
    each_got_one(sink, people)


def test_two_workers_and_two_beats_at_once(forge, sink, remind_many):
    people = remind_many(120)
    with forge() as first, forge() as second:
        for _ in range(2):
            for worker in (first, second):
                worker.begin("everything")
            assert [worker.end() for worker in (first, second)] == [0, 0]
    each_got_one(sink, people)


def test_a_server_that_refuses_hangs_and_drops_for_some(sink, remind_many):
    people = remind_many(12)
    answers = ["550 5.1.1 no such mailbox", "451 4.7.1 greylisted", "hang", "drop", "421 4.3.2 too busy"]
    sink.answers = {user.email: answer for user, answer in zip(people, answers, strict=False)}
    sink.once = True
    sweep(timezone.localdate(), by_hand=True)
    deliver_mails()
    deliver_mails()
    assert len(sink.ids_by_address) == len(people) - len(answers), "the others have theirs"
    assert states().count(State.FAILED) == 1
    OutgoingMail.objects.filter(state=State.QUEUED).update(next_attempt_at=timezone.now())
    deliver_mails()
    assert set(sink.ids_by_address) == {user.email for user in people[1:]}
    assert len(sink.accepted) == len(people) - 1
    failed = OutgoingMail.objects.get(state=State.FAILED)
    assert "no such mailbox" in failed.error


def test_one_connection_for_a_run(sink, remind_many):
    remind_many(30)
    sweep(timezone.localdate(), by_hand=True)
    deliver_mails()
    assert (len(sink.accepted), sink.connections) == (30, 1)


def test_a_server_that_is_away_uses_up_no_attempts(sink, remind_many, settings):
    people = remind_many(5)
    sweep(timezone.localdate(), by_hand=True)
    settings.EMAIL_PORT = 9
    for _ in range(len(BACKOFF_MINUTES) + 2):
        deliver_mails()
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}
    assert last(DELIVERY).trouble
    settings.EMAIL_PORT = sink.port
    deliver_mails()
    each_got_one(sink, people)


def test_redis_flushed_in_the_middle(sink, remind_many, monkeypatch):
    """What the broker forgets, the next beat asks for again: rows wait, not messages."""
    people = remind_many(20)
    sweep(timezone.localdate(), by_hand=True)
    redis = Redis.from_url(django_settings.REDIS_URL)
    deliver_mails.delay()
    redis.flushall()
    deliver = SMTP.sendmail
    flushed = []

    def flush_once(*args, **kwargs):
        if len(sink.accepted) == 10 and not flushed:
            flushed.append(redis.flushall())
        return deliver(*args, **kwargs)

    monkeypatch.setattr(SMTP, "sendmail", flush_once)
    celery_app.loader.import_default_modules()
    with start_worker(celery_app, perform_ping_check=False, pool="solo", loglevel="CRITICAL"):
        deliver_mails.delay()
        wait_until(lambda: states().count(State.SENT) == len(people))
        deliver_mails.delay()
    assert flushed
    redis.close()
    each_got_one(sink, people)


def wait_until(is_so, seconds=20):
    waiter = threading.Event()
    for _ in range(seconds * 50):
        if is_so():
            return
        waiter.wait(0.02)
    pytest.fail("It did not come about.")


def test_what_is_rolled_back_never_leaves(sink, remind_many):
    people = remind_many(3)
    with transaction.atomic():
        sweep(timezone.localdate(), by_hand=True)
        transaction.set_rollback(True)
    deliver_mails()
    assert sink.accepted == []
    sweep(timezone.localdate(), by_hand=True)
    deliver_mails()
    each_got_one(sink, people)
