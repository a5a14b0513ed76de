"""Tell people: a line in the inbox and, where wanted, a mail in the outbox, in the caller's transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from accounts.models import User
from notifications.models import Notification, OutgoingMail

# Minutes until the next attempt; after the last one the mail has failed for good.
BACKOFF_MINUTES = (1, 5, 15, 60, 240)
# SMTP's answers from 500 on say "never", those below "not now".
PERMANENT_FROM = 500


@dataclass(frozen=True)
class Message:
    subject: str
    text: str
    html: str = ""


def notify(users: Iterable[User], *, path: str, write: Callable[[User], Message]) -> int:
    """One inbox line for each person, worded in their language by `write`. Returns how many."""
    rows = []
    for user in {user.pk: user for user in users}.values():
        with translation.override(user.language):
            message = write(user)
        rows.append(Notification(user=user, subject=message.subject[:300], body=message.text, path=path))
    return len(Notification.objects.bulk_create(rows))


def queue_mail(user: User, message: Message) -> OutgoingMail | None:
    """A row in the outbox; None for a person without a mail address (the inbox has the line all the same)."""
    if not user.email:
        return None
    host = settings.SITE_URL.split("//")[-1].split(":")[0].split("/")[0]
    return OutgoingMail.objects.create(
        user=user,
        address=user.email,
        subject=message.subject[:300],
        text=message.text,
        html=message.html,
        message_id=f"<{uuid4()}@{host}>",
    )


def deliver(mail_id: int) -> bool:
    """Sends one queued mail; the row is locked meanwhile, so two workers never send it twice.

    Killed between the server's "accepted" and the commit, the mail is sent again with the same Message-ID.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.to_send().select_for_update(skip_locked=True).filter(pk=mail_id).first()
        if mail is None:
            return False
        try:
            _send(mail)
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; ValueError: not a mail at all
            _postpone(mail, error)
            return False
        mail.state, mail.sent_at, mail.error = (
            OutgoingMail.State.SENT,
            timezone.now(),
            "",
        )
        mail.attempts += 1
        mail.save(update_fields=["state", "sent_at", "error", "attempts"])
        return True


def _send(mail: OutgoingMail) -> None:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.address],
        headers={"Message-ID": mail.message_id},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()


def _postpone(mail: OutgoingMail, error: Exception) -> None:
    mail.error = str(error)[:2000]
    if _is_permanent(error) or mail.attempts >= len(BACKOFF_MINUTES):
        mail.state = OutgoingMail.State.FAILED
    else:
        mail.next_attempt_at = timezone.now() + timedelta(minutes=BACKOFF_MINUTES[mail.attempts])
    mail.attempts += 1
    mail.save(update_fields=["error", "next_attempt_at", "state", "attempts"])


def _is_permanent(error: Exception) -> bool:
    """The server knows no such mailbox, or the mail itself is refused: trying again changes nothing."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT_FROM for code, _answer in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= PERMANENT_FROM
    return isinstance(error, ValueError)


def retry(mails: QuerySet[OutgoingMail]) -> int:
    """Mails that failed for good wait again, to the address the person has now; returns how many."""
    now_in_use = Subquery(User.objects.filter(pk=OuterRef("user")).exclude(email="").values("email")[:1])
    return mails.filter(state=OutgoingMail.State.FAILED).update(
        state=OutgoingMail.State.QUEUED,
        address=Coalesce(now_in_use, F("address")),
        attempts=0,
        next_attempt_at=timezone.now(),
    )
