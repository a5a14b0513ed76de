"""The figures of `make bench-import`. Imported when Django is set up."""

import os
import resource
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import User
from accounts.roles import Role
from conferences.models import Conference
from dev.bench import Row, Wanted, compare, seconds
from dev.talk import say, step
from dialogue_tracker.spreadsheets import read_isolated, write_workbook
from recommendations import importing, imports
from recommendations.exports import cells, write_recommendations
from recommendations.imports.past_sheets import CONFERENCES, RECOMMENDATIONS, TASKS
from recommendations.imports.sheets import SHEET, TEMPLATE
from recommendations.models import Import, Recommendation
from units.models import Membership, Unit

ROWS = 10_000
ROUNDS = 1  # each is seconds long, and read, checked or written once more before it counts
UNITS = 30
SINCE = date(2015, 1, 1)
PAST_YEARS = range(2019, 2024)
WORDING = (
    "Đề nghị Bộ xem xét, bổ sung biên chế và kinh phí cho công tác kiểm tra, giám sát an toàn hóa chất lần"
)


def figures() -> list[Row]:
    office, conference = scene()
    with step(f"Writing a workbook of {ROWS:,} rows"):
        data = workbook()
    row = Import(
        kind="recommendations", conference=conference, name="a.xlsx", sha256="0", requested_by=office
    )
    row.file.save("a.xlsx", ContentFile(data), save=False)
    row.save()
    sheets = imports.SHEETS["recommendations"]
    found = [
        compare(
            "reading in a child process | bare calamine",
            lambda: read_isolated(data, sheets, report=quiet),
            lambda: bare_read(data),
            wanted=Wanted(seconds=3),
            rounds=ROUNDS,
            clock=processor,
        ),
        compare(
            "dry run, all of it | bare calamine",
            lambda: run(row, Import.Stage.CHECK),
            lambda: bare_read(data),
            wanted=Wanted(seconds=15),
            rounds=ROUNDS,
            clock=processor,
        ),
        applied(row),
        past_loaded(office),
    ]
    seen = Recommendation.objects.visible_to(office).filter(conference=conference).order_by("position")
    ready = list(cells(seen, office))
    found.append(
        compare(
            "exporting | XlsxWriter with cells that are ready",
            lambda: write_recommendations(BytesIO(), seen, user=office),
            lambda: write_workbook(BytesIO(), [(SHEET, ready)]),
            wanted=Wanted(seconds=15),
            rounds=ROUNDS,
            clock=processor,
        )
    )
    for who, what in (
        (resource.RUSAGE_SELF, "this process"),
        (resource.RUSAGE_CHILDREN, "the largest child"),
    ):
        say(f"Most memory of {what}: {resource.getrusage(who).ru_maxrss // 1024} MiB")
    Path(row.file.path).unlink()
    return found


def processor() -> float:
    """Of this process and its children, so that nobody else's work counts; but not PostgreSQL's either."""
    return sum(os.times()[:4])


def scene() -> tuple[User, Conference]:
    ministry = Unit.objects.create(name="Bộ", kind=Unit.Kind.MINISTRY, valid_from=SINCE)
    for number in range(UNITS):
        Unit.objects.create(name=f"Cục Số {number}", kind=Unit.Kind.AGENCY, parent=ministry, valid_from=SINCE)
    office = User.objects.create(username="office", full_name="Văn phòng")
    Membership.objects.create(user=office, unit=ministry, role=Role.OFFICE, valid_from=SINCE)
    conference = Conference.objects.create(
        host=ministry, title="Hội nghị đối thoại", held_on=timezone.localdate(), created_by=office
    )
    return office, conference


def rows() -> Iterator[dict[str, str]]:
    for number in range(ROWS):
        yield {
            "raised_by": f"Cục Số {number % UNITS}",
            "speaker": "Cục trưởng",
            "text": f"{WORDING} {number}.",
            "proposed_lead": f"Cục Số {(number + 1) % UNITS}",
        }


def workbook() -> bytes:
    target = BytesIO()
    write_workbook(target, [(TEMPLATE, rows())])
    return target.getvalue()


def run(row: Import, stage: str) -> None:
    Import.objects.filter(pk=row.pk).update(stage=stage, state="queued")
    importing.bring_in(row.pk)
    done = Import.objects.get(pk=row.pk)
    if not done.is_done or done.stage != stage or done.counts["new"] != ROWS:
        raise RuntimeError(done.sentence)


def applied(row: Import) -> Row:
    """Once: afterwards the rows are there."""
    return Row.of(
        "applying | bare COPY of the rows",
        ours=[seconds(lambda: run(row, Import.Stage.APPLY))],
        floor=[seconds(bare_copy)],
        wanted=Wanted(seconds=60),
    )


def past_loaded(office: User) -> Row:
    """Five years of two thousand recommendations each, every second one done."""
    reading = read_isolated(past_workbook(), imports.SHEETS["past_years"], report=quiet)

    def load() -> None:
        found = imports.check(
            reading, kind="past_years", conference=None, by=office, report=quiet, file_name="a.xlsx"
        )
        if found.problems:
            raise RuntimeError(found.problems[0].sentence)
        imports.apply(found, by=office, report=quiet)

    return Row.of(
        "checking and loading past years | bare COPY of the rows",
        ours=[seconds(load)],
        floor=[seconds(bare_copy)],
        wanted=Wanted(seconds=60),
    )


def past_workbook() -> bytes:
    target = BytesIO()
    write_workbook(target, [(CONFERENCES, past_conferences()), (RECOMMENDATIONS, past_rows()), (TASKS, ())])
    return target.getvalue()


def past_conferences() -> Iterator[dict[str, Any]]:
    for year in PAST_YEARS:
        yield {
            "key": str(year),
            "held_on": date(year, 7, 20),
            "title": f"Hội nghị đối thoại năm {year}",
            "place": "Trụ sở Bộ",
            "chair_name": "Lãnh đạo Bộ",
            "chair_title": "Bộ trưởng",
        }


def past_rows() -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows()):
        year = PAST_YEARS[number % len(PAST_YEARS)]
        done = {"done_on": date(year, 9, 15), "answer": "Đã giải quyết."} if number % 2 else {}
        yield {
            "conference": str(year),
            "number": str(number // len(PAST_YEARS) + 1),
            "raised_by": row["raised_by"],
            "text": row["text"],
            "lead": row["proposed_lead"],
            "due_on": date(year, 8, 30),
            **done,
        }


# --- The floors ---------------------------------------------------------------------------------------------
def quiet(percent: int, step: str) -> None:
    """Nobody watches."""


def bare_read(data: bytes) -> None:
    CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(str(TEMPLATE.name)).to_python()


def bare_copy() -> None:
    """Into a table of its own, without an index, a number or a check."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (unit text, speaker text, text text, lead text) ON COMMIT DROP"
        )
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for one in rows():
                copy.write_row(tuple(one.values()))
