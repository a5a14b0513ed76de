"""Throw-away PostgreSQL and Redis for a test run; loaded with `-p tests.testservers`, see pyproject.toml.

The servers start when this module is imported, because pytest-django reads the settings right after that. Whatever
DATABASE_URL says, tests never touch it.
"""

import atexit
import fcntl
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import TextIO

from dev.folders import VAR
from dev.servers import Servers
from dev.talk import step

PREFIX = "test-"
# Settings a person may have exported for `make run` must not change what the tests see.
FORGOTTEN = ("SITE_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PROXY_COUNT", "ANSWER_DAYS", "EMAIL_BACKEND")


def claim(folder: Path) -> TextIO | None:
    """The folder's lock as long as the file stays open; None when a living test run holds it."""
    lock = (folder / "owner.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def remove(folder: Path) -> None:
    Servers(folder, throwaway=True).stop()
    shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers() -> None:
    """A test run that was killed could not clean up after itself."""
    for folder in VAR.glob(f"{PREFIX}*"):
        if lock := claim(folder):
            with lock:
                remove(folder)


def start() -> tuple[Path, TextIO]:
    VAR.mkdir(exist_ok=True)
    remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=VAR))
    lock = claim(folder)
    assert lock is not None
    folder.chmod(0o755)  # the server may have to run as another user
    servers = Servers(folder, throwaway=True)
    with step("Starting a throw-away PostgreSQL and Redis"):
        servers.start()
    for name in FORGOTTEN:
        os.environ.pop(name, None)
    os.environ |= servers.environment | {
        "SECRET_KEY": "only-for-tests",
        "DEBUG": "1",  # no HTTPS, plain static files; pytest-django turns settings.DEBUG off
        "MEDIA_ROOT": str(folder / "media"),
        "MAILBOX_DIR": str(folder / "mail"),
    }
    return folder, lock


FOLDER, LOCK = start()
# Not pytest_unconfigure: it is not called when settings or a conftest cannot be loaded.
atexit.register(remove, FOLDER)
# A plain `kill` ends a test run like Ctrl-C does: with its servers stopped.
signal.signal(signal.SIGTERM, signal.default_int_handler)
