"""The open deadlines a link leads to, as a calendar: exactly what its owner may see today."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assignments.models import Assignment, CalendarLink
from assignments.querysets import AssignmentQuerySet
from dialogue_tracker.icalendar import WholeDay, written

# What is overdue for longer is no date to keep any more; calendar programs give up on larger files.
PAST_DAYS = 365
EVENTS = 5000


def calendar_of(link: CalendarLink) -> str:
    with translation.override(link.user.language):
        name = link.unit.short if link.unit else link.user.full_name
        return written(
            _("Deadlines · %(whose)s") % {"whose": name},
            [_event(work, work.due_on) for work in deadlines(link) if work.due_on],
            zone=settings.TIME_ZONE,
            product=_("Dialogue Tracker"),
        )


def deadlines(link: CalendarLink) -> AssignmentQuerySet:
    since = timezone.localdate() - timedelta(days=PAST_DAYS)
    work = Assignment.objects.visible_to(link.user).open().filter(due_on__gte=since)
    if link.unit:
        supported = Assignment.supporting_units.through.objects.filter(unit=link.unit).values("assignment")
        work = work.filter(Q(unit=link.unit) | Q(pk__in=supported))
    return work.select_related("unit", "conference").order_by("due_on", "pk")[:EVENTS]


def _event(work: Assignment, day: date) -> WholeDay:
    unit = f"{work.unit.short}: " if work.unit else ""
    url = settings.SITE_URL + work.get_absolute_url()
    facts = [work.title, str(work.unit or ""), work.get_state_display(), str(work.conference), url]
    return WholeDay(
        uid=f"assignment-{work.pk}@{urlsplit(settings.SITE_URL).hostname}",
        day=day,
        summary=unit + work.title,
        description="\n".join(fact for fact in facts if fact),
        url=url,
        sequence=work.version,
        # The same all day long, so that an unchanged calendar is not sent again.
        stamp=timezone.make_aware(datetime.combine(timezone.localdate(), time())),
    )
