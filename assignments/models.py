from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.querysets import AssignmentQuerySet
from assignments.workflow import OPEN, WITH_UNIT, State, sentence_of
from conferences.models import Conference, Task
from dialogue_tracker.vietnamese import nfc, search_key
from notifications.models import OutgoingMail
from units.models import Unit


class Assignment(models.Model):
    """One unit's duty to deliver a task, or a recommendation's answer, by a date."""

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        RECOMMENDATION = "recommendation", _("Recommendation")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    conference = models.ForeignKey(Conference, models.PROTECT, related_name="assignments")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="assignments")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("lead unit"),
    )
    supporting_units = models.ManyToManyField(
        Unit,
        related_name="supported_assignments",
        blank=True,
        verbose_name=_("supporting units"),
    )
    title = models.CharField(_("work"), max_length=300)
    search_text = models.TextField(editable=False)
    state = models.CharField(_("state"), max_length=15, choices=State.choices, default=State.RECEIVED)
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    original_due_on = models.DateField(_("original deadline"), null=True, blank=True, editable=False)
    due_phrase = models.CharField(_("deadline as worded"), max_length=300, blank=True)
    percent = models.PositiveSmallIntegerField(_("progress"), default=0)
    result = models.TextField(_("result"), blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True, editable=False)
    reported_on = models.DateField(_("reported on"), null=True, blank=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # Only where the query says with_timing(), with_pile().
    timing: str
    pile: str

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("due_on", "pk")
        indexes = [
            models.Index(
                fields=["unit", "state", "due_on", "id"],
                name="assignments_unit_state_due",
            ),
            models.Index(
                fields=["conference", "unit", "state"],
                name="assignments_conf_unit_state",
            ),
            models.Index(
                fields=["due_on"],
                name="assignments_open_due",
                condition=Q(state__in=WITH_UNIT),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="task", task__isnull=False) | Q(kind="recommendation", task__isnull=True),
                name="assignments_assignment_task_where_of_a_task",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.RECEIVED, State.WITHDRAWN]) | Q(unit__isnull=False),
                name="assignments_assignment_unit_where_assigned",
                violation_error_message=_("Choose the unit that is to do the work."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.REPORTED, State.DONE],
                    reported_on__isnull=False,
                    reported_by__isnull=False,
                )
                | (
                    ~Q(state__in=[State.REPORTED, State.DONE])
                    & Q(reported_on__isnull=True, reported_by__isnull=True)
                ),
                name="assignments_assignment_reported_has_day_and_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.DONE,
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                )
                | (~Q(state=State.DONE) & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
                name="assignments_assignment_done_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("reported_by")),
                name="assignments_assignment_two_keys",
                violation_error_message=_("Who reported a result cannot confirm it."),
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="assignments_assignment_percent_at_most_100",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(original_due_on__isnull=False),
                name="assignments_assignment_keeps_original_deadline",
            ),
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=~Q(state=State.WITHDRAWN),
                name="assignments_assignment_once_per_task_and_unit",
                violation_error_message=_("The unit has this task already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        self.title = nfc(self.title)
        self.search_text = search_key(f"{self.title} {self.task.text if self.task else ''}")
        if self.original_due_on is None:
            self.original_due_on = self.due_on
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("assignments:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def days_left(self) -> int | None:
        """Days until the deadline, negative when it has passed; None without deadline or when closed."""
        if self.due_on is None or not self.is_open:
            return None
        return (self.due_on - (self.reported_on or timezone.localdate())).days

    @property
    def clock(self) -> str:
        """For the tag `due`: the days to the deadline run until a result is reported."""
        return "open" if self.is_open and self.reported_on is None else "stopped"

    @property
    def wording(self) -> str:
        """Exactly as concluded or as raised."""
        source = self.task or getattr(self, "recommendation", None)
        return source.text if source else self.title

    @property
    def label(self) -> str:
        """Which task or recommendation it is, in two words: "Task 3", "Recommendation KN2025-014"."""
        source = self.task or getattr(self, "recommendation", None)
        number = getattr(source, "number", "") or getattr(source, "code", "")
        return f"{self.get_kind_display()} {number}".strip()

    @property
    def is_extended(self) -> bool:
        return self.due_on != self.original_due_on


class HistoryEntry(models.Model):
    """Who did what, when, from where to where, and why. Append-only: a trigger refuses UPDATE and DELETE."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="history")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300, help_text=_("Name and title as they were then."))
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=15, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=15, choices=State.choices)
    changes = models.JSONField(default=dict, help_text=_("{field: [old, new]}"))
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.by_name} {sentence_of(self.verb)}"

    @property
    def sentence(self) -> str:
        return str(sentence_of(self.verb))


class Update(models.Model):
    """A dated report on the progress of an assignment; `is_result` marks the text of a reported result."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="updates")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(_("what was done"))
    percent = models.PositiveSmallIntegerField(_("progress in per cent"), default=0)
    next_step = models.TextField(_("next step"), blank=True)
    is_result = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="assignments_update_percent_at_most_100",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.percent}%"


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """Under a name of our own: what the person called the file is kept in `file_name`."""
    return f"evidence/{evidence.assignment_id}/{uuid4().hex}{PurePath(filename).suffix.lower()}"


class Evidence(models.Model):
    """A document number or a file that proves a result."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="evidence")
    update = models.ForeignKey(Update, models.PROTECT, related_name="evidence")
    document = models.CharField(
        _("document number and date"),
        max_length=200,
        blank=True,
        help_text=_("As in: 6785/BCT-ĐCK, 09/9/2025."),
    )
    file = models.FileField(_("file"), upload_to=evidence_path, blank=True)
    file_name = models.CharField(max_length=255, blank=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("added_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(document="") | ~Q(file=""),
                name="assignments_evidence_number_or_file",
                violation_error_message=_("Give the number of a document or a file."),
            )
        ]

    def __str__(self) -> str:
        return self.document or self.file_name


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
