"""What the rows of a workbook mean: `check` is the dry run, `apply` does what it planned, all or nothing."""

from accounts.models import User
from conferences.models import Conference
from dialogue_tracker.spreadsheets import Reading
from recommendations.import_plan import Check, Report
from recommendations.imports.current import CurrentCheck, CurrentPlan
from recommendations.imports.rows import Outdated
from recommendations.imports.sheets import PAST_YEARS, RECOMMENDATIONS, SHEET, TEMPLATE

__all__ = ["PAST_YEARS", "RECOMMENDATIONS", "SHEETS", "TEMPLATES", "Outdated", "apply", "check"]

SHEETS = {RECOMMENDATIONS: (SHEET,)}
TEMPLATES = {RECOMMENDATIONS: (TEMPLATE,)}


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
    if conference is None:
        raise ValueError(kind)
    return CurrentCheck(reading, conference, by=by).run(report)


def apply(planned: Check, *, by: User, report: Report) -> dict[str, int]:
    """Raises `Outdated` when somebody was faster; then nothing is written."""
    if not isinstance(planned, CurrentPlan):
        raise TypeError(planned)
    return planned.carry_out(by=by, report=report)
