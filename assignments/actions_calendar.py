"""Changes of the calendar of working days, with everything that follows from them in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.messages import concerned
from assignments.models.terms import Term
from assignments.reminder_planning import lock_planning, plan_up_to, rehearsal
from assignments.reminders import cancel_what_no_longer_applies
from assignments.terms import work_out
from assignments.workflow import OPEN
from assignments.writing import lock, record
from notifications.actions import notify
from notifications.kinds import Kind
from notifications.messages import Message
from units.permissions import access_of, name_with_title
from workdays.arithmetic import Calendar
from workdays.calendars import calendar
from workdays.models import CalendarChange, SpecialDay


@dataclass(frozen=True)
class Edit:
    """What a day is to be; `wanted` None: what its weekday says."""

    day: date
    wanted: SpecialDay | None


@dataclass(frozen=True)
class Followed:
    """What a change of the calendar brought with it."""

    days: int = 0
    deadlines: int = 0
    reminders: int = 0


@transaction.atomic
def change_days(edits: Sequence[Edit], *, reason: str, by: User) -> Followed:
    if Permission.MANAGE_REGISTER not in access_of(by).everywhere:
        raise PermissionDenied
    lock_planning()
    changed = [change for edit in edits if (change := _apply(edit))]
    if not changed:
        return Followed()
    deadlines = recompute_deadlines(calendar(), reason=_sentence(changed, reason))
    today = timezone.localdate()
    cancelled = cancel_what_no_longer_applies(today)
    followed = Followed(len(changed), deadlines, cancelled + plan_up_to(today).moved)
    for change in changed:
        change.by, change.by_name, change.reason = by, name_with_title(by), reason
        change.deadlines_moved, change.reminders_moved = followed.deadlines, followed.reminders
    CalendarChange.objects.bulk_create(changed)
    return followed


def preview_of(edits: Sequence[Edit], *, by: User) -> Followed:
    """What would follow, by doing it and taking it back."""
    with rehearsal():
        return change_days(edits, reason="", by=by)


def _apply(edit: Edit) -> CalendarChange | None:
    """The trace of what changed, not stored yet; None where the day is already as wanted."""
    row = SpecialDay.objects.select_for_update().filter(day=edit.day).first()
    before: dict[str, Any] = row.as_stored() if row else {}
    after: dict[str, Any] = edit.wanted.as_stored() if edit.wanted else {}
    if before == after:
        return None
    if edit.wanted is None:
        SpecialDay.objects.filter(day=edit.day).delete()
    else:
        edit.wanted.day, edit.wanted.pk = edit.day, row.pk if row else None
        edit.wanted.save()
    return CalendarChange(day=edit.day, before=before, after=after)


def _sentence(changed: Sequence[CalendarChange], reason: str) -> str:
    """For the history of the work: which days, and the administrator's words."""
    days = ", ".join(f"{change.day:%d/%m/%Y}" for change in changed)
    return f"{days}: {reason}"


def recompute_deadlines(days: Calendar, *, reason: str) -> int:
    """Deadlines given as a term move with the calendar; fixed dates never do. Returns how many moved."""
    terms = Term.objects.filter(assignment__state__in=OPEN, assignment__due_on=F("ends_on"))
    moved = 0
    for term in terms.select_related("assignment").order_by("assignment_id"):
        ends_on = work_out(term.base, term.number, term.counts, days).ends_on
        moved += ends_on != term.ends_on and _move(term, ends_on, reason)
    return moved


def _move(term: Term, ends_on: date, reason: str) -> bool:
    locked = lock(term.assignment)
    if locked.due_on != term.ends_on:
        return False
    if locked.original_due_on == locked.due_on:  # the term itself was the original deadline
        locked.original_due_on = ends_on
    locked.due_on = ends_on
    locked.version += 1
    locked.save(update_fields=["due_on", "original_due_on", "version"])
    changes = {"due_on": [term.ends_on.isoformat(), ends_on.isoformat()]}
    term.ends_on = ends_on
    term.save(update_fields=["ends_on"])
    record(locked, verb="recompute", by=None, from_state=locked.state, changes=changes, reason=reason)

    def write(_user: User) -> Message:
        subject = _("The deadline moves with the calendar of working days to %(day)s: %(what)s") % {
            "day": f"{ends_on:%d/%m/%Y}",
            "what": locked.title,
        }
        return Message(subject, reason)

    path = reverse("assignments:detail", args=[locked.pk])
    notify(concerned(locked, "recompute", None), kind=Kind.DEADLINE, path=path, write=write)
    return True
