"""Workers that can be killed: `Forge` talks to a process that forks one for each job.

Forking is quick, so that a run can lose fifty of them.
"""

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Self, cast

import django
from django.urls import reverse

from dev.folders import ROOT


class Forge:
    """One worker at a time; take two forges for two at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.worker = 0

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dev.forge"],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate(timeout=30)

    def begin(self, job: str) -> int:
        """Returns the process id of the new worker."""
        self._stdin.write(f"{job}\n")
        self.worker = int(self._stdout.readline())
        return self.worker

    def end(self) -> int:
        """Waits for the worker; its exit code, or minus the signal that killed it."""
        return os.waitstatus_to_exitcode(int(self._stdout.readline()))

    def kill(self) -> bool:
        """False when it had ended by itself."""
        try:
            os.kill(self.worker, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    @property
    def _stdin(self) -> IO[str]:
        return cast(IO[str], self.process.stdin)

    @property
    def _stdout(self) -> IO[str]:
        return cast(IO[str], self.process.stdout)


def main() -> None:
    django.setup()
    jobs = importlib.import_module("dev.chaos_jobs")
    reverse("home")  # loads every view, once for all workers
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os._exit(jobs.work(line.strip()))
        print(pid, flush=True)
        print(os.waitpid(pid, 0)[1], flush=True)


if __name__ == "__main__":
    main()
