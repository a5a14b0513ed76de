from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assignments.querysets import AssignmentQuerySet, closed_last
from assignments.workflow import OPEN, WITH_UNIT, State
from conferences.models import Conference, Task
from dialogue_tracker.vietnamese import nfc, search_key
from units.models import Unit

if TYPE_CHECKING:
    from assignments.models.updates import Update  # named in an annotation only


# Done before the product was there: by whom, no account here can say.
LOADED = ~Q(loaded_from="")


class Assignment(models.Model):
    """One unit's duty to deliver a task, or a recommendation's answer, by a date."""

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        RECOMMENDATION = "recommendation", _("Recommendation")

    class SetBy(models.TextChoices):
        CONCLUSION = "conclusion", _("the conclusion")
        OFFICE = "office", _("the office")

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
    came_from = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("first given to"),
    )
    title = models.CharField(_("work"), max_length=300)
    search_text = models.TextField(editable=False)
    state = models.CharField(_("state"), max_length=15, choices=State.choices, default=State.RECEIVED)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("answered together with"),
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    original_due_on = models.DateField(_("original deadline"), null=True, blank=True, editable=False)
    due_set_by = models.CharField(
        _("deadline set by"),
        max_length=10,
        choices=SetBy.choices,
        default=SetBy.OFFICE,
        db_default=SetBy.OFFICE,
        editable=False,
        help_text=_("Who set the first deadline decides whether it is extended."),
    )
    times_extended = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
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
    loaded_from = models.CharField(
        _("loaded from"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("File, sheet and row of a load of past years; nobody here reported or confirmed it."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # Only where the query says with_timing(), with_pile().
    timing: str
    original_timing: str
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
            # The order of urgency, of all work and of a unit's.
            models.Index(closed_last(), "due_on", "id", name="assignments_urgency"),
            models.Index("unit", closed_last(), "due_on", "id", name="assignments_unit_urgency"),
            models.Index(
                fields=["unit", "-confirmed_at"],
                name="assignments_unit_confirmed",
                condition=Q(state=State.DONE),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="task", task__isnull=False) | Q(kind="recommendation", task__isnull=True),
                name="assignments_assignment_task_where_of_a_task",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.RECEIVED, State.WITHDRAWN, State.MERGED])
                | Q(unit__isnull=False),
                name="assignments_assignment_unit_where_assigned",
                violation_error_message=_("Choose the unit that is to do the work."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.REPORTED, State.DONE],
                    reported_on__isnull=False,
                    reported_by__isnull=False,
                )
                | (Q(state=State.DONE, reported_on__isnull=False, reported_by__isnull=True) & LOADED)
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
                | (
                    Q(
                        state=State.DONE,
                        confirmed_at__isnull=False,
                        confirmed_by__isnull=True,
                        reported_by__isnull=True,
                    )
                    & LOADED
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
                condition=Q(state=State.MERGED, kind="recommendation", merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
                name="assignments_assignment_merged_names_into_which",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="assignments_assignment_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="assignments_assignment_percent_at_most_100",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(original_due_on__isnull=False),
                name="assignments_assignment_keeps_original_deadline",
            ),
            # Two units with a share each of one task may become one: both shares stay, told apart by where
            # they came from.
            models.UniqueConstraint(
                fields=["task", "unit", "came_from"],
                condition=~Q(state=State.WITHDRAWN) & Q(task__isnull=False, unit__isnull=False),
                nulls_distinct=False,
                name="assignments_assignment_once_per_task_and_unit",
                violation_error_message=_("The unit has this task already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        self.prepare()
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("assignments:detail", args=[self.pk])

    def prepare(self) -> None:
        """What every way of writing it works out: `save()`, and the one that creates many at once."""
        self.title = nfc(self.title)
        self.search_text = search_key(f"{self.title} {self.task.text if self.task else ''}")
        if self.original_due_on is None:
            self.original_due_on = self.due_on
            if self.due_on and self.task and self.task.due_on == self.due_on:
                self.due_set_by = self.SetBy.CONCLUSION

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

    @cached_property
    def raiser_ids(self) -> set[int]:
        """Ids of the units whose recommendation it answers: its own, and those merged into it."""
        own = Unit.objects.filter(raised_recommendations__assignment=self)
        merged = Unit.objects.filter(raised_recommendations__assignment__merged_into=self)
        return set(own.union(merged).values_list("pk", flat=True))

    @property
    def wording(self) -> str:
        """Exactly as concluded or as raised."""
        source = self.task or getattr(self, "recommendation", None)
        return source.text if source else self.title

    @property
    def label(self) -> str:
        """Which task or recommendation it is, in two words: "Task 3", "Recommendation KN2025-014"."""
        return f"{self.get_kind_display()} {self.number}".strip()

    @property
    def number(self) -> str:
        """As printed in the conclusion, or the code of the recommendation: "3", "KN2025-014"."""
        source = self.task or getattr(self, "recommendation", None)
        return getattr(source, "number", "") or getattr(source, "code", "")

    @property
    def report(self) -> "Update | None":
        """The report of the result that stands, or stood last."""
        return self.updates.filter(is_result=True).order_by("-created_at", "-pk").first()

    @property
    def is_extended(self) -> bool:
        return self.due_on != self.original_due_on
