"""Folders of the embedded servers: their lock, and a place for a socket with a short path."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.talk import Problem

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
# Folders that hold what others wrote or what was generated.
FOREIGN = {"node_modules", "var", "staticroot", "__pycache__"}

# A Unix socket's address holds 107 bytes; PostgreSQL and libpq also give commas and some signs a meaning.
LONGEST_SOCKET_PATH = 100
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")
# Not tempfile.gettempdir(): every process must find the same folder, whatever its TMPDIR says.
SHORT_PLACE = Path("/tmp")  # noqa: S108 (make_private refuses a folder somebody else put there)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time may start or stop the server of a folder; the lock dies with its process."""
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def socket_folder(data: Path, file_name: str) -> Path:
    """The data folder itself, or a short private one where its path is too long or unusual for a socket."""
    longest = str(data / file_name)
    if len(longest) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(longest):
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return SHORT_PLACE / f"dialogue-tracker-{digest}"


def make_private(folder: Path, owner: int | None = None, group: int | None = None) -> None:
    """Make the folder, readable by its owner only; refuse one that somebody else put there."""
    owner = os.geteuid() if owner is None else owner
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        pass
    else:
        if owner != os.geteuid():
            os.chown(folder, owner, -1 if group is None else group)
    found = folder.lstat()
    if found.st_uid != owner or not folder.is_dir() or folder.is_symlink():
        raise Problem(
            f"{folder} is not a folder of this user (its owner is user number {found.st_uid}). "
            "Work as that user, or move it away."
        )
    folder.chmod(0o700)


def project_files(root: Path, *suffixes: str) -> list[Path]:
    """The project's own files with these endings, whether git is there or not."""
    found = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(
            name for name in subfolders if name not in FOREIGN and not name.startswith(".")
        )
        found += [Path(folder, name) for name in sorted(names) if name.endswith(suffixes)]
    return found
