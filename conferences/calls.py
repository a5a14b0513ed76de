"""Conferences that take what units want to raise beforehand, as one unit sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conferences.models import Conference
from units.models import Unit
from workdays.arithmetic import Calendar
from workdays.calendars import calendar

# Fewer working days left than this, and the term is told in another colour.
SOON = 4


@dataclass(frozen=True)
class Call:
    """Of the conference the unit sees title, day, place and term, whether it is invited yet or not.

    `left`: how long the term still is, in words; `counts`: the unit's own submissions by their stage.
    """

    conference: Conference
    unit: Unit
    left: str
    tone: str
    counts: Mapping[str, int] = field(default_factory=dict)


def calls_for(unit: Unit) -> list[Call]:
    conferences = [
        conference
        for conference in Conference.objects.calling().select_related("host")
        if conference.possible_units.filter(pk=unit.pk).exists()
    ]
    if not conferences:
        return []
    days, today = calendar(), timezone.localdate()
    return [
        Call(conference, unit, *time_left(conference, days, today), counts=counts_of(conference, unit))
        for conference in conferences
    ]


def counts_of(conference: Conference, unit: Unit) -> dict[str, int]:
    """Submissions belong to an app to the right; they are reached through the reverse accessor."""
    rows = conference.submissions.filter(unit=unit).order_by().values_list("stage")
    return dict(rows.annotate(Count("pk")))


def time_left(conference: Conference, days: Calendar, today: date) -> tuple[str, str]:
    """A sentence, and the tone in which it is shown."""
    until = conference.submissions_until
    if until is None:
        return "", "neutral"
    if today > until:
        return _("The term has passed; what is sent now counts as late."), "red"
    if today == until:
        return _("Today is the last day."), "ochre"
    left = days.between(today, until)
    sentence = ngettext("%(count)d working day left.", "%(count)d working days left.", left)
    return sentence % {"count": left}, "ochre" if left < SOON else "blue"
