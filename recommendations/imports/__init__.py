"""What the rows of a workbook mean: `check` is the dry run, `apply` does what it planned, all or nothing."""

from accounts.models import User
from conferences.models import Conference
from dialogue_tracker.spreadsheets import Reading
from recommendations.import_plan import Check, Report
from recommendations.imports import past_sheets
from recommendations.imports.current import CurrentCheck, CurrentPlan, apply_current
from recommendations.imports.loading import load_past
from recommendations.imports.past import PastCheck
from recommendations.imports.past_plan import PastPlan
from recommendations.imports.rows import Outdated
from recommendations.imports.sheets import PAST_YEARS, RECOMMENDATIONS, SHEET, TEMPLATE

__all__ = ["PAST_YEARS", "RECOMMENDATIONS", "SHEETS", "TEMPLATES", "Outdated", "apply", "check"]

SHEETS = {RECOMMENDATIONS: (SHEET,), PAST_YEARS: past_sheets.SHEETS}
TEMPLATES = {RECOMMENDATIONS: (TEMPLATE,), PAST_YEARS: past_sheets.SHEETS}


def check(
    reading: Reading,
    *,
    kind: str,
    conference: Conference | None,
    by: User,
    report: Report,
    file_name: str = "",
) -> Check:
    """`conference`: of one conference's recommendations. `file_name`: what past years are loaded from."""
    if kind == PAST_YEARS:
        return PastCheck(reading, by=by, file_name=file_name).run(report)
    if conference is None:
        raise ValueError(kind)
    return CurrentCheck(reading, conference, by=by).run(report)


def apply(planned: Check, *, by: User, report: Report) -> dict[str, int]:
    """Raises `Outdated` when somebody was faster; then nothing is written."""
    if isinstance(planned, CurrentPlan):
        return apply_current(planned.rows, planned.conference, by=by, report=report)
    if isinstance(planned, PastPlan):
        return load_past(planned, by=by, report=report)
    raise TypeError(planned)
