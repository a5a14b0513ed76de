"""The migrated database, kept between runs: to migrate takes seconds, to read its dump a fraction of one.

A dump is named after what it was made from, so a changed migration or package makes a new one.
"""

import os
import subprocess
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

from dev.folders import ROOT
from dev.postgres_server import binaries

TEMPLATE = "migrated"
KEPT = 5


def dump_in(folder: Path) -> Path:
    made_from = [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]
    digest = sha256()
    for path in made_from:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return folder / f"{digest.hexdigest()}.sql"


def read(dump: Path) -> None:
    """As a database of its own, which the test database is then made from."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {TEMPLATE}")
    run("psql", TEMPLATE, "--no-psqlrc", "--quiet", "--output", os.devnull, "--single-transaction",
        "--set", "ON_ERROR_STOP=1", "--file", str(dump))  # fmt: skip
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def write(dump: Path) -> None:
    """Another run may do the same at the same time: whole files only, the last one counts."""
    if not connection.introspection.table_names():
        return  # none of the chosen tests has the mark for a database, so there is none
    draft = dump.with_suffix(f".{os.getpid()}")
    run("pg_dump", connection.settings_dict["NAME"], "--no-statistics", "--file", str(draft))
    draft.rename(dump)
    for old in sorted(dump.parent.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def run(program: str, database: str, *arguments: str) -> None:
    host = settings.DATABASES["default"]["HOST"]
    subprocess.run(
        [binaries() / program, "--host", host, "--username", "postgres", "--dbname", database, *arguments],
        check=True,
        env=os.environ | {"LC_ALL": "C"},
    )
