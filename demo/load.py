"""Loads the demonstration through the product's own actions, so that every history is true."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from assignments.models import Assignment, Reminder, TransferLine
from assignments.orphans import orphans
from assignments.reminder_sending import sweep
from conferences.models import Conference
from demo.diary import Diary
from demo.meetings import Meetings
from demo.people import MAIL_DOMAIN, People
from demo.register import load_register
from demo.reorganisation import Reorganisation2025
from notifications.models import Notification, OutgoingMail
from recommendations.models import Recommendation

# Reminders of these last days are in the ledger; today's are left to the running product.
REMINDED_DAYS = 12
# Older lines of the inbox have been read.
UNREAD_DAYS = 4
NO_SUCH_MAILBOX = "550 5.1.1 Mailbox unknown"
LEFT_THE_MINISTRY = "chuyenvien.xnk"


def is_loaded() -> bool:
    return User.objects.filter(username="vanphong", email__endswith=f"@{MAIL_DOMAIN}").exists()


def load(*, say: Callable[[str], None]) -> None:
    today = timezone.localdate()
    register = load_register()
    people = People(register)
    diary = Diary(today)
    Reorganisation2025(register, people, diary).plan_all()
    Meetings(register, people, diary).plan_all()
    for days in range(REMINDED_DAYS, 0, -1):
        day = today - timedelta(days=days)
        diary.add(day, 8, 5, partial(remind, day))  # the hour of the digest
    diary.live()
    people.retire_heads_of_dissolved_units()
    let_the_past_be_past(today)
    say(f"{len(register.units)} units before and after the reorganisation of 2025, with their successors")
    say(f"{len(people.by_name)} people with their roles")
    moved = TransferLine.objects.filter(outcome=TransferLine.Outcome.MOVED).count()
    say(f"{moved} pieces of open work handed over; left with nobody: {orphans(today).count}")
    for model in (Conference, Recommendation, Assignment, Reminder):
        say(f"{model.objects.count()} {model._meta.model_name}s")


def remind(day: date) -> None:
    sweep(day)


def let_the_past_be_past(today: date) -> None:
    """Mails of past days have left, one of them in vain; what lay in the inbox for days has been read."""
    mails = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED)
    mails.filter(user__username=LEFT_THE_MINISTRY).update(
        state=OutgoingMail.State.FAILED, attempts=1, error=NO_SUCH_MAILBOX
    )
    mails.update(state=OutgoingMail.State.SENT, sent_at=F("created_at"), attempts=1)
    old = Notification.objects.filter(created_at__lt=timezone.now() - timedelta(days=UNREAD_DAYS))
    old.update(read_at=F("created_at") + timedelta(hours=3))
