from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from assignments.models.reminders import Counts


class Term(models.Model):
    """A deadline given as a number of days from a day: it is computed, so it follows the calendar.

    It stands while the assignment is due on `ends_on`; a deadline set otherwise puts it out of use.
    """

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="term")
    base = models.DateField(_("counted from"))
    number = models.SmallIntegerField(_("number of days"), help_text=_("Negative: before that day."))
    counts = models.CharField(_("counted in"), max_length=10, choices=Counts.choices)
    ends_on = models.DateField(_("ends on"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=-1000, number__lte=1000) & ~Q(number=0),
                name="assignments_term_at_most_1000_days",
                violation_error_message=_("Count at least one and at most 1000 days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number:+d} {self.get_counts_display()} · {self.base:%d/%m/%Y}"
