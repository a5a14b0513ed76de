from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from assignments.models.reminders import Reminder


class ReminderStopQuerySet(models.QuerySet["ReminderStop"]):
    def in_force(self) -> Self:
        return self.filter(lifted_at__isnull=True)


class ReminderStop(models.Model):
    """The office stopped one reminder, all of an assignment or all of a person, until it is lifted."""

    reminder = models.ForeignKey(Reminder, models.CASCADE, null=True, blank=True, related_name="stops")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="reminder_stops"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="reminder_stops"
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReminderStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop of reminders")
        verbose_name_plural = _("stops of reminders")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(reminder__isnull=False, assignment__isnull=True, recipient__isnull=True)
                | Q(reminder__isnull=True, assignment__isnull=False, recipient__isnull=True)
                | Q(reminder__isnull=True, assignment__isnull=True, recipient__isnull=False),
                name="assignments_reminderstop_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="assignments_reminderstop_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reminder or self.assignment or self.recipient}: {self.reason}"
