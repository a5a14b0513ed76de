"""How work comes into being and gets its title: rows with their entries, for one as for ten thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

from accounts.models import User
from assignments.models import Assignment, HistoryEntry
from assignments.workflow import State
from assignments.writing import entry
from conferences.models import Conference, Task
from units.models import Unit

AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class New:
    """Of a task with its unit: assigned. Of a recommendation, or where no unit is known: received."""

    conference: Conference
    title: str
    task: Task | None = None
    unit: Unit | None = None
    due_on: date | None = None
    due_phrase: str = ""


@transaction.atomic
def create_assignments(new: Iterable[New], *, by: User) -> list[Assignment]:
    """The only way in. Tells nobody: the caller knows whether that is one line or none."""
    rows = [unsaved(one) for one in new]
    store(rows, [_created(row, by) for row in rows])
    return rows


def store(rows: list[Assignment], entries: list[HistoryEntry]) -> None:
    """New rows with the entries that say where they come from; nothing else writes them past `save()`."""
    for row in rows:
        row.prepare()
    Assignment.objects.bulk_create(rows, batch_size=AT_ONCE)
    HistoryEntry.objects.bulk_create(entries, batch_size=AT_ONCE)


def reword(rows: Sequence[Assignment], titles: Sequence[str], entries: list[HistoryEntry]) -> None:
    """What they answer was corrected: the titles follow. Rows are locked by the caller."""
    renamed = []
    for row, title in zip(rows, titles, strict=True):
        if row.title != title:
            row.title = title
            row.prepare()
            renamed.append(row)
    Assignment.objects.bulk_update(renamed, ("title", "search_text"), batch_size=AT_ONCE)
    HistoryEntry.objects.bulk_create(entries, batch_size=AT_ONCE)


def unsaved(new: New, **fields: Any) -> Assignment:
    """`fields` where it comes in as something else than fresh work (`actions_load`)."""
    values = {
        "kind": Assignment.Kind.TASK if new.task else Assignment.Kind.RECOMMENDATION,
        "conference": new.conference,
        "task": new.task,
        "unit": new.unit,
        "title": capfirst(new.title)[:300],
        "state": State.ASSIGNED if new.unit else State.RECEIVED,
        "due_on": new.due_on,
        "due_phrase": new.due_phrase,
        "assigned_at": timezone.now() if new.unit else None,
    }
    return Assignment(**values | fields)


def _created(row: Assignment, by: User) -> HistoryEntry:
    changes = {
        "unit": ["", row.unit.name if row.unit else ""],
        "due_on": ["", row.due_on.isoformat() if row.due_on else ""],
    }
    told = {name: pair for name, pair in changes.items() if pair[1]}
    return entry(row, verb="create", by=by, changes=told)
