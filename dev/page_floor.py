"""The least that answers the same: bare views with one or two statements, behind the same middleware."""

from html import escape
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

ROW = "SELECT a.*, u.name FROM assignments_assignment a JOIN units_unit u ON u.id = a.unit_id WHERE a.id = %s"
HISTORY = (
    "SELECT at, by_name, verb, reason FROM assignments_historyentry WHERE assignment_id = %s ORDER BY at"
)
ROWS = """
SELECT a.id, a.title, a.state, a.due_on, a.percent, c.title
FROM assignments_assignment a JOIN conferences_conference c ON c.id = a.conference_id
WHERE a.unit_id = %s
ORDER BY CASE WHEN a.state IN ('received', 'assigned', 'in_progress', 'reported', 'escalated', 'suspended')
         THEN 0 ELSE 1 END, a.due_on, a.id
LIMIT %s
"""
COUNTS = "SELECT unit_id, state, count(*) FROM assignments_assignment WHERE conference_id = %s GROUP BY 1, 2"
PRESS = "UPDATE assignments_assignment SET version = version + 1, state = state WHERE id = %s"
KEEP = """
INSERT INTO assignments_historyentry
    (assignment_id, at, by_id, by_name, verb, from_state, to_state, changes, reason)
SELECT id, now(), %s, '', 'accept', state, state, '{}', '' FROM assignments_assignment WHERE id = %s
"""


def asked(statement: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def page(*tables: list[tuple[Any, ...]]) -> HttpResponse:
    lines = (
        f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
        for rows in tables
        for row in rows
    )
    return HttpResponse(f"<table>{''.join(lines)}</table>")


def one(request: HttpRequest, pk: int) -> HttpResponse:
    return page([(request.user,)], asked(ROW, pk), asked(HISTORY, pk))


def many(request: HttpRequest, unit: int, most: int) -> HttpResponse:
    return page([(request.user,)], asked(ROWS, unit, most))


def counts(request: HttpRequest, conference: int) -> HttpResponse:
    return page([(request.user,)], asked(COUNTS, conference))


def press(request: HttpRequest, pk: int) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PRESS, [pk])
        cursor.execute(KEEP, [request.user.pk, pk])
    return HttpResponseRedirect("/")


urlpatterns = [
    path("floor/<int:pk>/", one),
    path("floor/of-unit/<int:unit>/<int:most>/", many),
    path("floor/of-conference/<int:conference>/", counts),
    path("floor/<int:pk>/press/", press),
    path("", include("dialogue_tracker.urls")),
]
