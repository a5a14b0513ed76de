from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from units.models import Unit


class RaisersWord(models.Model):
    """What a raising unit says of a confirmed answer: a row for each unit and each time it was confirmed.

    `answer_by` is the last day to contest. Nothing said until then is silence, and kept as such.
    """

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("Waiting for the unit's word")
        AGREED = "agreed", _("Agreed")
        CONTESTED = "contested", _("Contested")
        SILENT = "silent", _("No word in time")
        LAPSED = "lapsed", _("Reopened before the unit said anything")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="raisers_words")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit that raised it"))
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answer_by = models.DateField(_("word until"))
    verdict = models.CharField(
        _("word of the raising unit"), max_length=10, choices=Verdict.choices, default=Verdict.WAITING
    )
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("word of the raising unit")
        verbose_name_plural = _("words of the raising units")
        ordering = ("asked_at", "pk")
        indexes = [
            models.Index(
                fields=["answer_by"], name="assignments_word_waiting", condition=Q(verdict="waiting")
            ),
            models.Index(
                fields=["assignment"], name="assignments_word_contested", condition=Q(verdict="contested")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "unit"],
                condition=Q(verdict="waiting"),
                name="assignments_raisersword_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["agreed", "contested"], by__isnull=False)
                | (~Q(verdict__in=["agreed", "contested"]) & Q(by__isnull=True)),
                name="assignments_raisersword_said_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(verdict="waiting", at__isnull=True)
                | (~Q(verdict="waiting") & Q(at__isnull=False)),
                name="assignments_raisersword_has_time_once_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_verdict_display()}"
