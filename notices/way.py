"""The four steps from draft to issued, with who took each and when."""

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from notices.models import HistoryEntry, Notice
from notices.workflow import State, Verb

REACHED = {State.SUBMITTED: 1, State.APPROVED: 2, State.ISSUED: 3, State.VOIDED: 3}


def steps_of(notice: Notice) -> list[dict[str, Any]]:
    """For components/steps.html."""
    rows = (
        (_("Draft"), "prepare"),
        (pgettext("step", "Submission"), Verb.SUBMIT),
        (pgettext("step", "Approval"), Verb.APPROVE),
        (pgettext("step", "Issuing"), Verb.ISSUE),
    )
    reached = REACHED.get(State(notice.state), 0)
    current = reached + 1 if reached else 0
    taken = {entry.verb: entry for entry in notice.history.all()}
    return [
        {
            "label": label,
            "url": "",
            "note": _note(taken.get(verb)) if position <= reached else "",
            "state": "done" if position < current else "current" if position == current else "todo",
        }
        for position, (label, verb) in enumerate(rows)
    ]


def _note(entry: HistoryEntry | None) -> str:
    return f"{entry.by_name} · {localtime(entry.at):%H:%M %d/%m/%Y}" if entry else ""
