import os
import signal
import subprocess
import sys
import time

import pytest

from dev import processes
from dev.processes import MARK, StopRequested, Supervisor, stop_leftovers
from dev.talk import Problem

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(dict(os.environ), mark=str(tmp_path))
    yield supervisor
    supervisor.stop()


def saying(text, code=0):
    return [sys.executable, "-c", f"import sys; print({text!r}); sys.exit({code})"]


def test_output_carries_the_label(supervisor, capfdbinary):
    supervisor.run("prepare", saying("Đang chuẩn bị\nxong"))

    assert capfdbinary.readouterr().out.decode() == " prepare | Đang chuẩn bị\n prepare | xong\n"


def test_a_failing_step_is_a_problem(supervisor):
    with pytest.raises(Problem, match="The step `prepare` failed \\(exit code 3\\)"):
        supervisor.run("prepare", saying("no", code=3))


def test_a_child_that_dies_ends_the_watch_with_its_name(supervisor):
    supervisor.launch("web", SLEEP)
    worker = supervisor.launch("worker", SLEEP)
    worker.process.kill()

    with pytest.raises(Problem, match="`worker` ended by itself \\(signal SIGKILL\\)"):
        supervisor.watch(on_tick=lambda: None)


def test_a_signal_ends_the_watch_and_all_children(supervisor):
    child = supervisor.launch("web", SLEEP)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        supervisor.obey_signals()
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StopRequested):
            supervisor.watch(on_tick=lambda: None)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    supervisor.stop()

    assert child.process.returncode == -signal.SIGTERM


def test_what_does_not_stop_is_killed(supervisor, monkeypatch, capfd):
    monkeypatch.setattr(processes, "GRACE", 0.3)
    child = supervisor.launch("worker", STUBBORN)
    while "deaf" not in capfd.readouterr().out:
        supervisor.pump()

    supervisor.stop()

    assert child.process.returncode == -signal.SIGKILL
    assert "worker did not stop in time and is killed." in capfd.readouterr().out


def test_leftovers_are_found_by_their_mark(tmp_path):
    left = subprocess.Popen(SLEEP, env=os.environ | {MARK: str(tmp_path)})
    other = subprocess.Popen(SLEEP, env=os.environ | {MARK: str(tmp_path / "other")})
    try:
        time.sleep(0.1)
        assert stop_leftovers(str(tmp_path)) == 1
        assert left.wait(5) == -signal.SIGTERM
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()
