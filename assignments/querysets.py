"""Questions about assignments; every page, number and mail asks them from here."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from accounts.models import User
from assignments.timing import IN_FORCE, OPEN_CELLS, ORIGINAL, Timing, pile_on, timing_on
from assignments.workflow import OPEN, WITH_UNIT
from conferences.models import Conference
from dialogue_tracker.vietnamese import search_key
from units.models import Unit
from units.permissions import access_of

if TYPE_CHECKING:
    from assignments.models import Assignment  # noqa: F401  (named in the annotation only)


def closed_last() -> Case:
    """The indexes of the order of urgency are made of the same expression."""
    return Case(
        When(state__in=OPEN, then=Value(0)), default=Value(1), output_field=models.SmallIntegerField()
    )


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """A unit's people see what their unit leads, supports or raised, and what answers what it raised."""
        access = access_of(user)
        if access.reads_all:
            return self
        units = access.readable_units
        work = self.model.objects.order_by()
        supported = self.model.supporting_units.through.objects.order_by()
        raised = work.filter(recommendation__raised_by__in=units)
        # Together and not with "or": so each part is found by an index of its own, for one row as for all.
        parts = (
            work.filter(unit__in=units)
            .values("pk")
            .union(
                supported.filter(unit__in=units).values("assignment"),
                raised.values("pk"),
                raised.filter(merged_into__isnull=False).values("merged_into"),
            )
        )
        return self.filter(pk__in=parts)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def carried_over_to(self, conference: Conference) -> Self:
        """Work of earlier conferences; it stays counted where it comes from."""
        return self.filter(carry_overs__to_conference=conference)

    def with_unit(self) -> Self:
        return self.filter(state__in=WITH_UNIT)

    def for_unit(self, unit: Unit) -> Self:
        return self.filter(unit=unit)

    def with_timing(self, day: date | None = None, deadline: str = IN_FORCE) -> Self:
        """Adds `timing`, a `Timing`, against the deadline in force or the `ORIGINAL` one."""
        return self.annotate(timing=timing_on(day or timezone.localdate(), deadline))

    def with_original_timing(self) -> Self:
        """Adds `original_timing`: what `timing` were without extensions and corrections."""
        return self.annotate(original_timing=timing_on(timezone.localdate(), ORIGINAL))

    def with_pile(self) -> Self:
        """Adds `pile`, a `Pile`."""
        return self.annotate(pile=pile_on(timezone.localdate()))

    def in_cells(self, *cells: str, deadline: str = IN_FORCE) -> Self:
        found = self.with_timing(deadline=deadline).filter(Q(timing__in=cells))
        if not OPEN_CELLS.issuperset(cells):
            return found
        # Says nothing new, but in words that an index knows.
        found = found.alias(is_closed=closed_last()).filter(is_closed=0)
        only_overdue = set(cells) == {Timing.OPEN_OVERDUE} and deadline == IN_FORCE
        return found.filter(due_on__lt=timezone.localdate()) if only_overdue else found

    def on_piles(self, *piles: str) -> Self:
        return self.with_pile().filter(Q(pile__in=piles))

    def with_open_request(self) -> Self:
        """An extension was asked for and is not decided."""
        return self.filter(extensions__state="asked")  # never two of one assignment

    def by_urgency(self) -> Self:
        """Open first, the longest overdue on top, without deadline last."""
        return self.annotate(is_closed=closed_last()).order_by(
            "is_closed", F("due_on").asc(nulls_last=True), "pk"
        )

    def search(self, words: str) -> Self:
        found = self
        for word in search_key(words).split():
            found = found.filter(
                Q(search_text__contains=word) | Q(recommendation__search_text__contains=word)
            )
        return found

    def with_sources(self) -> Self:
        """What a row of a list shows: unit, conference, and the number of the task or recommendation."""
        return self.select_related("unit", "conference", "task", "recommendation__conference__host")
