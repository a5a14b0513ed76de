"""Every write on recommendations. Who leads one, and until when, changes only in `assignments.actions`."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from assignments.actions import Change, change_state
from assignments.actions_new import AT_ONCE, New, create_assignments, reword
from assignments.models import Assignment
from assignments.workflow import Verb
from assignments.writing import Refused, SomebodyWasFaster, entry, record
from conferences.models import Conference
from dialogue_tracker.vietnamese import nfc
from recommendations.actions_links import link, merge
from recommendations.models import Recommendation, Theme, store_tokens
from recommendations.permissions import may_log, refusal_to_answer, refusal_to_correct
from units.models import Unit

# What a correction writes.
CORRECTED = ("raised_by", "text", "speaker", "theme", "proposed_lead", "search_text", "version")


@dataclass(frozen=True, kw_only=True)
class Raised:
    """What is logged: who said what, and where the office thinks it belongs."""

    raised_by: Unit
    text: str
    speaker: str = ""
    theme: Theme | None = None
    proposed_lead: Unit | None = None


@dataclass(frozen=True, kw_only=True)
class Pick:
    """One recommendation of a bulk assignment, as the person saw it."""

    recommendation: Recommendation
    unit: Unit
    version: int


def default_deadline(conference: Conference) -> date:
    start = max(conference.held_on, timezone.localdate())
    return start + timedelta(days=settings.ANSWER_DAYS)


@transaction.atomic
def log(
    *,
    conference: Conference,
    raised: Raised,
    key: UUID,
    by: User,
    repeats: Iterable[Recommendation] = (),
    same_as: Recommendation | None = None,
) -> Recommendation:
    """Gives the next number of the conference and the one assignment; `repeats`: earlier ones of the matter.

    `same_as`: the one of this conference whose answer is to serve this one too. Where that cannot be any
    more, it stands by itself (its state tells): what was said must not be lost.

    The form's `key` makes sending twice harmless: the same key with the same text is the same recommendation.
    Another text with that key (back in the browser, typed anew) is another one, however often it is sent.
    """
    if not may_log(by, conference):
        raise PermissionDenied
    # Numbers of a conference are given one at a time.
    locked = Conference.objects.select_for_update().get(pk=conference.pk)
    own = Recommendation.objects.filter(created_by=by)
    first = own.filter(client_key=key).first()
    if first and first.text != nfc(raised.text):
        key = uuid5(key, nfc(raised.text))
        first = own.filter(client_key=key).first()
    if first:
        return first
    recommendation = write_down(locked, [(raised, key)], by=by)[0]
    # Works are locked before recommendations, by everybody.
    if same_as:
        with suppress(Refused, ValidationError):
            merge(recommendation, same_as, by=by)
    for earlier in repeats:
        link(recommendation, earlier, by=by)
    return recommendation


def write_down(
    locked: Conference, entries: Sequence[tuple[Raised, UUID]], *, by: User
) -> list[Recommendation]:
    """In their order, under the lock of the conference, each with its assignment: the only way in."""
    last: int = locked.recommendations.aggregate(last=Max("position"))["last"] or 0
    rows = [
        Recommendation(**vars(raised), conference=locked, position=position, client_key=key, created_by=by)
        for position, (raised, key) in enumerate(entries, start=last + 1)
    ]
    made = create_assignments([New(conference=locked, title=row.summary) for row in rows], by=by)
    return store(rows, made)


def store(rows: list[Recommendation], works: Iterable[Assignment]) -> list[Recommendation]:
    """Each with the work that is there already."""
    for row, work in zip(rows, works, strict=True):
        row.assignment = work
        row.prepare()
    Recommendation.objects.bulk_create(rows, batch_size=AT_ONCE)
    store_tokens(rows)
    return rows


def correct(recommendation: Recommendation, *, raised: Raised, version: int, by: User) -> Recommendation:
    return correct_many([(recommendation, raised, version)], by=by)[0]


@transaction.atomic
def correct_many(
    corrections: Sequence[tuple[Recommendation, Raised, int]], *, by: User
) -> list[Recommendation]:
    """While the matter is open; the old wordings stay in the history. All or none."""
    locked = _lock_all([recommendation.pk for recommendation, _raised, _version in corrections])
    changed, entries = [], []
    for recommendation, raised, version in corrections:
        row = locked[recommendation.pk]
        if row.version != version:
            raise SomebodyWasFaster
        if sentence := refusal_to_correct(by, row):
            raise Refused(sentence)
        if changes := _set(row, vars(raised)):
            row.prepare()
            changed.append(row)
            work = row.assignment
            entries.append(entry(work, verb="correct", by=by, from_state=work.state, changes=changes))
    Recommendation.objects.bulk_update(changed, CORRECTED, batch_size=AT_ONCE)
    store_tokens(changed)
    reword([row.assignment for row in changed], [row.summary for row in changed], entries)
    return [locked[recommendation.pk] for recommendation, _raised, _version in corrections]


@transaction.atomic
def answer(
    recommendation: Recommendation,
    *,
    answer: str,
    outcome: str,
    roadmap_on: date | None,
    version: int,
    by: User,
) -> Recommendation:
    """What the conclusion notice tells the unit, and what became of the matter."""
    locked = _locked(recommendation, version)
    if sentence := refusal_to_answer(by, locked):
        raise Refused(sentence)
    if _write(locked, {"answer": answer, "outcome": outcome, "roadmap_on": roadmap_on}):
        # Without the words: units read the history, and may not read an answer that is still a draft.
        work = locked.assignment
        record(work, verb="answer", by=by, from_state=work.state, changes={}, reason="")
    return locked


@transaction.atomic
def assign_many(picks: Iterable[Pick], *, due_on: date, by: User) -> list[Assignment]:
    """All or none; each is checked and gets its history like a single one."""
    in_lock_order = sorted(picks, key=lambda pick: pick.recommendation.assignment_id)
    return [
        change_state(
            pick.recommendation.assignment,
            Verb.ASSIGN,
            by=by,
            change=Change(unit=pick.unit, due_on=due_on, version=pick.version),
        )
        for pick in in_lock_order
    ]


def _locked(recommendation: Recommendation, version: int) -> Recommendation:
    locked = _lock_all([recommendation.pk])[recommendation.pk]
    if locked.version != version:
        raise SomebodyWasFaster
    return locked


def _lock_all(ids: Iterable[int]) -> dict[int, Recommendation]:
    """In one order for all: the work before what it answers, as every step on the work does."""
    ids = list(ids)
    works = Assignment.objects.filter(recommendation__in=ids).order_by("pk")
    list(works.select_for_update(of=("self",), no_key=True).values_list("pk"))
    rows = (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("assignment", "conference__host", "raised_by", "theme", "proposed_lead")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def _write(recommendation: Recommendation, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Saves what differs and returns it as {field: [old, new]}."""
    if changes := _set(recommendation, values):
        recommendation.save()
    return changes


def _set(recommendation: Recommendation, values: Mapping[str, Any]) -> dict[str, list[str]]:
    changes = {}
    for field, new in values.items():
        old = getattr(recommendation, field)
        if old != new:
            setattr(recommendation, field, new)
            changes[field] = [_shown(old), _shown(new)]
    if changes:
        recommendation.version += 1
    return changes


def _shown(value: object) -> str:
    """As the history keeps it: names and dates as text, so that it still reads when rows have changed."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
