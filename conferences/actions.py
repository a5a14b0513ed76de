"""Every write on conferences and conclusions; that on proposed tasks is in `actions_tasks`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from accounts.models import User
from conferences.conclusion_reader import FoundTask, Reading, read
from conferences.conclusion_reader.types import ASSESSMENT, LIMITATION
from conferences.history import CONFERENCE_FIELDS as FIELDS
from conferences.history import came, differences, named, record, values_of
from conferences.models import Attendance, Conclusion, Conference, SourceText, Task
from conferences.permissions import may_manage
from conferences.proposals import PieceRow, charge, cut, fill
from conferences.register import Register
from conferences.rereading import Item, match, same_wording, split_as_before
from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.several_hands import SomebodyWasFaster
from units.models import Unit

SUMMARY = ("assessments", "limitations")
TEXTS = ("text", *SUMMARY)


@dataclass(frozen=True)
class Source:
    """The uploaded file the text was taken from."""

    name: str
    data: bytes


@dataclass
class Outcome:
    """What a reading did. `reworded`: accepted tasks that the new text words differently; they stay.

    `discarded`: corrected proposals that were thrown away, as the person chose.
    """

    conclusion: Conclusion
    proposed: int = 0
    kept: int = 0
    reworded: list[Task] = field(default_factory=list)
    discarded: list[str] = field(default_factory=list)


# --- Conference ---------------------------------------------------------------------------------------------
@transaction.atomic
def save_conference(
    conference: Conference, *, by: User, all_units: bool = False, version: int | None = None
) -> Conference:
    """`version` is what the person saw; None skips that check."""
    if not may_manage(by, conference):
        raise PermissionDenied
    if conference._state.adding:
        conference.created_by = by
        conference.save()
        record(conference, verb="create", by=by, changes=differences({}, values_of(conference, FIELDS)))
    else:
        _edit(conference, by=by, version=version)
    if all_units:
        attend_all(conference, by=by)
    return conference


def _edit(conference: Conference, *, by: User, version: int | None) -> None:
    stored = lock(conference, version=version)
    conference.version = stored.version
    changes = differences(values_of(stored, FIELDS), values_of(conference, FIELDS))
    if changes:
        conference.version += 1
        conference.save()
        record(conference, verb="edit", by=by, changes=changes)


@transaction.atomic
def attend_all(conference: Conference, *, by: User) -> None:
    """“All units attended”: those not in the list yet are added; names that were written stay."""
    units = Unit.objects.all_of(conference.host, conference.register_day)
    set_attendance(conference, dict.fromkeys(units.values_list("pk", flat=True)), by=by, keep_others=True)


@transaction.atomic
def set_attendance(
    conference: Conference,
    people: Mapping[int, str | None],
    *,
    by: User,
    keep_others: bool = False,
    version: int | None = None,
) -> None:
    """`people`: unit id -> who came; None leaves what is written there."""
    if not may_manage(by, conference):
        raise PermissionDenied
    locked = lock(conference, version=version)
    before = came(locked)
    existing = {row.unit_id: row for row in locked.attendances.all()}
    if not keep_others:
        locked.attendances.exclude(unit__in=people).delete()
    for unit_id, written in people.items():
        row = existing.get(unit_id) or Attendance(conference=locked, unit_id=unit_id)
        if row.pk is None or (written is not None and written != row.people):
            row.people = written or ""
            row.save()
    if changes := differences({"came": before}, {"came": came(locked)}):
        locked.version += 1
        locked.save(update_fields=["version"])
        conference.version = locked.version
        record(locked, verb="attend", by=by, changes=changes)


def lock(conference: Conference, *, version: int | None = None) -> Conference:
    """Lists and texts of a conference are written one at a time: each write starts from the one before."""
    locked = Conference.objects.select_for_update(of=("self",)).select_related("host").get(pk=conference.pk)
    if version is not None and locked.version != version:
        raise SomebodyWasFaster
    return locked


# --- Conclusion ---------------------------------------------------------------------------------------------
def read_conclusion(
    conference: Conference,
    *,
    text: str,
    by: User,
    source: Source | None = None,
    keep_corrections: bool = True,
    version: int | None = None,
) -> Outcome:
    """Read the text and propose its tasks.

    Accepted tasks and those put aside stay whatever the new text says; corrected and added proposals stay
    unless `keep_corrections` is off. `version` is the conclusion's version the person saw (0: none); None
    skips that check.
    """
    if not may_manage(by, conference):
        raise PermissionDenied
    written: list[FieldFile] = []
    with atomic_with_files(written):
        outcome = _read(conference, text, by=by, keep_corrections=keep_corrections, version=version)
        _store_source(outcome.conclusion, source, written)
    return outcome


def _read(
    conference: Conference, text: str, *, by: User, keep_corrections: bool, version: int | None
) -> Outcome:
    locked = lock(conference)
    conclusion = Conclusion.objects.filter(conference=locked).first() or Conclusion(
        conference=locked, version=0
    )
    if version is not None and version != conclusion.version:
        raise SomebodyWasFaster
    register = Register.on(locked.register_day)
    reading = read(text, register.names, locked.held_on)
    before = values_of(conclusion, TEXTS)
    _store_text(conclusion, reading, by=by, keep_corrections=keep_corrections)
    outcome = _store_tasks(conclusion, reading, register, keep_corrections=keep_corrections)
    changes = differences(before, values_of(conclusion, TEXTS))
    if outcome.discarded:
        changes["discarded"] = ["\n".join(outcome.discarded), ""]
    record(conclusion, verb="read", by=by, changes=changes)
    return outcome


def _store_text(conclusion: Conclusion, reading: Reading, *, by: User, keep_corrections: bool) -> None:
    for name, kind in (("assessments", ASSESSMENT), ("limitations", LIMITATION)):
        corrected = getattr(conclusion, name) != _joined(conclusion.pieces, conclusion.text, kind)
        if not (corrected and keep_corrections):
            fresh = "\n\n".join(piece.text.strip() for piece in reading.pieces if piece.kind == kind)
            setattr(conclusion, name, fresh)
    conclusion.text = reading.text
    conclusion.read_by = by
    conclusion.version += 1
    conclusion.save()


def _joined(pieces: Iterable[Mapping[str, Any]], text: str, kind: str) -> str:
    return "\n\n".join(
        text[piece["start"] : piece["end"]].strip() for piece in pieces if piece["kind"] == kind
    )


def _store_source(conclusion: Conclusion, source: Source | None, written: list[FieldFile]) -> None:
    """The name on disk is ours, the one people gave stands beside it."""
    row = SourceText(
        conference=conclusion.conference,
        text=conclusion.text,
        brought_by=conclusion.read_by,
        taken_at=conclusion.read_at,
        version=conclusion.version,
    )
    if source:
        row.file_name = source.name[-255:]
        suffix = PurePath(source.name).suffix.lower()[:10]
        row.file.save(f"{uuid4().hex}{suffix}", ContentFile(source.data), save=False)
        written.append(row.file)
    row.save()


def _store_tasks(
    conclusion: Conclusion, reading: Reading, register: Register, *, keep_corrections: bool
) -> Outcome:
    replaced = conclusion.tasks.proposed()
    if keep_corrections:
        replaced = replaced.filter(edited_at__isnull=True)
    # Locked, so that one accepted in this moment is no longer among them.
    gone = list(replaced.select_for_update())
    conclusion.tasks.filter(pk__in=[task.pk for task in gone]).delete()
    outcome = Outcome(conclusion, discarded=[named(task) for task in gone if task.edited_at])
    kept = list(conclusion.tasks.all())
    items = split_as_before(reading.tasks, kept)
    matched = match([item.found for item in items], kept)
    rows = [
        _keep(outcome, matched[index], index, item.found)
        if index in matched
        else _propose(outcome, index, item.found, item.above, register)
        for index, item in enumerate(items)
    ]
    for offset, task in enumerate(task for task in kept if task not in rows):
        _place(task, len(rows) + offset, 0, 0)
    outcome.kept = sum(task.dismissed_at is None for task in kept)
    conclusion.pieces = _pieces(reading, items, rows)
    conclusion.save(update_fields=["pieces"])
    return outcome


def _keep(outcome: Outcome, task: Task, index: int, found: FoundTask) -> Task:
    _place(task, index, found.start, found.end)
    if task.accepted_at and not same_wording(found, task):
        outcome.reworded.append(task)
    return task


def _place(task: Task, index: int, start: int, end: int) -> None:
    task.position, task.start, task.end = index + 1, start, end
    task.save(update_fields=["position", "start", "end"])


def _propose(
    outcome: Outcome, index: int, found: FoundTask, above: FoundTask | None, register: Register
) -> Task:
    task = fill(Task(conclusion=outcome.conclusion, position=index + 1), found, above)
    task.save()
    charge(task, found, register)
    outcome.proposed += 1
    return task


def _pieces(reading: Reading, items: Sequence[Item], rows: Sequence[Task]) -> list[PieceRow]:
    """The reader counts tasks; stored are their ids, and those of the parts where a task was split."""
    pieces: list[PieceRow] = [
        {"start": piece.start, "end": piece.end, "kind": piece.kind, "task": piece.task}
        for piece in reading.pieces
    ]
    for index in range(len(reading.tasks)):
        parts = [
            (item.found.start, row.pk) for item, row in zip(items, rows, strict=True) if item.index == index
        ]
        if len(parts) == 1:
            pieces = [{**piece, "task": parts[0][1]} if piece["task"] == index else piece for piece in pieces]
        else:
            pieces = cut(pieces, index, parts)
    return pieces


@transaction.atomic
def save_summary(
    conclusion: Conclusion, *, assessments: str, limitations: str, version: int, by: User
) -> None:
    """What is kept apart from the tasks: the assessments and the limitations, as the office words them."""
    if not may_manage(by, conclusion.conference):
        raise PermissionDenied
    lock(conclusion.conference)
    stored = Conclusion.objects.get(pk=conclusion.pk)
    if stored.version != version:
        raise SomebodyWasFaster
    before = values_of(stored, SUMMARY)
    stored.assessments, stored.limitations = assessments, limitations
    changes = differences(before, values_of(stored, SUMMARY))
    if not changes:
        return
    stored.version += 1
    stored.save(update_fields=["assessments", "limitations", "version"])
    record(stored, verb="sum_up", by=by, changes=changes)
