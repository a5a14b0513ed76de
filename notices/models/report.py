from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.models import Conference
from notices.models.job import Job
from units.models import Unit


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """One's own: a report says what the person who asked for it may see."""
        return self.filter(requested_by=user)


def report_path(report: "Report", filename: str) -> str:
    return f"reports/{report.conference_id}/{filename}"


class Report(Job):
    """A report on a conference in the making. It is not kept for long: tomorrow's numbers are others."""

    class Kind(models.TextChoices):
        IMPLEMENTATION = "implementation", _("Implementation report")
        SHEET = "sheet", _("Leadership's sheet")
        LETTER = "letter", _("Letter to a unit")

    TASK = "notices.report"

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="reports")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    file = models.FileField(upload_to=report_path, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(file="") & ~Q(sha256="")),
                name="notices_report_done_has_file",
            ),
            models.CheckConstraint(
                condition=Q(kind="letter", unit__isnull=False) | (~Q(kind="letter") & Q(unit__isnull=True)),
                name="notices_report_letter_is_to_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.conference}"
