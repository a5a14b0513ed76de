"""Run one piece of work in a child process that can be stopped and has an end in time and memory.

Only workers use it. The child is a fork, so what is imported is there at once; it must leave the database
alone, whose connection belongs to the parent. Whatever happens, the caller gets the result or an exception.
"""

import json
import logging
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

Report = Callable[[int, str], None]
Work = Callable[[Report], bytes]

# A message is its kind (one byte), its length, and so many bytes.
STEP, DONE, ERROR, MEMORY = b"s", b"d", b"e", b"m"
HEADER = 1 + 8
PIECE = 1 << 16
HEARTBEAT = 0.5  # seconds between two looks at whether the work is still wanted
logger = logging.getLogger(__name__)


class TooLong(Exception):
    """The work was not done in its time."""


class TooMuchMemory(Exception):
    """The work wanted more memory than it may have."""


class Died(Exception):
    """The child ended without a result; the log says why."""


def run_isolated(
    work: Work, *, report: Report, seconds: float, megabytes: int, expected: type[Exception]
) -> bytes:
    """The bytes that `work` makes, or the exception of type `expected` it raised.

    `report` is called in this process: at each step of the work, and in between with the last step. What it
    raises stops the child at once and comes out.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(work, writing, seconds, megabytes, expected)
    os.close(writing)
    with suppress(ProcessLookupError):
        os.setpgid(child, child)  # what the child starts itself ends with it
    try:
        kind, value = _last_word(reading, report, time.monotonic() + seconds)
    except BaseException:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reading)
    _child_pid, status = os.waitpid(child, 0)
    if kind == DONE:
        return value
    if kind == ERROR:
        raise expected(value.decode())
    if kind == MEMORY or os.WIFSIGNALED(status):  # libraries in C give up without a word
        raise TooMuchMemory
    raise Died


# --- In the parent ------------------------------------------------------------------------------------------
def _last_word(reading: int, report: Report, deadline: float) -> tuple[bytes, bytes]:
    """The message that is no step; empty when the child ended without one."""
    heard, step = b"", (0, "")
    while True:
        if time.monotonic() > deadline:
            raise TooLong
        ready, _writable, _broken = select.select([reading], [], [], HEARTBEAT)
        if not ready:
            report(*step)
            continue
        piece = os.read(reading, PIECE)
        if not piece:
            return b"", b""
        heard += piece
        while message := _first_message(heard):
            kind, value = message
            if kind != STEP:
                return message
            heard = heard[HEADER + len(value) :]
            percent, name = json.loads(value)
            step = (percent, name)
            report(*step)


def _first_message(heard: bytes) -> tuple[bytes, bytes] | None:
    end = HEADER + int.from_bytes(heard[1:HEADER], "big")
    return (heard[:1], heard[HEADER:end]) if len(heard) >= max(HEADER, end) else None


# --- In the child -------------------------------------------------------------------------------------------
def _child(work: Work, writing: int, seconds: float, megabytes: int, expected: type[Exception]) -> NoReturn:
    def say(kind: bytes, value: bytes) -> None:
        rest = memoryview(kind + len(value).to_bytes(HEADER - 1, "big") + value)
        while rest:
            rest = rest[os.write(writing, rest) :]

    failed = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):  # the parent's handlers are not ours
            signal.signal(number, signal.SIG_DFL)
        _limit(seconds, megabytes)
        say(DONE, work(lambda percent, step: say(STEP, json.dumps([percent, step]).encode())))
        failed = 0
    except expected as error:
        say(ERROR, str(error).encode())
    except MemoryError:
        say(MEMORY, b"")
    except BaseException:
        logger.exception("The work in process %d failed.", os.getpid())
        raise
    finally:
        os._exit(failed)  # nothing of the parent is cleaned up here, whatever happened


def _limit(seconds: float, megabytes: int) -> None:
    """Memory on top of what the parent has already; processor time ends a child whose parent is gone."""
    pages = int(Path("/proc/self/statm").read_text().split()[5])
    most = pages * resource.getpagesize() + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    processor = int(seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
