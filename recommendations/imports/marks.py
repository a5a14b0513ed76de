"""How a recommendation stands in a row of an export, and how one sees that somebody changed it since."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation

from accounts.models import User
from assignments.workflow import State
from conferences.models import Conference
from dialogue_tracker.spreadsheets import Column
from dialogue_tracker.vietnamese import search_key
from recommendations.imports.rows import as_read
from recommendations.imports.sheets import MARK, READ_ONLY, WORDING
from recommendations.models import Recommendation
from recommendations.permissions import reads_answer

LENGTH = 12
LONGEST_ANSWER = 30_000  # a report may be longer than a cell
CHOICES = {"state": State, "outcome": Recommendation.Outcome, "kind": Conference.Kind}


def cells_of(recommendation: Recommendation, *, user: User) -> dict[str, Any]:
    """The cells, the mark included, as this person may read them; the same rule as on the page."""
    work = recommendation.assignment
    told = reads_answer(user, recommendation.answering)
    answering = recommendation.answering
    cells: dict[str, Any] = {
        "code": recommendation.code,
        "raised_by": recommendation.raised_by.name,
        "speaker": recommendation.speaker,
        "text": recommendation.text,
        "theme": recommendation.theme.name if recommendation.theme else "",
        "proposed_lead": recommendation.proposed_lead.name if recommendation.proposed_lead else "",
        "lead": work.unit.name if work.unit else "",
        "due_on": work.due_on,
        "state": work.get_state_display(),
        "outcome": answering.get_outcome_display() if told else "",
        "answer": (answering.answer or answering.assignment.result)[:LONGEST_ANSWER] if told else "",
    }
    return cells | {MARK.key: mark_of(cells)}


def mark_of(cells: Mapping[str, Any]) -> str:
    return f"{digest(cells, WORDING)}-{digest(cells, READ_ONLY)}"


def digest(cells: Mapping[str, Any], columns: tuple[Column, ...]) -> str:
    plain = [comparable(column, cells[column.key]) for column in columns]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:LENGTH]


def comparable(column: Column, value: Any) -> str:
    """Equal for the same thing, whatever language the workbook is in and however often it was read."""
    read = as_read(value, column)
    if isinstance(read, date):
        return read.isoformat()
    if column.key in CHOICES:
        return chosen(column.key, str(read or ""))
    return str(read or "")


def chosen(key: str, text: str) -> str:
    """The stored value a label stands for; the text itself where it is no label."""
    return labels(key).get(search_key(text), text)


@cache
def labels(key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {search_key(str(label)): value for value, label in CHOICES[key].choices}
    return found
