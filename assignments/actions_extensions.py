"""Writes that move a deadline. The original one stays beside it and in the history."""

from datetime import date

from django.db import transaction

from accounts.models import User
from assignments import messages as tell
from assignments.models import Assignment
from assignments.permissions import refusal_of_deadline
from assignments.writing import Refused, lock, record
from units.permissions import access_of


@transaction.atomic
def change_deadline(
    assignment: Assignment, *, due_on: date, reason: str, by: User, version: int, quietly: bool = False
) -> Assignment:
    """The office sets another deadline; `quietly`: the caller tells those concerned."""
    locked = lock(assignment, version=version)
    if sentence := refusal_of_deadline(access_of(by), locked):
        raise Refused(sentence)
    old = locked.due_on.isoformat() if locked.due_on else ""
    locked.due_on = due_on
    locked.version += 1
    locked.save()
    record(
        locked,
        verb="change_deadline",
        by=by,
        from_state=locked.state,
        changes={"due_on": [old, due_on.isoformat()]},
        reason=reason,
    )
    if not quietly:
        tell.about_change(locked, verb="change_deadline", by=by, reason=reason)
    return locked
