"""The texts in tests/data/conclusions and how a reading of them is written down."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from conferences.conclusion_reader import FoundTask, Reading, UnitName
from conferences.conclusion_reader.types import TASK

FOLDER = Path(__file__).parent.parent / "data" / "conclusions"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def text_of(name):
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def expected_of(name) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def issued_on(name):
    day = expected_of(name)["issued_on"]
    return date.fromisoformat(day) if day else None


def register():
    lines = (FOLDER / "units.txt").read_text(encoding="utf-8").splitlines()
    return [UnitName(name, tuple(aliases)) for name, *aliases in (line.split("|") for line in lines)]


def words(text):
    return " ".join(text.split())


def task_row(task: FoundTask) -> dict[str, Any]:
    text = words(task.text)
    row = {
        "section": task.section,
        "number": task.number,
        "starts": text[:60],
        "ends": text[-40:],
        "lead": list(task.lead),
        "support": list(task.support),
        "all_units": task.all_units,
        "due": [[due.phrase, due.on.isoformat() if due.on else None, due.kind] for due in task.due],
        "unsure": list(task.unsure),
        "children": [task_row(child) for child in task.children],
    }
    return {key: value for key, value in row.items() if value not in (None, [], False)}


def rows(reading: Reading) -> dict[str, Any]:
    ignored = [[piece.kind, words(piece.text)[:60]] for piece in reading.pieces if piece.kind != TASK]
    return {"tasks": [task_row(task) for task in reading.tasks], "ignored": ignored}
