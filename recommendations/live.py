"""What a live page shows of a conference: who said what in which order, and who is writing now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from django.db.models import Count, Max, Sum
from django.db.models.functions import Extract
from django.utils import timezone

from accounts.models import User
from conferences.models import Conference
from dialogue_tracker.keys import key_of
from recommendations.models import LogDraft, Recommendation
from units.models import Unit

ORDER = ("speech_at", "said_at", "position")
# Who has typed nothing for so long is not writing any more.
WRITING = timedelta(seconds=45)
# Older drafts are no news to anybody.
OFFERED = timedelta(days=7)


@dataclass(frozen=True)
class Speech:
    """What one unit said in one go; two clerks may have written it down."""

    number: int
    unit: Unit
    entries: list[Recommendation]
    speakers: list[str] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return self.entries[0].speech_at

    @property
    def key(self) -> str:
        return f"s{self.entries[0].pk}"


@dataclass(frozen=True)
class Writer:
    person: User
    unit: Unit | None


def speeches(conference: Conference) -> list[Speech]:
    rows = conference.recommendations.select_related(
        "conference__host",
        "raised_by",
        "created_by",
        "assignment__merged_into__recommendation__conference__host",
    ).order_by(*ORDER)
    runs = (list(run) for _unit, run in groupby(rows, key=lambda row: row.raised_by_id))
    return [
        Speech(number, run[0].raised_by, run, speakers_of(run)) for number, run in enumerate(runs, start=1)
    ]


def speakers_of(rows: Iterable[Recommendation]) -> list[str]:
    return list(dict.fromkeys(row.speaker for row in rows if row.speaker))


def drafts_being_written(conference: Conference, *, but: User) -> list[LogDraft]:
    """The latest of each other person."""
    since = timezone.now() - WRITING
    latest = LogDraft.objects.filter(conference=conference, edited_at__gte=since).exclude(person=but)
    return list(latest.order_by("person_id", "-edited_at").distinct("person_id").select_related("person"))


def writers(drafts: Iterable[LogDraft]) -> list[Writer]:
    chosen = {draft: key_of(str(draft.values.get("raised_by", ""))) for draft in drafts}
    units = Unit.objects.in_bulk(set(chosen.values()))
    return [Writer(draft.person, units.get(pk)) for draft, pk in chosen.items()]


def state_of(conference: Conference, drafts: Iterable[LogDraft], *, language: str) -> str:
    """Changes when the board would look different: a page asks every few seconds, and mostly for nothing."""
    rows = conference.recommendations.order_by()
    counted = rows.aggregate(
        Count("pk"), Max("pk"), Sum("version"), Sum("client_revision"), Sum("assignment__version"),
        moved=Sum(Extract("said_at", "epoch")) , speeches=Sum(Extract("speech_at", "epoch")),
    )  # fmt: skip
    writing = [(draft.person_id, draft.values.get("raised_by")) for draft in drafts]
    return sha256(repr((language, counted, writing)).encode()).hexdigest()[:24]


def unfinished(conference: Conference, user: User) -> list[tuple[str, dict[str, str]]]:
    """Texts the person was typing on any page and has not logged, the latest first."""
    since = timezone.now() - OFFERED
    drafts = LogDraft.objects.filter(conference=conference, person=user, edited_at__gte=since)
    return [(str(draft.page), draft.values) for draft in drafts if draft.text.strip()]
