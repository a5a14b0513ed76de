"""What people are told about, how urgent it is, and whether a mail tells it too. The inbox has every line."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class How(TextChoices):
    """By mail; the inbox has the line in any case."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the daily digest")
    NEVER = "never", _("No mail")


class Kind(TextChoices):
    ESCALATED = "escalated", _("Work is put before the leadership")
    DIRECTED = "directed", _("The leadership directs")
    RETURNED = "returned", _("A result is returned, work is reopened")
    NEW_WORK = "new_work", _("New work for the unit")
    REMINDER = "reminder", _("A deadline comes near")
    OVERDUE = "overdue", _("A deadline has passed")
    REPORTED = "reported", _("A result waits for confirmation")
    CONFIRMED = "confirmed", _("A result is confirmed")
    DECLINED = "declined", _("A unit declines work")
    DEADLINE = "deadline", _("A deadline is changed")
    EXTENSION = "extension", _("An extension is asked for or decided")
    NOTICE_WAITS = "notice_waits", _("A notice waits to be approved, changed or issued")
    NOTICE_ISSUED = "notice_issued", _("A notice is issued, corrected, replaced or voided")
    CALLED = "called", _("A conference takes recommendations beforehand")
    SUBMITTED = "submitted", _("A unit sends recommendations before a conference")
    SUBMISSION_RETURNED = "submission_returned", _("What the unit sent beforehand is returned")
    SUBMISSION_TAKEN = "submission_taken", _("What the unit sent beforehand is taken over")
    CHANGED = "changed", _("Other changes of the work")


# Not a kind of news but of mail: it gathers what is to come in the digest.
DAILY = "daily"


@dataclass(frozen=True)
class Row:
    """`ask`: who is to do what about it; units that only look on read it too.

    Urgent mails leave before the others of a run.
    """

    how: How
    is_urgent: bool
    ask: str | Promise


TABLE: dict[str, Row] = {
    Kind.ESCALATED: Row(
        How.AT_ONCE,
        True,
        _("The unit cannot go on by itself; the leadership is asked to direct what is to be done."),
    ),
    Kind.DIRECTED: Row(How.AT_ONCE, True, _("The unit goes on with the work as directed.")),
    Kind.RETURNED: Row(
        How.AT_ONCE,
        True,
        _("The work counts as not done; the unit reads what is missing and reports it again."),
    ),
    Kind.NEW_WORK: Row(How.DIGEST, False, _("The unit accepts the work, or declines it with the reason.")),
    Kind.REMINDER: Row(How.DIGEST, False, _("Report the progress, or the result with its evidence.")),
    Kind.OVERDUE: Row(
        How.DIGEST, False, _("Report the result with its evidence, or write what keeps it from being done.")
    ),
    Kind.REPORTED: Row(
        How.DIGEST, False, _("The office looks at the evidence and confirms the result, or returns it.")
    ),
    Kind.CONFIRMED: Row(How.DIGEST, False, ""),
    Kind.DECLINED: Row(How.DIGEST, False, _("The office reads the reason and assigns the work anew.")),
    Kind.DEADLINE: Row(How.DIGEST, False, _("The unit plans the work for the new deadline.")),
    Kind.NOTICE_WAITS: Row(How.AT_ONCE, True, _("Read the notice and decide, or change what is asked for.")),
    Kind.NOTICE_ISSUED: Row(How.DIGEST, False, _("Read the notice and see what it gives the unit to do.")),
    Kind.EXTENSION: Row(How.DIGEST, False, _("Read the reason and what was decided.")),
    Kind.CALLED: Row(
        How.DIGEST, False, _("The unit writes what it wants to raise, and its head sends it in time.")
    ),
    Kind.SUBMITTED: Row(
        How.DIGEST, False, _("The office takes over what was sent, or returns it with the reason.")
    ),
    Kind.SUBMISSION_RETURNED: Row(
        How.AT_ONCE, False, _("The unit reads the reason, changes the text and sends it again.")
    ),
    Kind.SUBMISSION_TAKEN: Row(How.DIGEST, False, ""),
    Kind.CHANGED: Row(How.DIGEST, False, ""),
}
