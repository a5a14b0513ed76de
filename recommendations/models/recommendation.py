import re
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import Assignment
from assignments.workflow import OPEN, TRANSITIONS, State, Verb
from conferences.models import Conference
from dialogue_tracker.vietnamese import nfc, search_key
from recommendations.models.theme import Theme
from recommendations.models.tokens import store_tokens
from units.models import Unit
from units.permissions import access_of

CODE = re.compile(r"kn([12]\d{3})((?:-\w+)*)-(\d{1,5})")
STAFF = "CB"  # cán bộ


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: User) -> Self:
        """A unit's people see what their unit raised, answers or supports, and what that answers as well."""
        access = access_of(user)
        if access.reads_all:
            return self
        units = access.readable_units
        own = Assignment.objects.visible_to(user)
        # Few rows are merged: asked from their side, no large table is read.
        also_answered = Assignment.objects.filter(merged_into__isnull=False).filter(
            Q(merged_into__unit__in=units) | Q(merged_into__supporting_units__in=units)
        )
        return self.filter(
            Q(raised_by__in=units)
            | Q(assignment__in=own.values("pk"))
            | Q(assignment__in=also_answered.order_by().values("pk"))
        )

    def search(self, words: str) -> Self:
        """Without marks and case; "KN2026-003" finds that one."""
        found = self
        for word in search_key(words).split():
            if code := CODE.fullmatch(word):
                found = found.with_code(*code.groups())
            else:
                found = found.filter(search_text__contains=word)
        return found

    def with_code(self, year: str, middle: str, position: str) -> Self:
        found = self.filter(conference__held_on__year=int(year), position=int(position))
        for part in middle.split("-")[1:]:
            staff = Q(conference__kind=Conference.Kind.STAFF) if part == STAFF.lower() else Q()
            found = found.filter(staff or Q(conference__host__search_text__contains=part))
        return found

    def to_assign(self) -> Self:
        """Nobody leads them now."""
        return self.filter(assignment__state__in=TRANSITIONS[Verb.ASSIGN].from_states)

    def open(self) -> Self:
        return self.filter(assignment__state__in=OPEN)


class Recommendation(models.Model):
    """What a unit raised at a conference, exactly as worded. It has its one assignment from the beginning."""

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", _("Resolved")
        EXPLAINED = "explained", _("Explained, information given")
        ROADMAP = "roadmap", _("Under consideration, with a date")

    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        related_name="recommendations",
        verbose_name=_("dialogue conference"),
    )
    position = models.PositiveIntegerField(editable=False)
    raised_by = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="raised_recommendations",
        verbose_name=_("unit that raised it"),
    )
    speaker = models.CharField(_("who spoke"), max_length=200, blank=True)
    text = models.TextField(_("text"), help_text=_("As it was said; one recommendation at a time."))
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("theme"),
    )
    proposed_lead = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed lead unit"),
    )
    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="recommendation", editable=False
    )
    answer = models.TextField(
        _("answer for the notice"),
        blank=True,
        help_text=_("What the conclusion notice answers. Empty: the notice names who leads and until when."),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    roadmap_on = models.DateField(_("to be resolved by"), null=True, blank=True)
    search_text = models.TextField(editable=False)
    client_key = models.UUIDField(
        default=uuid4,
        editable=False,
        help_text=_("Made with the empty form, so that a form sent twice counts once."),
    )
    # Of the page it was logged with: which of two wordings with one key the person typed later.
    client_revision = models.PositiveIntegerField(default=0, editable=False)
    # The order of speech. The number follows that of arrival, which an outage or a second clerk can change.
    speech_at = models.DateTimeField(default=timezone.now, editable=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # Only on the rows of a list.
    chain: Any

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("-conference__held_on", "position")
        constraints = [
            models.UniqueConstraint(fields=["conference", "position"], name="recommendations_position_once"),
            models.UniqueConstraint(
                fields=["created_by", "client_key"], name="recommendations_form_sent_once"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="roadmap") | Q(roadmap_on__isnull=False),
                name="recommendations_roadmap_has_date",
                violation_error_message=_("Give the date by which the matter is to be resolved."),
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    def save(self, **kwargs: Any) -> None:
        self.prepare()
        super().save(**kwargs)
        fields = kwargs.get("update_fields")
        if fields is None or "text" in fields:
            store_tokens([self])

    def get_absolute_url(self) -> str:
        return reverse("recommendations:detail", args=[self.pk])

    def prepare(self) -> None:
        """What every way of writing it works out: `save()`, and the one that logs many at once."""
        for field in ("speaker", "text", "answer"):
            setattr(self, field, nfc(getattr(self, field)))
        self.search_text = search_key(f"{self.text} {self.speaker}")

    @property
    def code(self) -> str:
        """For the phone: year, host unless it is the ministry, number: "KN2026-003", "KN2026-HC-001"."""
        conference = self.conference
        parts = [f"KN{conference.held_on.year}"]
        if conference.kind == Conference.Kind.STAFF:
            parts.append(STAFF)
        if conference.host.parent_id is not None:
            parts.append(conference.host.code or str(conference.host_id))
        return "-".join((*parts, f"{self.position:03d}"))

    @property
    def answering(self) -> "Recommendation":
        """The one whose answer serves this one too: another one where it was merged."""
        into = self.assignment.merged_into
        return into.recommendation if into else self

    @property
    def is_open(self) -> bool:
        return self.assignment.is_open

    @property
    def is_told(self) -> bool:
        """Until the result is confirmed the answer is a draft; the units read it from then on."""
        return self.assignment.state == State.DONE

    @property
    def summary(self) -> str:
        first = " ".join(self.text.split())
        return first if len(first) <= 140 else f"{first[:139].rstrip()}…"
