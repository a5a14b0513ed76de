"""The life of an assignment: one table. Buttons, forms, the manual's diagram and the tests are read from it.

No models and no queries here; `actions.change_state` is the one door through which a state changes.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Permission


class State(TextChoices):
    RECEIVED = "received", _("Not yet assigned")
    ASSIGNED = "assigned", _("Waiting for acceptance")
    IN_PROGRESS = "in_progress", _("In progress")
    REPORTED = "reported", _("Waiting for confirmation")
    ESCALATED = "escalated", _("With the leadership")
    SUSPENDED = "suspended", _("Suspended")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")


OPEN = (
    State.RECEIVED,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.REPORTED,
    State.ESCALATED,
    State.SUSPENDED,
)
# The unit is expected to act; only these are reminded.
WITH_UNIT = (State.ASSIGNED, State.IN_PROGRESS)
# Nobody owes it: it is no longer work, or it is done under another one's number.
UNCOUNTED = (State.WITHDRAWN, State.MERGED)


class Verb(StrEnum):
    ASSIGN = "assign"
    ACCEPT = "accept"
    DECLINE = "decline"
    REPORT = "report"
    RETURN = "return"
    CONFIRM = "confirm"
    ESCALATE = "escalate"
    DIRECT = "direct"
    SUSPEND = "suspend"
    RESUME = "resume"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    SEPARATE = "separate"
    AGREE = "agree"
    CONTEST = "contest"


class Where(StrEnum):
    """The unit in which the permission must be held."""

    HOST = "host"  # of the conference
    LEAD = "lead"  # of the assignment
    RAISER = "raiser"  # any unit whose recommendation it answers


@dataclass(frozen=True)
class Transition:
    """`label` is on the button, `past` follows a name in the history, `after` says what happened and is next.

    `to_other_unit`: where the verb may hand the work to another unit, the state in which that one gets it.
    """

    verb: Verb
    from_states: tuple[State, ...]
    to_state: State
    permission: Permission
    where: Where
    needs_reason: bool
    label: str | Promise
    past: str | Promise
    after: str | Promise
    icon: str
    style: str = "secondary"
    only_recommendations: bool = False
    to_other_unit: State | None = None


TRANSITIONS: dict[str, Transition] = {
    row.verb: row
    for row in (
        Transition(
            Verb.ASSIGN,
            (State.RECEIVED, State.ESCALATED),
            State.ASSIGNED,
            Permission.ASSIGN,
            where=Where.HOST,
            needs_reason=False,
            label=pgettext_lazy("button", "Assign"),
            past=pgettext_lazy("history", "assigned"),
            after=_("The work is assigned. The unit sees it among its new work."),
            icon="clipboard-list",
            style="primary",
        ),
        Transition(
            Verb.ACCEPT,
            (State.ASSIGNED,),
            State.IN_PROGRESS,
            Permission.ACCEPT,
            where=Where.LEAD,
            needs_reason=False,
            label=pgettext_lazy("button", "Accept"),
            past=pgettext_lazy("history", "accepted"),
            after=_("The work is accepted. Report its progress here, and the result when it is done."),
            icon="check",
            style="primary",
        ),
        Transition(
            Verb.DECLINE,
            (State.ASSIGNED,),
            State.RECEIVED,
            Permission.ACCEPT,
            where=Where.LEAD,
            needs_reason=True,
            label=pgettext_lazy("button", "Decline"),
            past=pgettext_lazy("history", "declined"),
            after=_("The work is declined. The office has been told why and will assign it anew."),
            icon="x",
        ),
        Transition(
            Verb.REPORT,
            (State.IN_PROGRESS,),
            State.REPORTED,
            Permission.REPORT,
            where=Where.LEAD,
            needs_reason=False,
            label=pgettext_lazy("button", "Report the result"),
            past=pgettext_lazy("history", "reported the result"),
            after=_("The result is reported. The office has been told and will confirm or return it."),
            icon="send",
            style="primary",
        ),
        Transition(
            Verb.CONFIRM,
            (State.REPORTED,),
            State.DONE,
            Permission.CONFIRM,
            where=Where.HOST,
            needs_reason=False,
            label=pgettext_lazy("button", "Confirm the result"),
            past=pgettext_lazy("history", "confirmed the result"),
            after=_("The result is confirmed. The work counts as done."),
            icon="circle-check",
            style="primary",
        ),
        Transition(
            Verb.RETURN,
            (State.REPORTED,),
            State.IN_PROGRESS,
            Permission.CONFIRM,
            where=Where.HOST,
            needs_reason=True,
            label=pgettext_lazy("button", "Return the result"),
            past=pgettext_lazy("history", "returned the result"),
            after=_("The result is returned and counts as not done. The unit has been told what is missing."),
            icon="arrow-back-up",
        ),
        Transition(
            Verb.ESCALATE,
            (State.IN_PROGRESS,),
            State.ESCALATED,
            Permission.REPORT,
            where=Where.LEAD,
            needs_reason=True,
            label=pgettext_lazy("button", "Escalate to the leadership"),
            past=pgettext_lazy("history", "escalated to the leadership"),
            after=_("The work is escalated. The leadership and the office have been told."),
            icon="flag",
        ),
        Transition(
            Verb.DIRECT,
            (State.ESCALATED,),
            State.IN_PROGRESS,
            Permission.DIRECT,
            where=Where.HOST,
            needs_reason=True,
            label=pgettext_lazy("button", "Direct"),
            past=pgettext_lazy("history", "directed"),
            after=_("The direction is given. The unit goes on with the work."),
            icon="corner-down-right",
            style="primary",
            to_other_unit=State.ASSIGNED,
        ),
        Transition(
            Verb.SUSPEND,
            (State.ASSIGNED, State.IN_PROGRESS),
            State.SUSPENDED,
            Permission.ASSIGN,
            where=Where.HOST,
            needs_reason=True,
            label=pgettext_lazy("button", "Suspend"),
            past=pgettext_lazy("history", "suspended"),
            after=_("The work is suspended. The unit is not reminded until it is resumed."),
            icon="player-pause",
        ),
        Transition(
            Verb.RESUME,
            (State.SUSPENDED,),
            State.IN_PROGRESS,
            Permission.ASSIGN,
            where=Where.HOST,
            needs_reason=False,
            label=pgettext_lazy("button", "Resume"),
            past=pgettext_lazy("history", "resumed"),
            after=_("The work is resumed. The unit has been told."),
            icon="player-play",
            style="primary",
        ),
        Transition(
            Verb.REOPEN,
            (State.DONE,),
            State.IN_PROGRESS,
            Permission.CONFIRM,
            where=Where.HOST,
            needs_reason=True,
            label=pgettext_lazy("button", "Reopen"),
            past=pgettext_lazy("history", "reopened"),
            after=_("The work is reopened and counts as not done. The unit has been told."),
            icon="history",
        ),
        Transition(
            Verb.WITHDRAW,
            OPEN,
            State.WITHDRAWN,
            Permission.WITHDRAW,
            where=Where.HOST,
            needs_reason=True,
            label=pgettext_lazy("button", "Withdraw"),
            past=pgettext_lazy("history", "withdrew"),
            after=_("The work is withdrawn. It no longer counts; its history stays."),
            icon="ban",
            style="danger-soft",
        ),
        Transition(
            Verb.MERGE,
            (State.RECEIVED,),
            State.MERGED,
            Permission.ASSIGN,
            where=Where.HOST,
            needs_reason=False,
            label=pgettext_lazy("button", "Merge"),
            past=pgettext_lazy("history", "merged it with another recommendation"),
            after=_(
                "The recommendations are merged. One answer serves both; each unit keeps its own word on it."
            ),
            icon="git-merge",
            only_recommendations=True,
        ),
        Transition(
            Verb.SEPARATE,
            (State.MERGED,),
            State.RECEIVED,
            Permission.ASSIGN,
            where=Where.HOST,
            needs_reason=True,
            label=pgettext_lazy("button", "Separate"),
            past=pgettext_lazy("history", "separated it again"),
            after=_("The recommendation stands by itself again. Assign it to the unit that is to answer."),
            icon="git-branch",
            only_recommendations=True,
        ),
        Transition(
            Verb.AGREE,
            (State.DONE,),
            State.DONE,
            Permission.JUDGE_ANSWER,
            where=Where.RAISER,
            needs_reason=False,
            label=pgettext_lazy("button", "Agree with the answer"),
            past=pgettext_lazy("history", "agreed with the answer"),
            after=_("Your unit's agreement is recorded. The office and the lead unit have been told."),
            icon="thumb-up",
            style="primary",
            only_recommendations=True,
        ),
        Transition(
            Verb.CONTEST,
            (State.DONE,),
            State.IN_PROGRESS,
            Permission.JUDGE_ANSWER,
            where=Where.RAISER,
            needs_reason=True,
            label=pgettext_lazy("button", "Contest the answer"),
            past=pgettext_lazy("history", "contested the answer"),
            after=_(
                "The answer is contested and counts as not done. The office and the lead unit have been told."
            ),
            icon="thumb-down",
            only_recommendations=True,
        ),
    )
}

# History entries that are no change of state.
OTHER_EVENTS: dict[str, str | Promise] = {
    "create": pgettext_lazy("history", "created"),
    "load": pgettext_lazy("history", "loaded it from a list of past years"),
    "update": pgettext_lazy("history", "updated the progress"),
    "add_evidence": pgettext_lazy("history", "added evidence"),
    "remove_evidence": pgettext_lazy("history", "took evidence back"),
    "change_deadline": pgettext_lazy("history", "corrected the deadline"),
    "ask_extension": pgettext_lazy("history", "asked for an extension"),
    "grant_extension": pgettext_lazy("history", "extended the deadline"),
    "refuse_extension": pgettext_lazy("history", "refused the extension"),
    "withdraw_extension": pgettext_lazy("history", "withdrew the request for an extension"),
    "lapse_extension": pgettext_lazy("history", "closed the request for an extension without a decision"),
    "recompute": pgettext_lazy("history", "the deadline moved with the calendar of working days"),
    "correct": pgettext_lazy("history", "corrected the recommendation"),
    "reorder": pgettext_lazy("history", "moved it up in the order of speech"),
    "answer": pgettext_lazy("history", "wrote the answer for the notice"),
    "transfer": pgettext_lazy("history", "handed over after a reorganisation"),
    "carry_over": pgettext_lazy("history", "carried it over to the next conference"),
    "undo_carry_over": pgettext_lazy("history", "took the carry-over back"),
    "remind": pgettext_lazy("history", "reminded the unit"),
    "stop_reminders": pgettext_lazy("history", "stopped the reminders"),
    "resume_reminders": pgettext_lazy("history", "let the reminders go on"),
    "link_earlier": pgettext_lazy("history", "linked it to an earlier recommendation"),
    "unlink_earlier": pgettext_lazy("history", "took the link to an earlier recommendation away"),
    "correct_task": pgettext_lazy("history", "corrected the wording of the task"),
    "silence": pgettext_lazy("history", "no word from the unit that raised it"),
}


def available(state: str) -> list[Transition]:
    return [row for row in TRANSITIONS.values() if state in row.from_states]


def sentence_of(verb: str) -> str | Promise:
    return TRANSITIONS[verb].past if verb in TRANSITIONS else OTHER_EVENTS[verb]
