"""The four cells of a conference (done on time or late, open in time or overdue), in one SQL statement."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from assignments.filters import AS_NOW, AS_THEN, TIMING_GROUPS, UNASSIGNED
from assignments.models import Assignment, RaisersWord
from assignments.timing import COUNTED, IN_FORCE, ORIGINAL, Timing
from conferences.models import Conference
from dialogue_tracker.vietnamese import sort_key
from units.models import Unit
from units.succession import Lineage

# Conferences are yearly; what is nearer than this is no "same period of the year before".
HALF_A_YEAR = timedelta(days=182)
CELL = ("timing",)
UNIT_FIELDS = ("unit", "unit__name", "unit__abbreviation", "unit__position", "unit__valid_to")


@dataclass(frozen=True)
class Number:
    """A count, its share of the whole in per cent, and the list that proves it."""

    key: str
    count: int
    share: float
    url: str

    @property
    def label(self) -> str | Promise:
        return Timing(self.key).label


@dataclass(frozen=True)
class Tally:
    """The numbers of one unit, or of a conference. `proof` are the filters of the list with the same rows."""

    counts: Mapping[str, int]
    proof: Mapping[str, str]
    name: str = ""
    position: int = 0
    # The last day of a unit that is no more.
    until: date | None = None
    # Whose work is counted too, when read as of today.
    includes: tuple[str, ...] = ()

    def number(self, key: str) -> Number:
        """Of one cell, or of a sum such as "done"."""
        count = sum(self.counts.get(cell, 0) for cell in TIMING_GROUPS.get(key, (key,)))
        total = sum(self.counts.get(cell, 0) for cell in COUNTED)
        query = QueryDict(mutable=True)
        query.update({**self.proof, "timing": key})
        return Number(
            key,
            count,
            100 * count / total if total else 0,
            f"{reverse('assignments:list')}?{query.urlencode()}",
        )

    @property
    def cells(self) -> list[Number]:
        return [self.number(cell) for cell in COUNTED]

    def __getitem__(self, key: str) -> Number:
        """For templates: `tally.done.count`."""
        if key not in TIMING_GROUPS and key not in Timing:
            raise KeyError(key)
        return self.number(key)


@dataclass(frozen=True)
class Dashboard:
    conference: Conference
    day: date
    total: Tally
    units: list[Tally]


def dashboard(
    conference: Conference,
    *,
    user: User,
    kind: str = "",
    day: date | None = None,
    deadline: str = IN_FORCE,
    units: str = AS_THEN,
) -> Dashboard:
    """As the person may see it, on `day` (today, or an earlier day seen from today's dates and results).

    `units`: `AS_THEN` under the unit that did the work, `AS_NOW` under the one of today that goes on for it.
    """
    day = day or timezone.localdate()
    rows = Assignment.objects.visible_to(user).filter(conference=conference).with_timing(day, deadline)
    proof = {"conference": str(conference.pk)}
    if kind:
        rows, proof = rows.filter(kind=kind), {**proof, "kind": kind}
    if deadline == ORIGINAL:
        proof["deadline"] = ORIGINAL
    if units == AS_NOW:
        proof["units"] = AS_NOW
    counted = rows.order_by().values(*UNIT_FIELDS, "timing").annotate(count=Count("pk"))
    sums: dict[str, int] = defaultdict(int)
    per_unit: dict[int | None, dict[str, Any]] = {}
    for row in under_units_of_today(list(counted)) if units == AS_NOW else counted:
        sums[row["timing"]] += row["count"]
        unit = per_unit.setdefault(row["unit"], {**row, "counts": defaultdict(int), "includes": {}})
        unit["counts"][row["timing"]] += row["count"]
        unit["includes"] |= row.get("was", {})
    tallies = [_unit_tally(unit, proof) for unit in per_unit.values()]
    shown = [tally for tally in tallies if tally["counted"].count]
    return Dashboard(conference, day, Tally(sums, proof), sorted(shown, key=_worst_first))


def under_units_of_today(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two queries more, however many units: the successions, and the units that are not in the rows."""
    lineage = Lineage.on()
    heirs = {row["unit"]: lineage.heir(row["unit"]) for row in rows if row["unit"]}
    units = Unit.objects.in_bulk(set(heirs.values()))
    found = []
    for row in rows:
        heir = units.get(heirs.get(row["unit"], 0))
        if heir is None or heir.pk == row["unit"]:
            found.append(row)
            continue
        values = dict(
            zip(UNIT_FIELDS, (heir.pk, heir.name, heir.abbreviation, heir.position, None), strict=True)
        )
        found.append({**row, **values, "was": {row["unit__name"]: None}})
    return found


def _unit_tally(row: dict[str, Any], proof: dict[str, str]) -> Tally:
    until = row["unit__valid_to"]
    return Tally(
        row["counts"],
        {**proof, "unit": str(row["unit"] or UNASSIGNED)},
        name=row["unit__name"] or "",
        position=row["unit__position"] or 0,
        until=until if until and until < timezone.localdate() else None,
        includes=tuple(sorted(row["includes"], key=sort_key)),
    )


def _worst_first(unit: Tally) -> tuple[int, int, int, str]:
    return (-unit["open_overdue"].count, -unit["open"].count, unit.position, unit.name)


@dataclass(frozen=True)
class WordNumber:
    """How many answers the raising units said this of, and the list that proves it."""

    verdict: str
    label: str
    count: int
    url: str


def words(conference: Conference, *, user: User) -> list[WordNumber]:
    """An answer that was contested once and agreed to later counts under both, as in the list."""
    visible = Assignment.objects.visible_to(user).filter(conference=conference)
    counted = (
        visible.order_by()
        .filter(raisers_words__isnull=False)
        .values(verdict=F("raisers_words__verdict"))
        .annotate(count=Count("pk", distinct=True))
    )
    counts = {row["verdict"]: row["count"] for row in counted}
    return [
        WordNumber(
            verdict.value,
            str(verdict.label),
            counts[verdict],
            f"{reverse('assignments:list')}?conference={conference.pk}&word={verdict.value}",
        )
        for verdict in RaisersWord.Verdict
        if counts.get(verdict)
    ]


def carried_over(conference: Conference, *, user: User, deadline: str = IN_FORCE) -> Tally:
    """Of what earlier conferences left open; counted where it comes from, so not in the numbers above it."""
    rows = Assignment.objects.visible_to(user).carried_over_to(conference).with_timing(deadline=deadline)
    counted = rows.order_by().values(*CELL).annotate(count=Count("pk"))
    proof = {"carried_to": str(conference.pk)}
    if deadline != IN_FORCE:
        proof["deadline"] = deadline
    return Tally({row["timing"]: row["count"] for row in counted}, proof)


def earlier(conference: Conference, *, user: User) -> Conference | None:
    """The yearly conference before, of the same kind and host; an extra one of the season does not count."""
    before = Conference.objects.visible_to(user).filter(host=conference.host_id, kind=conference.kind)
    return before.filter(held_on__lte=conference.held_on - HALF_A_YEAR).order_by("-held_on").first()


def same_period(conference: Conference, before: Conference) -> date:
    """The day that lies as far after the earlier conference as today after this one."""
    return before.held_on + (timezone.localdate() - conference.held_on)


@dataclass(frozen=True)
class Extensions:
    """How much work got a later deadline, and what the numbers are by the deadlines it had at first."""

    works: int
    times: int
    in_force: Tally
    original: Tally
    url: str


def extensions(conference: Conference, *, user: User, kind: str = "") -> Extensions | None:
    """None where nothing was extended: both countings are the same then, or nearly (corrections)."""
    rows = Assignment.objects.visible_to(user).filter(conference=conference, times_extended__gt=0)
    rows = rows.filter(kind=kind) if kind else rows
    sums = rows.aggregate(works=Count("pk"), times=Sum("times_extended"))
    if not sums["works"]:
        return None
    query = QueryDict(mutable=True)
    query.update({"conference": str(conference.pk), "extended": "yes", **({"kind": kind} if kind else {})})
    by = {
        deadline: dashboard(conference, user=user, kind=kind, deadline=deadline).total
        for deadline in (IN_FORCE, ORIGINAL)
    }
    url = f"{reverse('assignments:list')}?{query.urlencode()}"
    return Extensions(sums["works"], sums["times"], by[IN_FORCE], by[ORIGINAL], url)
