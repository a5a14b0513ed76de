"""Rows that hold for a period: from a first day to a last one, or without end."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ON_OR_AFTER_START = _("The last day must not lie before the first day.")


def valid_on(day: date) -> Q:
    """Rows whose period holds `day`; `valid_to` is the last day, empty means without end."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
