from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from assignments.models.assignment import Assignment
from units.permissions import access_of


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> Self:
        """Only the people who write for the lead unit; nobody else knows of it until it is sent."""
        return self.filter(access_of(user).where(Permission.DRAFT_UPDATE, "assignment__unit"))


class Draft(models.Model):
    """What a unit is writing, shared by its people: one for the progress and one for the result of its work.

    `values` are the fields as they were typed, right or wrong, so that nothing typed is lost.
    """

    class Purpose(models.TextChoices):
        UPDATE = "update", _("Progress update")
        RESULT = "result", _("Report of the result")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="drafts")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    values = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True, help_text=_("Waits for the head to send it."))
    version = models.PositiveIntegerField(default=1)
    # The open page that saved it last: a page is never its own rival.
    saved_from = models.UUIDField(null=True, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-edited_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "purpose"], name="assignments_draft_one_for_each_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.get_purpose_display()}"

    def get_absolute_url(self) -> str:
        name = "result" if self.purpose == self.Purpose.RESULT else "update"
        return reverse(f"assignments:{name}", args=[self.assignment_id])

    @property
    def text(self) -> str:
        return str(self.values.get("text") or self.values.get("result") or "")

    def drafter_for(self, sender: User) -> User | None:
        """Whose words the sender sends; None when they are the sender's own."""
        return next((user for user in (self.drafted_by, self.edited_by) if user != sender), None)
