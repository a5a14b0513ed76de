"""Building and sending 10,000 digests, beside bare smtplib. Imported when Django is set up."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from assignments.reminder_sending import send
from assignments.tasks import deliver_mails
from dev.bench import Row, Wanted
from dev.folders import ROOT
from dev.ports import HOST
from dev.reminder_figures import Figure, peak_mb
from dev.reminder_scene import build
from dev.talk import step
from notifications.delivery import as_message
from notifications.models import OutgoingMail

PEOPLE = 10_000
WORKS = 3
ROUNDS = 5
FLOOR_MAILS = 500
WANTED_GROWTH_MB = 30
SAMPLES = 200


def digest_figures() -> list[Figure]:
    with step(f"Writing {PEOPLE:,} people with {WORKS} reminders each"):
        build(PEOPLE, name="digest", works=WORKS)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    reverse("home")  # loads every view, which is no growth
    before = peak_mb()
    begun = time.perf_counter()
    made = send(timezone.localdate(), by_hand=True).people
    building = time.perf_counter() - begun
    with sink() as port, through(port):
        ours, floor = in_turn(port)
    row = Row.of("delivery", ours, floor, Wanted())
    grown = peak_mb() - before
    left = OutgoingMail.objects.exclude(state=OutgoingMail.State.SENT).count()
    return [
        Figure("digests built", f"{made:,}", f"{PEOPLE:,}", made == PEOPLE),
        Figure("building, with inbox lines and marks", f"{made / building:,.0f}/s"),
        Figure("digests not delivered", str(left), "0", left == 0),
        Figure("delivery, a locked transaction each", f"{1 / row.ours:,.0f}/s"),
        Figure("bare smtplib, the same messages", f"{1 / row.floor:,.0f}/s"),
        Figure("ratio, median of pairs", f"{row.ratio:.2f}"),
        Figure("memory grown", f"{grown:.1f} MB", f"< {WANTED_GROWTH_MB} MB", grown < WANTED_GROWTH_MB),
    ]


def in_turn(port: int) -> tuple[list[float], list[float]]:
    """Seconds a mail, each time: ours through the outbox, and the same messages without it."""
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).select_related("user")
    prepared = [(mail.address, flat(mail)) for mail in waiting[:SAMPLES]]
    ours, floor = [], []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        bare(port, prepared)
        floor.append((time.perf_counter() - begun) / FLOOR_MAILS)
        begun = time.perf_counter()
        deliver_mails()
        ours.append((time.perf_counter() - begun) * ROUNDS / PEOPLE)
    return ours, floor


def flat(mail: OutgoingMail) -> bytes:
    lines: bytes = as_message(mail).message().as_bytes()
    return lines.replace(b"\n", b"\r\n")


def bare(port: int, prepared: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP(HOST, port) as line:
        for address, content in islice(cycle(prepared), FLOOR_MAILS):
            line.sendmail(settings.DEFAULT_FROM_EMAIL, [address], content)


@contextmanager
def sink() -> Iterator[int]:
    """In a process of its own, so that neither side waits for the other's interpreter."""
    command = [sys.executable, "-m", "dev.mail_sink"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        told = process.stdout.readline() if process.stdout else ""
        yield int(told)
        process.communicate()


def through(port: int) -> override_settings:
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST=HOST,
        EMAIL_PORT=port,
        MAILS_PER_RUN=PEOPLE // ROUNDS,
        MAILS_PER_MINUTE=PEOPLE,
    )
