"""What a live page sends: each entry arrives once, however often and in whatever wording it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions import Change, change_state
from assignments.workflow import Verb
from assignments.writing import Refused, record
from conferences.models import Conference
from dialogue_tracker.several_hands import SomebodyWasFaster
from recommendations.actions import Raised, correct, log
from recommendations.live import OFFERED, speeches
from recommendations.models import LogDraft, Recommendation
from recommendations.permissions import may_log

MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`revision` counts the wordings of one key; `seen`: the version a correction was made of."""

    key: UUID
    raised: Raised
    revision: int = 0
    seen: int = 0
    speech_at: datetime
    said_at: datetime
    repeats: Iterable[Recommendation] = ()
    same_as: Recommendation | None = None


@transaction.atomic
def enter(conference: Conference, entry: Entry, *, by: User) -> Recommendation:
    """Logs the entry, or corrects what was logged with its key when the person has changed the wording since.

    Raises `SomebodyWasFaster` where somebody else's wording or a later one of the person's own would be lost.
    """
    # Two pages may send one entry at the same time.
    Conference.objects.select_for_update().get(pk=conference.pk)
    known = Recommendation.objects.filter(created_by=by, client_key=entry.key).first()
    if known:
        return _reworded(known, entry, by=by)
    made = log(
        conference=conference,
        raised=entry.raised,
        key=entry.key,
        by=by,
        repeats=entry.repeats,
        same_as=entry.same_as,
    )
    # A clock that is ahead must not put an entry behind all that will ever be said.
    latest = timezone.now()
    made.client_revision = entry.revision
    made.speech_at, made.said_at = min(entry.speech_at, latest), min(entry.said_at, latest)
    made.save(update_fields=["client_revision", "speech_at", "said_at"])
    return made


def _reworded(known: Recommendation, entry: Entry, *, by: User) -> Recommendation:
    if is_same(known, entry.raised):
        return known
    others = known.assignment.history.filter(verb="correct").exclude(by=by)
    if entry.revision <= known.client_revision or (known.version != entry.seen and others.exists()):
        raise SomebodyWasFaster
    corrected = correct(known, raised=entry.raised, version=known.version, by=by)
    corrected.client_revision = entry.revision
    corrected.save(update_fields=["client_revision"])
    return corrected


def is_same(known: Recommendation, raised: Raised) -> bool:
    sent = Recommendation(**vars(raised))
    sent.prepare()
    return all(getattr(known, name) == getattr(sent, name) for name in vars(raised))


def take_back(recommendation: Recommendation, *, by: User) -> None:
    """What one has just logged by mistake; its number and its history stay."""
    change_state(
        recommendation.assignment, Verb.WITHDRAW, by=by, change=Change(reason=_("Logged by mistake."))
    )


@transaction.atomic
def move_up(recommendation: Recommendation, *, whole_speech: bool = False, by: User) -> None:
    """Before what its unit said before it; the first of a speech, or all of it, before the speech before.

    Numbers and wording stay as they are.
    """
    conference = Conference.objects.select_for_update().get(pk=recommendation.conference_id)
    if not may_log(by, conference):
        raise Refused(_("Your role does not include this."))
    found = speeches(conference)
    at = next(number for number, speech in enumerate(found) if recommendation in speech.entries)
    entries = found[at].entries
    place = entries.index(recommendation)
    if place and not whole_speech:
        passed, moved = entries[place - 1], entries[place : place + 1]
        moment = {"speech_at": passed.speech_at, "said_at": passed.said_at - MOMENT}
    elif at:
        moved = entries if whole_speech else entries[:1]
        moment = {"speech_at": found[at - 1].at - MOMENT}
    else:
        return
    for row in moved:
        for name, value in moment.items():
            setattr(row, name, value)
        row.save(update_fields=list(moment))
        work = row.assignment
        record(work, verb="reorder", by=by, from_state=work.state, changes={}, reason="")


def keep_draft(conference: Conference, *, page: UUID, serial: int, values: dict[str, str], by: User) -> None:
    """What is being typed, as it is. A saving that was overtaken on its way changes nothing."""
    if not may_log(by, conference):
        raise Refused(_("Your role does not include this."))
    now = timezone.now()
    LogDraft.objects.bulk_create(
        [LogDraft(person=by, conference=conference, page=page, serial=-1, edited_at=now)],
        ignore_conflicts=True,
    )
    LogDraft.objects.filter(person=by, conference=conference, page=page, serial__lt=serial).update(
        values=values, serial=serial, edited_at=now
    )


def drop_draft(conference: Conference, *, page: UUID, by: User) -> None:
    """What nobody is offered any more goes along."""
    old = Q(edited_at__lt=timezone.now() - OFFERED)
    LogDraft.objects.filter(old | Q(conference=conference, page=page), person=by).delete()
