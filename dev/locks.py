"""Lock files must work with any registry: versions and hashes, no addresses."""

from pathlib import Path

from dev.folders import ROOT
from dev.talk import Problem, run_tool

SIGNS = {
    "requirements*.txt": ("://", " /", "--index-url", "--extra-index-url", "--find-links"),
    "package-lock.json": ('"resolved"',),  # links to funding pages are the packages' own words
    ".npmrc": ("registry=", "://"),
}


def lines_with_addresses(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()}"
        for pattern, signs in SIGNS.items()
        for path in sorted(root.glob(pattern))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if any(sign in line for sign in signs)
    ]


def main() -> None:
    if found := lines_with_addresses(ROOT):
        raise Problem("Lock files must name no address of a registry or a folder:\n" + "\n".join(found))


if __name__ == "__main__":
    run_tool(main)
