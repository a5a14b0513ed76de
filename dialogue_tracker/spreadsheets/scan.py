"""What the reading library does not tell: formulas, errors, merged cells, hidden rows, the outer cells."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from dialogue_tracker.spreadsheets.container import LIMITS, WORKBOOK, damaged, parser_with, too_big
from dialogue_tracker.spreadsheets.layout import Unreadable

CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
SHARED_STRINGS = "xl/sharedStrings.xml"
MOST_MERGED = 10_000
MOST_FORMULAS = 500_000
LONGEST_FORMULA = 200
Place = tuple[int, int]  # row and column, both from 0
Area = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass
class Facts:
    """About one sheet. Rows and columns from 0; -1 when there is no value at all."""

    name: str
    is_hidden: bool
    formulas: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[Area, str]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    last_row: int = -1
    last_column: int = -1
    farthest: Place = (0, 0)


def scan(archive: zipfile.ZipFile) -> list[Facts]:
    """Of every sheet with cells, in the order of the workbook."""
    if SHARED_STRINGS in archive.namelist():
        LIMITS.feed(archive, SHARED_STRINGS, parser_with())
    parts = _relations(archive)
    found = []
    for name, state, relation in _sheets(archive):
        part = parts.get(relation)
        if part is None or part not in archive.namelist():
            raise Unreadable(damaged())
        if "chartsheet" in part or "dialogsheet" in part:
            continue
        found.append(_SheetScan(Facts(name, is_hidden=state != "visible")).run(archive, part))
    return found


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            local = {_local(key): value for key, value in attributes.items()}
            found.append((local.get("name", ""), local.get("state", "visible"), local.get("id", "")))

    LIMITS.feed(archive, WORKBOOK, parser_with(start))
    return found


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            found[attributes.get("Id", "")] = target.lstrip("/")

    LIMITS.feed(archive, "xl/_rels/workbook.xml.rels", parser_with(start))
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def place_of(reference: str) -> Place | None:
    found = CELL.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def area_of(reference: str) -> Area | None:
    first, _colon, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    return (*start, *end) if start and end else None


class _SheetScan:
    """Cells may leave out where they are: then they follow the one before."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.at: Place = (-1, -1)
        self.type = ""
        self.heard: list[str] = []
        self.area: Area | None = None
        self.parser = parser_with(self.start, self.end)

    def run(self, archive: zipfile.ZipFile, part: str) -> Facts:
        LIMITS.feed(archive, part, self.parser)
        return self.facts

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "c":
                self.at = place_of(attributes.get("r", "")) or (self.at[0], self.at[1] + 1)
                self.type = attributes.get("t", "")
            case "v" | "is":
                self._value()
                if self.type == "e":
                    self._listen()
            case "f":
                self._value()
                self._formula(attributes)
            case "row":
                number = attributes.get("r", "")
                row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self.at[0] + 1
                self.at = (row, -1)
                if attributes.get("hidden") in ("1", "true"):
                    self.facts.hidden_rows.add(row)
            case "mergeCell":
                reference = attributes.get("ref", "")
                if (area := area_of(reference)) and len(self.facts.merged) < MOST_MERGED:
                    self.facts.merged.append((area, reference))

    def _value(self) -> None:
        facts = self.facts
        facts.last_row = max(facts.last_row, self.at[0])
        if self.at[1] > facts.last_column:
            facts.last_column, facts.farthest = self.at[1], self.at

    def _formula(self, attributes: dict[str, str]) -> None:
        """One formula may fill an area; its other cells hold nothing but what was counted out."""
        is_spread = attributes.get("t") in ("array", "dataTable")
        self.area = area_of(attributes.get("ref", "")) if is_spread else None
        self._listen()

    def _listen(self) -> None:
        self.heard = []
        self.parser.CharacterDataHandler = self.heard.append

    def end(self, name: str) -> None:
        if self.parser.CharacterDataHandler is None:
            return
        said = "".join(self.heard)
        match _local(name):
            case "f":
                self._keep_formula(f"={said}"[:LONGEST_FORMULA])
            case "v":
                self.facts.errors[self.at] = said[:LONGEST_FORMULA]
        self.parser.CharacterDataHandler = None

    def _keep_formula(self, text: str) -> None:
        self.facts.formulas[self.at] = text
        if self.area is None:
            return
        top, left, bottom, right = self.area
        if (bottom - top + 1) * (right - left + 1) + len(self.facts.formulas) > MOST_FORMULAS:
            raise Unreadable(too_big())
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.facts.formulas.setdefault((row, column), text)
