"""The figures of `make bench-pages`. Imported when Django is set up.

One database for each size, all with the same ten assignments that are looked at and pressed. A round goes
through the databases; in each, ours and the floor are called twice and the second time counts.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.db import connection
from django.test import override_settings
from django.test.utils import setup_test_environment

from dev.bench import ROUNDS, Row, Wanted, publish, seconds
from dev.lives import live_all, make_cast
from dev.many_assignments import copy_until
from dev.postgres_server import DATABASE
from dev.talk import step
from dev.visits import Visit, all_visits

SIZES = (10, 100_000, 1_000_000)
# A verb for each role that acts; the others are the same work.
VERBS = {"accept", "report", "confirm", "assign", "direct", "merge", "contest"}
# Seconds that the best comparable system took for the like with 100,000 records, on two quiet cores.
BEST_PEER = {"assignment": 0.081, "my unit": 0.168, "list": 0.09, "dashboard": 0.099, "press": 0.033}
# What is about one assignment must not feel how many others there are.
GROWTH = Wanted(ratio=1.5)
OF_ONE = ("assignment", "press")

Times = dict[tuple[str, int, str], list[float]]


def main() -> NoReturn:
    logging.disable(logging.WARNING)  # every signing in is told there
    setup_test_environment(debug=False)
    with override_settings(ROOT_URLCONF="dev.page_floor"):
        publish("pages", rows_of(measure(make_databases())))


def make_databases() -> list[Visit]:
    cast = make_cast()
    lived = live_all(cast)
    for before, size in zip(SIZES, SIZES[1:], strict=False):
        with step(f"Writing {size:,} assignments"):
            copy_database(name_of(before), name_of(size))
            with database(size):
                copy_until(size, cast, lived)
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM ANALYZE")
    return [
        visit
        for visit in all_visits(cast, lived)
        if not visit.name.startswith("press") or visit.name.split()[1] in VERBS
    ]


def name_of(size: int) -> str:
    return DATABASE if size == SIZES[0] else f"{DATABASE}_{size}"


def copy_database(source: str, target: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


@contextmanager
def database(size: int) -> Iterator[None]:
    connection.close()
    connection.settings_dict["NAME"] = name_of(size)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name_of(SIZES[0])


def measure(visits: list[Visit]) -> Times:
    times: Times = defaultdict(list)
    with step("Looking and pressing"):
        for _round in range(ROUNDS):
            for size in SIZES:
                with database(size):
                    for visit in visits:
                        for kind in ("floor", "ours"):
                            look = visit.prepare(floor=kind == "floor")
                            look()
                            times[visit.name, size, kind].append(seconds(look))
    return times


def rows_of(times: Times) -> list[Row]:
    names = list(dict.fromkeys(name for name, _size, _kind in times))
    rows = []
    for name in names:
        wanted = next(peer for start, peer in BEST_PEER.items() if name.startswith(start))
        for size in SIZES:
            ours, floor = times[name, size, "ours"], times[name, size, "floor"]
            rows.append(Row.of(f"{name} · {size:,}", ours, floor, Wanted(seconds=wanted)))
        if name.startswith(OF_ONE):
            ours, few = times[name, SIZES[-1], "ours"], times[name, SIZES[0], "ours"]
            rows.append(Row.of(f"{name} · {SIZES[-1]:,} beside {SIZES[0]}", ours, few, GROWTH))
    return rows
