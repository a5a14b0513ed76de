"""The runs of `make chaos`. Imported when Django is set up."""

import json
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from redis import Redis

from assignments.models import Reminder
from dev.folders import VAR
from dev.forge import Forge
from dev.mail_sink import Accepted, Sink
from dev.reminder_scene import build
from dev.talk import say
from notifications.models import Notification, OutgoingMail

PEOPLE = 1000
KILLS = 50
KILLS_WHILE_MAKING = 10
PEOPLE_OF_CELERY = 400
PATIENCE_SECONDS = 90
CHANCE = random.SystemRandom()


@dataclass(frozen=True)
class Outcome:
    """`doubles`: accepted a second time with the same Message-ID; `kills`: what may excuse them."""

    name: str
    people: int
    kills: int
    accepted: int
    doubles: int
    lost: int
    two_mails: int
    two_lines: int
    seconds: float

    @property
    def ok(self) -> bool:
        return not (self.lost or self.two_mails or self.two_lines) and self.doubles <= self.kills


def run(sink: Sink) -> bool:
    """Whether a promise was broken."""
    call_command("migrate", verbosity=0)
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    outcomes = [
        measured(sink, f"{KILLS} killed between acceptance and commit", PEOPLE, killed_in_the_gap),
        measured(
            sink, f"{KILLS_WHILE_MAKING} killed at any moment, two at once", PEOPLE, killed_at_any_moment
        ),
        measured(sink, "two workers, two beats, Redis flushed, one killed", PEOPLE_OF_CELERY, celery_itself),
    ]
    for row in outcomes:
        say(
            f"{row.name:52} people {row.people}  kills {row.kills}  accepted {row.accepted}  "
            f"doubles {row.doubles}  lost {row.lost}  two mails {row.two_mails}  two lines {row.two_lines}  "
            f"{row.seconds:.0f} s  {'ok' if row.ok else 'BROKEN'}"
        )
    target = VAR / "bench" / "chaos.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(row) | {"ok": row.ok} for row in outcomes], indent=1))
    return not all(row.ok for row in outcomes)


def measured(sink: Sink, name: str, number: int, run: Callable[[Sink], int]) -> Outcome:
    people = build(number, name=run.__name__.replace("_", "-"))
    sink.accepted.clear()
    begun = time.monotonic()
    kills = run(sink)
    got = sink.ids_by_address
    lines = Notification.objects.filter(user__in=people).values_list("user", flat=True)
    return Outcome(
        name=name,
        people=number,
        kills=kills,
        accepted=len(sink.accepted),
        doubles=sum(len(ids) - len(set(ids)) for ids in got.values()),
        lost=number - len(got) + Reminder.objects.filter(sent_at__isnull=True).count(),
        two_mails=sum(len(set(ids)) > 1 for ids in got.values()),
        two_lines=len(lines) - len(set(lines)),
        seconds=time.monotonic() - begun,
    )


def killed_in_the_gap(sink: Sink) -> int:
    chosen = set(CHANCE.sample(range(1, PEOPLE), KILLS))
    with Forge({}) as worker:

        def kill_sometimes(mail: Accepted) -> None:
            if len(sink.accepted) in chosen:
                worker.kill()

        sink.on_accept = kill_sometimes
        ended_well = False
        while not ended_well:
            worker.begin("everything")
            ended_well = worker.end() == 0
    sink.on_accept = ignore
    return KILLS


def killed_at_any_moment(sink: Sink) -> int:
    kills = 0
    with Forge({}) as first, Forge({}) as second:
        for number in range(KILLS_WHILE_MAKING):
            for worker in (first, second):
                worker.begin("everything")
            time.sleep(CHANCE.uniform(0.02, 0.3))
            victims = (first, second) if number % 2 else (first,)
            kills += sum(worker.kill() for worker in victims)
            for worker in (first, second):
                worker.end()
        first.begin("everything")
        first.end()
    return kills


def celery_itself(sink: Sink) -> int:
    redis = Redis.from_url(settings.REDIS_URL)
    with tempfile.TemporaryDirectory() as folder, processes(Path(folder)) as workers:
        wait_until(lambda: len(sink.accepted) > PEOPLE_OF_CELERY // 4)
        redis.flushall()
        wait_until(lambda: len(sink.accepted) > PEOPLE_OF_CELERY // 2)
        os.kill(workers[0].pid, signal.SIGKILL)
        redis.flushall()
        wait_until(lambda: not OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).exists())
        wait_until(lambda: not Reminder.objects.filter(sent_at__isnull=True).exists())
    redis.close()
    return 1


@contextmanager
def processes(folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two workers that do one thing at a time, and two beats; the workers come first."""
    celery = [sys.executable, "-m", "celery", "-A", "dev.chaos_celery"]
    commands = [
        [*celery, "worker", "--pool", "solo", "--hostname", f"chaos{n}@%h", "--loglevel", "ERROR"]
        for n in "12"
    ]
    commands += [
        [*celery, "beat", "--schedule", str(folder / f"beat-{n}"), "--loglevel", "ERROR"] for n in "12"
    ]
    started = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)


def ignore(mail: Accepted) -> None:
    """A worker that may live."""
