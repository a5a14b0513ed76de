from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# No sign of life for longer than a worker may take for one task: the worker is gone or was never there.
STALE_AFTER = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)

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


class Job(models.Model):
    """One run of making a PDF, in a Celery worker: how far it is, what came out, or why it failed.

    The file is the subclass's: each kind has a folder of its own.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a free worker")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    file: models.FileField

    class Meta:
        abstract = True
        ordering = ("-requested_at", "-pk")

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
        return self.is_running

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

    def remove(self) -> None:
        """With its file, when the row is gone for certain."""
        name = self.file.name
        self.delete()
        if name:
            transaction.on_commit(partial(self.file.storage.delete, name))
