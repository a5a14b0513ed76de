"""What goes round the actions leaves no history: the places that write past `save()` are counted here."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.test_architecture import ARROW, ROOT, python_files

# Models whose every change has to stand in a history.
KEPT = {
    "Assignment",
    "Conference",
    "Conclusion",
    "Task",
    "Attendance",
    "Recommendation",
    "CarryOver",
    "RaisedAgain",
    "Submission",
}
HISTORIES = {"HistoryEntry", "ChangeEntry", "SubmissionEntry"}
PAST_SAVE = {"update", "bulk_create", "bulk_update", "raw"}
# Names under which rows of these models are kept, besides the models themselves.
ROWS = {
    "assignments",
    "attendances",
    "carry_overs",
    "conferences",
    "history",
    "changes",
    "tasks",
    "recommendations",
    "submissions",
}


def chain_of(node: ast.expr) -> set[str]:
    """Every name in `Assignment.objects.filter(…).update`."""
    names: set[str] = set()
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
            node = node.value
        else:
            node = node.func
    if isinstance(node, ast.Name):
        names.add(node.id)
    return names


def writes_past_save(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in PAST_SAVE
        ):
            names = chain_of(node.func.value)
            if names & (KEPT | HISTORIES | ROWS):
                found.append(f"{node.func.attr}({', '.join(k.arg or '**' for k in node.keywords)})")
    return found


# Where work comes into being or is reworded: one row as ten thousand, each with its entry, and prepared as `save()` does it.
CREATES = {
    "assignments/actions_new.py": [
        "bulk_create(batch_size)",
        "bulk_create(batch_size)",
        "bulk_update(batch_size)",
        "bulk_create(batch_size)",
    ],
    "recommendations/actions.py": ["bulk_create(batch_size)", "bulk_update(batch_size)"],
}


def test_no_bulk_write_goes_past_the_history():
    writers: dict[str, list[str]] = defaultdict(list)
    for app in ARROW:
        for path in python_files(app):
            if "migrations" not in path.parts and (found := writes_past_save(path)):
                writers[path.relative_to(ROOT).as_posix()] += found
    assert dict(writers) == CREATES


def attribute_writes(path: Path, attributes: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {
                part.attr
                for target in targets
                for part in ast.walk(target)
                if isinstance(part, ast.Attribute) and part.attr in attributes
            }
    return found


# `handover` moves work with its unit and writes its history; `life` thinks up work that is never stored.
OTHERS = {"assignments/handover.py", "assignments/life.py"}


def test_deadlines_and_units_of_work_are_written_by_actions_only():
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in python_files("assignments")
        if attribute_writes(path, {"due_on", "unit", "unit_id"}) and not path.name.startswith("actions")
    }
    assert writers <= OTHERS
