"""More work for lists and numbers, written straight into the table: how it came about is tested elsewhere."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from assignments.models import Assignment
from assignments.workflow import State
from conferences.models import Conference, Task
from recommendations.models import Recommendation
from units.models import Unit


def make_task(conference: Conference, by: User, text: str = "Xây dựng cơ sở dữ liệu hóa chất.") -> Task:
    position = Task.objects.count() + 1
    return Task.objects.create(
        conclusion=conference.conclusion,
        position=position,
        number=str(position),
        text=text,
        accepted_at=timezone.now(),
        accepted_by=by,
    )


def make_work(
    conference: Conference,
    unit: Unit | None,
    *,
    state: str = State.IN_PROGRESS,
    due_in: int | None = 10,
    reported_ago: int = 0,
    keys: tuple[User, User],
    text: str = "Xây dựng cơ sở dữ liệu hóa chất.",
) -> Assignment:
    """`due_in` days from today; a reported or done one was reported `reported_ago` days ago. `keys`: reporter, confirmer."""
    today = timezone.localdate()
    task = make_task(conference, keys[1], text)
    reported, done = state in (State.REPORTED, State.DONE), state == State.DONE
    return Assignment.objects.create(
        kind=Assignment.Kind.TASK,
        conference=conference,
        task=task,
        unit=unit,
        title=task.summary,
        state=state,
        due_on=None if due_in is None else today + timedelta(days=due_in),
        reported_on=today - timedelta(days=reported_ago) if reported else None,
        reported_by=keys[0] if reported else None,
        confirmed_at=timezone.now() - timedelta(days=reported_ago) if done else None,
        confirmed_by=keys[1] if done else None,
    )


def make_recommendation(
    conference: Conference,
    raised_by: Unit,
    *,
    by: User,
    unit: Unit | None = None,
    text: str = "Đề nghị bổ sung biên chế.",
) -> Recommendation:
    work = Assignment.objects.create(
        kind=Assignment.Kind.RECOMMENDATION,
        conference=conference,
        unit=unit,
        title=text,
        state=State.ASSIGNED if unit else State.RECEIVED,
    )
    return Recommendation.objects.create(
        conference=conference,
        position=Recommendation.objects.count() + 1,
        raised_by=raised_by,
        text=text,
        assignment=work,
        created_by=by,
    )


def every_cell(conference: Conference, unit: Unit, keys: tuple[User, User]) -> None:
    """A different number of rows in each cell, so that no two numbers are equal by accident."""
    counts = [
        (1, {"state": State.DONE, "due_in": -5, "reported_ago": 6}),
        (2, {"state": State.DONE, "due_in": -5, "reported_ago": 2}),
        (3, {"state": State.IN_PROGRESS, "due_in": 0}),
        (4, {"state": State.ASSIGNED, "due_in": -1}),
        (5, {"state": State.DONE, "due_in": None}),
        (6, {"state": State.SUSPENDED, "due_in": None}),
        (7, {"state": State.WITHDRAWN}),
    ]
    for count, fields in counts:
        for _ in range(count):
            make_work(conference, unit, keys=keys, **fields)


def on(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
