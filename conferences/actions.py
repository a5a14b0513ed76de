"""Every write on conferences and conclusions; that on proposed tasks is in `actions_tasks`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from accounts.models import User
from conferences.comparison import Comparison, compare
from conferences.conclusion_reader import read
from conferences.history import CONFERENCE_FIELDS as FIELDS
from conferences.history import came, differences, record, values_of
from conferences.legacy_encodings import convert
from conferences.models import Attendance, Conclusion, Conference, SourceText
from conferences.permissions import may_manage
from conferences.register import Register
from conferences.taking_over import SUMMARY, Outcome, take_over
from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.several_hands import SomebodyWasFaster
from dialogue_tracker.vietnamese import nfc
from units.models import Unit


@dataclass(frozen=True)
class Source:
    """The uploaded file the text was taken from."""

    name: str
    data: bytes


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
    conference: Conference, *, text: str, by: User, source: Source | None = None, version: int | None = None
) -> Outcome:
    """Bring a text and take over all of it that overrules no correction.

    `version` is the conclusion's version the person saw (0: none); None skips that check.
    """
    written: list[FieldFile] = []
    with atomic_with_files(written):
        row = receive_text(conference, text=text, by=by, source=source, written=written)
        stored = Conclusion.objects.filter(conference=conference).first()
        if version is not None and version != (stored.version if stored else 0):
            raise SomebodyWasFaster
        return take_text(row, by=by)


def receive_text(
    conference: Conference,
    *,
    text: str,
    by: User,
    source: Source | None = None,
    offered: str = "",
    seen: int = 0,
    written: list[FieldFile] | None = None,
) -> SourceText:
    """A text waits to be compared, with the file it came in. One that the same person left waiting goes.

    `offered`: the old encoding it seems to have; then `text` is as it stands. `seen`: the conclusion's
    version on the page it was brought from. `written`: see `files`.
    """
    if not may_manage(by, conference):
        raise PermissionDenied
    written = [] if written is None else written
    with atomic_with_files(written):
        lock(conference)
        for old in SourceText.objects.waiting().filter(conference=conference, brought_by=by):
            _remove(old)
        row = SourceText(conference=conference, text=text, brought_by=by, offered=offered, seen=seen)
        if source or offered:
            # What was pasted and may be converted would else be lost as it came.
            _store_file(row, source or Source("", text.encode()), written)
        row.save()
    return row


def _store_file(row: SourceText, source: Source, written: list[FieldFile]) -> None:
    """The name on disk is ours, the one people gave stands beside it."""
    row.file_name = source.name[-255:]
    suffix = PurePath(source.name).suffix.lower()[:10] or ".txt"
    row.file.save(f"{uuid4().hex}{suffix}", ContentFile(source.data), save=False)
    written.append(row.file)


@transaction.atomic
def convert_text(row: SourceText, *, encoding: str, by: User) -> None:
    """`encoding`: what the text is converted from; empty, it is read as it stands."""
    _lock_waiting(row, by=by)
    row.text = convert(row.text, encoding) if encoding else nfc(row.text)
    row.encoding, row.offered = encoding, ""
    row.save(update_fields=["text", "encoding", "offered"])


@transaction.atomic
def drop_text(row: SourceText, *, by: User) -> None:
    _lock_waiting(row, by=by)
    _remove(row)


def _remove(row: SourceText) -> None:
    """The file goes after commit."""
    if row.file.name:
        transaction.on_commit(partial(row.file.storage.delete, row.file.name))
    row.delete()


def _lock_waiting(row: SourceText, *, by: User) -> Conference:
    if not may_manage(by, row.conference):
        raise PermissionDenied
    locked = lock(row.conference)
    if not SourceText.objects.waiting().filter(pk=row.pk).exists():
        raise SomebodyWasFaster
    return locked


@transaction.atomic
def take_text(
    row: SourceText, *, by: User, taken: Collection[str] | None = None, fingerprint: str | None = None
) -> Outcome:
    """What waits becomes the conclusion's text. Accepted tasks and those put aside stay whatever it says.

    `taken`: the keys of the differences to take over; None takes all that overrule no correction.
    `fingerprint`: of the comparison the person saw; another one by now is refused.
    """
    locked = _lock_waiting(row, by=by)
    conclusion = Conclusion.objects.filter(conference=locked).first() or Conclusion.objects.create(
        conference=locked, version=0, read_by=by
    )
    # Locked, so that one accepted in this moment is seen as accepted.
    list(conclusion.tasks.select_for_update().values_list("pk"))
    comparison = compare_text(row, conclusion)
    if fingerprint is not None and fingerprint != comparison.fingerprint:
        raise SomebodyWasFaster
    if comparison.is_same:
        outcome = Outcome(conclusion)
    else:
        outcome = take_over(comparison, comparison.defaults if taken is None else taken, by=by)
    if outcome.read or row.file:
        row.taken_at, row.version = timezone.now(), conclusion.version
        row.save(update_fields=["taken_at", "version"])
        outcome.file_kept = bool(row.file)
    else:
        row.delete()
    return outcome


def compare_text(row: SourceText, conclusion: Conclusion) -> Comparison:
    conference = conclusion.conference
    register = Register.on(conference.register_day)
    return compare(conclusion, read(row.text, register.names, conference.held_on), register)


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
