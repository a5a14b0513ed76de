"""A list of units as a decree sets it out, compared with the register: what is new, renamed, merged …"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from dialogue_tracker.vietnamese import compare_key, nfc, search_key, squeeze
from units.models import Reorganisation, Unit, UnitAlias
from units.reorganisation import Destination, NewUnit, Plan, problems

# Headings as offices write them, compared without marks and case.
COLUMNS = {
    "name": ("name", "ten", "ten don vi", "don vi"),
    "abbreviation": ("abbreviation", "viet tat", "ten viet tat"),
    "code": ("code", "ky hieu", "ma"),
    "kind": ("kind", "loai", "loai hinh"),
    "place": ("place", "thu tu", "stt"),
    "predecessors": ("predecessors", "predecessor", "don vi truoc", "don vi tien than", "tien than"),
    "aliases": ("aliases", "ten khac", "cach viet khac"),
}
# By the first words of the name, the longer ones first.
KINDS = {
    "tổng cục": Unit.Kind.GENERAL_DEPARTMENT,
    "ủy ban": Unit.Kind.COMMISSION,
    "thanh tra": Unit.Kind.INSPECTORATE,
    "văn phòng": Unit.Kind.OFFICE,
    "tạp chí": Unit.Kind.PRESS,
    "trường": Unit.Kind.SCHOOL,
    "viện": Unit.Kind.INSTITUTE,
    "báo": Unit.Kind.PRESS,
    "cục": Unit.Kind.AGENCY,
    "vụ": Unit.Kind.DEPARTMENT,
}
NOT_IN_DECREES = (Unit.Kind.PARTY, Unit.Kind.UNION)


class UnreadableList(Exception):
    """A sentence for people; names the line where there is one."""


@dataclass(frozen=True)
class Row:
    line: int
    name: str
    abbreviation: str = ""
    code: str = ""
    kind: str = ""
    place: int | None = None
    predecessors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def new_unit(self) -> NewUnit:
        return NewUnit(self.name, self.abbreviation, self.code, self.kind, self.place)


@dataclass
class Comparison:
    """`acts` are carried out like those of the form; `problems` must be empty for that."""

    host: Unit
    effective_on: date
    legal_basis: str
    unchanged: list[Unit] = field(default_factory=list)
    corrected: list[tuple[Unit, Row]] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    acts: list[Plan] = field(default_factory=list)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


# --- Reading --------------------------------------------------------------------------------------------
def read_rows(data: bytes) -> list[Row]:
    """CSV in UTF-8, with comma, semicolon or tab between the columns and ";" or "|" inside a list."""
    try:
        text = nfc(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableList("The file is not UTF-8. Save it as “CSV UTF-8”.") from None
    lines = text.splitlines()
    if not lines:
        raise UnreadableList("The file is empty.")
    separator = max("\t;,", key=lines[0].count)
    reader = csv.reader(lines, delimiter=separator)
    columns = _columns(next(reader))
    rows = [_row(number, columns, cells) for number, cells in enumerate(reader, start=2) if any(cells)]
    names = Counter(compare_key(row.name) for row in rows)
    for row in rows:
        if not row.name:
            raise UnreadableList(f"Line {row.line}: the name is missing.")
        if names[compare_key(row.name)] > 1:
            raise UnreadableList(f"Line {row.line}: {row.name} is in the list twice.")
    return rows


def _columns(headings: list[str]) -> dict[str, int]:
    keys = [search_key(heading).replace("_", " ") for heading in headings]
    found = {name: keys.index(word) for name, words in COLUMNS.items() for word in words if word in keys}
    if "name" not in found:
        raise UnreadableList("The first line must name the columns; one of them is “name”.")
    return found


def _row(line: int, columns: dict[str, int], cells: list[str]) -> Row:
    values = {name: squeeze(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
    name, place = values["name"], values.get("place", "")
    if place and not place.isdecimal():
        raise UnreadableList(f"Line {line}: “{place}” is no whole number.")
    return Row(
        line=line,
        name=name,
        abbreviation=values.get("abbreviation", ""),
        code=values.get("code", ""),
        kind=_kind(line, values.get("kind", ""), name),
        place=int(place) if place else None,
        predecessors=_listed(values.get("predecessors", "")),
        aliases=_listed(values.get("aliases", "")),
    )


def _listed(text: str) -> tuple[str, ...]:
    parts = (squeeze(part) for part in text.replace("|", ";").split(";"))
    return tuple(part for part in parts if part)


def _kind(line: int, said: str, name: str) -> str:
    if said in Unit.Kind.values:
        return said
    for text in filter(None, (said, name)):
        key = compare_key(text)
        for words, kind in KINDS.items():
            if key.startswith(words):
                return kind
    raise UnreadableList(
        f"Line {line}: the kind of “{name}” is not known. Give one of: {', '.join(Unit.Kind.values)}."
    )


# --- Comparing ------------------------------------------------------------------------------------------
def compare(rows: list[Row], *, effective_on: date, legal_basis: str) -> Comparison:
    """With the units of the day before; Party bodies and unions stand in no decree and stay as they are."""
    host = Unit.objects.get(parent=None)
    before = Unit.objects.valid_on(effective_on - timedelta(days=1)).filter(parent=host)
    return _Comparing(
        rows,
        {compare_key(unit.name): unit for unit in before},
        Comparison(host, effective_on, legal_basis, aliases={row.name: row.aliases for row in rows}),
    ).run()


class _Comparing:
    def __init__(self, rows: list[Row], known: dict[str, Unit], found: Comparison) -> None:
        self.rows, self.known, self.found = rows, known, found
        self.heirs: dict[str, list[Row]] = defaultdict(list)

    def run(self) -> Comparison:
        self._collect_heirs()
        if self.found.problems:
            return self.found
        for row in self.rows:
            self._read(row)
        self._ends()
        for plan in self.found.acts:
            self.found.problems += [str(sentence) for sentence in problems(plan)]
        return self.found

    def _collect_heirs(self) -> None:
        listed = {compare_key(row.name) for row in self.rows}
        for row in self.rows:
            for name in row.predecessors:
                key = compare_key(name)
                if key not in self.known:
                    self._problem(row, f"“{name}” is no unit of the day before.")
                elif key in listed:
                    self._problem(row, f"“{name}” is in the list itself, so it does not end.")
                self.heirs[key].append(row)

    def _read(self, row: Row) -> None:
        unit = self.known.get(compare_key(row.name))
        split = [name for name in row.predecessors if len(self.heirs[compare_key(name)]) > 1]
        whole = [name for name in row.predecessors if name not in split]
        if split and whole:
            self._problem(row, "a part of one unit and the whole of another: enter this by the form.")
        elif split:
            self._split(self.known[compare_key(split[0])])
        elif whole:
            self._act(whole, [Destination(unit or row.new_unit)], into_existing=unit is not None)
        elif unit is None:
            self.found.added.append(row)
        if unit is not None:
            differs = (row.abbreviation, row.code, row.kind) != (unit.abbreviation, unit.code, unit.kind)
            (self.found.corrected.append((unit, row)) if differs else self.found.unchanged.append(unit))

    def _split(self, old: Unit) -> None:
        """Once for all its heirs, when the first of them is read."""
        if not any(old in plan.predecessors for plan in self.found.acts):
            heirs = self.heirs[compare_key(old.name)]
            units = [self.known.get(compare_key(row.name)) or row.new_unit for row in heirs]
            self._plan(Reorganisation.Kind.SPLIT, [old], [Destination(unit) for unit in units])

    def _act(self, names: list[str], places: list[Destination], *, into_existing: bool) -> None:
        is_rename = len(names) == 1 and not into_existing
        kind = Reorganisation.Kind.RENAME if is_rename else Reorganisation.Kind.MERGE
        self._plan(kind, [self.known[compare_key(name)] for name in names], places)

    def _ends(self) -> None:
        listed = {compare_key(row.name) for row in self.rows}
        for key, unit in self.known.items():
            if key not in listed and key not in self.heirs and unit.kind not in NOT_IN_DECREES:
                self._plan(Reorganisation.Kind.DISSOLVE, [unit], [])

    def _plan(self, kind: str, before: list[Unit], after: list[Destination]) -> None:
        basis = self.found.legal_basis
        self.found.acts.append(Plan(kind, self.found.effective_on, basis, tuple(before), tuple(after)))

    def _problem(self, row: Row, sentence: str) -> None:
        self.found.problems.append(f"Line {row.line}: {sentence}")


# --- Writing --------------------------------------------------------------------------------------------
@transaction.atomic
def write_rest(found: Comparison) -> None:
    """All but the acts: new units, corrected spellings, aliases."""
    for row in found.added:
        Unit.objects.create(
            name=row.name,
            abbreviation=row.abbreviation,
            code=row.code,
            kind=row.kind,
            parent=found.host,
            position=row.place or 100,
            valid_from=found.effective_on,
            legal_basis=found.legal_basis,
        )
    for unit in found.unchanged:
        _name_basis(unit, found.legal_basis)
    for unit, row in found.corrected:
        unit.abbreviation, unit.code, unit.kind = row.abbreviation, row.code, row.kind
        unit.save()
    units = Unit.objects.valid_on(found.effective_on).filter(name__in=found.aliases)
    for unit in units.prefetch_related("aliases"):
        known = {alias.key for alias in unit.aliases.all()}
        for name in found.aliases[unit.name]:
            if compare_key(name) not in known:
                UnitAlias.objects.create(unit=unit, name=name)
                known.add(compare_key(name))


def _name_basis(unit: Unit, legal_basis: str) -> None:
    """A unit that both decrees name rests on both."""
    both = "; ".join(filter(None, (unit.legal_basis, legal_basis)))
    if legal_basis not in unit.legal_basis and len(both) <= 200:
        unit.legal_basis = both
        unit.save()


def lines(found: Comparison) -> Iterator[str]:
    """For the dry run: what would be done, a line each."""
    for row in found.added:
        yield f"added: {row.name}"
    for plan in found.acts:
        before = " + ".join(unit.name for unit in plan.predecessors)
        after = " + ".join(place.unit.name for place in plan.destinations)
        yield f"{DONE[plan.kind]}: {before} → {after or '(nobody yet)'}"
    for unit, _ in found.corrected:
        yield f"corrected: {unit.name}"
    yield f"unchanged: {len(found.unchanged)}"
    yield from (f"PROBLEM: {sentence}" for sentence in found.problems)


DONE: dict[str, str] = {
    Reorganisation.Kind.RENAME: "renamed",
    Reorganisation.Kind.MERGE: "merged",
    Reorganisation.Kind.SPLIT: "split",
    Reorganisation.Kind.DISSOLVE: "ended",
}
