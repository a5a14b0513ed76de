"""Which sheet of a file is which of ours, where its row of headings is, and which column means what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dialogue_tracker.spreadsheets.layout import MENDING, OWN_SHEETS, Problem, Sheet, letter_of, shown
from dialogue_tracker.spreadsheets.scan import Facts
from dialogue_tracker.vietnamese import repair_look_alikes, search_key

FIRST_ROWS = 20
Grid = list[list[Any]]


@dataclass
class Found:
    """`columns`: by key, where it stands, from 0."""

    facts: Facts
    heading_row: int
    columns: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def assign(
    facts: Sequence[Facts], sheets: Sequence[Sheet], grid_of: Callable[[Facts], Grid]
) -> dict[str, Found]:
    """By name first, whatever order the sheets are in; what is left by its headings."""
    taken: dict[str, Found] = {}
    for exact in (True, False):
        for sheet in sheets:
            if sheet.id in taken:
                continue
            used = {found.facts.name for found in taken.values()}
            free = [one for one in facts if one.name not in (*used, *OWN_SHEETS) and one.last_row >= 0]
            named = [one for one in free if _key(one.name) == _key(sheet.name)]
            tried = named if exact else sorted(free, key=lambda one: one.is_hidden)
            found = [at for one in tried if (at := find(one, sheet, grid_of(one)))]
            if found:
                taken[sheet.id] = found[0]
    return taken


def find(facts: Facts, sheet: Sheet, grid: Grid) -> Found | None:
    """The first row in which most headings are known, at least two of them or all that are needed."""
    known = _known(sheet)
    counts = [len({known[key] for key in _keys(row, known) if key in known}) for row in grid[:FIRST_ROWS]]
    enough = min(2, len(sheet.columns))
    if not counts or max(counts) < enough:
        return None
    found = Found(facts, counts.index(max(counts)))
    _read(found, sheet, grid)
    return found


def _known(sheet: Sheet) -> dict[str, str]:
    """Every way of writing a heading: in all languages, for who reads a file back may use another one than
    who wrote it; and without what stands in brackets, if the rest is clear.
    """
    pairs = [(column.title, column.key) for column in sheet.columns]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            pairs += [(str(column.title), column.key) for column in sheet.columns]
    pairs += [(alias, column.key) for column in sheet.columns for alias in column.aliases]
    whole = {_key(heading): key for heading, key in reversed(pairs)}
    return {_without_brackets(heading): key for heading, key in reversed(pairs)} | whole


def _key(heading: Any) -> str:
    """Without marks, case and the star of what is required."""
    text = repair_look_alikes(str(heading)).replace("*", " ").replace("_", " ")
    return search_key(text.rstrip(": "))


def _without_brackets(heading: Any) -> str:
    return _key(str(heading).partition("(")[0])


def _keys(row: list[Any], known: dict[str, str]) -> list[str]:
    pairs = ((_key(cell), _without_brackets(cell)) for cell in row)
    return [whole if whole in known else short if short in known else whole for whole, short in pairs]


def _read(found: Found, sheet: Sheet, grid: Grid) -> None:
    known, row = _known(sheet), grid[found.heading_row]
    passed_over = {_key(heading) for heading in MENDING}

    def problem(sentence: str, at: int | None, value: Any = "", *, is_notice: bool = False) -> None:
        letter = letter_of(at) if at is not None else ""
        found.problems.append(
            Problem(sentence, found.facts.name, found.heading_row + 1, letter, "", shown(value), is_notice)
        )

    for at, key in enumerate(_keys(row, known)):
        if key in known and known[key] in found.columns:
            first = letter_of(found.columns[known[key]])
            problem(
                _("This column is there twice, the first time as column %(letter)s. Delete one of them.")
                % {"letter": first},
                at,
                row[at],
            )
        elif key in known:
            found.columns[known[key]] = at
        elif key not in passed_over and (
            key or any(at < len(cells) and cells[at] != "" for cells in grid[found.heading_row + 1 :])
        ):
            problem(_("This column is not known and was left out."), at, row[at], is_notice=True)
    for column in sheet.columns:
        if column.required and column.key not in found.columns:
            problem(
                _("The column “%(heading)s” is missing. Use the template’s row of headings.")
                % {"heading": column.title},
                None,
            )
