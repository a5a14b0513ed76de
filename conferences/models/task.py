from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.models.conclusion import Conclusion
from units.models import Unit
from units.permissions import access_of


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """A unit's people see no proposals, but the accepted tasks their unit leads, supports or works on."""
        access = access_of(user)
        if access.reads_all:
            return self
        unit_ids = access.readable_units
        return (
            self.accepted()
            .filter(
                Q(lead_units__in=unit_ids)
                | Q(supporting_units__in=unit_ids)
                | Q(assignments__unit__in=unit_ids)
            )
            .distinct()
        )

    def accepted(self) -> Self:
        return self.filter(accepted_at__isnull=False)

    def proposed(self) -> Self:
        """Waiting for the office: neither accepted nor put aside as “not a task”."""
        return self.filter(accepted_at__isnull=True, dismissed_at__isnull=True)

    def dismissed(self) -> Self:
        return self.filter(dismissed_at__isnull=False)

    def touched(self) -> Self:
        """Proposals a person corrected or added by hand: a new reading must not lose them unasked."""
        return self.proposed().filter(edited_at__isnull=False)


class Task(models.Model):
    """One task of a conclusion, exactly as worded. Proposed by the reader until the office accepts it."""

    class DueKind(models.TextChoices):
        DATE = "date", _("a date")
        MONTH = "month", _("within a month")
        QUARTER = "quarter", _("within a quarter")
        YEAR = "year", _("within a year")
        RANGE = "range", _("a period")
        RECURRING = "recurring", _("recurring")
        EVENT = "event", _("at an event")
        ONGOING = "ongoing", _("ongoing")

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=40, blank=True)
    section = models.CharField(_("section"), max_length=300, blank=True)
    text = models.TextField(_("text"))
    start = models.PositiveIntegerField(default=0, editable=False)
    end = models.PositiveIntegerField(default=0, editable=False)
    lead_units = models.ManyToManyField(
        Unit, related_name="led_tasks", blank=True, verbose_name=_("lead units")
    )
    supporting_units = models.ManyToManyField(
        Unit,
        related_name="supported_tasks",
        blank=True,
        verbose_name=_("supporting units"),
    )
    all_units = models.BooleanField(_("all units"), default=False)
    due_phrase = models.CharField(_("deadline as worded"), max_length=300, blank=True)
    due_kind = models.CharField(_("kind of deadline"), max_length=10, choices=DueKind.choices, blank=True)
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    expected_result = models.CharField(
        _("expected result"),
        max_length=300,
        blank=True,
        help_text=_("What is handed over at the end: a report, a plan, a regulation …"),
    )
    unsure = models.JSONField(default=list, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    dismissed_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="conferences_task_both_accepted_at_and_accepted_by",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(dismissed_at__isnull=True),
                name="conferences_task_not_both_accepted_and_dismissed",
                violation_error_message=_("An accepted task cannot be put aside."),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="conferences_task_end_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.summary}" if self.number else self.summary

    @property
    def summary(self) -> str:
        first = self.text.strip().split("\n", 1)[0]
        return first if len(first) <= 140 else f"{first[:139].rstrip()}…"
