"""The way of what a unit sends before a conference: one table. Buttons, refusals and history read it.

No models and no queries here; `actions_submissions.change` is the one door through which a stage changes.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Permission


class Stage(TextChoices):
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Sent")
    RETURNED = "returned", _("Returned")
    TAKEN_OVER = "taken_over", _("Taken over")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# The unit may still write on it.
WITH_UNIT = (Stage.DRAFT, Stage.RETURNED)
# The unit may still put them into another order.
MOVABLE = (Stage.DRAFT, Stage.SENT)


class Verb(StrEnum):
    SEND = "send"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"
    RETURN = "return"
    TAKE_OVER = "take_over"


@dataclass(frozen=True)
class Transition:
    """`by_unit`: the permission must be held in the unit, else in the host of the conference.

    `while_calling`: only until the conference is over or the office stops taking them.
    """

    verb: Verb
    from_stages: tuple[Stage, ...]
    to_stage: Stage
    permission: Permission
    by_unit: bool
    needs_reason: bool
    while_calling: bool
    label: str | Promise
    past: str | Promise
    after: str | Promise
    icon: str
    tone: str
    style: str = "secondary"


TRANSITIONS: dict[str, Transition] = {
    row.verb: row
    for row in (
        Transition(
            Verb.SEND,
            WITH_UNIT,
            Stage.SENT,
            Permission.SEND_SUBMISSION,
            by_unit=True,
            needs_reason=False,
            while_calling=True,
            label=pgettext_lazy("button", "Send"),
            past=pgettext_lazy("history", "sent it"),
            after=_("It is sent. You are told when the office takes it over or returns it."),
            icon="send",
            tone="blue",
            style="primary",
        ),
        Transition(
            Verb.TAKE_BACK,
            (Stage.SENT, Stage.WITHDRAWN),
            Stage.DRAFT,
            Permission.SEND_SUBMISSION,
            by_unit=True,
            needs_reason=False,
            while_calling=True,
            label=pgettext_lazy("button", "Take back to change it"),
            past=pgettext_lazy("history", "took it back to change it"),
            after=_("It is a draft again. Change it and send it once more."),
            icon="pencil",
            tone="neutral",
        ),
        Transition(
            Verb.WITHDRAW,
            (Stage.SENT, Stage.RETURNED),
            Stage.WITHDRAWN,
            Permission.SEND_SUBMISSION,
            by_unit=True,
            needs_reason=False,
            while_calling=False,
            label=pgettext_lazy("button", "Withdraw"),
            past=pgettext_lazy("history", "withdrew it"),
            after=_("It is withdrawn. The office no longer sees it among what is to be taken over."),
            icon="ban",
            tone="neutral",
            style="danger-soft",
        ),
        Transition(
            Verb.RETURN,
            (Stage.SENT,),
            Stage.RETURNED,
            Permission.HANDLE_SUBMISSIONS,
            by_unit=False,
            needs_reason=True,
            while_calling=False,
            label=pgettext_lazy("button", "Return"),
            past=pgettext_lazy("history", "returned it"),
            after=_("It is returned. The unit has been told why."),
            icon="arrow-back-up",
            tone="orange",
        ),
        Transition(
            Verb.TAKE_OVER,
            (Stage.SENT,),
            Stage.TAKEN_OVER,
            Permission.HANDLE_SUBMISSIONS,
            by_unit=False,
            needs_reason=False,
            while_calling=False,
            label=pgettext_lazy("button", "Take over"),
            past=pgettext_lazy("history", "took it over"),
            after=_("It is taken over."),
            icon="check",
            tone="green",
            style="primary",
        ),
    )
}


def available(stage: str) -> list[Transition]:
    return [row for row in TRANSITIONS.values() if stage in row.from_stages]
