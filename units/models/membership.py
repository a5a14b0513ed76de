from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
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
        ACTING = "acting", _("Acting head")
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

    # Set by the page that shows it to a person.
    may_be_ended: bool

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

    @property
    def has_ended(self) -> bool:
        return self.valid_to is not None and self.valid_to < timezone.localdate()

    @property
    def is_to_come(self) -> bool:
        return self.valid_from > timezone.localdate()

    @property
    def post(self) -> str:
        """What the person is, in a word: the role, or in which way it is held."""
        regular = self.capacity == Membership.Capacity.REGULAR
        return self.get_role_display() if regular else self.get_capacity_display()

    @property
    def period(self) -> str:
        first = date_format(self.valid_from, "d/m/Y")
        if self.valid_to is None:
            return gettext("since %(day)s") % {"day": first}
        return f"{first} – {date_format(self.valid_to, 'd/m/Y')}"
