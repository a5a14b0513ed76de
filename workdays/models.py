from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue_tracker.vietnamese import nfc


class SpecialDay(models.Model):
    """A day that is not what its weekday says: a day off, or a weekend day worked instead of another one."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        MAKE_UP = "make_up", _("Make-up working day")

    day = models.DateField(
        _("day"),
        unique=True,
        error_messages={"unique": _("This day is in the table already. Change it there.")},
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200, help_text=_("As in: Tết Nguyên đán."))
    legal_basis = models.CharField(
        _("legal basis"),
        max_length=200,
        blank=True,
        help_text=_("Number and date of the announcement or law."),
    )
    in_lieu_of = models.DateField(
        _("in lieu of"),
        null=True,
        blank=True,
        help_text=_("The day this one is swapped with or compensates for."),
    )
    is_provisional = models.BooleanField(
        _("not announced yet"),
        default=False,
        help_text=_("Follows from the law, but the year's announcement does not say it yet."),
    )

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ("day",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="make_up") | Q(day__iso_week_day__in=(6, 7)),
                name="workdays_specialday_make_up_on_weekend",
                violation_error_message=_("Only a Saturday or Sunday can be a make-up working day."),
            ),
            models.CheckConstraint(
                condition=Q(in_lieu_of__isnull=True) | ~Q(in_lieu_of=models.F("day")),
                name="workdays_specialday_in_lieu_of_another_day",
                violation_error_message=_("A day cannot be swapped with itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} · {self.get_kind_display()}"

    def save(self, **kwargs: Any) -> None:
        self.name, self.legal_basis = nfc(self.name), nfc(self.legal_basis)
        super().save(**kwargs)

    def as_stored(self) -> dict[str, Any]:
        """For the trace of changes."""
        return {
            "kind": self.kind,
            "name": self.name,
            "legal_basis": self.legal_basis,
            "in_lieu_of": self.in_lieu_of.isoformat() if self.in_lieu_of else "",
            "is_provisional": self.is_provisional,
        }


class CalendarChange(models.Model):
    """Who changed which day from what to what, why, and what followed. Append-only by a trigger."""

    day = models.DateField(_("day"))
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300, help_text=_("Name and title as they were then."))
    before = models.JSONField(default=dict, help_text=_("Empty: the day was not in the table."))
    after = models.JSONField(default=dict, help_text=_("Empty: the day was taken out of the table."))
    reason = models.CharField(_("reason"), max_length=500)
    deadlines_moved = models.PositiveIntegerField(default=0)
    reminders_moved = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("change of the calendar")
        verbose_name_plural = _("changes of the calendar")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} · {self.by_name}"
