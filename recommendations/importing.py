"""The worker's part of an import: the dry run, and applying what it showed in one transaction."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from assignments.writing import Refused
from conferences.models import Conference
from dialogue_tracker import job_runs
from dialogue_tracker.files import atomic_with_files
from dialogue_tracker.job_runs import finish, progress_aside, progress_of, thinned
from dialogue_tracker.spreadsheets import Problem, Reading, Unreadable, read_isolated
from dialogue_tracker.spreadsheets.faults import write_faults
from recommendations import imports
from recommendations.import_plan import Check, PlannedRow, Report
from recommendations.models import Import
from recommendations.permissions import may_import

MOST_PROBLEMS = 5_000  # kept and shown; the count is of all
MOST_NEW, MOST_CHANGED = 30, 200  # rows of the preview
READ, CHECKED = 30, 90  # per cent


class Changed(Exception):
    """Between the dry run and applying; nothing was written."""


def bring_in(import_id: int) -> None:
    row = Import.objects.select_related("requested_by", "applied_by", "conference__host").get(pk=import_id)
    job_runs.run(
        row,
        STAGES[Import.Stage(row.stage)],
        expected=(Unreadable, Refused),
        too_long=gettext_noop("It took too long and was stopped. Split the workbook, then upload its parts."),
        too_much=gettext_noop(
            "It needed too much memory and was stopped. Delete the rows and columns that are not needed, "
            "or split the workbook."
        ),
    )


# --- Dry run ------------------------------------------------------------------------------------------------
def dry_run(row: Import, said: str = "") -> None:
    """`said`: why it is made again."""
    report = thinned(progress_of(row))
    by = row.applied_by or row.requested_by
    reading = read(row, scaled(report, 0, READ))
    found = checked(row, reading, by=by, report=scaled(report, READ, CHECKED))
    old = str(row.faults.name)
    keep(row, found)
    row.error = said
    written: list[FieldFile] = []
    if found.problems:
        report(CHECKED, "faults")
        row.faults.save("loi.xlsx", ContentFile(faults_of(row, reading, found)), save=False)
        written.append(row.faults)
    with atomic_with_files(written):
        finish(row)
    if old:
        row.faults.storage.delete(old)


def read(row: Import, report: Report) -> Reading:
    report(0, "reading")
    with row.file.open("rb") as file:
        data = file.read()
    return read_isolated(data, imports.SHEETS[row.kind], report=lambda _percent, _step: report(0, "reading"))


def checked(row: Import, reading: Reading, *, by: User, report: Report) -> Check:
    if not may_import(by, row.kind, row.conference):
        raise Refused(_("Your role does not include this any more."))
    report(0, "comparing")
    return imports.check(
        reading, kind=row.kind, conference=row.conference, by=by, report=report, file_name=row.name
    )


def keep(row: Import, found: Check) -> None:
    rows_with_faults = {(problem.sheet, problem.row) for problem in found.problems if problem.row}
    row.counts = {**found.counts, "faults": len(found.problems), "faulty": len(rows_with_faults)}
    row.problems = [asdict(problem) for problem in sorted(found.problems, key=place_of)[:MOST_PROBLEMS]]
    row.notices = [asdict(problem) for problem in found.notices[:MOST_PROBLEMS]]
    row.preview = preview_of(found.rows)
    row.fingerprint = found.fingerprint
    row.faults = ""


def place_of(problem: Problem) -> tuple[str, int, int, str]:
    """In the order of the workbook: "AA" comes after "B"."""
    return problem.sheet, problem.row or 0, len(problem.column), problem.column


def preview_of(rows: list[PlannedRow]) -> list[dict[str, Any]]:
    new = [row for row in rows if row.act == "new"][:MOST_NEW]
    changed = [row for row in rows if row.act == "change"][:MOST_CHANGED]
    return [
        {
            "number": row.number,
            "act": row.act,
            "title": row.title,
            "about": row.about,
            "changes": [asdict(change) for change in row.changes],
        }
        for row in (*changed, *new)
    ]


def faults_of(row: Import, reading: Reading, found: Check) -> bytes:
    target = BytesIO()
    write_faults(target, imports.SHEETS[row.kind], reading, found.problems)
    return target.getvalue()


# --- Applying -----------------------------------------------------------------------------------------------
def apply(row: Import) -> None:
    """Checked once more, for others go on working; what differs from what was shown is shown first."""
    job_runs.forget_progress(row)
    reading = read(row, scaled(thinned(progress_of(row)), 0, READ))
    try:
        _apply(row, reading, by=row.applied_by or row.requested_by)
    except (Changed, imports.Outdated):
        back_to_the_dry_run(row)


def _apply(row: Import, reading: Reading, *, by: User) -> None:
    report = thinned(progress_aside(row))
    with transaction.atomic():
        if row.conference:  # whose numbers are given one at a time
            Conference.objects.select_for_update().get(pk=row.conference.pk)
        found = checked(row, reading, by=by, report=scaled(report, READ, 50))
        if found.problems or found.fingerprint != row.fingerprint:
            raise Changed
        written = imports.apply(found, by=by, report=scaled(report, 50, 99))
        row.counts = {**row.counts, "written": written}
        finish(row)


def back_to_the_dry_run(row: Import) -> None:
    row.stage = Import.Stage.CHECK
    job_runs.rows_of(row).filter(state=Import.State.RUNNING).update(stage=row.stage)
    dry_run(
        row,
        said=_(
            "The data changed since the dry run, so nothing was applied. This is the new dry run: "
            "look at it, then apply."
        ),
    )


def scaled(report: Report, start: int, end: int) -> Report:
    return lambda percent, step: report(start + (end - start) * percent // 100, step)


STAGES = {Import.Stage.CHECK: dry_run, Import.Stage.APPLY: apply}
