"""Size budgets of the product's code: what is longer than a reader wants to hold in mind."""

import ast
from collections.abc import Iterator
from pathlib import Path

from dev.folders import ROOT, project_files
from dev.talk import Problem, run_tool

FILE_LINES = 400
FUNCTION_LINES = 50
TEMPLATE_LINES = 150
EXEMPT = {"tests", "migrations", "vendor", "docs"}


def findings(root: Path) -> Iterator[str]:
    for path in project_files(root, ".py", ".html"):
        shown = path.relative_to(root)
        if EXEMPT & set(shown.parts):
            continue
        text = path.read_text()
        limit = FILE_LINES if path.suffix == ".py" else TEMPLATE_LINES
        if (lines := text.count("\n")) > limit:
            yield f"{shown}: {lines} lines, {limit} at most"
        if path.suffix == ".py":
            yield from (f"{shown}:{finding}" for finding in function_findings(text))


def function_findings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{node.lineno}: {node.name} has {lines} lines, {FUNCTION_LINES} at most"
        if any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node)):
            yield f"{node.lineno}: {node.name} has an import inside; it hides a dependency"


def main() -> None:
    if found := list(findings(ROOT)):
        raise Problem("\n".join(found))


if __name__ == "__main__":
    run_tool(main)
