"""Whom a server runs as when root starts it: PostgreSQL refuses user number 0."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dev.talk import Problem

NOT_AS_ROOT = (
    "PostgreSQL refuses to run as root, and this machine does not let root start it as somebody else. "
    "Run make as an ordinary user, or set DATABASE_URL."
)
# Inside a user namespace root is user 1000 and still owns its files: no account, nothing to hand over.
USER_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")


@dataclass(frozen=True)
class Identity:
    """Owner of the server's files (None: this process's own user), and how to start its programs as that."""

    user: int | None = None
    group: int | None = None
    prefix: tuple[str, ...] = ()


def identity_for(data: Path) -> Identity:
    """The owner the data has; for root's own data a user namespace, or `nobody` where those are forbidden."""
    if os.geteuid() != 0:
        return Identity()
    owner = data.stat() if data.exists() else None
    if owner and owner.st_uid != 0:
        return _as(owner.st_uid, owner.st_gid)
    if _works((*USER_NAMESPACE, "true")):
        return Identity(prefix=USER_NAMESPACE)
    nobody = pwd.getpwnam("nobody")
    for path in (data, *data.rglob("*")) if owner else ():
        os.chown(path, nobody.pw_uid, nobody.pw_gid)  # made where namespaces were allowed
    return _as(nobody.pw_uid, nobody.pw_gid)


def _as(user: int, group: int) -> Identity:
    change = ("setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups")
    # Of root's powers only that of reaching files, because the project may lie in a folder closed to others.
    reach = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup")
    for prefix in ((*change, *reach), change):
        if _works((*prefix, "true")):
            return Identity(user, group, prefix)
    raise Problem(NOT_AS_ROOT)


def _works(command: tuple[str, ...]) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
