from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from notifications.models import OutgoingMail


class ReminderRule(models.Model):
    """When to remind: `offset` days after the deadline (negative: before it), and whom."""

    class Audience(models.TextChoices):
        UNIT = "unit", _("everybody with a role in the unit")
        HEAD = "head", _("the head of the unit")
        OFFICE = "office", _("the head of the unit and the office")

    offset = models.SmallIntegerField(
        _("days after the deadline"), help_text=_("Negative: before the deadline.")
    )
    audience = models.CharField(_("whom"), max_length=10, choices=Audience.choices)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ("offset",)
        constraints = [
            models.UniqueConstraint(fields=["offset", "audience"], name="assignments_reminderrule_once")
        ]

    def __str__(self) -> str:
        return f"{self.offset:+d} · {self.get_audience_display()}"


class Reminder(models.Model):
    """One reminder to one person, never twice for a step and deadline. Its mail tells what became of it."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="reminders")
    step = models.SmallIntegerField(_("days after the deadline"))
    due_on = models.DateField(_("deadline"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    planned_for = models.DateField(_("planned for"))
    created_at = models.DateTimeField(auto_now_add=True)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="reminders")
    sent_at = models.DateTimeField(null=True, blank=True, help_text=_("Handed to the inbox and the outbox."))
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)

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
                fields=["assignment", "step", "due_on", "recipient"],
                name="assignments_reminder_never_twice",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="assignments_reminder_sent_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.recipient} ({self.step:+d})"
