"""How the development tools speak: short lines for progress, one clear sentence for what went wrong."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Problem(Exception):
    """Something the person at the keyboard can put right; its text is a full sentence that says how."""


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is being done now, then how long it took."""
    print(f"{text} … ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"done ({time.monotonic() - began:.1f} s)")


def run_tool(main: Callable[[], int | None]) -> None:
    """Run a tool's main function: a Problem becomes its sentence and exit code 1, never a traceback."""
    try:
        sys.exit(main() or 0)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)
        sys.exit(1)
    except PermissionError as error:
        print(
            f"\n{error.filename or 'A file'} cannot be used by this user. "
            "It probably belongs to another one: use the same user as the first time, or chown the folder.",
            file=sys.stderr,
            flush=True,
        )
        sys.exit(1)
