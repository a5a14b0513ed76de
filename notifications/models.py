from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.kinds import DAILY, TABLE, How, Kind


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def to_send(self) -> Self:
        return self.filter(state=OutgoingMail.State.QUEUED, next_attempt_at__lte=timezone.now())


class OutgoingMail(models.Model):
    """The outbox: a mail is a row of the transaction that causes it, and leaves only after the commit."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed for good")
        CANCELLED = "cancelled", _("cancelled")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="mails")
    kind = models.CharField(_("kind"), max_length=20, default=DAILY)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    address = models.EmailField(_("mail address"))
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                models.F("is_urgent").desc(),
                models.F("created_at"),
                models.F("id"),
                name="notifications_mail_next",
                condition=Q(state="queued"),
            ),
            models.Index(fields=["sent_at"], name="notifications_mail_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notifications_outgoingmail_sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def visible_to(self, user: models.Model) -> Self:
        return self.filter(user_id=user.pk)

    def for_digest(self) -> Self:
        return self.filter(waits_for_digest=True)


class Notification(models.Model):
    """One line in a person's inbox, with the page it is about. `mail` is the one that told it too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    # A new kind needs no migration.
    kind = models.CharField(_("kind"), max_length=20, default=Kind.CHANGED)
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=300, help_text=_("Path of the page it leads to."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    waits_for_digest = models.BooleanField(default=False)
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(
                fields=["user", "-created_at"],
                name="notifications_unread",
                condition=Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["user"],
                name="notifications_for_digest",
                condition=Q(waits_for_digest=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


class MailSettings(models.Model):
    """How a person wants mails. Who has no row has the defaults, see `settings_of`."""

    DIGEST_HOUR, QUIET_FROM, QUIET_UNTIL = 8, time(20, 0), time(6, 30)

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_settings")
    choices = models.JSONField(default=dict, help_text=_("By kind, where it is not the default."))
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily digest"), default=DIGEST_HOUR, validators=[MaxValueValidator(23)]
    )
    quiet_from = models.TimeField(_("no mails from"), default=QUIET_FROM)
    quiet_until = models.TimeField(_("no mails until"), default=QUIET_UNTIL)

    class Meta:
        verbose_name = _("mail settings")
        verbose_name_plural = _("mail settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_hour__lt=24), name="notifications_mailsettings_hour_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}"

    def how(self, kind: str) -> str:
        return str(self.choices.get(kind, TABLE[kind].how))

    def kinds_by(self, how: How) -> list[Kind]:
        return [kind for kind in Kind if self.how(kind) == how]

    def quiet_end(self, moment: datetime) -> datetime | None:
        """When the quiet hours end that this moment lies in; None outside of them."""
        local = timezone.localtime(moment)
        clock, start, end = local.time(), self.quiet_from, self.quiet_until
        over_midnight = start > end
        is_quiet = (clock >= start or clock < end) if over_midnight else start <= clock < end
        if not is_quiet:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and clock >= start else 0)
        return timezone.make_aware(datetime.combine(day, end))

    def leaves_at(self, moment: datetime) -> datetime:
        return self.quiet_end(moment) or moment


def settings_of(users: Iterable[models.Model]) -> dict[int, MailSettings]:
    """By the person's id; unsaved defaults for people who never chose."""
    ids = [user.pk for user in users]
    chosen = {row.user_id: row for row in MailSettings.objects.filter(user__in=ids)}
    return {pk: chosen.get(pk) or MailSettings(user_id=pk) for pk in ids}


class Digest(models.Model):
    """A person's mail of a day was made; `number` counts further ones that the office asked for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("daily digest")
        verbose_name_plural = _("daily digests")
        ordering = ("-day", "user")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day", "number"], name="notifications_digest_once_a_day_and_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.day:%d/%m/%Y}"


class Heartbeat(models.Model):
    """When a regular job last ran to its end; without a new one, worker or beat stand still."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    trouble = models.TextField(blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%d/%m/%Y %H:%M}"
