"""Units hear that a conference takes recommendations, and again before the term ends. No ledger of its own:
the lines of the inbox are the memory, so that running it often, or late, tells everybody once."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from assignments.reminder_planning import lock_planning
from assignments.writing import Refused
from conferences.history import record
from conferences.models import Conference
from notifications.kinds import Kind
from notifications.models import Notification
from recommendations.messages_submissions import call, call_path
from recommendations.models import Submission
from recommendations.permissions_submissions import may_handle, refusal_of_call
from recommendations.submission_workflow import WITH_UNIT
from units.models import Unit
from units.permissions import access_of, holders
from workdays.calendars import calendar

# So many working days before the term ends, who has not sent everything hears of it once more.
REMINDED_BEFORE = 3


def expected(conference: Conference) -> list[Unit]:
    """“All units” of the conference; Party bodies and unions may send too, and are not waited for."""
    return list(Unit.objects.all_of(conference.host, conference.register_day))


def call_units(today: date) -> int:
    """How many people were told. For a regular job."""
    days, told = calendar(), 0
    if not days.is_working_day(today):
        return 0
    for conference in Conference.objects.calling().filter(submissions_until__gte=today):
        until = conference.submissions_until
        reminded_from = days.add(until, -REMINDED_BEFORE) if until else today
        told += _call(conference, reminded_from, again=today >= reminded_from)
    return told


@transaction.atomic
def _call(conference: Conference, reminded_from: date, *, again: bool) -> int:
    lock_planning()
    told = 0
    done = done_units(conference)
    last = last_told(conference)
    for unit in expected(conference):
        heard = last.get(unit.pk)
        is_new = heard is None
        is_due = again and unit.pk not in done and heard is not None and heard.date() < reminded_from
        if is_new or is_due:
            told += call(people_of(unit), unit, conference, again=not is_new)
    return told


@transaction.atomic
def remind_by_hand(conference: Conference, *, by: User) -> list[Unit]:
    """The office reminds those who have sent nothing; who was told today is left in peace."""
    lock_planning()
    if not may_handle(access_of(by), conference):
        raise Refused(_("Your role does not include this."))
    if sentence := refusal_of_call(conference):
        raise Refused(sentence)
    today, last = timezone.localdate(), last_told(conference)
    silent = silent_units(conference)
    units = [unit for unit in silent if unit.pk not in last or last[unit.pk].date() < today]
    reminded = [unit for unit in units if call(people_of(unit), unit, conference, again=True)]
    if reminded:
        names = ", ".join(unit.short for unit in reminded)
        record(conference, verb="call", by=by, changes={"reminded": ["", names]})
    return reminded


def people_of(unit: Unit) -> list[User]:
    return holders(Permission.DRAFT_SUBMISSION, unit)


def silent_units(conference: Conference) -> list[Unit]:
    """Have sent nothing at all, or took everything back."""
    sent = Submission.objects.filter(conference=conference, first_sent_at__isnull=False)
    heard = set(sent.values_list("unit", flat=True))
    return [unit for unit in expected(conference) if unit.pk not in heard]


def done_units(conference: Conference) -> set[int]:
    """Have sent something and have nothing left to send."""
    rows = Submission.objects.filter(conference=conference).values_list("unit", "stage")
    left = {unit for unit, stage in rows if stage in WITH_UNIT}
    return {unit for unit, _stage in rows} - left


def last_told(conference: Conference) -> dict[int, datetime]:
    """Unit -> when its people last had a line about this conference."""
    paths = {call_path(unit, conference): unit.pk for unit in expected(conference)}
    lines = Notification.objects.filter(kind=Kind.CALLED, path__in=paths).order_by()
    rows: Iterable[tuple[str, datetime]] = lines.values_list("path").annotate(Max("created_at"))
    return {paths[path]: timezone.localtime(at) for path, at in rows}
