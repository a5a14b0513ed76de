"""Every `make …` that the manual and the documents name must exist."""

import re
from collections.abc import Iterator
from pathlib import Path

from dev.folders import ROOT, project_files
from dev.talk import Problem, run_tool

# In a line of code: `make run`, PORT=8001 make run, or a line of its own in a code block.
CALL = re.compile(r"(?:`|^\s*|[A-Z]=\S+ |&& |\$ )make ([a-z][a-z-]*)", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def unknown_targets(root: Path) -> Iterator[str]:
    targets = set(TARGET.findall((root / "Makefile").read_text()))
    for path in project_files(root, ".md"):
        for name in sorted(set(CALL.findall(path.read_text())) - targets):
            yield f"{path.relative_to(root)}: there is no `make {name}`"


def main() -> None:
    if not (ROOT / "README.md").exists():
        raise Problem("There is no README.md.")
    if found := list(unknown_targets(ROOT)):
        raise Problem("\n".join(found))


if __name__ == "__main__":
    run_tool(main)
