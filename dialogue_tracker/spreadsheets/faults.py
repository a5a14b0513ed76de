"""The workbook as it was read, with one more column: what to mend in each row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from dialogue_tracker.spreadsheets.layout import Column, Kind, Problem, Reading, Sheet
from dialogue_tracker.spreadsheets.writing import write_workbook

KEY = "faults_to_mend"


def write_faults(
    target: BytesIO, sheets: Sequence[Sheet], reading: Reading, problems: Iterable[Problem]
) -> None:
    """Every row that was read, so that the mended file can be uploaded instead of the first one."""
    said: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.row:
            said[problem.sheet, problem.row].append(problem)
    column = Column(KEY, _("To mend"), Kind.TEXT, width=60)
    parts = [
        (replace(sheet, columns=(*sheet.columns, column), example={}), _rows(sheet, reading, said))
        for sheet in sheets
    ]
    write_workbook(target, parts)


def _rows(
    sheet: Sheet, reading: Reading, said: dict[tuple[str, int], list[Problem]]
) -> Iterator[dict[str, Any]]:
    """A cell that could not be read shows what stands in it."""
    name = reading.names.get(sheet.id, "")
    keys = {letter: key for key, letter in reading.letters.get(sheet.id, {}).items()}
    for row in reading.rows.get(sheet.id, []):
        problems = said.get((name, row.number), [])
        shown = {keys[one.column]: one.value for one in problems if keys.get(one.column) in row.faulty}
        sentences = [f"{one.heading}: {one.sentence}" if one.heading else one.sentence for one in problems]
        yield {**row.values, **shown, KEY: "\n".join(sentences)}
