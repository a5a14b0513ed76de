from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Manager, Q
from django.utils.translation import gettext_lazy as _

from assignments.evidence_files import SHOWN
from assignments.models.assignment import Assignment
from assignments.models.drafts import Draft


class Update(models.Model):
    """A dated report on the progress of an assignment; `is_result` marks the text of a reported result."""

    class Outcome(models.TextChoices):
        """What the unit says became of a recommendation."""

        RESOLVED = "resolved", _("Resolved")
        EXPLAINED = "explained", _("Explained, information given")
        ROADMAP = "roadmap", _("Under consideration, with a date")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="updates")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(_("what was done"))
    percent = models.PositiveSmallIntegerField(_("progress in per cent"), default=0)
    next_step = models.TextField(_("next step"), blank=True)
    is_result = models.BooleanField(default=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    roadmap_on = models.DateField(_("to be resolved by"), null=True, blank=True)
    client_key = models.UUIDField(
        null=True,
        editable=False,
        help_text=_("Made with the empty form, so that a form sent twice counts once."),
    )

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="assignments_update_percent_at_most_100",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="roadmap") | Q(roadmap_on__isnull=False),
                name="assignments_update_roadmap_has_date",
            ),
            models.UniqueConstraint(
                fields=["assignment", "client_key"], name="assignments_update_form_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.percent}%"


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """Under a name of our own: what the person called the file is kept in `file_name`."""
    return f"evidence/{evidence.assignment_id}/{uuid4().hex}{PurePath(filename).suffix.lower()}"


class PublishedEvidence(Manager["Evidence"]):
    """What belongs to a sent report and was not taken back: all that anybody but the unit ever sees."""

    def get_queryset(self) -> models.QuerySet["Evidence"]:
        return super().get_queryset().filter(draft__isnull=True, removed_at__isnull=True)


class Evidence(models.Model):
    """A document number or a file that proves a result; it hangs on a report, or on the draft of one."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="evidence")
    update = models.ForeignKey(Update, models.PROTECT, null=True, blank=True, related_name="evidence")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, blank=True, related_name="evidence")
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
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = PublishedEvidence()
    everything = Manager["Evidence"]()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("added_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(document="") | ~Q(file=""),
                name="assignments_evidence_number_or_file",
                violation_error_message=_("Give the number of a document or a file."),
            ),
            models.CheckConstraint(
                condition=Q(update__isnull=False, draft__isnull=True)
                | Q(update__isnull=True, draft__isnull=False),
                name="assignments_evidence_of_a_report_or_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="assignments_evidence_removed_has_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return self.document or self.file_name

    @property
    def kind(self) -> str:
        """What the file is, as it was found when it was uploaded."""
        return str(self.file.name).rpartition(".")[2] if self.file else ""

    @property
    def is_shown(self) -> bool:
        return self.kind in SHOWN

    @property
    def anchor(self) -> str:
        return f"evidence-{self.pk}"

    @property
    def size(self) -> int | None:
        """None when the file is gone from the disk."""
        try:
            return int(self.file.size)
        except FileNotFoundError:
            return None
