"""The child that makes a PDF: its result, its errors, and every way in which it can go wrong."""

import os
import signal
import time

import pytest

from dialogue_tracker.isolated import Died, TooLong, TooMuchMemory, run_isolated


def run(work, *, report=lambda percent, step: None, seconds=20, megabytes=200):
    return run_isolated(work, report=report, seconds=seconds, megabytes=megabytes, expected=ValueError)


def test_the_result_comes_back_however_large():
    assert run(lambda report: b"\x00%PDF" * 500_000) == b"\x00%PDF" * 500_000


def test_each_step_is_reported_here():
    seen, here = [], os.getpid()

    def work(report):
        report(10, "layout")
        report(65, "drawing")
        return str(os.getpid()).encode()

    child = run(work, report=lambda percent, step: seen.append((percent, step, os.getpid())))
    assert seen == [(10, "layout", here), (65, "drawing", here)]
    assert int(child) != here


def test_an_expected_error_comes_out():
    def work(report):
        raise ValueError("Chỉ in được chữ.")

    with pytest.raises(ValueError, match="Chỉ in được chữ"):
        run(work)


def test_another_error_is_logged_and_told(caplog):
    with pytest.raises(Died):
        run(lambda report: 1 / 0)


def test_what_takes_too_long_is_stopped():
    begun = time.monotonic()
    with pytest.raises(TooLong):
        run(lambda report: time.sleep(60), seconds=0.2)
    assert time.monotonic() - begun < 30


def test_what_wants_too_much_memory_is_stopped():
    with pytest.raises(TooMuchMemory):
        run(lambda report: bytearray(400 * 1024 * 1024), megabytes=100)


def test_a_child_that_is_killed_for_its_memory_takes_only_itself_away():
    with pytest.raises(TooMuchMemory):
        run(lambda report: os.kill(os.getpid(), signal.SIGKILL))


class NotWanted(Exception):
    pass


def test_what_nobody_wants_any_more_is_stopped_between_its_steps(tmp_path):
    def work(report):
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(60)

    def report(percent, step):
        raise NotWanted

    with pytest.raises(NotWanted):
        run(work, report=report)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGTERM)
