"""Work a Celery worker does for a person: how far it is, what came out, why it failed. Imports no app."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from dialogue_tracker.celery import app

# No sign of life for longer than a worker may take for one task: the worker is gone or was never there.
STALE_AFTER = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)


class Job(models.Model):
    """One run of a worker. The file is the subclass's: each kind has a folder of its own."""

    # The Celery task that does it, and what `step` holds while it does, as people read it.
    TASK: ClassVar[str]
    STEPS: ClassVar[Mapping[str, Promise]] = {"": _("Waiting for a free worker"), "done": _("Ready")}
    LOST: ClassVar[Promise] = _(
        "The worker that was to do it does not answer. Try again, "
        "and tell the administrator if it stays like this."
    )

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a free worker")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    file: Any  # a FileField

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
            return str(self.LOST)
        if self.is_failed or self.is_cancelled:
            return self.error
        return str(self.STEPS.get(self.step, self.get_state_display()))

    def remove(self) -> None:
        """With its file, when the row is gone for certain."""
        file: FieldFile = self.file
        name = file.name
        self.delete()
        if name:
            transaction.on_commit(partial(file.storage.delete, name))


# --- Asking for it ------------------------------------------------------------------------------------------
def send(job: Job) -> None:
    """After the commit. By name: the task itself may import what web processes do without."""
    try:
        app.signature(job.TASK, args=[job.pk]).apply_async()
    except OperationalError:
        type(job)._default_manager.filter(pk=job.pk).update(
            state=Job.State.FAILED,
            error=gettext(
                "The background service cannot be reached. Nothing is lost: try again in a few minutes, "
                "and tell the administrator if it stays like this."
            ),
            finished_at=timezone.now(),
        )


def requeue(job: Job) -> None:
    """The same row for another run, saved with all that was changed of it; `send` it after the commit."""
    job.state, job.progress, job.step, job.error = Job.State.QUEUED, 0, "", ""
    job.touched_at, job.finished_at = timezone.now(), None
    job.save()


@transaction.atomic
def stop(job: Job, *, by: Any) -> bool:
    """True when it was stopped, or will be within a moment; a worker never takes up a cancelled one."""
    locked = type(job)._default_manager.select_for_update(of=("self",)).get(pk=job.pk)
    if not locked.may_be_cancelled:
        return False
    locked.state = Job.State.CANCELLED
    locked.error = gettext("Cancelled by %(who)s.") % {"who": by.full_name}
    locked.finished_at = timezone.now()
    locked.save(update_fields=["state", "error", "finished_at"])
    return True
