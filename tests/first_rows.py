"""The rows that migrations wrote, read once and given back after each test that really commits: such a test empties
all tables at its end, and the next one of the same process may be any."""

from django.db import connection
from django.db.backends.utils import CursorWrapper


def read_rows() -> dict[str, bytes]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        found = {table: copy_out(cursor, table) for table in tables}
    return {table: rows for table, rows in found.items() if rows}


def copy_out(cursor: CursorWrapper, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


def write_rows(found: dict[str, bytes]) -> None:
    with connection.cursor() as cursor:
        # As in a replica: no foreign key asks for a table that comes later, no trigger adds a row of its own.
        cursor.execute("SET session_replication_role = replica")
        for table, rows in found.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
        cursor.execute("SET session_replication_role = DEFAULT")
