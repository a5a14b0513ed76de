from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from assignments.models.assignment import Assignment
from units.permissions import Access


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the work sees what was asked for it."""
        return self.filter(assignment__in=Assignment.objects.visible_to(user))

    def asked(self) -> Self:
        return self.filter(state=Extension.State.ASKED)

    def to_decide_by(self, access: Access) -> Self:
        """What waits for the decision of a person with these roles."""
        by_leadership = access.where(Permission.DIRECT, "assignment__conference__host")
        by_office = access.where(Permission.ASSIGN, "assignment__conference__host")
        return self.asked().filter(
            Q(by_leadership, assignment__due_set_by=Assignment.SetBy.CONCLUSION)
            | Q(by_office, assignment__due_set_by=Assignment.SetBy.OFFICE)
        )

    def with_sources(self) -> Self:
        return self.select_related(
            "assignment__unit",
            "assignment__conference",
            "assignment__task",
            "assignment__recommendation__conference__host",
            "requested_by",
            "decided_by",
        )


class Extension(models.Model):
    """A unit's request for a later deadline, and what became of it. The original date stays."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the decision")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Lapsed")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(_("reason"))
    old_due_on = models.DateField(_("deadline when it was asked"))
    wanted_on = models.DateField(_("wanted deadline"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    granted_on = models.DateField(_("granted deadline"), null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ("-requested_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state="asked"),
                name="assignments_extension_one_open",
                violation_error_message=_("The unit has asked for an extension already."),
            ),
            models.CheckConstraint(
                condition=Q(wanted_on__gt=F("old_due_on")), name="assignments_extension_wants_later"
            ),
            models.CheckConstraint(
                condition=Q(state="granted", granted_on__isnull=False, granted_on__gt=F("old_due_on"))
                | (~Q(state="granted") & Q(granted_on__isnull=True)),
                name="assignments_extension_granted_has_later_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="assignments_extension_decided_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | ~Q(decided_by=F("requested_by")),
                name="assignments_extension_two_keys",
                violation_error_message=_("Who asked for an extension cannot decide on it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.old_due_on:%d/%m/%Y} → {self.wanted_on:%d/%m/%Y}"

    @property
    def asked_late(self) -> bool:
        """Only after the deadline had passed."""
        return timezone.localdate(self.requested_at) > self.old_due_on

    @property
    def tone(self) -> str:
        return TONES[self.State(self.state)]

    @property
    def days(self) -> int:
        return (self.wanted_on - self.old_due_on).days


TONES = {
    Extension.State.ASKED: "ochre",
    Extension.State.GRANTED: "green",
    Extension.State.REFUSED: "red",
    Extension.State.WITHDRAWN: "neutral",
    Extension.State.LAPSED: "neutral",
}
