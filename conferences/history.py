"""What was changed of a conference, its conclusion and its tasks: the actions write it, pages show it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from conferences.models import Attendance, ChangeEntry, Conclusion, Conference, Task
from dialogue_tracker.timelines import FieldChange, Step
from units.models import Unit
from units.permissions import name_with_title

Changes = dict[str, list[Any]]

# Sentence after a name, icon, tone.
VERBS: dict[str, tuple[str | Promise, str, str]] = {
    "create": (pgettext_lazy("history", "entered the conference"), "plus", "blue"),
    "load": (pgettext_lazy("history", "loaded it from a list of past years"), "file-upload", "blue"),
    "edit": (pgettext_lazy("history", "edited the conference"), "pencil", "neutral"),
    "attend": (pgettext_lazy("history", "changed who attended"), "users", "neutral"),
    "call": (pgettext_lazy("history", "reminded units to send recommendations"), "bell", "neutral"),
    "read": (pgettext_lazy("history", "entered the text of the conclusion"), "gavel", "blue"),
    "sum_up": (pgettext_lazy("history", "worded assessments and limitations"), "pencil", "neutral"),
    "add_task": (pgettext_lazy("history", "added a task"), "plus", "blue"),
    "edit_task": (pgettext_lazy("history", "corrected a proposed task"), "pencil", "neutral"),
    "reread_task": (
        pgettext_lazy("history", "took over the corrected text of a task"),
        "file-upload",
        "neutral",
    ),
    "split_task": (pgettext_lazy("history", "split a task"), "git-branch", "neutral"),
    "join_tasks": (pgettext_lazy("history", "joined two tasks"), "git-merge", "neutral"),
    "move_task": (pgettext_lazy("history", "moved a task to another place"), "arrows-sort", "neutral"),
    "undo_step": (pgettext_lazy("history", "undid a step of the review"), "arrow-back-up", "neutral"),
    "dismiss_task": (pgettext_lazy("history", "put aside as no task"), "x", "orange"),
    "restore_task": (pgettext_lazy("history", "took back as a task"), "arrow-back-up", "neutral"),
    "accept_task": (pgettext_lazy("history", "accepted a task"), "check", "green"),
    "correct_task": (pgettext_lazy("history", "corrected an accepted task"), "pencil", "orange"),
}
# Shown under these names, in this order.
LABELS: dict[str, str | Promise] = {
    "title": _("Title of the conference"),
    "kind": _("Kind and level"),
    "host": _("Held by"),
    "held_on": _("Date"),
    "place": _("Place"),
    "chair_name": _("Chair"),
    "chair_title": _("Title of the chair"),
    "theme": _("Theme"),
    "agenda": _("Agenda"),
    "submissions_until": _("Units send recommendations until"),
    "reminded": _("Reminded"),
    "came": _("Attended"),
    "number": _("Number"),
    "text": _("Wording"),
    "assessments": _("Assessments"),
    "limitations": _("Limitations"),
    "all_units": _("All units"),
    "lead_units": _("Lead units"),
    "supporting_units": _("Supporting units"),
    "due_on": _("Deadline"),
    "due_kind": _("Kind of deadline"),
    "due_phrase": _("Deadline as worded"),
    "expected_result": _("Expected result"),
    "position": _("Place in the list"),
    "joined": _("Joined with"),
    "undone": _("Undone"),
    "discarded": _("Proposals replaced"),
    "parts": _("Became"),
}
CONFERENCE_FIELDS = (
    "kind",
    "host",
    "title",
    "theme",
    "held_on",
    "place",
    "chair_name",
    "chair_title",
    "agenda",
    "submissions_until",
)
TASK_FIELDS = ("number", "text", "all_units", "due_on", "due_kind", "due_phrase", "expected_result")


# --- Writing ------------------------------------------------------------------------------------------------
def record(
    subject: Conference | Conclusion | Task,
    *,
    verb: str,
    by: User,
    changes: Changes | None = None,
    reason: str = "",
) -> None:
    ChangeEntry.objects.create(
        conference=conference_of(subject),
        subject=KINDS[type(subject)],
        subject_id=subject.pk,
        name=named(subject) if isinstance(subject, Task) else "",
        verb=verb,
        version=subject.version,
        changes=changes or {},
        reason=reason,
        by=by,
        by_name=name_with_title(by),
    )


KINDS: Mapping[type, str] = {
    Conference: ChangeEntry.Subject.CONFERENCE,
    Conclusion: ChangeEntry.Subject.CONCLUSION,
    Task: ChangeEntry.Subject.TASK,
}


def conference_of(subject: Conference | Conclusion | Task) -> Conference:
    if isinstance(subject, Task):
        return subject.conclusion.conference
    return subject if isinstance(subject, Conference) else subject.conference


def named(task: Task) -> str:
    return f"{task.number}. {task.summary}"[:200] if task.number else task.summary


def values_of(row: models.Model, fields: Iterable[str]) -> dict[str, str]:
    """As the history keeps them: names in words, so that they still read when rows have changed."""
    return {name: _kept(row, name) for name in fields}


def _kept(row: models.Model, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def values_of_task(task: Task) -> dict[str, str]:
    units = {name: names(getattr(task, name).all()) for name in ("lead_units", "supporting_units")}
    return values_of(task, TASK_FIELDS) | units


def names(units: Iterable[Unit]) -> str:
    return ", ".join(sorted(unit.name for unit in units))


def came(conference: Conference) -> str:
    """A line for each unit that attended."""
    rows: Iterable[Attendance] = conference.attendances.select_related("unit")
    return "\n".join(f"{row.unit}: {row.people}" if row.people else str(row.unit) for row in rows)


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    return {name: [before.get(name, ""), new] for name, new in after.items() if before.get(name, "") != new}


# --- Showing ------------------------------------------------------------------------------------------------
def timeline(entries: Iterable[ChangeEntry]) -> list[Step]:
    return [_step(entry) for entry in entries]


def since(subject: Conference | Conclusion | Task, version: int) -> list[Step]:
    """What others did after a person saw `version`, newest first."""
    entries = ChangeEntry.objects.filter(
        subject=KINDS[type(subject)], subject_id=subject.pk, version__gt=version
    )
    return timeline(entries.order_by("-at", "-pk"))


def untouched(subject: Conference | Task, version: int, typed: Mapping[str, str]) -> list[str]:
    """The fields that others changed since `version` and the person left as they had been."""
    entries = ChangeEntry.objects.filter(
        subject=KINDS[type(subject)], subject_id=subject.pk, version__gt=version
    )
    was: dict[str, str] = {}
    for entry in entries:
        for name, (old, _new) in entry.changes.items():
            was.setdefault(name, old)
    return [name for name, old in was.items() if name in typed and typed[name] == old]


def _step(entry: ChangeEntry) -> Step:
    sentence, icon, tone = VERBS[entry.verb]
    title = capfirst(str(sentence))
    return Step(
        icon=icon,
        tone=tone,
        at=entry.at,
        who=entry.by_name,
        title=f"{title}: {entry.name}" if entry.name else title,
        reason=entry.reason,
        changes=[*_field_changes(entry.changes)],
    )


def _field_changes(changes: Mapping[str, list[Any]]) -> Iterator[FieldChange]:
    for name, label in LABELS.items():
        if name in changes:
            old, new = (_shown(name, value) for value in changes[name])
            yield FieldChange(label, old, new)


CHOICES = {"kind": dict(Conference.Kind.choices), "due_kind": dict(Task.DueKind.choices)}


def _shown(name: str, value: str) -> Any:
    if name in ("held_on", "due_on", "submissions_until"):
        return parse_date(value) or ""
    if name == "undone" and value:
        return capfirst(str(VERBS[value][0]))
    return CHOICES[name].get(value, value) if name in CHOICES else value
