"""What the first sheet of a template says; the columns are listed below it with their own help."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recommendations.models import Import

HOW_TO = (
    _("Fill in a row for each recommendation, below the headings; columns with * must be filled in."),
    _("Merge no cells, and paste formulas as values."),
    _("The example row in italics is passed over as long as it stays as it is; it may be deleted."),
    _("Upload the file: it is only checked. Nothing is written before you see the result and apply it."),
)
# One conference's template has no column of dates.
DATES = _("Write dates as day/month/year (05/03/2026).")
INSTRUCTIONS: Mapping[str, Sequence[Promise]] = {
    Import.Kind.RECOMMENDATIONS: (_("How to bring in the recommendations of a conference"), *HOW_TO),
    Import.Kind.PAST_YEARS: (_("How to bring in conferences of past years"), *HOW_TO, DATES),
}
