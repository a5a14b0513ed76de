"""The history of a notice as the pages show it, newest first."""

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dialogue_tracker.timelines import FieldChange, Step
from notices.models import HistoryEntry, Notice
from notices.workflow import TRANSITIONS, Verb

ICONS = {
    "prepare": "file-text",
    "edit": "pencil",
    "comment": "message-circle",
    "sign": "certificate",
    "archive": "certificate",
}
TONES = {
    Verb.SUBMIT: "ochre",
    Verb.APPROVE: "blue",
    Verb.ISSUE: "green",
    Verb.RETURN: "orange",
    Verb.VOID: "red",
    "comment": "violet",
    "sign": "green",
    "archive": "green",
}


def timeline(notice: Notice) -> list[Step]:
    return [_step(entry) for entry in reversed(notice.history.all())]


def _step(entry: HistoryEntry) -> Step:
    row = TRANSITIONS.get(entry.verb)
    return Step(
        icon=row.icon if row else ICONS[entry.verb],
        tone=TONES.get(entry.verb, "neutral"),
        at=entry.at,
        who=entry.by_name,
        title=capfirst(entry.sentence),
        reason=entry.text,
        changes=[FieldChange(_label(name), old, new) for name, (old, new) in entry.changes.items()],
    )


def _label(name: str) -> str | Promise:
    """Of the field; of what is no field, as it is called everywhere."""
    labels = {field.name: field.verbose_name for field in Notice._meta.concrete_fields}
    return labels.get(name, {"number": _("Number"), "sha256": "SHA-256"}.get(name, name))
