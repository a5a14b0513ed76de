"""The rows of the demonstration, kept between tests: to load them through the product's actions takes seconds.

What is kept is named after all that it was made from, so changed code, or another day, loads it anew.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from psycopg import sql

from dev.folders import ROOT, locked
from tests.first_rows import read_rows, write_rows

FOLDER = ROOT / ".pytest_cache" / "demonstration"
KEPT = 2


def load_demonstration() -> str:
    """Returns what the command says. Of several processes the first loads it, the others wait for its rows."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / digest()
    with locked(FOLDER):
        if not kept.exists():
            said = StringIO()
            call_command("load_demonstration", stdout=said)
            rows = {table: lines.decode() for table, lines in read_rows().items()}
            kept.write_text(json.dumps({"rows": rows, "said": said.getvalue()}), encoding="utf-8")
            forget_old()
            return said.getvalue()
    found = json.loads(kept.read_text(encoding="utf-8"))
    empty(found["rows"])
    write_rows({table: lines.encode() for table, lines in found["rows"].items()})
    start_numbers_after(found["rows"])
    return found["said"]


def digest() -> str:
    made_from = [path for app in apps.get_app_configs() for path in Path(app.path).rglob("*") if inside(path)]
    found = sha256(timezone.localdate().isoformat().encode())
    for path in sorted({ROOT / "requirements.txt", *made_from}):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def inside(path: Path) -> bool:
    return (
        path.is_file() and path.is_relative_to(ROOT) and ".venv" not in path.parts and path.suffix != ".pyc"
    )


def forget_old() -> None:
    for old in sorted(FOLDER.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def empty(tables: Iterable[str]) -> None:
    """What migrations wrote is among the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in tables:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        cursor.execute("SET session_replication_role = DEFAULT")


def start_numbers_after(tables: Iterable[str]) -> None:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in tables]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
