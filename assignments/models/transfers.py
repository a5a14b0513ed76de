from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignments.models.assignment import Assignment
from assignments.workflow import OPEN
from units.models import Reorganisation, Unit


class TransferListQuerySet(models.QuerySet["TransferList"]):
    def waiting(self) -> Self:
        return self.exclude(stage=TransferList.Stage.APPLIED)

    def due(self) -> Self:
        """Approved, and their day has come."""
        return self.filter(stage=TransferList.Stage.APPROVED, effective_on__lte=timezone.localdate())


class TransferList(models.Model):
    """Open work that goes from units that end to others: proposed, reviewed by the office, then applied."""

    class Stage(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("transfer list", "To be reviewed")
        APPROVED = "approved", pgettext_lazy("transfer list", "Approved, waits for its day")
        APPLIED = "applied", pgettext_lazy("transfer list", "Applied")

    reorganisation = models.ForeignKey(
        Reorganisation, models.PROTECT, null=True, blank=True, related_name="transfer_lists"
    )
    effective_on = models.DateField(_("effective from"))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = TransferListQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer list")
        verbose_name_plural = _("transfer lists")
        ordering = ("-effective_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="draft", approved_by__isnull=True, approved_at__isnull=True)
                | Q(stage__in=["approved", "applied"], approved_by__isnull=False, approved_at__isnull=False),
                name="assignments_transferlist_approved_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(stage="applied", applied_at__isnull=False)
                | (~Q(stage="applied") & Q(applied_at__isnull=True)),
                name="assignments_transferlist_applied_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Transfer list %(pk)s")) % {"pk": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("assignments:transfer", args=[self.pk])

    @property
    def is_applied(self) -> bool:
        return self.stage == self.Stage.APPLIED

    @property
    def has_come(self) -> bool:
        return self.effective_on <= timezone.localdate()

    @property
    def left_with_nobody(self) -> int:
        """Open work still led by a unit that ended: nobody in it is reminded any more."""
        led = self.lines.filter(part=TransferLine.Part.LEAD, assignment__unit=F("from_unit"))
        ended = led.filter(from_unit__valid_to__lt=timezone.localdate())
        return ended.filter(assignment__state__in=OPEN).count()


class TransferLine(models.Model):
    """One assignment that a unit leads or supports: where it is to go, and what became of that."""

    class Part(models.TextChoices):
        LEAD = "lead", _("Lead unit")
        SUPPORT = "support", _("Supporting unit")

    class Outcome(models.TextChoices):
        WAITING = "", _("Not yet")
        MOVED = "moved", pgettext_lazy("transfer", "Moved")
        CLOSED = "closed", pgettext_lazy("transfer", "Not moved: closed meanwhile")
        ELSEWHERE = "elsewhere", pgettext_lazy("transfer", "Not moved: it is with another unit by now")
        TWICE = "twice", pgettext_lazy("transfer", "Not moved: the unit has this share already")

    transfer = models.ForeignKey(TransferList, models.CASCADE, related_name="lines")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="transfer_lines")
    part = models.CharField(max_length=10, choices=Part.choices)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("from"))
    proposed = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed")
    )
    decided = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to")
    )
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING, blank=True)

    class Meta:
        verbose_name = _("line of a transfer list")
        verbose_name_plural = _("lines of transfer lists")
        ordering = ("from_unit__position", "from_unit", "part", "assignment__due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "assignment", "part", "from_unit"], name="assignments_transferline_once"
            ),
            models.UniqueConstraint(
                fields=["assignment", "part", "from_unit"],
                condition=Q(outcome=""),
                name="assignments_transferline_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.from_unit.short} → {self.decided.short if self.decided else '–'}"
