"""What happened when: acts are done in the order of their days, while the clock shows each act's moment.

So the demonstration goes through the same actions as people do, and every date is the one it would have had.
"""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from unittest.mock import patch

from django.utils import timezone

Act = Callable[[], None]


def moment_of(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def working_day(day: date) -> date:
    """That day, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


class Clock:
    """Goes on by a millisecond whenever somebody looks at it, so that no two rows have the same moment."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment


class Diary:
    def __init__(self, today: date) -> None:
        self.today = today
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def add(self, day: date, hour: int, minute: int, act: Act) -> bool:
        """False for what would lie in the future; it is left out."""
        if day >= self.today:
            return False
        heapq.heappush(self._acts, (moment_of(day, hour, minute), next(self._order), act))
        return True

    def live(self) -> None:
        """Acts may add further acts."""
        clock = Clock(self._acts[0][0] if self._acts else timezone.now())
        with patch.object(timezone, "now", clock):
            while self._acts:
                moment, _order, act = heapq.heappop(self._acts)
                clock.moment = max(clock.moment, moment)
                act()
