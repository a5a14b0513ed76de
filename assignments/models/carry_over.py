from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from conferences.models import Conference


class CarryOver(models.Model):
    """Work that was still open when the next conference came. It is not copied: it stays the same assignment.

    The row keeps what the notice's annex prints: the old number, the old date and the reason.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="carry_overs")
    from_conference = models.ForeignKey(Conference, models.PROTECT, related_name="carried_on")
    to_conference = models.ForeignKey(Conference, models.PROTECT, related_name="carried_over")
    old_number = models.CharField(_("old number"), max_length=100, blank=True)
    old_due_on = models.DateField(_("old deadline"), null=True, blank=True)
    new_due_on = models.DateField(_("new deadline"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("carry-over")
        verbose_name_plural = _("carry-overs")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["to_conference", "assignment"], name="assignments_carried_over")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "to_conference"],
                name="assignments_carryover_once_per_conference",
                violation_error_message=_("The work is carried over to this conference already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_conference=F("to_conference")),
                name="assignments_carryover_two_conferences",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.to_conference}"
