"""How long the conclusion reader takes for 1 MB, and that its time grows with the text and not faster."""

import re
import time
from collections.abc import Callable

from conferences.conclusion_reader import UnitName, read
from dev.bench import Row, Wanted, compare, publish
from dev.folders import ROOT

TEXTS = ROOT / "tests" / "data" / "conclusions"
MEGABYTE = 1_000_000
WANTED = Wanted(seconds=2.0)
# Twice the text, twice the time; what is above that is the noise of the machine.
LINEAR = Wanted(ratio=3)
HOSTILE_SIZE = 100_000
# Each is the same few characters again and again: what makes careless expressions look at a text many times.
HOSTILE = (
    *("a", "1", " ", "\n", "(", '"', ". ", "1. ", "- a\n", "các Bộ, ", "Giao Cục Hóa chất, ", "yêu cầu, "),
    *("trước ngày 1/1/2025 ", "Bộ trưởng nêu\n", "Thứ nhất, a. ", "Thứ hai, a.\nĐã làm.\n", "nhiệm vụ sau: "),
    *("thông báo để ", "- a:\n+ b:\na) c:\n", "kết luận như sau:\nGiao Cục Hóa chất.\n", "các đồng chí "),
    *("\u0301", "Т", "các đơn vị: ", "thực hiện a, ", "Bộ trưởng đã ", "phối hợp với Cục Hóa chất, "),
)


def megabyte(separator: str) -> str:
    """The recipients of the notices are left out: nothing below them would be read."""
    texts = [
        path.read_text().split("Nơi nhận")[0] for path in sorted(TEXTS.glob("*.txt")) if path.stem != "units"
    ]
    return repeated("\n".join(texts), MEGABYTE).replace("\n", separator)


def repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def measure(name: str, text: str, read_it: Callable[[str], object]) -> Row:
    return compare(
        name,
        ours=lambda: read_it(text),
        floor=lambda: [word.casefold() for word in re.findall(r"\w+", text)],
        wanted=WANTED,
        clock=time.process_time,
    )


def grows(name: str, text: str, read_it: Callable[[str], object], rounds: int) -> Row:
    """The whole beside its half."""
    half = text[: len(text) // 2]
    return compare(
        name,
        ours=lambda: read_it(text),
        floor=lambda: read_it(half),
        wanted=LINEAR,
        rounds=rounds,
        clock=time.process_time,
    )


def main() -> None:
    units = tuple(
        UnitName(line.split("|")[0]) for line in (TEXTS / "units.txt").read_text().splitlines() if line
    )

    def read_it(text: str) -> object:
        return read(text, units)

    shapes = {"1 MB in lines": "\n", "1 MB as one paragraph": " "}
    rows = [measure(name, megabyte(separator), read_it) for name, separator in shapes.items()]
    rows += [
        grows(f"{name} beside half of it", megabyte(separator), read_it, 2)
        for name, separator in shapes.items()
    ]
    rows += [
        grows(f"{HOSTILE_SIZE // 1000} kB of {unit!r}", repeated(unit, HOSTILE_SIZE), read_it, 1)
        for unit in HOSTILE
    ]
    publish("reader", rows)


if __name__ == "__main__":
    main()
