"""What happened to an assignment, newest first: the history with the reports and their evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Evidence, HistoryEntry, Update
from assignments.workflow import TRANSITIONS, Verb
from dialogue_tracker import timelines
from dialogue_tracker.timelines import FieldChange

ICONS = {
    "create": "plus",
    "load": "file-upload",
    "update": "message-2",
    "change_deadline": "calendar-due",
    "recompute": "calendar-due",
    "correct": "pencil",
    "reorder": "arrow-up",
    "answer": "message-circle",
    "silence": "clock",
    "add_evidence": "paperclip",
    "remove_evidence": "paperclip",
    "ask_extension": "hourglass",
    "grant_extension": "calendar-due",
    "refuse_extension": "x",
    "withdraw_extension": "arrow-back-up",
    "lapse_extension": "x",
    "carry_over": "repeat",
    "undo_carry_over": "arrow-back-up",
    "remind": "bell",
    "stop_reminders": "bell",
    "resume_reminders": "bell",
    "link_earlier": "link",
    "unlink_earlier": "link",
    "correct_task": "pencil",
}
# They do not count the version up: nobody's decision is overtaken by them.
UNCOUNTED = (
    "create",
    "load",
    "update",
    "correct",
    "reorder",
    "answer",
    "silence",
    "add_evidence",
    "remove_evidence",
    "ask_extension",
    "refuse_extension",
    "withdraw_extension",
    "lapse_extension",
    "remind",
    "stop_reminders",
    "resume_reminders",
    "link_earlier",
    "unlink_earlier",
    "correct_task",
)
TONES = {
    Verb.ASSIGN: "violet",
    Verb.ACCEPT: "blue",
    Verb.DECLINE: "orange",
    Verb.REPORT: "ochre",
    Verb.RETURN: "orange",
    Verb.CONFIRM: "green",
    Verb.ESCALATE: "orange",
    Verb.DIRECT: "blue",
    Verb.REOPEN: "orange",
    Verb.AGREE: "green",
    Verb.CONTEST: "orange",
}
FIELDS: dict[str, str | Promise] = {
    "unit": _("Lead unit"),
    "due_on": _("Deadline"),
    "supporting_units": _("Supporting units"),
    "percent": _("Progress"),
    "evidence": _("Evidence"),
    "wanted_on": _("Wanted deadline"),
    "carried_to": _("Carried over to"),
    "earlier": _("Raised earlier as"),
    "number": _("Number"),
    "text": _("Wording"),
    "raised_by": _("Raised by"),
    "speaker": _("Who spoke"),
    "theme": _("Theme"),
    "proposed_lead": _("Proposed lead unit"),
    "merged_into": _("Answered together with"),
    "loaded_from": _("Loaded from"),
    "old_number": _("Number in the old list"),
    "done_on": _("Done on"),
}


@dataclass(frozen=True)
class Step(timelines.Step):
    update: Update | None = None
    evidence: list[Evidence] = field(default_factory=list)


def timeline(assignment: Assignment) -> list[Step]:
    """Every report was written with its history entry, under the row's lock: both are in the same order."""
    evidence = Prefetch("evidence", Evidence.everything.select_related("removed_by"))
    reports = assignment.updates.order_by("created_at", "pk").select_related("author", "drafted_by")
    updates = iter(reports.prefetch_related(evidence))
    steps = [_step(entry, updates) for entry in assignment.history.all()]
    return steps[::-1]


def _step(entry: HistoryEntry, updates: Iterator[Update]) -> Step:
    update = next(updates, None) if entry.verb in ("update", Verb.REPORT) else None
    row = TRANSITIONS.get(entry.verb)
    return Step(
        icon=row.icon if row else ICONS.get(entry.verb, "circle-dashed"),
        tone=TONES.get(entry.verb, "neutral"),  # type: ignore[call-overload]
        at=entry.at,
        who=entry.by_name or gettext("The system"),
        title=capfirst(entry.sentence),
        reason=entry.reason,
        changes=[*_field_changes(entry.changes)],
        update=update,
        evidence=list(update.evidence.all()) if update else [],
    )


def _field_changes(changes: dict[str, list[Any]]) -> Iterator[FieldChange]:
    for name, label in FIELDS.items():
        if name in changes:
            old, new = (_shown(name, value) for value in changes[name])
            if old != new:
                yield FieldChange(label, old, new)


def _shown(name: str, value: Any) -> Any:
    if name in ("due_on", "wanted_on", "done_on") and value:
        return date.fromisoformat(value)
    return f"{value}%" if name == "percent" else value


def since(assignment: Assignment, version: int) -> list[Step]:
    """What others did after a person saw `version`; progress updates and the creation do not count it up."""
    counted = assignment.history.exclude(verb__in=UNCOUNTED)
    first = max(min(version, assignment.version) - 1, 0)
    return [_step(entry, iter(())) for entry in counted[first:]][::-1]
