"""Child processes of `make run`: labelled output, an orderly end, and leftovers of a killed run."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from dev.talk import Problem, say

GRACE = 15.0  # seconds a process has to finish its work after TERM
# Every process of a run carries this variable, so that a later run finds what a kill -9 left behind.
MARK = "DIALOGUE_TRACKER_RUN"


class StopRequested(Exception):
    """Ctrl-C, or a signal that means the same."""


class Child:
    def __init__(self, label: str, command: list[str], environment: dict[str, str]) -> None:
        self.label = label
        # A session of its own: Ctrl-C in the terminal reaches the supervisor only, and it decides the order.
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.output = cast(IO[bytes], self.process.stdout)
        self.rest = b""

    def read_lines(self) -> list[bytes] | None:
        """Whole lines that have arrived; None at the end of the output."""
        chunk = os.read(self.output.fileno(), 65536)
        if not chunk:
            last, self.rest = self.rest, b""
            return [last] if last else None
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        return lines

    def signal_group(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Supervisor:
    def __init__(self, environment: dict[str, str], mark: str) -> None:
        self.environment = environment | {MARK: mark, "PYTHONUNBUFFERED": "1"}
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()
        self.stop_requests = 0

    def obey_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        self.stop_requests += 1

    def launch(self, label: str, command: list[str]) -> Child:
        child = Child(label, command, self.environment)
        self.children.append(child)
        self.selector.register(child.output, selectors.EVENT_READ, child)
        return child

    def run(self, label: str, command: list[str]) -> None:
        """Run a command to its end; anything but success is a Problem."""
        child = self.launch(label, command)
        while child.process.poll() is None:
            self.pump()
        self._drain(child)
        self.children.remove(child)
        if child.process.returncode != 0:
            raise Problem(f"The step `{label}` failed ({_how(child.process)}); its last lines above say why.")

    def watch(self, on_tick: Callable[[], None]) -> None:
        """Show output until somebody asks to stop (StopRequested) or a child ends by itself (Problem)."""
        while True:
            self.pump()
            on_tick()
            for child in self.children:
                if child.process.poll() is not None:
                    self._drain(child)
                    raise Problem(
                        f"The process `{child.label}` ended by itself ({_how(child.process)}); "
                        "its last lines above say why. Everything else was stopped."
                    )

    def pump(self, timeout: float = 0.2) -> None:
        if self.stop_requests:
            raise StopRequested
        self._show_output(timeout)

    def stop(self) -> None:
        """TERM to each, KILL to the group of what is left after the grace period or at a second Ctrl-C."""
        self.stop_requests = 0
        for child in self.children:
            # Only the leader: it ends its own workers in order, and they would drop their work.
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        while self._living() and time.monotonic() < deadline and not self.stop_requests:
            self._show_output(0.1)
        for child in self.children:
            if child in self._living():
                say(f"{child.label} did not stop in time and is killed.")
            child.signal_group(signal.SIGKILL)
            child.process.wait()
            self._drain(child)
        self.children.clear()

    def _living(self) -> list[Child]:
        return [child for child in self.children if child.process.poll() is None]

    def _show_output(self, timeout: float) -> None:
        ready = self.selector.select(timeout)
        for key, _ in ready:
            self._show(key.data)
        if not ready and not self.selector.get_map():
            time.sleep(timeout)

    def _show(self, child: Child) -> bool:
        lines = child.read_lines()
        if lines is None:
            self.selector.unregister(child.output)
            child.output.close()
            return False
        write_lines(child.label, lines, self._lose_terminal)
        return True

    def _drain(self, child: Child) -> None:
        """What is still in the pipe; a grandchild may hold it open, so never wait for its end."""
        while not child.output.closed:
            os.set_blocking(child.output.fileno(), False)
            try:
                self._show(child)
            except BlockingIOError:
                self.selector.unregister(child.output)
                child.output.close()

    def _lose_terminal(self) -> None:
        self.stop_requests += 1


def write_lines(label: str, lines: Iterable[bytes], on_loss: Callable[[], None]) -> None:
    try:
        for line in lines:
            sys.stdout.buffer.write(f"{label:>8} | ".encode() + line + b"\n")
        sys.stdout.buffer.flush()
    except OSError:
        # The terminal or the pipe behind us is gone. Writing again must not fail again.
        sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 (stays open until the end)
        on_loss()


def _how(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def stop_leftovers(mark: str) -> int:
    """End the processes of an earlier run in this folder whose supervisor was killed; returns how many."""
    found = _marked(mark)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in _marked(mark):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + GRACE
        while _marked(mark) and time.monotonic() < deadline:
            time.sleep(0.1)
    return len(found)


def _marked(mark: str) -> list[int]:
    wanted = f"{MARK}={mark}".encode()
    pids = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (process / "environ").read_bytes().split(b"\0"):
                pids.append(int(process.name))
    return [pid for pid in pids if pid != os.getpid()]
