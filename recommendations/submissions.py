"""What the pages of submissions show: those of a unit by conference, and those of all for the office."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from conferences.calls import Call, calls_for
from conferences.models import Conference
from dialogue_tracker.timelines import FieldChange, Step
from recommendations.calling_units import expected, last_told
from recommendations.models import Submission, SubmissionQuerySet
from recommendations.submission_workflow import MOVABLE, TRANSITIONS, Stage
from units.models import Unit
from units.permissions import Access
from units.succession import Lineage

# What asks the unit to act stands on top; what it may still move stands together, as it will be said.
ORDER = {Stage.RETURNED: 0, **dict.fromkeys(MOVABLE, 1), Stage.TAKEN_OVER: 2, Stage.WITHDRAWN: 3}
# For the office what waits stands on top.
OFFICE_ORDER = {Stage.SENT: 0, Stage.RETURNED: 1, Stage.TAKEN_OVER: 2, Stage.WITHDRAWN: 3}
MOST_PAST = 60
LABELS = {
    "text": _("Wording"),
    "background": _("Present state, reason, what the unit proposes"),
    "speaker": _("Who will speak"),
    "theme": _("Theme"),
    "proposed_lead": _("Proposed lead unit"),
}


@dataclass(frozen=True)
class Board:
    """A unit's submissions for a conference that takes them."""

    call: Call
    rows: Sequence[Submission]

    @property
    def to_send(self) -> list[Submission]:
        return [row for row in self.rows if row.is_with_unit and row.text]

    @property
    def movable(self) -> list[Submission]:
        return [row for row in self.rows if row.stage in MOVABLE]

    @property
    def not_ready(self) -> list[Submission]:
        """Nobody asked the head to send them yet."""
        return [row for row in self.to_send if row.ready_at is None]


def family(unit: Unit) -> set[int]:
    """The ids of the unit and of those that went into it, whose texts it goes on with."""
    return {unit.pk, *Lineage.on().predecessors([unit.pk])}


def boards(unit: Unit) -> list[Board]:
    rows = by_conference(Submission.objects.filter(unit__in=family(unit)).for_rows())
    return [Board(call, in_order(rows[call.conference.pk], ORDER)) for call in calls_for(unit)]


def by_conference(found: SubmissionQuerySet) -> dict[int, list[Submission]]:
    rows: dict[int, list[Submission]] = defaultdict(list)
    for row in found:
        rows[row.conference_id].append(row)
    return rows


def in_order(rows: Sequence[Submission], order: Mapping[Stage, int]) -> list[Submission]:
    return sorted(rows, key=lambda row: (order[Stage(row.stage)], row.position, row.pk))


def past(user: User, unit: Unit, boards: Sequence[Board]) -> list[tuple[Conference, list[Submission]]]:
    """Of conferences that were held, or take nothing more: what became of each."""
    open_ones = [board.call.conference.pk for board in boards]
    theirs = Submission.objects.visible_to(user).filter(unit__in=family(unit))
    rows = theirs.exclude(conference__in=open_ones)
    newest = rows.for_rows().order_by("-conference__held_on", "conference", "position", "pk")[:MOST_PAST]
    return [
        (group[0].conference, group)
        for _pk, group in ((pk, list(each)) for pk, each in groupby(newest, lambda row: row.conference_id))
    ]


# --- The office ---------------------------------------------------------------------------------------------
@dataclass
class Sender:
    """A unit of the conference: what it sent; `told_at`: when it last heard of the call."""

    unit: Unit
    rows: list[Submission] = field(default_factory=list)
    told_at: datetime | None = None

    @property
    def waiting(self) -> list[Submission]:
        return [row for row in self.rows if row.stage == Stage.SENT]

    @property
    def was_told_today(self) -> bool:
        return self.told_at is not None and self.told_at.date() == timezone.localdate()


@dataclass(frozen=True)
class Overview:
    """`senders` by what waits for the office; `silent`: units that sent nothing."""

    senders: list[Sender]
    silent: list[Sender]

    @property
    def counts(self) -> dict[str, int]:
        found = {str(stage): 0 for stage in OFFICE_ORDER}
        for sender in self.senders:
            for row in sender.rows:
                found[row.stage] += 1
        return found

    @property
    def to_remind(self) -> list[Sender]:
        return [sender for sender in self.silent if not sender.was_told_today]


def overview(user: User, conference: Conference) -> Overview:
    told = last_told(conference)
    senders: dict[int, Sender] = {}
    sent = Submission.objects.visible_to(user).filter(conference=conference).exclude(stage=Stage.DRAFT)
    for row in sent.for_rows():
        sender = senders.setdefault(row.unit_id, Sender(row.unit, told_at=told.get(row.unit_id)))
        sender.rows.append(row)
    for sender in senders.values():
        sender.rows = in_order(sender.rows, OFFICE_ORDER)
    silent = [
        Sender(unit, told_at=told.get(unit.pk)) for unit in expected(conference) if unit.pk not in senders
    ]
    return Overview(sorted(senders.values(), key=lambda sender: not sender.waiting), silent)


# --- One ----------------------------------------------------------------------------------------------------
def words_for(access: Access, submission: Submission) -> dict[str, str]:
    """Its own people read the words as they are; everybody else reads what was sent."""
    is_own = access.speaks_for(Permission.READ_OWN, submission.unit_id)
    return submission.words() if is_own or not submission.sent else dict(submission.sent)


def timeline(submission: Submission) -> list[Step]:
    steps = []
    for entry in submission.history.all():
        row = TRANSITIONS[entry.verb]
        changes = [
            FieldChange(label, *entry.changes[name])
            for name, label in LABELS.items()
            if name in entry.changes
        ]
        # The first sending changed nothing: it is the text that stands above.
        is_first = not any(change.old for change in changes)
        steps.append(
            Step(
                icon=row.icon,
                tone=row.tone,
                at=entry.at,
                who=entry.by_name,
                title=capfirst(str(row.past)),
                reason=entry.reason,
                changes=[] if is_first else changes,
            )
        )
    return steps[::-1]
