"""How long the conclusion reader takes for 1 MB of text, beside the least that touches every word of it."""

import re
import time

from conferences.conclusion_reader import UnitName, read
from dev.bench import Row, Wanted, compare, publish
from dev.folders import ROOT

TEXTS = ROOT / "tests" / "data" / "conclusions"
MEGABYTE = 1_000_000
WANTED = Wanted(seconds=2.0)


def megabyte(separator: str) -> str:
    """The recipients of the notices are left out: nothing below them would be read."""
    texts = [
        path.read_text().split("Nơi nhận")[0] for path in sorted(TEXTS.glob("*.txt")) if path.stem != "units"
    ]
    whole = "\n".join(texts)
    return (whole * (MEGABYTE // len(whole) + 1))[:MEGABYTE].replace("\n", separator)


def measure(name: str, text: str, units: tuple[UnitName, ...]) -> Row:
    return compare(
        name,
        ours=lambda: read(text, units),
        floor=lambda: [word.casefold() for word in re.findall(r"\w+", text)],
        wanted=WANTED,
        clock=time.process_time,
    )


def main() -> None:
    units = tuple(
        UnitName(line.split("|")[0]) for line in (TEXTS / "units.txt").read_text().splitlines() if line
    )
    shapes = {"1 MB in lines": "\n", "1 MB as one paragraph": " "}
    publish("reader", [measure(name, megabyte(separator), units) for name, separator in shapes.items()])


if __name__ == "__main__":
    main()
