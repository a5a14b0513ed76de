"""What the check of a workbook hands to whoever shows it and applies it."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dialogue_tracker.spreadsheets import Problem

# Called between steps with how far it is; raises when nobody wants the result any more.
Report = Callable[[int, str], None]
Act = Literal["new", "change", "same"]


@dataclass(frozen=True)
class FieldChange:
    """As people read it."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """What is to be done with one row; `payload` is for `apply` alone and may be anything."""

    sheet: str
    number: int
    act: Act
    title: str  # the wording, or what else people know it by
    about: str = ""  # the unit, the conference …
    changes: Sequence[FieldChange] = ()
    payload: Any = None


@dataclass
class Check:
    """May be applied when it has no problems."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    summary: Mapping[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(row.act for row in self.rows))

    @property
    def fingerprint(self) -> str:
        """Another one as soon as anything else would be done than what was shown."""
        digest = hashlib.sha256()
        for row in self.rows:
            said = [row.sheet, row.number, row.act, row.title, row.about]
            changes = [[change.label, change.old, change.new] for change in row.changes]
            digest.update(json.dumps([said, changes]).encode())
        return digest.hexdigest()
