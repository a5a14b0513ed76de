"""What all benchmarks share: ours beside a floor, measured in turn, printed, kept as JSON, judged.

The floor is the least that could be done for the same answer: the bare statement, the bare text, an empty
page. Times of a shared machine change while one looks, so ours and the floor take turns, and the ratio is the
median of the pairs: it tells more than seconds do. A benchmark is a module dev/bench_NAME.py that ends with

    rows = [compare("1 MB of text", ours, floor, wanted=Wanted(seconds=2.0, ratio=100)), …]
    publish("NAME", rows)

`publish` writes var/bench/NAME.json and ends the process: 0, or 1 where a wanted figure was missed. What
cannot be called again and again here (another process, a queue) is timed by its benchmark and becomes a row
by `Row.of(name, ours=[seconds, …], floor=[seconds, …], wanted=…)`.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import NoReturn, Self

from dev.folders import VAR
from dev.talk import say

ROUNDS = 5
Clock = Callable[[], float]


@dataclass(frozen=True)
class Wanted:
    """What must not be reached; None is not asked for."""

    seconds: float | None = None
    ratio: float | None = None

    def __str__(self) -> str:
        figures = [
            "" if self.seconds is None else f"< {self.seconds:g} s",
            "" if self.ratio is None else f"< {self.ratio:g} x",
        ]
        return ", ".join(filter(None, figures))

    def met_by(self, seconds: float, ratio: float) -> bool:
        return (self.seconds is None or seconds < self.seconds) and (self.ratio is None or ratio < self.ratio)


@dataclass(frozen=True)
class Row:
    """Seconds are medians; the ratio is the median of ours / floor, pair by pair."""

    name: str
    ours: float
    floor: float
    ratio: float
    wanted: str
    ok: bool

    @classmethod
    def of(cls, name: str, ours: Sequence[float], floor: Sequence[float], wanted: Wanted) -> Self:
        seconds = statistics.median(ours)
        ratio = statistics.median(a / b for a, b in zip(ours, floor, strict=True))
        return cls(
            name=name,
            ours=seconds,
            floor=statistics.median(floor),
            ratio=ratio,
            wanted=str(wanted),
            ok=wanted.met_by(seconds, ratio),
        )


def compare(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    wanted: Wanted,
    rounds: int = ROUNDS,
    clock: Clock = time.perf_counter,
) -> Row:
    """Call both once to warm up, then in turn. With `clock=time.process_time` nobody else's work counts."""
    floor(), ours()
    pairs = [(seconds(floor, clock), seconds(ours, clock)) for _round in range(rounds)]
    floors, taken = zip(*pairs, strict=True)
    return Row.of(name, taken, floors, wanted)


def seconds(run: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    begun = clock()
    run()
    return clock() - begun


def publish(name: str, rows: Sequence[Row]) -> NoReturn:
    wide = max(len(row.name) for row in rows) + 2
    say(f"{'':{wide}}{'ours ms':>10}{'floor ms':>10}{'ratio':>8}  wanted")
    for row in rows:
        figures = f"{row.ours * 1000:>10.1f}{row.floor * 1000:>10.1f}{row.ratio:>8.1f}"
        say(f"{row.name:{wide}}{figures}  {row.wanted} {'ok' if row.ok else 'MISSED'}")
    target = VAR / "bench" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False))
    sys.exit(0 if all(row.ok for row in rows) else 1)
