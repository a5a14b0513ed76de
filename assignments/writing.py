"""What every write on an assignment shares: the locked row, the refusals, the entry in the history."""

from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import User
from assignments.models import Assignment, HistoryEntry
from units.permissions import access_of


class SomebodyWasFaster(Exception):
    """The assignment changed between showing the page and pressing the button; nothing was written."""


class Refused(PermissionDenied):
    """The table or the person's roles do not allow it; the message is a sentence for people."""


def lock(assignment: Assignment, *, version: int | None = None) -> Assignment:
    """The row as it is now, locked until the transaction ends. `version` is what the person saw."""
    locked = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("unit", "conference", "task")
        .get(pk=assignment.pk)
    )
    if version is not None and locked.version != version:
        raise SomebodyWasFaster
    return locked


def name_with_title(user: User) -> str:
    """As the history keeps it: a later promotion does not change what was."""
    title = next((held.title for held in access_of(user).memberships if held.title), "")
    return f"{title} {user.full_name}".strip()[:300]


def record(
    assignment: Assignment,
    *,
    verb: str,
    by: User,
    from_state: str,
    changes: dict[str, Any],
    reason: str,
) -> None:
    HistoryEntry.objects.create(
        assignment=assignment,
        by=by,
        by_name=name_with_title(by),
        verb=verb,
        from_state=from_state,
        to_state=assignment.state,
        changes=changes,
        reason=reason,
    )
