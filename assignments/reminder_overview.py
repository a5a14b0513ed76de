"""Above the office's list of reminders: today's run in numbers, and whether the machinery works."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from celery import current_app
from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from assignments.filters_reminders import ReminderFilter
from assignments.models import Reminder, ReminderRule, ReminderStop
from assignments.orphans import orphans
from assignments.reminders import Outcome, step_in_words, units_nobody_is_reminded_for, with_outcome
from notifications.heartbeats import DELIVERY, REMINDERS, last, stands_still
from notifications.models import Heartbeat, OutgoingMail
from workdays.calendars import gap

# A worker that lives answers in less.
PING_SECONDS = 0.5
FAILED_SHOWN = 20


@dataclass(frozen=True)
class Cell:
    """A number and the list that it counts."""

    count: int
    url: str


@dataclass(frozen=True)
class Machinery:
    """`worker_answers` is asked only when the delivery stands still: then worker or beat is the culprit."""

    delivery: Heartbeat | None
    reminders: Heartbeat | None
    stands_still: bool
    worker_answers: bool
    next_run: datetime
    waiting: int
    oldest: datetime | None


def overview(today: date) -> dict[str, object]:
    rules = ReminderRule.objects.filter(is_active=True)
    told = Reminder.objects.filter(sent_at__date=today)
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).select_related("user")
    return {
        "today": today,
        "cells": cells(today),
        "people": told.aggregate(people=Count("recipient", distinct=True))["people"],
        "machinery": machinery(),
        "failed_mails": failed[:FAILED_SHOWN],
        "failed_count": failed.count(),
        "stops": ReminderStop.objects.in_force().select_related(
            "reminder__assignment", "assignment", "recipient"
        ),
        "nobody": units_nobody_is_reminded_for(today),
        "orphan_count": orphans(today).count,
        "gap": gap(today),
        "rules": [(step_in_words(rule.offset, rule.counts), rule.get_audience_display()) for rule in rules],
    }


def cells(today: date) -> dict[str, Cell]:
    day, tomorrow = f"{today:%d/%m/%Y}", f"{today + timedelta(days=1):%d/%m/%Y}"
    return {
        "due": cell(outcome=Outcome.PLANNED, until=day),
        "coming": cell(outcome=Outcome.PLANNED, since=tomorrow),
        "sent": cell(outcome=Outcome.SENT, on=day),
        "failed": cell(outcome=Outcome.FAILED),
        "cancelled": cell(outcome=Outcome.CANCELLED, on=day),
    }


def cell(**query: str) -> Cell:
    """Counted by the filter of the list itself, so number and list cannot differ."""
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in query.items()})
    found = ReminderFilter(asked, queryset=with_outcome(Reminder.objects.order_by())).qs
    return Cell(found.count(), f"{reverse('assignments:reminders')}?{asked.urlencode()}#results")


def machinery() -> Machinery:
    delivery = last(DELIVERY)
    queued = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED)
    outbox = queued.aggregate(waiting=Count("pk"), oldest=Min("created_at"))
    still = stands_still(delivery, waiting_since=outbox["oldest"])
    return Machinery(
        delivery=delivery,
        reminders=last(REMINDERS),
        stands_still=still,
        worker_answers=still and worker_answers(),
        next_run=next_run(),
        **outbox,
    )


def worker_answers() -> bool:
    try:
        return bool(current_app.control.ping(timeout=PING_SECONDS))
    except OSError:  # kombu's errors of the connection are OSErrors: without Redis nobody can be asked
        return False


def next_run() -> datetime:
    now = timezone.localtime()
    schedule: Any = copy(settings.CELERY_BEAT_SCHEDULE["send-reminders"]["schedule"])
    schedule.nowfun = lambda: now
    left: timedelta = schedule.remaining_estimate(now)
    return now + left


# --- By person, by work -----------------------------------------------------------------------------------
GROUPS = {
    "person": ("recipient", "recipient__full_name", "recipient__sort_key"),
    "work": ("assignment", "assignment__title", "assignment__due_on"),
}


def grouped(reminders: QuerySet[Reminder], group: str) -> QuerySet[Any, dict[str, Any]]:
    """A row for each person or assignment, with how many of each outcome."""
    pk, name, order = GROUPS[group]
    counts = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome}
    rows = reminders.order_by().values(group_pk=F(pk), group_name=F(name))
    counted = rows.annotate(**counts, order=F(order)).order_by("order", "group_pk")
    return cast("QuerySet[Any, dict[str, Any]]", counted)
