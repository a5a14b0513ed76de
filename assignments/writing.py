"""What every write on an assignment shares: the locked row, the refusals, the entry in the history."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from assignments.models import Assignment, HistoryEntry
from dialogue_tracker.several_hands import SomebodyWasFaster
from units.models import Unit
from units.permissions import name_with_title

__all__ = ["Refused", "SomebodyWasFaster", "entry", "lock", "names", "record"]


class Refused(PermissionDenied):
    """The table or the person's roles do not allow it; the message is a sentence for people."""


def lock(assignment: Assignment, *, version: int | None = None) -> Assignment:
    """The row as it is now, locked until the transaction ends. `version` is what the person saw.

    `no_key`, here and wherever many are locked: rows that only point to it, reminders above all, are planned
    meanwhile; planning thousands, and one who presses a button, would wait for each other.
    """
    locked = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit", "conference", "task")
        .get(pk=assignment.pk)
    )
    if version is not None and locked.version != version:
        raise SomebodyWasFaster
    return locked


def record(
    assignment: Assignment,
    *,
    verb: str,
    by: User | None,
    from_state: str,
    changes: dict[str, Any],
    reason: str,
) -> None:
    """`by` None: nobody did it, time passed."""
    entry(assignment, verb=verb, by=by, from_state=from_state, changes=changes, reason=reason).save()


def entry(
    assignment: Assignment,
    *,
    verb: str,
    by: User | None,
    from_state: str = "",
    changes: dict[str, Any],
    reason: str = "",
) -> HistoryEntry:
    """Not stored yet: those of many rows are written together (`assignments.actions_new`)."""
    return HistoryEntry(
        assignment=assignment,
        by=by,
        by_name=name_with_title(by) if by else "",
        verb=verb,
        from_state=from_state,
        to_state=assignment.state,
        changes=changes,
        reason=reason,
    )


def names(units: Iterable[Unit]) -> str:
    """As the history keeps them."""
    return ", ".join(sorted(unit.name for unit in units))
