from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from units.models.periods import ON_OR_AFTER_START, valid_on
from units.models.unit import Unit


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid_on(day), user__is_active=True)

    def overlapping(self, first: date, last: date | None) -> Self:
        """Rows that hold on at least one day of the period."""
        found = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first))
        return found.filter(valid_from__lte=last) if last else found


class Membership(models.Model):
    """A person holds a role in a unit for a period: an acting head is a row with dates."""

    class Capacity(models.TextChoices):
        REGULAR = "regular", _("Regular")
        ACTING = "acting", _("Acting")
        DEPUTY = "deputy", _("Deputy with the head's rights")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    capacity = models.CharField(
        _("capacity"), max_length=10, choices=Capacity.choices, default=Capacity.REGULAR
    )
    title = models.CharField(_("title"), max_length=150, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a unit")
        verbose_name_plural = _("roles in units")
        ordering = ("unit", "role", "valid_from")
        indexes = [models.Index(fields=["unit", "role"], name="units_membership_unit_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="units_membership_valid_to_on_or_after_valid_from",
                violation_error_message=ON_OR_AFTER_START,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"
