"""How long the conclusion reader takes for 1 MB of text, beside the least that touches every word of it.

Prints a table, writes var/bench/reader.json, exits 1 where a wanted figure is missed.
"""

import json
import re
import statistics
import sys
import time
from collections.abc import Callable

from conferences.conclusion_reader import UnitName, read
from dev.folders import ROOT
from dev.talk import say

TEXTS = ROOT / "tests" / "data" / "conclusions"
MEGABYTE = 1_000_000
ROUNDS = 5
WANTED_SECONDS = 2.0


def megabyte(separator: str) -> str:
    """The recipients of the notices are left out: nothing below them would be read."""
    texts = [
        path.read_text().split("Nơi nhận")[0] for path in sorted(TEXTS.glob("*.txt")) if path.stem != "units"
    ]
    whole = "\n".join(texts)
    return (whole * (MEGABYTE // len(whole) + 1))[:MEGABYTE].replace("\n", separator)


def seconds(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def measure(name: str, text: str, units: tuple[UnitName, ...]) -> dict[str, object]:
    """Ours and the floor in turn: the speed of a shared machine changes while one looks."""
    ours, floor = [], []
    for _round in range(ROUNDS):
        floor.append(seconds(lambda: [word.casefold() for word in re.findall(r"\w+", text)]))
        ours.append(seconds(lambda: read(text, units)))
    taken = min(ours)
    ratio = statistics.median(a / b for a, b in zip(ours, floor, strict=True))
    row = {"name": name, "ours": round(taken, 2), "floor": round(min(floor), 2), "ratio": round(ratio, 1)}
    return {**row, "wanted": f"< {WANTED_SECONDS} s", "ok": taken < WANTED_SECONDS}


def main() -> None:
    units = tuple(
        UnitName(line.split("|")[0]) for line in (TEXTS / "units.txt").read_text().splitlines() if line
    )
    shapes = {"1 MB in lines": "\n", "1 MB as one paragraph": " "}
    rows = [measure(name, megabyte(separator), units) for name, separator in shapes.items()]
    say(f"{'':24}{'ours s':>8}{'floor s':>9}{'ratio':>7}  wanted")
    for row in rows:
        verdict = "ok" if row["ok"] else "MISSED"
        say(f"{row['name']:24}{row['ours']:>8}{row['floor']:>9}{row['ratio']:>7}  {row['wanted']} {verdict}")
    target = ROOT / "var" / "bench" / "reader.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows, indent=1))
    sys.exit(0 if all(row["ok"] for row in rows) else 1)


if __name__ == "__main__":
    main()
