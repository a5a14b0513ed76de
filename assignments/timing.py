"""Lateness, computed and never stored: the cell of the dashboard and the pile of a unit that work is in."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.workflow import State
from dialogue_tracker.looks import TIMINGS
from dialogue_tracker.templatetags.components import DUE_SOON_DAYS

# The fields that hold the deadlines work is measured by.
IN_FORCE, ORIGINAL = "due_on", "original_due_on"


class Timing(models.TextChoices):
    """The cells of the dashboard."""

    DONE_ON_TIME = "done_on_time", TIMINGS["done_on_time"].label
    DONE_LATE = "done_late", TIMINGS["done_late"].label
    OPEN_IN_TIME = "open_in_time", TIMINGS["open_in_time"].label
    OPEN_OVERDUE = "open_overdue", TIMINGS["open_overdue"].label
    NO_DEADLINE_DONE = "no_deadline_done", TIMINGS["no_deadline_done"].label
    NO_DEADLINE_OPEN = "no_deadline_open", TIMINGS["no_deadline_open"].label
    WITHDRAWN = "withdrawn", TIMINGS["withdrawn"].label
    MERGED = "merged", TIMINGS["merged"].label


OPEN_CELLS = frozenset({Timing.OPEN_IN_TIME, Timing.OPEN_OVERDUE, Timing.NO_DEADLINE_OPEN})
COUNTED = tuple(cell for cell in Timing if cell not in (Timing.WITHDRAWN, Timing.MERGED))


class Pile(models.TextChoices):
    """How a unit looks at its work: what to take on, what burns, what lies with somebody else."""

    NEW = "new", _("New, to be accepted")
    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due within 7 days")
    LATER = "later", _("Due later")
    NO_DEADLINE = "no_deadline", _("Without deadline")
    WAITING = "waiting", _("With the office or the leadership")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")
    NOBODY = "nobody", _("Not yet assigned")


def end_of(day: date) -> datetime:
    """The first moment after the day, in Việt Nam."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def timing_on(day: date, deadline: str = IN_FORCE) -> Case:
    """The `Timing` of each row as seen on `day`, today or a past one, against the one deadline or the other.

    Lateness is measured on the day the unit reported the result that stands (`reported_on`), else on `day`:
    a unit is not late because the office confirms slowly, and a returned result counts as not done.
    """
    done = Q(state=State.DONE, confirmed_at__lt=end_of(day))
    without = Q((f"{deadline}__isnull", True))
    # PostgreSQL's LEAST passes over NULL.
    late = Q((f"{deadline}__lt", Least(F("reported_on"), Value(day))))
    return Case(
        When(state=State.WITHDRAWN, then=Value(Timing.WITHDRAWN)),
        When(state=State.MERGED, then=Value(Timing.MERGED)),
        When(done & without, then=Value(Timing.NO_DEADLINE_DONE)),
        When(without, then=Value(Timing.NO_DEADLINE_OPEN)),
        When(done & late, then=Value(Timing.DONE_LATE)),
        When(done, then=Value(Timing.DONE_ON_TIME)),
        When(late, then=Value(Timing.OPEN_OVERDUE)),
        default=Value(Timing.OPEN_IN_TIME),
        output_field=models.CharField(),
    )


def pile_on(day: date) -> Case:
    """The `Pile` of each row: every row lies on exactly one, so the numbers of a unit's page add up."""
    with_others = (State.REPORTED, State.ESCALATED, State.SUSPENDED)
    return Case(
        When(state=State.ASSIGNED, then=Value(Pile.NEW)),
        When(state__in=with_others, then=Value(Pile.WAITING)),
        When(state=State.DONE, then=Value(Pile.DONE)),
        When(state=State.WITHDRAWN, then=Value(Pile.WITHDRAWN)),
        When(state=State.MERGED, then=Value(Pile.MERGED)),
        When(state=State.RECEIVED, then=Value(Pile.NOBODY)),
        When(due_on__isnull=True, then=Value(Pile.NO_DEADLINE)),
        When(due_on__lt=day, then=Value(Pile.OVERDUE)),
        When(due_on__lte=day + timedelta(days=DUE_SOON_DAYS), then=Value(Pile.SOON)),
        default=Value(Pile.LATER),
        output_field=models.CharField(),
    )
