"""Servers that live as long as one test run or check, in a folder of their own under var/."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from dev.environment import development_environment
from dev.folders import VAR, locked
from dev.servers import Servers
from dev.talk import step

PREFIX = "test-"


@contextmanager
def throwaway_environment() -> Iterator[dict[str, str]]:
    """Start the servers; yield the environment that leads to them; leave nothing behind."""
    VAR.mkdir(exist_ok=True)
    with ExitStack() as stack:
        with locked(VAR / "throwaway"):  # a new folder must be claimed before anybody takes it for a leftover
            remove_leftovers(VAR)
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=VAR))
            stack.enter_context(claim(folder))
        folder.chmod(0o755)  # the server may have to run as another user
        servers = Servers(folder, throwaway=True)
        try:
            with step("Starting a throw-away PostgreSQL and Redis"):
                servers.start()
            yield development_environment(folder) | servers.environment
        finally:
            remove(folder)


def remove_leftovers(place: Path) -> None:
    """A run that was killed could not clean up after itself."""
    for folder in place.glob(f"{PREFIX}*"):
        try:
            with claim(folder):
                remove(folder)
        except OSError:
            continue  # a living run's, or another user's


@contextmanager
def claim(folder: Path) -> Iterator[TextIO]:
    """Hold the folder's lock, which dies with its process; BlockingIOError when somebody else does."""
    with (folder / "owner.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield lock


def remove(folder: Path) -> None:
    Servers(folder, throwaway=True).stop()
    shutil.rmtree(folder, ignore_errors=True)
