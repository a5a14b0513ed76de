"""What the rows of a workbook mean: `check` is the dry run, `apply` does what it planned, all or nothing."""

from django.utils.translation import gettext as _

from accounts.models import User
from conferences.models import Conference
from dialogue_tracker.spreadsheets import Problem, Reading
from dialogue_tracker.vietnamese import search_key
from recommendations.import_plan import Check, Report
from recommendations.imports import past_sheets
from recommendations.imports.current import CurrentCheck, CurrentPlan, apply_current
from recommendations.imports.loading import load_past
from recommendations.imports.past import PastCheck
from recommendations.imports.past_plan import PastPlan
from recommendations.imports.rows import Outdated
from recommendations.imports.sheets import PAST_YEARS, RECOMMENDATIONS, SHEET, TEMPLATE
from recommendations.models import Import

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
        past = PastCheck(reading, by=by, file_name=file_name).run(report)
        past.problems = _of_one_conference(reading) or past.problems
        return past
    if conference is None:
        raise ValueError(kind)
    found = CurrentCheck(reading, conference, by=by).run(report)
    found.problems[:0] = _of_past_years(reading)
    return found


def _of_past_years(reading: Reading) -> list[Problem]:
    """The other workbook has a sheet of recommendations too: they would all go to the one conference."""
    name = search_key(str(past_sheets.CONFERENCES.name))
    sentence = _("This is a workbook of past years. Upload it as “%(kind)s”, or delete this sheet.") % {
        "kind": Import.Kind.PAST_YEARS.label
    }
    return [Problem(sentence, sheet=one.sheet) for one in reading.notices if search_key(one.sheet) == name]


def _of_one_conference(reading: Reading) -> list[Problem]:
    """Instead of everything it lacks: the other workbook has one sheet, which names no conference."""
    raised = past_sheets.RECOMMENDATIONS.id
    names_conference = past_sheets.CONFERENCE.key in reading.letters.get(raised, {})
    if set(reading.names) != {raised} or names_conference:
        return []
    sentence = _("This is a workbook of one conference. Upload it as “%(kind)s”.") % {
        "kind": Import.Kind.RECOMMENDATIONS.label
    }
    return [Problem(sentence, sheet=reading.names[raised])]


def apply(planned: Check, *, by: User, report: Report) -> dict[str, int]:
    """Raises `Outdated` when somebody was faster; then nothing is written."""
    if isinstance(planned, CurrentPlan):
        return apply_current(planned.rows, planned.conference, by=by, report=report)
    if isinstance(planned, PastPlan):
        return load_past(planned, by=by, report=report)
    raise TypeError(planned)
