"""What the reports on a conference say, read once: the dashboard's own numbers and the rows behind them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from assignments.dashboard import Dashboard, Tally, dashboard, earlier, same_period
from assignments.models import Assignment, Extension, RaisersWord
from assignments.timing import COUNTED, Timing
from assignments.workflow import State
from conferences.models import Conference
from units.models import Unit


@dataclass(frozen=True)
class ReportData:
    """`rows`: every assignment that counts, in the order of the units, the longest overdue first in each."""

    conference: Conference
    day: date
    numbers: Dashboard
    before: Dashboard | None
    rows: list[Assignment]

    @property
    def late(self) -> list[Assignment]:
        """Open and overdue, the longest first."""
        found = [row for row in self.rows if row.timing == Timing.OPEN_OVERDUE]
        return sorted(found, key=lambda row: (row.due_on or self.day, row.pk))

    def of_unit(self, unit: Unit) -> list[Assignment]:
        return [row for row in self.rows if row.unit_id == unit.pk]

    def tally_of(self, unit: Unit) -> Tally:
        """Empty where the unit has no work that counts."""
        found = [tally for tally in self.numbers.units if tally.proof["unit"] == str(unit.pk)]
        return found[0] if found else Tally({}, {}, name=unit.name)

    @property
    def escalated(self) -> list[Assignment]:
        return [row for row in self.rows if row.state == State.ESCALATED]


def report_data(conference: Conference, *, user: User) -> ReportData:
    """As the person may see it today."""
    day = timezone.localdate()
    before = earlier(conference, user=user)
    rows = (
        Assignment.objects.visible_to(user)
        .filter(conference=conference)
        .in_cells(*COUNTED)
        .with_sources()
        .order_by("unit__position", "unit__sort_key", "due_on", "pk")
    )
    return ReportData(
        conference=conference,
        day=day,
        numbers=dashboard(conference, user=user, day=day),
        before=dashboard(before, user=user, day=same_period(conference, before)) if before else None,
        rows=list(rows),
    )


def contested(data: ReportData) -> list[Assignment]:
    """Open again because the unit that raised it was not content."""
    words = RaisersWord.objects.filter(
        verdict=RaisersWord.Verdict.CONTESTED, assignment__conference=data.conference
    )
    again = set(words.values_list("assignment", flat=True))
    return [row for row in data.rows if row.pk in again and row.is_open]


def asked_extensions(data: ReportData) -> list[Extension]:
    """Requests that nobody has decided yet."""
    visible = [row.pk for row in data.rows]
    asked = Extension.objects.asked().filter(assignment__in=visible)
    return list(asked.select_related("assignment__unit").order_by("requested_at", "pk"))


def units_that_owe(data: ReportData) -> list[Unit]:
    """The units with open work, in the official order: each gets a letter."""
    owing = {row.unit.pk: row.unit for row in data.rows if row.unit and row.is_open}
    return list(owing.values())
