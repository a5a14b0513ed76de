"""What a workbook of ours holds, and what reading one gives."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
Value = str | date | int | None
LONGEST_CELL = 32_767  # what Excel holds in one
# The column with faults that is added to a workbook; read back, it is passed over.
MENDING = ("Lỗi cần sửa", "To mend")
# Sheets of our own templates that hold no rows: the names to pick from, and how to fill it in.
LISTS, INSTRUCTIONS = OWN_SHEETS = ("Danh mục", "Hướng dẫn")


class Kind(Enum):
    TEXT = "text"  # several lines are kept
    LINE = "line"  # one line
    DATE = "date"
    NUMBER = "number"  # a whole one
    CHOICE = "choice"  # one line; a list to pick from is offered, but other words are read as well


@dataclass(frozen=True)
class Column:
    key: str
    title: Text
    kind: Kind = Kind.LINE
    required: bool = False
    longest: int = LONGEST_CELL
    width: int = 18
    help: Text = ""
    choices: Callable[[], Iterable[str]] | Sequence[str] = ()
    aliases: tuple[str, ...] = ()  # other headings that mean it; marks and case do not count
    is_hidden: bool = False  # written for the machine that reads it back

    def offered(self) -> list[str]:
        return [str(one) for one in (self.choices() if callable(self.choices) else self.choices)]


@dataclass(frozen=True)
class Sheet:
    """`example`: a row of the template, by column key; a row that still reads like it is not read."""

    name: Text
    columns: tuple[Column, ...]
    key: str = ""
    example: Mapping[str, Value] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.key or str(self.name)

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}


@dataclass(frozen=True)
class Row:
    """`number` as Excel shows it; a key in `faulty` has None because its cell could not be read."""

    number: int
    values: dict[str, Any]
    faulty: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """A sentence about a place. `column` is its letter; a notice keeps nobody from applying."""

    sentence: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""
    value: str = ""
    is_notice: bool = False

    @property
    def cell(self) -> str:
        return f"{self.column}{self.row}" if self.column and self.row else ""


@dataclass
class Reading:
    """By the sheets' ids. A workbook with `problems` must not be applied; `notices` only tell."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # of the sheets, as the file has them
    letters: dict[str, dict[str, str]] = field(default_factory=dict)  # of the columns found

    def problem(
        self,
        sheet: Sheet,
        row: Row | None,
        key: str,
        sentence: str,
        value: Any = "",
        *,
        is_notice: bool = False,
    ) -> Problem:
        """For who knows what the rows mean: a problem with its cell. It is returned, not added."""
        return Problem(
            sentence=sentence,
            sheet=self.names.get(sheet.id, str(sheet.name)),
            row=row.number if row else None,
            column=self.letters.get(sheet.id, {}).get(key, ""),
            heading=str(sheet.by_key[key].title) if key else "",
            value=shown(value),
            is_notice=is_notice,
        )


class Unreadable(Exception):
    """Not a workbook that can be read; a sentence for people."""


MOST_SHOWN = 200


def shown(value: Any) -> str:
    """As people read it in a list of problems: short, on one line."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).split())
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def letter_of(column: int) -> str:
    """0 is "A", 26 is "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
