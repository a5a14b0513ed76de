"""Takes mails out of the outbox: each row is locked while it is sent, so two workers never send it twice.

Killed between the server's "accepted" and the commit, a mail is sent again with the same Message-ID; only
that one, because every mail is a transaction of its own.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import MessageError
from smtplib import (
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from notifications.heartbeats import DELIVERY, beat
from notifications.kinds import DAILY, How, Kind
from notifications.models import MailSettings, OutgoingMail
from notifications.unsubscribing import unsubscribe_url

logger = logging.getLogger(__name__)

# Minutes until the next attempt; after the last one the mail has failed for good.
BACKOFF_MINUTES = (1, 5, 15, 60, 240)
# SMTP's answers from 500 on say "never", those below "not now"; 421 says "not on this connection".
PERMANENT_FROM, GO_AWAY, TOO_LARGE = 500, 421, 552
# The mail itself cannot be written down or handed over; no server is to blame.
UNSENDABLE = (ValueError, MessageError, SMTPNotSupportedError)
# A server that drops or hangs so often in a row is left alone until the next run.
TROUBLES_IN_A_ROW = 3
# No new mail is begun later than this; a task of the worker is stopped after four minutes.
RUN_SECONDS = 150

# Looks at a mail that is about to leave, may word it anew, and says why it must not leave; "" lets it go.
Prepare = Callable[[OutgoingMail], str]


def as_it_is(mail: OutgoingMail) -> str:
    return ""


@dataclass
class Delivery:
    """What one run did; `trouble`: what the mail server said when it could not be talked to."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    cancelled: int = 0
    trouble: str = ""


class ServerAway(Exception):
    """No connection: the mails are not to blame, they wait as they are."""


@dataclass
class Line:
    """The connection of a run: opened for the first mail, kept for the others, made anew after trouble."""

    troubles: int = 0
    backend: Any = field(default_factory=get_connection)

    def send(self, message: EmailMultiAlternatives) -> None:
        try:
            self.backend.open()
        except OSError as error:  # smtplib's errors are OSErrors too
            self.drop()
            raise ServerAway(str(error)) from error
        if self.backend.send_messages([message]) != 1:
            raise ValueError("The mail has no recipient.")
        self.troubles = 0

    def drop(self) -> None:
        with suppress(OSError):
            self.backend.close()

    def trip(self) -> None:
        """The server dropped or hung in the middle: the next mail gets a new connection."""
        self.drop()
        self.troubles += 1


def deliver_mails(prepare: Prepare = as_it_is) -> Delivery:
    """Sends what waits in the outbox, urgent mails first, no more than a run and a minute may."""
    done, line, started = Delivery(), Line(), monotonic()
    try:
        for _number in range(allowance()):
            if monotonic() - started > RUN_SECONDS or line.troubles >= TROUBLES_IN_A_ROW:
                break
            if not _deliver_next(line, prepare, done):
                break
    except ServerAway as error:
        done.trouble = str(error) or type(error.__cause__).__name__
    finally:
        line.drop()
    if done.trouble:
        logger.warning("Mails wait: %s", done.trouble)
    beat(DELIVERY, trouble=done.trouble)
    return done


def allowance() -> int:
    """After an outage the backlog leaves at a walking pace, counted over all workers."""
    minute_ago = timezone.now() - timedelta(minutes=1)
    just_sent = OutgoingMail.objects.filter(sent_at__gt=minute_ago).count()
    return max(0, min(settings.MAILS_PER_RUN, settings.MAILS_PER_MINUTE - just_sent))


@transaction.atomic
def _deliver_next(line: Line, prepare: Prepare, done: Delivery) -> bool:
    """One mail; False when none waits."""
    mail = (
        OutgoingMail.objects.to_send()
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("user__mail_settings")
        .order_by("-is_urgent", "created_at", "pk")
        .first()
    )
    if mail is None:
        return False
    if not _has_to_wait(mail):
        _cancel_or_send(mail, line, prepare, done)
    return True


def _cancel_or_send(mail: OutgoingMail, line: Line, prepare: Prepare, done: Delivery) -> None:
    try:
        with transaction.atomic():
            why = _why_not(mail) or prepare(mail)
    except Exception as error:  # one mail that cannot be worded must not keep those behind it for ever
        logger.exception("The mail %s could not be looked at before it leaves.", mail.pk)
        _put_off(mail, error, done)
        return
    if why:
        _cancel(mail, why)
        done.cancelled += 1
    else:
        _send(mail, line, done)


def _has_to_wait(mail: OutgoingMail) -> bool:
    """The backlog of an outage may come into the quiet hours."""
    end = _wishes(mail).quiet_end(timezone.now())
    if end is None:
        return False
    mail.next_attempt_at = end
    mail.save(update_fields=["next_attempt_at"])
    return True


def _why_not(mail: OutgoingMail) -> str:
    """What has changed about the person since the mail was written."""
    if mail.user is None or not mail.user.is_active:
        return "person"
    if mail.kind in Kind.values and _wishes(mail).how(mail.kind) == How.NEVER:
        return "unsubscribed"
    if mail.kind == DAILY and not _wishes(mail).kinds_by(How.DIGEST):
        return "unsubscribed"
    return ""


def _wishes(mail: OutgoingMail) -> MailSettings:
    return getattr(mail.user, "mail_settings", None) or MailSettings(user=mail.user)


def _cancel(mail: OutgoingMail, why: str) -> None:
    mail.state, mail.error = OutgoingMail.State.CANCELLED, why
    mail.save(update_fields=["state", "error"])


def _send(mail: OutgoingMail, line: Line, done: Delivery) -> None:
    # To the address the person has now, be it corrected since.
    mail.address = (mail.user.email if mail.user else "") or mail.address
    try:
        line.send(as_message(mail, line.backend))
    except (OSError, ValueError, MessageError) as error:
        _put_off(mail, error, done)
        if is_trouble_of_the_line(error):
            done.trouble = mail.error
            line.trip()
        return
    mail.state, mail.sent_at, mail.error = OutgoingMail.State.SENT, timezone.now(), ""
    mail.attempts += 1
    mail.save(update_fields=["address", "state", "sent_at", "error", "attempts"])
    done.sent += 1
    done.trouble = ""


def as_message(mail: OutgoingMail, connection: Any = None) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.user:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url(mail.user, mail.kind)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.address], headers=headers, connection=connection
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _put_off(mail: OutgoingMail, error: Exception, done: Delivery) -> None:
    _postpone(mail, error)
    done.failed += mail.state == OutgoingMail.State.FAILED
    done.postponed += mail.state == OutgoingMail.State.QUEUED


def _postpone(mail: OutgoingMail, error: Exception) -> None:
    mail.error = (str(error) or type(error).__name__)[:2000]
    if is_permanent(error) or mail.attempts >= len(BACKOFF_MINUTES):
        mail.state = OutgoingMail.State.FAILED
    else:
        again = timezone.now() + timedelta(minutes=BACKOFF_MINUTES[mail.attempts])
        mail.next_attempt_at = _wishes(mail).leaves_at(again)
    mail.attempts += 1
    mail.save(update_fields=["address", "error", "next_attempt_at", "state", "attempts"])


def code_of(error: Exception) -> int:
    """The server's answer; 0 where there was none."""
    if isinstance(error, SMTPRecipientsRefused):
        return min((code for code, _answer in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0


def is_permanent(error: Exception) -> bool:
    """The server knows no such mailbox, or the mail itself is refused: trying again changes nothing."""
    if isinstance(error, SMTPRecipientsRefused | SMTPDataError):
        return code_of(error) >= PERMANENT_FROM
    if isinstance(error, SMTPSenderRefused):  # our own address is the fault of the settings, not of this mail
        return error.smtp_code == TOO_LARGE
    return isinstance(error, UNSENDABLE)


def is_trouble_of_the_line(error: Exception) -> bool:
    """Dropped, timed out or told to go away: the connection cannot be used for the next mail."""
    if isinstance(error, UNSENDABLE):
        return False
    return code_of(error) in (0, GO_AWAY)
