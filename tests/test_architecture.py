"""The arrow of imports and the rules of design that a linter cannot see."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each app imports only apps to its left.
ARROW = [
    "accounts",
    "workdays",
    "units",
    "notifications",
    "conferences",
    "assignments",
    "recommendations",
    "notices",
    "demo",
]
# These wire the apps together; every other module of dialogue_tracker/ is a leaf that imports no app.
WIRING = {"urls.py", "navigation.py"}


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported_packages(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("app", ARROW)
def test_app_imports_only_apps_to_its_left(app):
    allowed = set(ARROW[: ARROW.index(app) + 1])
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files(app)
        for name in imported_packages(path) & set(ARROW)
        if name not in allowed
    ]
    assert wrong == []


def test_project_helpers_import_no_app():
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files("dialogue_tracker")
        if path.name not in WIRING
        for name in imported_packages(path) & set(ARROW)
    ]
    assert wrong == []


def test_pure_modules_do_not_import_django():
    pure = [
        *python_files("conferences/conclusion_reader"),
        ROOT / "conferences/documents.py",
        ROOT / "workdays/arithmetic.py",
    ]
    assert [path.name for path in pure if "django" in imported_packages(path)] == []


def test_no_signals_and_no_imports_inside_functions():
    wrong = []
    for app in [*ARROW, "dialogue_tracker"]:
        for path in python_files(app):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if "django.dispatch" in path.read_text(encoding="utf-8"):
                wrong.append(f"{path.relative_to(ROOT)} uses signals")
            wrong += [
                f"{path.relative_to(ROOT)}:{inner.lineno} imports inside {node.name}"
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef)
                for inner in ast.walk(node)
                if isinstance(inner, ast.Import | ast.ImportFrom)
            ]
    assert wrong == []


def attribute_writes(path: Path, attribute: str) -> list[int]:
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            for part in ast.walk(target):
                if isinstance(part, ast.Attribute) and part.attr == attribute:
                    lines.append(node.lineno)
    return lines


def test_only_the_door_changes_the_state_of_an_assignment():
    """`assignments.actions.change_state` locks, checks, writes history; nobody else assigns `.state`."""
    writers = {
        path.relative_to(ROOT).as_posix()
        for app in ("assignments", "recommendations", "conferences")
        for path in python_files(app)
        if attribute_writes(path, "state")
    }
    assert writers == {"assignments/actions.py"}


def test_views_start_from_what_the_person_may_see():
    """A list, export or page that starts from `.objects.all()` forgets who asks."""
    wrong = [
        path.relative_to(ROOT).as_posix()
        for app in ARROW
        for path in python_files(app)
        if path.name.startswith("views") and ".objects.all()" in path.read_text(encoding="utf-8")
    ]
    assert wrong == []
