from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from conferences.models import Conference
from dialogue_tracker.jobs import Job
from dialogue_tracker.spreadsheets import Problem
from units.permissions import access_of


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: User) -> Self:
        """Those of the conferences where the person may log; past years are for who may everywhere."""
        return self.filter(access_of(user).where(Permission.LOG_RECOMMENDATIONS, "conference__host"))


def import_path(row: "Import", filename: str) -> str:
    return f"imports/{filename}"


class Import(Job):
    """A workbook that is brought in: checked first (dry run), then applied, whole or not at all.

    Both are runs of a worker on the same row; `fingerprint` is of what the check showed, and nothing else is
    ever applied.
    """

    class Kind(models.TextChoices):
        RECOMMENDATIONS = "recommendations", _("Recommendations of one conference")
        PAST_YEARS = "past_years", _("Conferences of past years, with their recommendations")

    class Stage(models.TextChoices):
        CHECK = "check", _("Dry run")
        APPLY = "apply", _("Applying")

    TASK = "recommendations.bring_in"
    STEPS: ClassVar[Mapping[str, Promise]] = {
        **Job.STEPS,
        "reading": _("Reading the workbook"),
        "comparing": _("Comparing it with what is there"),
        "writing": _("Writing the rows"),
        "faults": _("Writing the workbook with the faults"),
    }

    kind = models.CharField(_("what it holds"), max_length=20, choices=Kind.choices)
    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("dialogue conference"),
    )
    file = models.FileField(_("file"), upload_to=import_path)
    name = models.CharField(_("name of the file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    stage = models.CharField(max_length=5, choices=Stage.choices, default=Stage.CHECK)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    preview = models.JSONField(default=list)
    faults = models.FileField(upload_to=import_path, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ImportQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="recommendations", conference__isnull=False)
                | (~Q(kind="recommendations") & Q(conference__isnull=True)),
                name="recommendations_import_is_of_a_conference",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recommendations:import_detail", args=[self.pk])

    @property
    def sentence(self) -> str:
        """Steps may be sentences of their own."""
        if self.is_running and self.step and self.step not in self.STEPS:
            return self.step
        return super().sentence

    @property
    def is_checked(self) -> bool:
        return self.stage == self.Stage.CHECK and self.is_done

    @property
    def is_applied(self) -> bool:
        return self.stage == self.Stage.APPLY and self.is_done

    @property
    def fault_count(self) -> int:
        return int(self.counts.get("faults", 0))

    @property
    def work_count(self) -> int:
        """How many rows would be written."""
        return int(self.counts.get("new", 0)) + int(self.counts.get("change", 0))

    @property
    def may_be_applied(self) -> bool:
        return self.is_checked and not self.fault_count and self.work_count > 0

    @property
    def may_be_checked_again(self) -> bool:
        return not self.is_running and not self.is_applied

    @property
    def standing(self) -> str:
        """The key of its badge."""
        if self.is_checked:
            return "faulty" if self.fault_count else "checked" if self.work_count else "nothing"
        return self.shown_state

    @property
    def standing_label(self) -> str:
        return str(STANDINGS[self.standing])

    def kept_problems(self) -> list[Problem]:
        return [Problem(**one) for one in self.problems]

    def kept_notices(self) -> list[Problem]:
        return [Problem(**one) for one in self.notices]


STANDINGS: dict[Any, Promise] = {
    "queued": _("Waiting for a free worker"),
    "running": _("In progress"),
    "checked": _("Checked, not applied yet"),
    "faulty": _("Has faults"),
    "nothing": _("Nothing to write"),
    "done": _("Applied"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
}
