"""`make run` for real: started, refused twice, killed, started again, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from dev.folders import ROOT
from dev.processes import _marked
from dev.servers import Servers

SECONDS = 300  # a busy machine loads the demonstration slowly
# What the test run set for itself; `make run` must find its own way.
OWN = ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "MAILBOX_DIR", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")


class Run:
    def __init__(self, folder, port, log):
        environment = {name: value for name, value in os.environ.items() if name not in OWN}
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dev.run", "--folder", str(folder)],
                env=environment | {"PORT": str(port)},
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_until_said(self, text):
        deadline = time.monotonic() + SECONDS
        while text not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@pytest.fixture
def start(tmp_path):
    runs = []

    def start_run(port):
        runs.append(Run(tmp_path, port, tmp_path / f"{len(runs)}.log"))
        return runs[-1]

    yield start_run
    for run in runs:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_whole_product_starts_survives_a_kill_and_stops(start, tmp_path):
    port = free_port()
    first = start(port)
    first.wait_until_said(f"The Dialogue Tracker is ready: http://127.0.0.1:{port}/")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        assert page.status == 200
        assert b"<form" in page.read()

    second = start(free_port())
    assert second.process.wait(SECONDS) == 1
    assert f"already runs from this folder: http://127.0.0.1:{port}/" in second.log.read_text()

    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    assert _marked(str(tmp_path))

    third = start(port)
    third.wait_until_said("is ready")
    assert "processes that an earlier, killed run had left behind" in third.log.read_text()
    assert "No migrations to apply." in third.log.read_text()

    assert third.end(signal.SIGINT) == 0
    assert third.log.read_text().endswith(f"Everything is stopped. The data stays in {tmp_path}.\n")
    assert _marked(str(tmp_path)) == []
    assert not Servers(tmp_path).redis._answers()
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
