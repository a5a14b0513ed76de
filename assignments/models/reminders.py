from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from notifications.models import OutgoingMail


class Counts(models.TextChoices):
    """In what the days of a rule or of a term are counted."""

    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")


class Channel(models.TextChoices):
    """The inbox has every reminder: who has no mail address, or reads no mail, must not miss one."""

    BOTH = "both", _("inbox and mail")
    INBOX = "inbox", _("inbox only")


class ReminderRule(models.Model):
    """When to remind: `offset` days after the deadline (negative: before it), whom, and by which way.

    After the deadline the rules are a ladder: each is a rung with its days of grace and whom it reaches.
    """

    class Audience(models.TextChoices):
        UNIT = "unit", _("everybody with a role in the unit")
        HEAD = "head", _("the head of the unit")
        OFFICE = "office", _("the head of the unit and the office")
        LEADER = "leader", _("the leader in charge of the unit")

    class OnDayOff(models.TextChoices):
        """To which day a reminder moves that would fall on a day off."""

        PREVIOUS = "previous", _("the working day before")
        NEXT = "next", _("the next working day")

    offset = models.SmallIntegerField(
        _("days after the deadline"), help_text=_("Negative: before the deadline.")
    )
    counts = models.CharField(_("counted in"), max_length=10, choices=Counts.choices, default=Counts.WORKING)
    audience = models.CharField(_("whom"), max_length=10, choices=Audience.choices)
    channel = models.CharField(_("by"), max_length=10, choices=Channel.choices, default=Channel.BOTH)
    on_day_off = models.CharField(
        _("on a day off, send it on"), max_length=10, choices=OnDayOff.choices, default=OnDayOff.NEXT
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        # Of two rules that reach a person with the same step the first one counts: "both" before the others.
        ordering = ("offset", "counts", "channel", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["offset", "counts", "audience"],
                name="assignments_reminderrule_once",
                violation_error_message=_(
                    "There is a rule for these days and people already. Change that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=-90, offset__lte=90),
                name="assignments_reminderrule_within_90_days",
                violation_error_message=_("Choose a day at most 90 days before or after the deadline."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offset:+d} {self.get_counts_display()} · {self.get_audience_display()}"


class Reminder(models.Model):
    """One reminder to one person, never twice for a step and deadline. Its mail tells what became of it."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, models.SET_NULL, null=True, blank=True, related_name="reminders")
    step = models.SmallIntegerField(_("days after the deadline"))
    counts = models.CharField(_("counted in"), max_length=10, choices=Counts.choices, default=Counts.CALENDAR)
    due_on = models.DateField(_("deadline"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    channel = models.CharField(_("by"), max_length=10, choices=Channel.choices, default=Channel.BOTH)
    planned_for = models.DateField(_("planned for"))
    created_at = models.DateTimeField(auto_now_add=True)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="reminders")
    sent_at = models.DateTimeField(null=True, blank=True, help_text=_("Handed to the inbox and the outbox."))
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    stop = models.ForeignKey(
        "assignments.ReminderStop", models.SET_NULL, null=True, blank=True, related_name="stopped"
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-planned_for", "-pk")
        indexes = [
            models.Index(
                fields=["recipient"],
                name="assignments_reminder_to_send",
                condition=Q(sent_at__isnull=True, cancelled_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "step", "counts", "due_on", "recipient"],
                name="assignments_reminder_never_twice",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="assignments_reminder_sent_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.recipient} ({self.step:+d})"
