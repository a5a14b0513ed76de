"""The past as an old list tells it: work that comes into being in the state it had.

The sibling of the door for what nobody here did: it takes only states that the workflow leaves work in,
asks for what the verbs on the way there ask for, and leaves the persons empty instead of naming the clerk
who loads. Nobody is told, and reminders start on the day of the load: `assigned_at`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions_new import AT_ONCE, New, store, unsaved
from assignments.models import Assignment, HistoryEntry
from assignments.terms import last_day_in_time
from assignments.workflow import State
from assignments.writing import Refused, entry, names
from dialogue_tracker.vietnamese import nfc
from units.models import Unit

# Where work can stand without an account here having acted: not in somebody's hands for a decision.
LOADABLE = (State.RECEIVED, State.ASSIGNED, State.IN_PROGRESS, State.DONE, State.WITHDRAWN)
WITHOUT_UNIT = (State.RECEIVED, State.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Past:
    """`result` of what is withdrawn is the reason. `came_from`: who had it, where `unit` goes on for it."""

    new: New
    state: str
    result: str = ""
    done_on: date | None = None
    supporting: tuple[Unit, ...] = field(default=())
    came_from: Unit | None = None
    source: str = ""
    old_number: str = ""


def faults(past: Past, *, today: date) -> dict[str, str]:
    """What contradicts itself, by field, in sentences for people; the dry run and the write ask the same."""
    found = {}
    held_on, due_on = past.new.conference.held_on, past.new.due_on
    if past.state not in LOADABLE:
        states = ", ".join(f"“{state.label}”" for state in LOADABLE)
        found["state"] = _("Work cannot be loaded in this state. Use one of: %(states)s.") % {
            "states": states
        }
    if past.state not in WITHOUT_UNIT and past.new.unit is None:
        found["unit"] = _("Name the unit that leads, or leave the state empty.")
    if past.state == State.RECEIVED and past.new.unit:
        found["state"] = _("A unit leads this, so it is assigned already. Give another state or no unit.")
    if due_on and due_on < held_on:
        found["due_on"] = _before(held_on)
    if past.state == State.DONE:
        found |= _faults_of_done(past, held_on, today)
    elif past.done_on:
        found["done_on"] = _("Only work that is done has a day on which it was done. Clear one of the two.")
    if past.state == State.WITHDRAWN and not past.result.strip():
        found["result"] = _("Write why it was withdrawn; it stays in the history.")
    return found


def _faults_of_done(past: Past, held_on: date, today: date) -> dict[str, str]:
    found = {}
    if past.done_on is None:
        found["done_on"] = _("Give the day on which it was done: whether it was late is worked out from it.")
    elif past.done_on < held_on:
        found["done_on"] = _before(held_on)
    elif past.done_on > today:
        found["done_on"] = _("This day is still to come, so the work cannot be done yet.")
    if not past.result.strip():
        found["result"] = _("Write what was achieved.")
    return found


def _before(held_on: date) -> str:
    day = date_format(held_on, "SHORT_DATE_FORMAT")
    return _("The conference was held on %(day)s; the day must not lie before it.") % {"day": day}


@transaction.atomic
def load(pasts: Iterable[Past], *, by: User) -> list[Assignment]:
    """Who may is asked by the caller, once for the whole list."""
    today = timezone.localdate()
    pasts = list(pasts)
    for past in pasts:
        if found := faults(past, today=today):
            raise Refused(f"{past.source}: {' '.join(found.values())}")
    rows = [_row(past) for past in pasts]
    store(rows, [_entry(past, row, by) for past, row in zip(pasts, rows, strict=True)])
    through = Assignment.supporting_units.through
    supporting = [
        through(assignment=row, unit=unit)
        for past, row in zip(pasts, rows, strict=True)
        for unit in past.supporting
        if unit.pk != row.unit_id
    ]
    through.objects.bulk_create(supporting, batch_size=AT_ONCE)
    return rows


def _row(past: Past) -> Assignment:
    fields: dict[str, Any] = {
        "state": past.state,
        "came_from": past.came_from,
        "loaded_from": past.source[:300],
        "due_on": last_day_in_time(past.new.due_on, past.new.due_phrase),
    }
    if past.state in (State.DONE, State.WITHDRAWN):
        fields["assigned_at"] = None  # nobody knows any more
    if past.state == State.DONE and past.done_on:
        noon = timezone.make_aware(datetime.combine(past.done_on, time(12)))
        fields |= {
            "result": nfc(past.result),
            "percent": 100,
            "reported_on": past.done_on,
            "confirmed_at": noon,
        }
    return unsaved(past.new, **fields)


def _entry(past: Past, row: Assignment, by: User) -> HistoryEntry:
    told = {
        "loaded_from": past.source,
        "old_number": past.old_number,
        "unit": row.unit.name if row.unit else "",
        "supporting_units": names(past.supporting),
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "done_on": past.done_on.isoformat() if past.done_on else "",
        "result": row.result,
    }
    changes = {name: ["", value] for name, value in told.items() if value}
    reason = past.result if past.state == State.WITHDRAWN else ""
    return entry(row, verb="load", by=by, changes=changes, reason=reason)
