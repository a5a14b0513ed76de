from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_tracker.vietnamese import nfc, search_key
from units.models import Unit
from units.permissions import access_of

# How a conference concerns a unit.
OWN_WAYS = (
    "host",
    "attendances__unit",
    "assignments__unit",
    "assignments__supporting_units",
    "carried_over__assignment__unit",
    "recommendations__raised_by",
)


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def visible_to(self, user: User) -> Self:
        """A unit's people see those their unit holds or attended, works for or raised something at."""
        access = access_of(user)
        if access.reads_all:
            return self
        unit_ids = access.readable_units
        # A query for each way, the apps to the right by their reverse accessors: joined, their rows multiply.
        ways = (
            self.model.objects.filter(**{f"{way}__in": unit_ids}).order_by().values("pk") for way in OWN_WAYS
        )
        return self.filter(reduce(or_, (Q(pk__in=way) for way in ways)))

    def search(self, words: str) -> Self:
        found = self
        for word in search_key(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def calling(self) -> Self:
        """Still to come, and the units may send what they want to raise; the nearest first."""
        coming = self.filter(submissions_until__isnull=False, held_on__gte=timezone.localdate())
        return coming.order_by("held_on", "pk")


class Conference(models.Model):
    """One dialogue conference. Its level is its host: the ministry itself or one unit."""

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", _("Leadership with the units")
        UNIT = "unit", _("A unit with its staff")
        STAFF = "staff", _("Staff conference")

    kind = models.CharField(
        _("kind and level"),
        max_length=12,
        choices=Kind.choices,
        default=Kind.LEADERSHIP,
    )
    host = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="hosted_conferences",
        verbose_name=_("held by"),
    )
    title = models.CharField(_("title of the conference"), max_length=300)
    theme = models.CharField(_("theme"), max_length=500, blank=True)
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200)
    chair_name = models.CharField(_("chair"), max_length=150)
    chair_title = models.CharField(_("title of the chair"), max_length=200)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))
    submissions_until = models.DateField(
        _("units send recommendations until"),
        null=True,
        blank=True,
        help_text=_("The last day to write beforehand what they want to raise. Empty: they do not."),
    )
    search_text = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("dialogue conference")
        verbose_name_plural = _("dialogue conferences")
        ordering = ("-held_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(submissions_until__isnull=True) | Q(submissions_until__lte=F("held_on")),
                name="conferences_conference_submissions_until_it_is_held",
                violation_error_message=_("Units cannot send recommendations beforehand when it is over."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        for field in ("title", "theme", "place", "chair_name", "chair_title", "agenda"):
            setattr(self, field, nfc(getattr(self, field)))
        self.search_text = search_key(f"{self.title} {self.theme} {self.place} {self.chair_name}")
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("conferences:detail", args=[self.pk])

    @cached_property
    def register_day(self) -> date:
        """The day whose units count."""
        return Unit.objects.register_day(self.held_on)

    @property
    def is_calling(self) -> bool:
        """Units may send what they want to raise, late ones until the day of the conference."""
        return self.submissions_until is not None and self.held_on >= timezone.localdate()

    @property
    def possible_units(self) -> QuerySet[Unit]:
        """The units of its day, or the host with those below it."""
        units = Unit.objects.valid_on(self.register_day).filter(parent__isnull=False)
        if self.host.parent_id is None:
            return units
        return units.filter(Q(pk=self.host_id) | Q(parent=self.host_id))

    @property
    def agenda_items(self) -> list[str]:
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


class Attendance(models.Model):
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="attendances")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="attendances", verbose_name=_("unit"))
    people = models.CharField(_("who came"), max_length=500, blank=True, help_text=_("Names and titles."))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("unit__position", "unit__sort_key")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "unit"],
                name="conferences_attendance_once_per_unit",
                violation_error_message=_("The unit is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.conference}"


def conclusion_path(conclusion: "Conclusion", filename: str) -> str:
    return f"conclusions/{conclusion.conference_id}/{filename}"


class Conclusion(models.Model):
    """What the chair concluded. `pieces`, [{start, end, kind, task id}], cut the whole `text`."""

    conference = models.OneToOneField(Conference, models.CASCADE, related_name="conclusion")
    text = models.TextField(_("text of the conclusion"))
    source_file = models.FileField(_("file"), upload_to=conclusion_path, blank=True)
    source_name = models.CharField(max_length=255, blank=True, editable=False)
    pieces = models.JSONField(default=list, encoder=DjangoJSONEncoder, editable=False)
    assessments = models.TextField(_("assessments"), blank=True)
    limitations = models.TextField(_("limitations"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")

    def __str__(self) -> str:
        return str(self.conference)


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


class ReviewStep(models.Model):
    """What a person did last with the proposed tasks, and what stood there before: it can be undone.

    `before` and `after`: {"tasks": rows as the serializer writes them, "pieces": those that changed}.
    """

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=20)
    name = models.CharField(max_length=200, help_text=_("What the task was called then."))
    version = models.PositiveIntegerField(help_text=_("Of the conclusion: a new reading ends undoing."))
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of a review")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.verb} {self.name}"


class ChangeEntry(models.Model):
    """Who changed what of a conference, when and why. Append-only: triggers refuse all but new entries.

    What is followed up has its own history (`assignments.HistoryEntry`). `subject_id` is no foreign key: the
    entry stays when a proposed task is replaced by a new reading.
    """

    class Subject(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        CONCLUSION = "conclusion", _("Conclusion")
        TASK = "task", _("Task")

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="changes")
    subject = models.CharField(max_length=12, choices=Subject.choices)
    subject_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200, blank=True, help_text=_("What the task was called then."))
    verb = models.CharField(max_length=20)
    version = models.PositiveIntegerField(help_text=_("Of the subject, after the change."))
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder, help_text=_("{field: [old, new]}"))
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300, help_text=_("Name and title as they were then."))

    class Meta:
        verbose_name = _("change of a conference")
        verbose_name_plural = _("changes of conferences")
        ordering = ("at", "pk")
        indexes = [
            models.Index(fields=["subject", "subject_id", "version"], name="conferences_changes_of_subject")
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.verb}"
