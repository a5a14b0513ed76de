"""Questions about assignments; every page, number and mail asks them from here."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from accounts.models import User
from assignments.timing import IN_FORCE, ORIGINAL, pile_on, timing_on
from assignments.workflow import OPEN, WITH_UNIT
from conferences.models import Conference
from dialogue_tracker.vietnamese import search_key
from units.models import Unit
from units.permissions import access_of

if TYPE_CHECKING:
    from assignments.models import Assignment  # noqa: F401  (named in the annotation only)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """A unit's people see what their unit leads, supports or raised, and what answers what it raised."""
        access = access_of(user)
        if access.reads_all:
            return self
        unit_ids = access.readable_units
        supported = self.model.supporting_units.through.objects.filter(unit__in=unit_ids)
        merged = self.model.objects.filter(recommendation__raised_by__in=unit_ids, merged_into__isnull=False)
        return self.filter(
            Q(unit__in=unit_ids)
            | Q(pk__in=supported.values("assignment"))
            | Q(recommendation__raised_by__in=unit_ids)
            | Q(pk__in=merged.values("merged_into"))
        )

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
        return self.with_timing(deadline=deadline).filter(Q(timing__in=cells))

    def on_piles(self, *piles: str) -> Self:
        return self.with_pile().filter(Q(pile__in=piles))

    def with_open_request(self) -> Self:
        """An extension was asked for and is not decided."""
        return self.filter(extensions__state="asked")  # never two of one assignment

    def by_urgency(self) -> Self:
        """Open first, the longest overdue on top, without deadline last."""
        return self.annotate(
            is_closed=Case(
                When(state__in=OPEN, then=Value(0)),
                default=Value(1),
                output_field=models.IntegerField(),
            )
        ).order_by("is_closed", F("due_on").asc(nulls_last=True), "pk")

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
