"""Sends what is due: for each person a digest a day with the reminders and the news that waited for it.

The lines of the inbox, the mail in the outbox and the marks on the reminders are one transaction, made for
some people at a time. A lock on each person makes a second worker pass by.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, roles_with
from assignments import emails
from assignments.emails import Content
from assignments.models import Assignment, Reminder
from assignments.models.reminders import Channel
from assignments.reminder_planning import plan
from assignments.reminders import cancel_what_no_longer_applies, due_by, still_applies
from notifications.actions import SUBJECT_LENGTH, new_mail
from notifications.heartbeats import REMINDERS, beat
from notifications.kinds import DAILY, How, Kind
from notifications.models import Digest, MailSettings, Notification, OutgoingMail, settings_of
from units.models import Membership
from workdays.calendars import calendar

logger = logging.getLogger(__name__)

# So many people are locked, read and written together.
PEOPLE_AT_ONCE = 50
READERS = roles_with(Permission.READ_OWN)
REMINDING = (Kind.REMINDER, Kind.OVERDUE, DAILY)
WITH_WORK = ("assignment__unit", "assignment__conference")


@dataclass(frozen=True)
class Run:
    """What one sweep did; `stuck`: people whose digest could not be made, their reminders stay planned."""

    planned: int = 0
    cancelled: int = 0
    sent: int = 0
    people: int = 0
    stuck: int = 0

    def __add__(self, other: "Run") -> "Run":
        return Run(
            self.planned + other.planned,
            self.cancelled + other.cancelled,
            self.sent + other.sent,
            self.people + other.people,
            self.stuck + other.stuck,
        )


@dataclass(frozen=True)
class Moment:
    """`by_hand`: the office asked for it now, whatever the hour and the day."""

    today: date
    now: datetime
    by_hand: bool

    @property
    def hour(self) -> int:
        return timezone.localtime(self.now).hour


@dataclass
class Parcel:
    """What one person is told at one moment, not stored yet; `number` counts the digests of a day."""

    user: User
    reminders: Sequence[Reminder]
    news: Sequence[Notification]
    number: int
    line: Notification | None = None
    mail: OutgoingMail | None = None


@dataclass
class Table:
    """What was read for some people together, by the person's id."""

    wishes: dict[int, MailSettings]
    digests: Counter[int]
    reminders: dict[int, list[Reminder]] = field(default_factory=lambda: defaultdict(list))
    news: dict[int, list[Notification]] = field(default_factory=lambda: defaultdict(list))
    own_units: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def sweep(today: date, *, by_hand: bool = False) -> Run:
    planned = plan(today)
    run = replace(send(today, by_hand=by_hand), planned=planned)
    beat(REMINDERS)
    return run


def send(today: date, *, by_hand: bool = False) -> Run:
    run = Run(cancelled=cancel_what_no_longer_applies(today))
    if not by_hand and not calendar().is_working_day(today):
        return run
    moment = Moment(today, timezone.now(), by_hand)
    ids = list(people_to_tell(moment).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), PEOPLE_AT_ONCE):
        run += _tell_or_log(ids[start : start + PEOPLE_AT_ONCE], moment)
    return run


def people_to_tell(moment: Moment) -> QuerySet[User]:
    due = due_by(moment.today).filter(recipient=OuterRef("pk"))
    people = User.objects.filter(is_active=True)
    if moment.by_hand:
        return people.filter(Exists(due))
    made = Exists(Digest.objects.filter(user=OuterRef("pk"), day=moment.today))
    news = Notification.objects.for_digest().filter(user=OuterRef("pk"))
    wants_at_once = Q(mail_settings__choices__reminder=How.AT_ONCE) | Q(
        mail_settings__choices__overdue=How.AT_ONCE
    )
    hour = Coalesce("mail_settings__digest_hour", MailSettings.DIGEST_HOUR)
    return people.annotate(digest_hour=hour).filter(
        (~made & Q(digest_hour__lte=moment.hour) & (Exists(due) | Exists(news)))
        | (wants_at_once & Exists(due))
        | (made & Exists(due.filter(due_on=moment.today)))
    )


def _tell_or_log(ids: Sequence[int], moment: Moment) -> Run:
    try:
        return _tell(ids, moment)
    except Exception:  # one person's trouble must not keep the others from their reminders
        if len(ids) > 1:
            return sum((_tell_or_log([pk], moment) for pk in ids), Run())
        logger.exception("The reminders of person %s could not be sent.", ids[0])
        return Run(stuck=1)


@transaction.atomic
def _tell(ids: Sequence[int], moment: Moment) -> Run:
    # The lock on the person makes a second worker pass by; without it one digest would become two halves.
    locked = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=ids).order_by("pk")
    people = list(locked)
    table = _read(people, moment)
    found = [_parcel(user, table, moment) for user in people]
    parcels = [parcel for parcel in found if parcel]
    for parcel in parcels:
        _write(parcel, table, moment)
    _store(parcels, moment)
    told = [parcel for parcel in parcels if parcel.reminders]
    return Run(sent=sum(len(parcel.reminders) for parcel in told), people=len(told))


def _read(people: Sequence[User], moment: Moment) -> Table:
    """After the locks, so that what another worker has just done is seen.

    The reminders are locked too: one that is stopped or sent by hand right now is left to whoever does it.
    """
    made = Digest.objects.filter(user__in=people, day=moment.today).values_list("user", flat=True)
    table = Table(settings_of(people), Counter(made))
    due = due_by(moment.today).filter(still_applies(moment.today), recipient__in=people)
    for row in due.select_for_update(of=("self",), skip_locked=True).select_related(*WITH_WORK):
        table.reminders[row.recipient_id].append(row)
    for line in Notification.objects.for_digest().filter(user__in=people).order_by("created_at", "pk"):
        table.news[line.user_id].append(line)
    for user_id, unit_id in own_units_of(people):
        table.own_units[user_id].add(unit_id)
    return table


def own_units_of(people: Sequence[User]) -> QuerySet[Membership, tuple[int, int]]:
    held = Membership.objects.valid_on(timezone.localdate()).filter(role__in=READERS, user__in=people)
    return held.filter(unit__parent__isnull=False).values_list("user_id", "unit_id")


def _parcel(user: User, table: Table, moment: Moment) -> Parcel | None:
    wishes, made = table.wishes[user.pk], table.digests[user.pk]
    reminders = table.reminders[user.pk]
    if moment.by_hand or (not made and moment.hour >= wishes.digest_hour):
        news = table.news[user.pk]
        return Parcel(user, reminders, news, number=made + 1) if reminders or news else None
    # Between the digests: what is wanted at once, and what would come too late tomorrow.
    pressing = [
        row
        for row in reminders
        if wishes.how(kind_of(row)) == How.AT_ONCE or (made and row.due_on == moment.today)
    ]
    return Parcel(user, pressing, (), number=0) if pressing else None


def kind_of(row: Reminder) -> Kind:
    return Kind.OVERDUE if row.step > 0 else Kind.REMINDER


def content_for_mail(
    reminders: Sequence[Reminder],
    news: Sequence[Notification],
    wishes: MailSettings,
    own_units: Collection[int],
) -> Content:
    """Without what the person wants no mail about, and without news that were read in the inbox meanwhile."""
    mailed = [
        row for row in reminders if row.channel == Channel.BOTH and wishes.how(kind_of(row)) != How.NEVER
    ]
    unread = [line for line in news if line.read_at is None and wishes.how(line.kind) != How.NEVER]
    return Content(in_order(mailed), unread, own_units)


def in_order(reminders: Sequence[Reminder]) -> list[Assignment]:
    return sorted({row.assignment for row in reminders}, key=lambda work: (work.due_on or date.max, work.pk))


def _write(parcel: Parcel, table: Table, moment: Moment) -> None:
    user, wishes, own = parcel.user, table.wishes[parcel.user.pk], table.own_units[parcel.user.pk]
    content = content_for_mail(parcel.reminders, parcel.news, wishes, own)
    if parcel.reminders:
        everything = Content(in_order(parcel.reminders), own_units=own)
        message = emails.reminder_line(user, everything, moment.today)
        is_late = any(row.step > 0 for row in parcel.reminders)
        parcel.line = Notification(
            user=user,
            kind=Kind.OVERDUE if is_late else Kind.REMINDER,
            subject=message.subject[:SUBJECT_LENGTH],
            body=message.text,
            path=everything.path,
            created_at=moment.now,
        )
    if content.work or content.news:
        kind = DAILY if parcel.number else kind_of(parcel.reminders[0])
        which = parcel.number or sorted(row.pk for row in parcel.reminders)
        parcel.mail = new_mail(
            user,
            emails.digest_mail(user, content, moment.today, kind=kind),
            kind=kind,
            identity=f"{kind}/{user.pk}/{moment.today}/{which}",
            wishes=wishes,
            now=moment.now,
        )


def _store(parcels: Sequence[Parcel], moment: Moment) -> None:
    OutgoingMail.objects.bulk_create([parcel.mail for parcel in parcels if parcel.mail])
    for parcel in parcels:
        for row in parcel.reminders:
            row.mail, row.sent_at = parcel.mail, moment.now
        for line in parcel.news:
            line.mail, line.waits_for_digest = parcel.mail, False
        if parcel.line:
            parcel.line.mail = parcel.mail
    Notification.objects.bulk_create([parcel.line for parcel in parcels if parcel.line])
    Reminder.objects.bulk_update([row for parcel in parcels for row in parcel.reminders], ["mail", "sent_at"])
    Notification.objects.bulk_update(
        [line for parcel in parcels for line in parcel.news], ["mail", "waits_for_digest"]
    )
    Digest.objects.bulk_create(
        [
            Digest(user=parcel.user, day=moment.today, number=parcel.number, mail=parcel.mail)
            for parcel in parcels
            if parcel.number and (parcel.mail or parcel.reminders)
        ]
    )


# --- Before a mail leaves ---------------------------------------------------------------------------------
def before_leaving(mail: OutgoingMail) -> str:
    """A mail may have waited for hours: takes out what no longer applies and says why nothing is left.

    What it tells is counted from today, so a mail of yesterday is worded anew.
    """
    if mail.user is None or mail.kind not in REMINDING:
        return ""
    today = timezone.localdate()
    told = Reminder.objects.filter(mail=mail, sent_at__isnull=False)
    is_stale = told.exclude(still_applies(today)).exists()
    if is_stale:
        cancel_what_no_longer_applies(today, told)
    if is_stale or timezone.localdate(mail.created_at) != today:
        return _word_anew(mail, mail.user, list(told.select_related(*WITH_WORK)), today)
    return ""


def _word_anew(mail: OutgoingMail, user: User, left: list[Reminder], today: date) -> str:
    news = list(mail.notifications.exclude(kind__in=REMINDING).order_by("created_at", "pk"))
    own = {unit_id for _user, unit_id in own_units_of([user])}
    content = content_for_mail(left, news, settings_of([user])[user.pk], own)
    if not content.work and not content.news:
        cancelled = Reminder.objects.filter(mail=mail, cancelled_at__isnull=False)
        return cancelled.values_list("cancelled_why", flat=True).first() or "read"
    message = emails.digest_mail(user, content, today, kind=mail.kind)
    mail.subject, mail.text, mail.html = message.subject[:SUBJECT_LENGTH], message.text, message.html
    mail.save(update_fields=["subject", "text", "html"])
    return ""
