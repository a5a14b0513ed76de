from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notices.models.job import Job
from notices.models.notice import Notice
from units.permissions import access_of


def rendering_path(rendering: "Rendering", filename: str) -> str:
    return f"notices/{rendering.notice_id}/{filename}"


class RenderingQuerySet(models.QuerySet["Rendering"]):
    def visible_to(self, user: User) -> Self:
        """The tries are for those who read drafts; the others read what was issued."""
        return self if access_of(user).reads_all else self.none()

    def drafts(self) -> Self:
        return self.filter(purpose=Rendering.Purpose.DRAFT)


class Rendering(Job):
    """A PDF of a notice in the making: of a draft, the issuing, a signature or a check."""

    class Purpose(models.TextChoices):
        DRAFT = "draft", _("PDF of the draft")
        ISSUE = "issue", _("Issuing")
        SIGN = "sign", _("Signing")
        CHECK = "check", _("Checking a signed file")

    TASK = "notices.render"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="renderings")
    purpose = models.CharField(_("purpose"), max_length=5, choices=Purpose.choices, default=Purpose.DRAFT)
    file = models.FileField(upload_to=rendering_path, blank=True)
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text=_("SHA-256 of the data that was printed.")
    )

    objects = RenderingQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(purpose="draft") | (~Q(file="") & ~Q(sha256="")),
                name="notices_rendering_done_has_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} · {self.get_state_display()}"

    @property
    def may_be_cancelled(self) -> bool:
        """Giving the number is one step; once a worker is at it, it ends one way or the other."""
        if self.purpose == self.Purpose.DRAFT:
            return self.is_running
        return self.state == self.State.QUEUED

    @property
    def is_the_last_one(self) -> bool:
        """Of those that were made: the one the page still shows."""
        made = self.notice.renderings.filter(purpose=self.purpose, state=self.State.DONE)
        return made.first() == self
