"""Is the web server's port free, and if not, who has it?"""

import os
import socket
from pathlib import Path

from dev.talk import Problem

HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def chosen_port(text: str | None) -> int:
    if not text:
        return DEFAULT_PORT
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Problem(f"PORT is {text!r}; use a number from 1 to 65535, as in `PORT=8001 make run`.")
    return int(text)


def require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the web server does: an address that only waits for late packets is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Problem(
                f"Port {port} may only be used by root. Choose a higher one: PORT=8000 make run"
            ) from None
        except OSError:
            other = port + 1 if port < 65535 else DEFAULT_PORT
            raise Problem(
                f"Port {port} on {HOST} is already used by {_holder(port)}. "
                f"Stop that, or take another port: PORT={other} make run"
            ) from None


def is_answering(port: int) -> bool:
    """Whether a web server answers there; one that is still starting listens, but says nothing yet."""
    try:
        with socket.create_connection((HOST, port), timeout=0.5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False


def _holder(port: int) -> str:
    """The process that listens, as far as this user may see it."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(handle) in sockets for handle in (process / "fd").iterdir()):
                words = (
                    (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                )
                return f"process {process.name} ({words[:120]})"
        except OSError:
            continue  # gone, or another user's
    return "another program"


def _listening_inodes(port: int) -> list[str]:
    inodes = []
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            columns = line.split()
            address, state, inode = columns[1], columns[3], columns[9]
            if state == "0A" and int(address.rpartition(":")[2], 16) == port:
                inodes.append(inode)
    return inodes
