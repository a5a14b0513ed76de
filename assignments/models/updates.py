from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment


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
