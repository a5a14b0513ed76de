from datetime import timedelta
from functools import partial
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notices.models.notice import Notice
from units.permissions import access_of

# No sign of life for longer than a worker may take for one task: the worker is gone or was never there.
STALE_AFTER = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)


def rendering_path(rendering: "Rendering", filename: str) -> str:
    return f"notices/{rendering.notice_id}/{filename}"


# What `step` holds while a worker is at it, as people read it.
STEPS = {
    "": _("Waiting for a free worker"),
    "reading": _("Reading the text"),
    "layout": _("Laying out the pages"),
    "drawing": _("Writing the PDF"),
    "numbering": _("Writing the PDF with number and date"),
    "signing": _("Signing"),
    "checking": _("Checking the signature"),
    "done": _("Ready"),
}


class RenderingQuerySet(models.QuerySet["Rendering"]):
    def visible_to(self, user: User) -> Self:
        """The tries are for those who read drafts; the others read what was issued."""
        return self if access_of(user).reads_all else self.none()

    def drafts(self) -> Self:
        return self.filter(purpose=Rendering.Purpose.DRAFT)


class Rendering(models.Model):
    """One run of making a PDF, in a Celery worker: how far it is, what came out, or why it failed."""

    class Purpose(models.TextChoices):
        DRAFT = "draft", _("PDF of the draft")
        ISSUE = "issue", _("Issuing")
        SIGN = "sign", _("Signing")
        CHECK = "check", _("Checking a signed file")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a free worker")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="renderings")
    purpose = models.CharField(_("purpose"), max_length=5, choices=Purpose.choices, default=Purpose.DRAFT)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    file = models.FileField(upload_to=rendering_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text=_("SHA-256 of the data that was printed.")
    )
    pages = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        ordering = ("-requested_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(purpose="draft") | (~Q(file="") & ~Q(sha256="")),
                name="notices_rendering_done_has_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice} · {self.get_state_display()}"

    @property
    def is_lost(self) -> bool:
        """Waiting or running, but without a sign of life: shown as failed, so that nobody waits for ever."""
        waiting = self.state in (self.State.QUEUED, self.State.RUNNING)
        return waiting and self.touched_at < timezone.now() - STALE_AFTER

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING) and not self.is_lost

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED or self.is_lost

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def may_be_cancelled(self) -> bool:
        """Giving the number is one step; once a worker is at it, it ends one way or the other."""
        if self.purpose == self.Purpose.DRAFT:
            return self.is_running
        return self.state == self.State.QUEUED

    @property
    def shown_state(self) -> str:
        return self.State.FAILED if self.is_lost else self.state

    @property
    def size(self) -> int | None:
        """In bytes; None when the file is gone from the disk."""
        try:
            return self.file.size if self.file else None
        except FileNotFoundError:
            return None

    @property
    def sentence(self) -> str:
        """Where it stands, or why it failed."""
        if self.is_lost:
            return gettext(
                "The worker that was to make the PDF does not answer. Try again, "
                "and tell the administrator if it stays like this."
            )
        if self.is_failed or self.is_cancelled:
            return self.error
        return str(STEPS.get(self.step, self.get_state_display()))

    @property
    def is_the_last_one(self) -> bool:
        """Of those that were made: the one the page still shows."""
        made = self.notice.renderings.filter(purpose=self.purpose, state=self.State.DONE)
        return made.first() == self

    def remove(self) -> None:
        """With its file, when the row is gone for certain."""
        name = self.file.name
        self.delete()
        if name:
            transaction.on_commit(partial(self.file.storage.delete, name))
