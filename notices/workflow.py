"""The life of a notice: one table. Buttons, forms, the manual's diagram and the tests are read from it.

No models and no queries here; `actions.change_state` is the door for every row but issuing, which a worker
ends in `issuing.issue`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Permission


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved, to be issued")
    ISSUED = "issued", _("Issued")
    VOIDED = "voided", _("Voided")
    DISCARDED = "discarded", _("Discarded")


# Still on its way to a number.
OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED)
# Has a number for good, which a voided one keeps.
NUMBERED = (State.ISSUED, State.VOIDED)
# What it says is fixed: approved is what was submitted, issued is what was approved.
FIXED = (State.SUBMITTED, State.APPROVED, *NUMBERED)


class Verb(StrEnum):
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    RETURN = "return"
    ISSUE = "issue"
    VOID = "void"
    DISCARD = "discard"


@dataclass(frozen=True)
class Transition:
    """`label` is on the button, `past` follows a name in the history, `asks` is the title of the window that
    asks back, `after` tells the person what happened and what comes next."""

    verb: Verb
    from_states: tuple[State, ...]
    to_state: State
    permission: Permission
    needs_reason: bool
    label: str | Promise
    past: str | Promise
    after: str | Promise
    asks: str | Promise
    icon: str
    style: str = "secondary"


TRANSITIONS: dict[str, Transition] = {
    row.verb: row
    for row in (
        Transition(
            Verb.SUBMIT,
            (State.DRAFT,),
            State.SUBMITTED,
            Permission.PREPARE_NOTICE,
            needs_reason=False,
            label=pgettext_lazy("button", "Submit for approval"),
            past=pgettext_lazy("history", "submitted it for approval"),
            after=_(
                "The notice is submitted. The leadership has been told; until they decide, its text is fixed."
            ),
            asks=_("Submit the notice for approval?"),
            icon="send",
            style="primary",
        ),
        Transition(
            Verb.APPROVE,
            (State.SUBMITTED,),
            State.APPROVED,
            Permission.APPROVE_NOTICE,
            needs_reason=False,
            label=pgettext_lazy("button", "Approve"),
            past=pgettext_lazy("history", "approved it"),
            after=_(
                "The notice is approved. The office has been told and will issue it exactly as you read it."
            ),
            asks=_("Approve the notice?"),
            icon="circle-check",
            style="primary",
        ),
        Transition(
            Verb.ISSUE,
            (State.APPROVED,),
            State.ISSUED,
            Permission.ISSUE_NOTICE,
            needs_reason=False,
            label=pgettext_lazy("button", "Issue with number and date"),
            past=pgettext_lazy("history", "issued it"),
            after=_("The notice is being issued. It gets its number when the PDF is written."),
            asks=_("Issue the notice?"),
            icon="rubber-stamp",
            style="primary",
        ),
        Transition(
            Verb.RETURN,
            (State.SUBMITTED, State.APPROVED),
            State.DRAFT,
            Permission.APPROVE_NOTICE,
            needs_reason=True,
            label=pgettext_lazy("button", "Return with a comment"),
            past=pgettext_lazy("history", "returned it"),
            after=_("The notice is returned. The office has been told what to change."),
            asks=_("Return the notice to the office?"),
            icon="arrow-back-up",
        ),
        Transition(
            Verb.TAKE_BACK,
            (State.SUBMITTED, State.APPROVED),
            State.DRAFT,
            Permission.PREPARE_NOTICE,
            needs_reason=False,
            label=pgettext_lazy("button", "Take back"),
            past=pgettext_lazy("history", "took it back"),
            after=_("The notice is a draft again. Change what is needed, then submit it anew."),
            asks=_("Take the notice back?"),
            icon="arrow-back-up",
        ),
        Transition(
            Verb.VOID,
            (State.ISSUED,),
            State.VOIDED,
            Permission.ISSUE_NOTICE,
            needs_reason=True,
            label=pgettext_lazy("button", "Void"),
            past=pgettext_lazy("history", "voided it"),
            after=_("The notice is voided. Its number stays in the register and is not given again."),
            asks=_("Void the issued notice?"),
            icon="ban",
            style="danger-soft",
        ),
        Transition(
            Verb.DISCARD,
            (State.DRAFT,),
            State.DISCARDED,
            Permission.PREPARE_NOTICE,
            needs_reason=False,
            label=pgettext_lazy("button", "Discard the draft"),
            past=pgettext_lazy("history", "discarded the draft"),
            after=_("The draft is discarded. No number was given; a new one can be prepared at any time."),
            asks=_("Discard the draft?"),
            icon="trash",
            style="danger-soft",
        ),
    )
}

# History entries that are no change of state.
OTHER_EVENTS: dict[str, str | Promise] = {
    "prepare": pgettext_lazy("history", "prepared the draft"),
    "edit": pgettext_lazy("history", "changed the draft"),
    "comment": pgettext_lazy("history", "commented"),
    "sign": pgettext_lazy("history", "signed it with the organisation's certificate"),
    "archive": pgettext_lazy("history", "archived the signed original"),
}
# Whoever did one of these has written it, and cannot approve it.
WRITING = ("prepare", "edit", Verb.SUBMIT)


def available(state: str) -> list[Transition]:
    return [row for row in TRANSITIONS.values() if state in row.from_states]


def sentence_of(verb: str) -> str | Promise:
    return TRANSITIONS[verb].past if verb in TRANSITIONS else OTHER_EVENTS[verb]
