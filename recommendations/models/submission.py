from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.models import Conference
from dialogue_tracker.vietnamese import nfc
from recommendations.models.recommendation import Recommendation
from recommendations.models.theme import Theme
from recommendations.submission_workflow import TRANSITIONS, WITH_UNIT, Stage
from units.models import Unit
from units.permissions import access_of

TEXTS = ("text", "background", "speaker")
# What is sent; the office reads it as it was at that moment, whatever the unit writes since.
WORDED = (*TEXTS, "theme", "proposed_lead")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> Self:
        """A unit's people see all that is theirs; who reads everything sees what was sent."""
        access = access_of(user)
        own = Q(unit__in=access.readable_units)
        return self.filter(own | ~Q(stage=Stage.DRAFT)) if access.reads_all else self.filter(own)

    def waiting(self) -> Self:
        """For the office: neither taken over nor returned."""
        return self.filter(stage=Stage.SENT)

    def with_unit(self) -> Self:
        return self.filter(stage__in=WITH_UNIT)

    def for_rows(self) -> Self:
        """With all that a row shows, and what became of it."""
        return self.select_related(
            "conference__host",
            "unit",
            "theme",
            "proposed_lead",
            "edited_by",
            "recommendation__conference__host",
            "recommendation__assignment__unit",
            "recommendation__assignment__merged_into__recommendation__assignment",
        )


class Submission(models.Model):
    """What a unit writes before a conference to raise it there. Taken over, it becomes a recommendation.

    Its text stays as the unit worded it; the recommendation has the wording of the office.
    """

    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="submissions", verbose_name=_("dialogue conference")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name=_("unit"))
    position = models.PositiveSmallIntegerField(editable=False)
    text = models.TextField(_("text"), blank=True)
    background = models.TextField(_("present state, reason and what the unit proposes"), blank=True)
    speaker = models.CharField(_("who will speak"), max_length=200, blank=True)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    proposed_lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed lead unit")
    )
    stage = models.CharField(_("state"), max_length=12, choices=Stage.choices, default=Stage.DRAFT)
    reason = models.TextField(_("why it was returned"), blank=True)
    sent = models.JSONField(default=dict, editable=False, help_text=_("The words as they were sent last."))
    first_sent_at = models.DateTimeField(null=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False, help_text=_("The head was asked to send it."))
    recommendation = models.OneToOneField(
        Recommendation, models.PROTECT, null=True, related_name="submission", editable=False
    )
    client_key = models.UUIDField(
        default=uuid4,
        unique=True,
        editable=False,
        help_text=_(
            "Made with the empty form, so that what is sent twice counts once; it is also the key "
            "under which the recommendation is logged."
        ),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    edited_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation sent beforehand")
        verbose_name_plural = _("recommendations sent beforehand")
        ordering = ("conference", "unit__position", "unit__sort_key", "position", "pk")
        indexes = [
            models.Index(fields=["conference"], name="recommendations_sub_waiting", condition=Q(stage="sent"))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="draft") | (Q(first_sent_at__isnull=False) & ~Q(sent={}) & ~Q(text="")),
                name="recommendations_submission_sent_with_its_text",
                violation_error_message=_("Write what the unit raises before it is sent."),
            ),
            models.CheckConstraint(
                condition=Q(stage="taken_over", recommendation__isnull=False)
                | (~Q(stage="taken_over") & Q(recommendation__isnull=True)),
                name="recommendations_submission_taken_over_as_one",
                violation_error_message=_("What is taken over has its recommendation, and only that."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="returned") | ~Q(reason=""),
                name="recommendations_submission_returned_with_reason",
                violation_error_message=_("Write why it is returned."),
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    def save(self, **kwargs: Any) -> None:
        for field in TEXTS:
            setattr(self, field, nfc(getattr(self, field)))
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("submissions:detail", args=[self.pk])

    @property
    def summary(self) -> str:
        first = " ".join(self.text.split())
        return first if len(first) <= 140 else f"{first[:139].rstrip()}…"

    @property
    def is_with_unit(self) -> bool:
        return self.stage in WITH_UNIT

    @property
    def is_late(self) -> bool:
        """Sent for the first time after the term; the office may extend the term."""
        until = self.conference.submissions_until
        return bool(self.first_sent_at and until and timezone.localdate(self.first_sent_at) > until)

    def words(self) -> dict[str, str]:
        """As the history keeps them: names in words, so that they still read when rows have changed."""
        return {name: str(getattr(self, name) or "") for name in WORDED}


class SubmissionEntry(models.Model):
    """Who sent, returned, withdrew or took over when and why. Append-only: triggers refuse all else."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="history")
    verb = models.CharField(max_length=20)
    from_stage = models.CharField(max_length=12, choices=Stage.choices)
    to_stage = models.CharField(max_length=12, choices=Stage.choices)
    changes = models.JSONField(default=dict, help_text=_("{field: [old, new]}"))
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300, help_text=_("Name and title as they were then."))

    class Meta:
        verbose_name = _("step of a recommendation sent beforehand")
        verbose_name_plural = _("steps of recommendations sent beforehand")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.by_name} {TRANSITIONS[self.verb].past}"
