"""`make run`: the whole product on this machine, with servers and demonstration; Ctrl-C stops all of it."""

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.environment import development_environment, over
from dev.folders import VAR
from dev.ports import HOST, chosen_port, is_answering, require_free
from dev.processes import StopRequested, Supervisor, stop_leftovers
from dev.servers import Servers
from dev.talk import Problem, run_tool, say, step


@contextmanager
def only_run(folder: Path, port: int) -> Iterator[None]:
    """One run a folder. The lock dies with its process, so it can never be stale."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid, _, address = lock.read().strip().partition(" ")
            raise Problem(
                f"The Dialogue Tracker already runs from this folder: {address} (process {pid}). "
                f"Use it, or stop it with Ctrl-C in its terminal or with: kill {pid}"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()} {address_of(port)}\n")
        lock.flush()
        yield


def address_of(port: int) -> str:
    return f"http://{HOST}:{port}/"


def commands(folder: Path, port: int) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    # As root the worker warns at length; in production it is not root.
    quietly = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m"]
    celery = [*quietly, "celery", "--app", "dialogue_tracker", "--quiet"]
    web = [
        *python, "gunicorn", "dialogue_tracker.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2",
        "--threads", "4", "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    if os.environ.get("RELOAD"):
        web.append("--reload")
    worker = [
        *celery, "worker", "--concurrency", "2", "--max-tasks-per-child", "100",
        "--max-memory-per-child", "400000", "--without-mingle", "--without-gossip", "--loglevel", "info",
    ]  # fmt: skip
    beat = [*celery, "beat", "--schedule", str(folder / "beat-schedule"), "--loglevel", "warning"]
    return {"web": web, "worker": worker, "beat": beat}


@contextmanager
def servers_for(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """Start what the caller did not bring, complete the environment, stop at the end."""
    servers = Servers(folder)
    owned = []
    for name, server, variable in (
        ("PostgreSQL", servers.postgres, "DATABASE_URL"),
        ("Redis", servers.redis, "REDIS_URL"),
    ):
        if environment.get(variable):
            say(f"{variable} is set: no {name} of our own.")
        else:
            owned.append((name, server))
            environment[variable] = server.url
    try:
        for name, server in owned:
            with step(f"Starting {name}"):
                server.start()
        yield
    finally:
        for name, server in reversed(owned):
            with step(f"Stopping {name}"):
                server.stop()


class Announcement:
    """Says once where the product is, as soon as it answers there."""

    def __init__(self, port: int, logins: Path) -> None:
        self.port, self.logins, self.made = port, logins, False

    def __call__(self) -> None:
        if not self.made and is_answering(self.port):
            self.made = True
            say(f"\n{self.logins.read_text().rstrip()}\n")
            say(f"The Dialogue Tracker is ready: {address_of(self.port)}   (Ctrl-C stops it)\n")


def run(folder: Path, port: int) -> None:
    environment = over(development_environment(folder) | {"SITE_URL": address_of(port)})
    environment["DJANGO_SETTINGS_MODULE"] = "dialogue_tracker.settings"
    environment["CELERY_SKIP_CHECKS"] = "1"  # the migration has just run them; a start takes seconds less
    supervisor = Supervisor(environment, mark=str(folder))
    supervisor.obey_signals()
    logins = folder / "demonstration-logins.txt"
    with servers_for(folder, supervisor.environment):
        try:
            supervisor.run("prepare", [sys.executable, "-m", "dev.prepare", str(logins)])
            say("Starting the web server, the worker and the scheduler …")
            for label, command in commands(folder, port).items():
                supervisor.launch(label, command)
            supervisor.watch(on_tick=Announcement(port, logins))
        except StopRequested:
            say("\nStopping …")
        finally:
            supervisor.stop()
    say(f"Everything is stopped. The data stays in {folder}.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.run", description=__doc__)
    parser.add_argument("--folder", type=Path, default=VAR, help="where servers and files are kept")
    folder = parser.parse_args().folder.resolve()
    port = chosen_port(os.environ.get("PORT"))
    with only_run(folder, port):
        if count := stop_leftovers(str(folder)):
            say(f"Stopped {count} processes that an earlier, killed run had left behind.")
        require_free(port)
        run(folder, port)


if __name__ == "__main__":
    run_tool(main)
