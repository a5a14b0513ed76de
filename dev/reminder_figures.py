"""The figures of `make bench-reminders`. Imported when Django is set up."""

import json
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assignments.models import ReminderRule
from assignments.reminder_planning import (
    AHEAD_DAYS,
    AUDIENCES,
    CATCH_UP_DAYS,
    day_for,
    plan,
)
from assignments.workflow import WITH_UNIT
from conferences.models import Conference
from dev.folders import ROOT
from dev.talk import say, step
from units.models import Membership, Unit
from workdays.arithmetic import Calendar
from workdays.calendars import calendar

ASSIGNMENTS = 1_000_000
# Deadlines are spread so widely that about 30,000 reminders are due at once.
SPREAD_DAYS = 11_200
UNITS = 30
ROUNDS = 5
WANTED_RATIO = 1.5
WANTED_GROWTH_MB = 20

SEED = """
INSERT INTO assignments_assignment (kind, conference_id, unit_id, title, search_text, state, due_on,
    original_due_on, due_phrase, percent, result, assigned_at, version, created_at)
SELECT 'recommendation', %(conference)s, (%(units)s::bigint[])[1 + n %% array_length(%(units)s::bigint[], 1)],
    'Kiến nghị ' || n, 'kien nghi ' || n, 'in_progress', %(first)s::date + (n %% %(spread)s)::int,
    %(first)s::date + (n %% %(spread)s)::int, '', 0, '', %(long_ago)s, 1, %(long_ago)s
FROM generate_series(1, %(count)s) n
"""
# What no planning can do without: the rows of one rule, for people found by their role alone.
BARE = """
INSERT INTO assignments_reminder (assignment_id, rule_id, step, counts, due_on, recipient_id, channel,
    planned_for, created_at, cancelled_why)
SELECT a.id, %(rule)s, %(step)s, %(counts)s, a.due_on, m.user_id, 'both', a.due_on, %(now)s, ''
FROM assignments_assignment a
JOIN units_membership m ON m.role = ANY(%(roles)s) AND (m.unit_id = a.unit_id OR m.unit_id = %(ministry)s)
WHERE a.state = ANY(%(states)s) AND a.due_on BETWEEN %(first)s AND %(last)s
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Figure:
    name: str
    value: str
    wanted: str = ""
    ok: bool = True


def run() -> bool:
    """Whether a wanted figure was missed."""
    with step("Making the tables"):
        call_command("migrate", verbosity=0)
    with step(f"Writing {ASSIGNMENTS:,} open assignments"):
        today = seed()
    figures = measured(today)
    for figure in figures:
        verdict = "" if not figure.wanted else "ok" if figure.ok else "MISSED"
        say(f"{figure.name:46}{figure.value:>14}  {figure.wanted:<10} {verdict}")
    target = ROOT / "var" / "bench" / "reminders.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(figure) for figure in figures], indent=1))
    return not all(figure.ok for figure in figures)


def seed() -> date:
    """A ministry with 30 units, a head and two officers each, and a working day as today."""
    since, today = date(2020, 1, 1), calendar().on_or_after(timezone.localdate())
    ministry = Unit.objects.create(name="Bộ", kind=Unit.Kind.MINISTRY, valid_from=since)
    people = [(Role.OFFICE, ministry), (Role.OFFICE, ministry), (Role.LEADERSHIP, ministry)]
    for number in range(UNITS):
        unit = Unit.objects.create(
            name=f"Đơn vị {number}", kind=Unit.Kind.AGENCY, parent=ministry, valid_from=since
        )
        people += [(Role.UNIT_HEAD, unit), (Role.UNIT_OFFICER, unit), (Role.UNIT_OFFICER, unit)]
    for number, (role, unit) in enumerate(people):
        user = User.objects.create(username=f"n{number}", full_name=f"Người {number}")
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=since)
    conference = Conference.objects.create(
        host=ministry, title="Hội nghị", held_on=since, created_by=User.objects.earliest("pk")
    )
    values: dict[str, Any] = {
        "conference": conference.pk,
        "units": list(Unit.objects.exclude(pk=ministry.pk).values_list("pk", flat=True)),
        "first": today - timedelta(days=60),
        "spread": SPREAD_DAYS,
        "count": ASSIGNMENTS,
        "long_ago": timezone.now() - timedelta(days=400),
    }
    with connection.cursor() as cursor:
        cursor.execute(SEED, values)
        cursor.execute("VACUUM ANALYZE")
    return today


def measured(today: date) -> list[Figure]:
    """Ours and the floor in turn: the speed of a shared machine changes while one looks."""
    ours, floor, rows = [], [], (0, 0)
    memory = 0.0
    for number in range(ROUNDS):
        empty_ledger()
        bare_seconds, bare_rows = timed(lambda: bare(today))
        empty_ledger()
        plan_seconds, plan_rows = timed(lambda: plan(today))
        ours.append(plan_seconds)
        floor.append(bare_seconds)
        rows = (plan_rows, bare_rows)
        if number == 0:
            memory = peak_mb()
    again, inserted = timed(lambda: plan(today))
    ratio = statistics.median(a / b for a, b in zip(ours, floor, strict=True))
    grown = peak_mb() - memory
    return [
        Figure("reminders planned, of 1,000,000 assignments", f"{rows[0]:,}", "> 25,000", rows[0] > 25_000),
        Figure("the bare statement plans", f"{rows[1]:,}"),
        Figure("planning, median", f"{statistics.median(ours):.3f} s"),
        Figure("bare statement, median", f"{statistics.median(floor):.3f} s"),
        Figure("ratio, median of pairs", f"{ratio:.2f}", f"<= {WANTED_RATIO}", ratio <= WANTED_RATIO),
        Figure("second run", f"{again:.3f} s"),
        Figure("second run plans", str(inserted), "0", inserted == 0),
        Figure(
            "memory grown in later rounds",
            f"{grown:.1f} MB",
            f"< {WANTED_GROWTH_MB} MB",
            grown < WANTED_GROWTH_MB,
        ),
    ]


def bare(today: date) -> int:
    """The same rules and deadlines, without days off, grounds for cancelling, people who left."""
    days, ministry = calendar(), Unit.objects.get(parent=None)
    rows = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for rule in ReminderRule.objects.filter(is_active=True):
            reach = AUDIENCES[rule.audience]
            first, last = window(rule, today, days)
            values: dict[str, Any] = {
                "rule": rule.pk,
                "step": rule.offset,
                "counts": rule.counts,
                "now": timezone.now(),
                "roles": [*reach.in_unit, *reach.at_ministry],
                "ministry": ministry.pk if reach.at_ministry else None,
                "states": list(WITH_UNIT),
                "first": first,
                "last": last,
            }
            cursor.execute(BARE, values)
            rows += cursor.rowcount
    return rows


def window(rule: ReminderRule, today: date, days: Calendar) -> tuple[date, date]:
    """The first and last deadline of which the rule reminds now."""
    first, last = today - timedelta(days=CATCH_UP_DAYS), today + timedelta(days=AHEAD_DAYS)
    near = [today + timedelta(days=number) for number in range(-90, 91)]
    due = [day for day in near if first <= day_for(rule, day, days) <= last]
    return due[0], due[-1]


def timed(work: Callable[[], int]) -> tuple[float, int]:
    begun = time.perf_counter()
    rows = work()
    return time.perf_counter() - begun, rows


def empty_ledger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE assignments_reminder CASCADE")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
