"""Copies the ten lives of `dev.lives` until a table is as large as one likes, by a dozen statements of SQL.

A conference brings 3000 assignments: 100 tasks for fifteen units each, and 1500 recommendations. A larger
table has more conferences, back to five years; the units stay thirty, so each has its share of everything.
The work of most conferences older than a year is done. One open assignment in ten is overdue; what is asked
for or waits to be judged is of the last days. Only for a throw-away database and as its superuser: the rows
are written as in a replica, without asking triggers and foreign keys.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from assignments.models import Assignment, Evidence, Extension, RaisersWord, Reminder, Update
from assignments.workflow import OPEN
from conferences.models import Attendance, Conclusion, Conference, Task
from dev.lives import LIVES, Cast
from notifications.models import Notification
from recommendations.models import Recommendation

# The number n of the first copy; that of its conference is 1 then.
FIRST = 3000
# In the statements r is the copy that is made, t the row it is made of.
NEW = "t.{} + r.{} * 100000::bigint"

# c: the number of the conference, of_task: that of the task, ago: how many days all is moved back, ahead: by
# how many fewer the deadline is.
ROWS = """
CREATE TEMP TABLE copies ON COMMIT DROP AS
SELECT n, c, slot, life, n - mod(g, 15) * 20 AS of_task, g * 10 + slot AS position,
       (%(units)s::bigint[])[1 + lead] AS unit_id,
       (%(heads)s::bigint[])[1 + lead] AS head_id,
       (%(units)s::bigint[])[1 + mod(lead + 7 + g, 30)] AS other_id,
       CASE WHEN open THEN mod(c * 37, 60) ELSE age END AS ago,
       CASE WHEN open THEN 45 ELSE 0 END AS ahead
FROM (
    SELECT *, mod(g + slot * 2 + c, 30) AS lead,
           CASE WHEN age > 400 AND mod(c, 10) > 0 THEN (%(done)s::bigint[])[1 + slot / 10]
                ELSE (%(lives)s::bigint[])[1 + slot] END AS life
    FROM (
        SELECT n, n / 3000 AS c, mod(n, 20) AS slot, mod(n, 3000) / 20 AS g, mod(n / 3000 * 37, 1800) AS age
        FROM generate_series(%(first)s, %(last)s) n
    )
) JOIN (SELECT id, state = ANY(%(open)s) AS open FROM assignments_assignment) ON id = life
"""

Values = Mapping[str, str]
OF_CONFERENCE = NEW.format("conference_id", "c")
OWN: dict[type[models.Model], Values] = {
    Recommendation: {
        "conference_id": OF_CONFERENCE,
        "raised_by_id": "r.other_id",
        "position": "r.position",
        "client_key": "gen_random_uuid()",
    },
    RaisersWord: {
        "unit_id": "r.other_id",
        "verdict": "CASE WHEN r.ago < 10 THEN t.verdict ELSE 'silent' END",
        "at": "CASE WHEN r.ago >= 10 THEN t.asked_at - r.ago * interval '1 day' END",
    },
    Extension: {"state": "CASE WHEN r.ago < 5 AND mod(r.n, 100) < 20 THEN t.state ELSE 'withdrawn' END"},
    Update: {"client_key": "gen_random_uuid()"},
    Evidence: {"update_id": NEW.format("update_id", "n"), "draft_id": NEW.format("draft_id", "n")},
    Reminder: {"recipient_id": "r.head_id", "mail_id": "NULL"},
}


@transaction.atomic
def copy_until(total: int, cast: Cast, lived: Mapping[str, Assignment]) -> None:
    """`total` assignments, with the ten that were lived and what was copied before."""
    slots = [lived[life.name].pk for life in LIVES for _copy in range(life.share)]
    rows: dict[str, Any] = {
        "first": FIRST + Assignment.objects.count() - len(lived),
        "last": FIRST + total - len(lived) - 1,
        "lives": slots,
        "done": [lived["done"].pk, lived["told"].pk],
        "units": [unit.pk for unit in cast.units],
        "heads": [head.pk for head in cast.heads],
        "open": list(OPEN),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(ROWS, rows)
        cursor.execute("ANALYZE copies")
    copy_conferences(cast.conference.pk)
    copy_assignments(slots.index(lived["asks_for_time"].pk))
    for model in hanging_on_assignments():
        copy(model, "t.assignment_id = r.life", OWN.get(model, {}))
    copy(Assignment.supporting_units.through, "t.assignment_id = r.life", {"unit_id": "r.other_id"})
    copy_notifications(cast.heads[0].pk)


def copy_conferences(pk: int) -> None:
    """With the tasks of their conclusions; a task is copied with the first unit that got it."""
    moved, begins = {"id": NEW.format("id", "c")}, f"t.{{}} = {pk} AND mod(r.n, 3000) = 0"
    copy(Conference, begins.format("id"), moved)
    for model in (Attendance, Conclusion):
        copy(model, begins.format("conference_id"), {**moved, "conference_id": OF_CONFERENCE})
    lived = "SELECT task_id FROM assignments_assignment WHERE id = r.life"
    copy(
        Task,
        f"t.id = ({lived}) AND r.n = r.of_task",
        {"conclusion_id": NEW.format("conclusion_id", "c")},
    )


def copy_assignments(target: int) -> None:
    """`target`: the place of the recommendation that the merged one is answered with."""
    values = {
        "id": NEW.format("id", "n"),
        "conference_id": OF_CONFERENCE,
        "task_id": NEW.format("task_id", "of_task"),
        "unit_id": "CASE WHEN t.unit_id IS NOT NULL THEN r.unit_id END",
        "due_on": "t.due_on - r.ago + r.ahead",
        "original_due_on": "t.original_due_on - r.ago + r.ahead",
        "merged_into_id": f"t.merged_into_id + (r.n - r.slot + {target}) * 100000::bigint",
    }
    copy(Assignment, "t.id = r.life", values)


def copy_notifications(head: int) -> None:
    """What the head of the lead unit was told; nearly all of it was read."""
    values = {
        "user_id": "r.head_id",
        "path": "'/assignments/' || r.life + r.n * 100000::bigint || '/'",
        "mail_id": "NULL",
        "read_at": "CASE WHEN mod(r.n, 50) > 0 THEN t.created_at - r.ago * interval '1 day' END",
    }
    copy(Notification, f"t.user_id = {head} AND t.path = '/assignments/' || r.life || '/'", values)


def hanging_on_assignments() -> list[type[models.Model]]:
    """Every model with rows of an assignment, also those that come to be later."""
    return [
        model
        for model in apps.get_models()
        if any(
            field.name == "assignment" and field.related_model is Assignment
            for field in model._meta.concrete_fields
        )
    ]


def copy(model: type[models.Model], on: str, values: Values) -> None:
    """Each column as it is, days and times moved back; `values` are columns with expressions of their own."""
    own = {"id": NEW.format("id", "n"), "assignment_id": "r.life + r.n * 100000::bigint", **values}
    fields = [field for field in model._meta.concrete_fields if field.column and not field.generated]
    statement = sql.SQL("INSERT INTO {table} ({columns}) SELECT {taken} FROM copies r JOIN {table} t ON {on}")
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(
                table=sql.Identifier(model._meta.db_table),
                columns=sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
                taken=sql.SQL(", ").join(
                    sql.SQL(own.get(str(field.column)) or moved_back(field)) for field in fields
                ),
                on=sql.SQL(on),
            )
        )


def moved_back(field: models.Field) -> str:
    column = f't."{field.column}"'
    if isinstance(field, models.DateTimeField):
        return f"{column} - r.ago * interval '1 day'"
    return f"{column} - r.ago" if isinstance(field, models.DateField) else column
