"""With 100,000 assignments a page asks no more than with ten, and reads no large table from end to end.

Everything is measured once, in a database of its own: rows that are rolled back would stay in the way of the other tests.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.workflow import TRANSITIONS
from dev.lives import live_all, make_cast
from dev.many_assignments import copy_until
from dev.visits import Visit, all_visits

pytestmark = pytest.mark.django_db

MANY = 100_000
LARGE = 5_000  # rows, from which on a table must not be read whole
# Sorted is all that one unit leads, supports and raised: here every fifteenth row, for which an index costs more than
# the table. Its first page is not what people wait for; they come to "My unit".
READS_MUCH = {"list, head of a unit"}


@dataclass(frozen=True)
class Figures:
    few: Mapping[str, list[str]]
    many: Mapping[str, list[str]]
    read_whole: Mapping[str, set[str]]


@contextmanager
def database_of_its_own(blocker) -> Iterator[None]:
    settings = connection.settings_dict
    name = settings["NAME"]
    with blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}_large" TEMPLATE "{name}"')
        settings["NAME"] = f"{name}_large"
        try:
            yield
        finally:
            connection.close()
            settings["NAME"] = name
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}_large"')


@pytest.fixture(scope="module")
def figures(django_db_setup, django_db_blocker) -> Figures:
    with database_of_its_own(django_db_blocker):
        cast = make_cast()
        lived = live_all(cast)
        visits = all_visits(cast, lived)
        few = statements(visits)
        copy_until(MANY, cast, lived)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        many = statements(visits)
        large = large_tables()
        assert "assignments_assignment" in large
        read_whole = {name: {*chain(*map(scanned, asked))} & large for name, asked in many.items()}
    return Figures(few, many, read_whole)


def statements(visits: list[Visit]) -> dict[str, list[str]]:
    """What the second look of each asks the database."""
    asked = {}
    for visit in visits:
        look = visit.prepare()
        look()
        with CaptureQueriesContext(connection) as captured:
            look()
        asked[visit.name] = [query["sql"] for query in captured.captured_queries]
    return asked


def large_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        return {name for (name,) in cursor.fetchall()}


def scanned(statement: str) -> set[str]:
    """Tables that PostgreSQL would read from end to end."""
    if statement.startswith("DECLARE"):
        statement = statement.partition(" FOR ")[2]
    if not statement.lstrip("(").startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
        return set()  # savepoints
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        (plan,) = cursor.fetchone()
    return {*scans((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"])}


def scans(node: dict) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from scans(inner)


def test_no_page_and_no_verb_asks_more_than_with_ten(figures):
    more = {name: (len(figures.few[name]), len(asked)) for name, asked in figures.many.items()}
    assert {name: counts for name, counts in more.items() if counts[1] > counts[0]} == {}


def test_no_page_and_no_verb_reads_a_large_table_whole(figures):
    assert {name for name, tables in figures.read_whole.items() if tables} <= READS_MUCH


def test_every_verb_was_pressed(figures):
    assert {f"press {verb}" for verb in TRANSITIONS} <= set(figures.many)
