"""Tell people: a line in the inbox and, as they wish, a mail in the outbox, in the caller's transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from accounts.models import User
from notifications import emails
from notifications.kinds import TABLE, How, Kind
from notifications.messages import Message
from notifications.models import MailSettings, Notification, OutgoingMail, settings_of

SUBJECT_LENGTH = 300


@dataclass(frozen=True)
class Note:
    """A line of the inbox before it is stored, with the mail that tells it too."""

    line: Notification
    mail: OutgoingMail | None


def notify(
    users: Iterable[User], *, path: str, write: Callable[[User], Message], kind: Kind = Kind.CHANGED
) -> int:
    """One inbox line for each person, worded in their language by `write`. Returns how many."""
    people = {user.pk: user for user in users}
    wishes = settings_of(people.values())
    notes = [_note(user, wishes[user.pk], kind, path, write) for user in people.values()]
    OutgoingMail.objects.bulk_create([note.mail for note in notes if note.mail])
    return len(Notification.objects.bulk_create([note.line for note in notes]))


def _note(user: User, wishes: MailSettings, kind: Kind, path: str, write: Callable[[User], Message]) -> Note:
    how, now = wishes.how(kind), timezone.now()
    with translation.override(user.language):
        message = write(user)
        line = Notification(
            user=user,
            kind=kind,
            subject=message.subject[:SUBJECT_LENGTH],
            body=message.text,
            path=path,
            created_at=now,
            waits_for_digest=how == How.DIGEST,
        )
        if how == How.AT_ONCE:
            identity = f"{kind}/{user.pk}/{path}/{now.isoformat()}/{line.subject}"
            line.mail = new_mail(
                user, emails.at_once(user, line), kind=kind, identity=identity, wishes=wishes, now=now
            )
    return Note(line, line.mail)


def new_mail(
    user: User, message: Message, *, kind: str, identity: str, wishes: MailSettings, now: datetime
) -> OutgoingMail | None:
    """An outbox row, not stored yet; None for a person without a mail address.

    `identity` says which mail it is and gives the Message-ID: made a second time, after a restored backup
    for instance, it is the same mail for the programs that receive it.
    """
    if not user.email:
        return None
    return OutgoingMail(
        user=user,
        kind=kind,
        is_urgent=kind in TABLE and TABLE[kind].is_urgent,
        address=user.email,
        subject=message.subject[:SUBJECT_LENGTH],
        text=message.text,
        html=message.html,
        message_id=message_id_of(identity),
        next_attempt_at=wishes.leaves_at(now),
    )


def queue_mail(user: User, message: Message, *, kind: str, identity: str) -> OutgoingMail | None:
    mail = new_mail(
        user,
        message,
        kind=kind,
        identity=identity,
        wishes=settings_of([user])[user.pk],
        now=timezone.now(),
    )
    if mail:
        mail.save()
    return mail


def message_id_of(identity: str) -> str:
    host = urlsplit(settings.SITE_URL).hostname
    return f"<{sha256(identity.encode()).hexdigest()[:40]}@{host}>"


def retry(mails: QuerySet[OutgoingMail]) -> int:
    """Mails that failed for good wait again, to the address the person has now; returns how many."""
    now_in_use = Subquery(User.objects.filter(pk=OuterRef("user")).exclude(email="").values("email")[:1])
    return mails.filter(state=OutgoingMail.State.FAILED).update(
        state=OutgoingMail.State.QUEUED,
        address=Coalesce(now_in_use, F("address")),
        attempts=0,
        next_attempt_at=timezone.now(),
    )
