"""The list as a workbook that can be brought in again as it is: a row for each, read in pieces."""

from collections.abc import Iterator
from typing import IO, Any

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from assignments.models import Assignment
from dialogue_tracker.spreadsheets import write_workbook
from recommendations.imports.marks import cells_of
from recommendations.imports.sheets import SHEET
from recommendations.models import Recommendation

ROWS_AT_ONCE = 500


def write_recommendations(target: str | IO[bytes], rows: QuerySet[Recommendation], *, user: User) -> None:
    """`rows`: what the person may see, filtered and sorted as on the page."""
    write_workbook(target, [(SHEET, cells(rows, user))])


def cells(rows: QuerySet[Recommendation], user: User) -> Iterator[dict[str, Any]]:
    work = Assignment.objects.select_related("unit", "merged_into__recommendation__assignment")
    whole = rows.select_related(None).prefetch_related(None)
    whole = whole.select_related("conference__host", "raised_by", "theme", "proposed_lead")
    whole = whole.prefetch_related(Prefetch("assignment", queryset=work))
    for recommendation in whole.iterator(chunk_size=ROWS_AT_ONCE):
        yield cells_of(recommendation, user=user)
