from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dialogue_tracker.vietnamese import nfc, search_key
from units.models import Unit
from units.permissions import access_of

# How a conference concerns a unit.
OWN_WAYS = (
    "host",
    "attendances__unit",
    "assignments__unit",
    "assignments__supporting_units",
    "carried_over__assignment__unit",
    "recommendations__raised_by",
)


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def visible_to(self, user: User) -> Self:
        """A unit's people see those their unit holds or attended, works for or raised something at."""
        access = access_of(user)
        if access.reads_all:
            return self
        unit_ids = access.readable_units
        # A query for each way, the apps to the right by their reverse accessors: joined, their rows multiply.
        ways = (
            self.model.objects.filter(**{f"{way}__in": unit_ids}).order_by().values("pk") for way in OWN_WAYS
        )
        return self.filter(reduce(or_, (Q(pk__in=way) for way in ways)))

    def search(self, words: str) -> Self:
        found = self
        for word in search_key(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def calling(self) -> Self:
        """Still to come, and the units may send what they want to raise; the nearest first."""
        coming = self.filter(submissions_until__isnull=False, held_on__gte=timezone.localdate())
        return coming.order_by("held_on", "pk")


class Conference(models.Model):
    """One dialogue conference. Its level is its host: the ministry itself or one unit."""

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", _("Leadership with the units")
        UNIT = "unit", _("A unit with its staff")
        STAFF = "staff", _("Staff conference")

    kind = models.CharField(
        _("kind and level"),
        max_length=12,
        choices=Kind.choices,
        default=Kind.LEADERSHIP,
    )
    host = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="hosted_conferences",
        verbose_name=_("held by"),
    )
    title = models.CharField(_("title of the conference"), max_length=300)
    theme = models.CharField(_("theme"), max_length=500, blank=True)
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200)
    chair_name = models.CharField(_("chair"), max_length=150)
    chair_title = models.CharField(_("title of the chair"), max_length=200)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))
    submissions_until = models.DateField(
        _("units send recommendations until"),
        null=True,
        blank=True,
        help_text=_("The last day to write beforehand what they want to raise. Empty: they do not."),
    )
    search_text = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("dialogue conference")
        verbose_name_plural = _("dialogue conferences")
        ordering = ("-held_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(submissions_until__isnull=True) | Q(submissions_until__lte=F("held_on")),
                name="conferences_conference_submissions_until_it_is_held",
                violation_error_message=_("Units cannot send recommendations beforehand when it is over."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        for field in ("title", "theme", "place", "chair_name", "chair_title", "agenda"):
            setattr(self, field, nfc(getattr(self, field)))
        self.search_text = search_key(f"{self.title} {self.theme} {self.place} {self.chair_name}")
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("conferences:detail", args=[self.pk])

    @cached_property
    def register_day(self) -> date:
        """The day whose units count."""
        return Unit.objects.register_day(self.held_on)

    @property
    def is_calling(self) -> bool:
        """Units may send what they want to raise, late ones until the day of the conference."""
        return self.submissions_until is not None and self.held_on >= timezone.localdate()

    @property
    def possible_units(self) -> QuerySet[Unit]:
        """The units of its day, or the host with those below it."""
        units = Unit.objects.valid_on(self.register_day).filter(parent__isnull=False)
        if self.host.parent_id is None:
            return units
        return units.filter(Q(pk=self.host_id) | Q(parent=self.host_id))

    @property
    def agenda_items(self) -> list[str]:
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


class Attendance(models.Model):
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="attendances")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="attendances", verbose_name=_("unit"))
    people = models.CharField(_("who came"), max_length=500, blank=True, help_text=_("Names and titles."))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("unit__position", "unit__sort_key")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "unit"],
                name="conferences_attendance_once_per_unit",
                violation_error_message=_("The unit is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.conference}"
