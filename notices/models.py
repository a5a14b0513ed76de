from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.models import Conference
from dialogue_tracker.vietnamese import nfc
from units.permissions import access_of

# No sign of life for longer than a worker may take for one task: the worker is gone or was never there.
STALE_AFTER = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """Drafts are read by those who read everything; what is issued will be for every unit."""
        return self if access_of(user).reads_all else self.none()


class Notice(models.Model):
    """The conclusion notice of a conference, as a draft: number and date are given when it is issued."""

    class Authority(models.TextChoices):
        IN_PERSON = "", _("in person")
        ON_BEHALF_OF = "TM.", _("TM. (on behalf of the collective)")
        ACTING = "Q.", _("Q. (acting head)")
        DEPUTY = "KT.", _("KT. (deputy for the head)")
        BY_ORDER = "TL.", _("TL. (by order)")
        AUTHORISED = "TUQ.", _("TUQ. (by authorisation)")

    conference = models.OneToOneField(Conference, models.PROTECT, related_name="notice")
    title = models.CharField(_("subject"), max_length=700)
    symbol = models.CharField(_("symbol"), max_length=30, default="TB-BCT")
    place = models.CharField(pgettext_lazy("document", "place"), max_length=100, default="Hà Nội")
    opening = models.TextField(_("opening"), help_text=_("One paragraph a line."))
    lead_in = models.TextField(
        _("sentence before the tasks"), blank=True, help_text=_("One paragraph a line.")
    )
    closing = models.TextField(_("closing sentence"), help_text=_("The end mark “./.” is put by the form."))
    authority = models.CharField(_("signing authority"), max_length=5, choices=Authority.choices, blank=True)
    authority_of = models.CharField(
        _("in whose place"),
        max_length=150,
        blank=True,
        help_text=_("After TM., KT., TL. or TUQ., for example: Bộ trưởng."),
    )
    signer_title = models.CharField(_("title of the signer"), max_length=150)
    signer_name = models.CharField(_("name of the signer"), max_length=150, blank=True)
    recipients = models.TextField(_("recipients"), help_text=_("One a line; the units with work are added."))
    drafted_by_unit = models.CharField(_("drafting unit, short"), max_length=30, default="VP")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("conclusion notice")
        verbose_name_plural = _("conclusion notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(authority__in=["", "Q."]) | ~Q(authority_of=""),
                name="notices_notice_authority_names_whom",
                violation_error_message=_("Say in whose place the notice is signed, for example Bộ trưởng."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        for field in (
            "title",
            "place",
            "opening",
            "lead_in",
            "closing",
            "authority_of",
            "signer_title",
            "signer_name",
            "recipients",
        ):
            setattr(self, field, nfc(getattr(self, field)))
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("notices:detail", args=[self.conference_id])


def rendering_path(rendering: "Rendering", filename: str) -> str:
    return f"notices/{rendering.notice_id}/{filename}"


# What `step` holds while a worker is at it, as people read it.
STEPS = {
    "": _("Waiting for a free worker"),
    "reading": _("Reading the text"),
    "layout": _("Laying out the pages"),
    "drawing": _("Writing the PDF"),
    "done": _("Ready"),
}


class RenderingQuerySet(models.QuerySet["Rendering"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(notice__in=Notice.objects.visible_to(user))


class Rendering(models.Model):
    """One run of making the PDF, in a Celery worker: how far it is, what came out, or why it failed."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for a free worker")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="renderings")
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
                condition=~Q(state="done") | (~Q(file="") & ~Q(sha256="")),
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
        return self.error if self.is_failed else str(STEPS.get(self.step, self.get_state_display()))
