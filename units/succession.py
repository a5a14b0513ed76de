"""Which unit of today goes on for a unit of then. The register is small: read once, walked in memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db.models import F, Q
from django.utils import timezone

from units.models import UnitSuccession


@dataclass(frozen=True)
class Step:
    predecessor: int
    successor: int
    is_main: bool


@dataclass
class Lineage:
    """As of one day; a unit that is still valid that day is its own heir whatever it handed over."""

    steps: Iterable[Step]
    _after: dict[int, list[Step]] = field(init=False)
    _before: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._after, self._before = defaultdict(list), defaultdict(list)
        for step in self.steps:
            self._after[step.predecessor].append(step)
            self._before[step.successor].append(step.predecessor)

    @classmethod
    def on(cls, day: date | None = None) -> Self:
        """One query, however many units."""
        day = day or timezone.localdate()
        ended = Q(predecessor__valid_to__lt=day)
        rows = UnitSuccession.objects.filter(ended, effective_on__lte=day)
        return cls([Step(*row) for row in rows.order_by("pk").values_list(*STEP_FIELDS)])

    @property
    def ended(self) -> set[int]:
        """Units that went into others."""
        return set(self._after)

    def heir(self, unit_id: int) -> int:
        """The unit itself while it goes on, and where several share its work and none is the main one."""
        seen = {unit_id}
        while (after := self._next(unit_id)) is not None and after not in seen:
            seen.add(after)
            unit_id = after
        return unit_id

    def _next(self, unit_id: int) -> int | None:
        steps = self._after.get(unit_id, [])
        if len(steps) == 1:
            return steps[0].successor
        return next((step.successor for step in steps if step.is_main), None)

    def successors(self, unit_id: int) -> list[int]:
        """The units that its work may go to: of several, the main one first; ended ones are followed."""
        found: dict[int, None] = {}
        waiting, seen = [unit_id], {unit_id}
        while waiting:
            steps = sorted(self._after.get(waiting.pop(0), []), key=lambda step: not step.is_main)
            for step in steps:
                if step.successor in seen:
                    continue
                seen.add(step.successor)
                if step.successor in self._after:
                    waiting.append(step.successor)
                else:
                    found[step.successor] = None
        return list(found)

    def counted_with(self, unit_id: int) -> set[int]:
        """The unit and all those whose heir it is."""
        return {unit_id, *(old for old in self._after if self.heir(old) == unit_id)}

    def predecessors(self, unit_ids: Iterable[int]) -> set[int]:
        """All that went into these units, at any time; of a split unit each successor reads the past."""
        waiting, found = list(unit_ids), set()
        while waiting:
            for old in self._before.get(waiting.pop(), []):
                if old not in found:
                    found.add(old)
                    waiting.append(old)
        return found


STEP_FIELDS = (F("predecessor"), F("successor"), F("is_main"))
