"""The review page: every step is a form of its own, small ones change one field, and it opens as it was left."""

from datetime import date

import pytest
from django.urls import reverse

from assignments.actions import accept_tasks
from conferences.actions import read_conclusion
from conferences.models import Conclusion, Task

TEXT = """Đồng chí chủ tọa cảm ơn các đơn vị đã chuẩn bị.
Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:
1. Vụ Pháp chế rà soát quy chế làm việc. Vụ Pháp chế báo cáo Bộ trưởng trước ngày 15/10/2026.
2. Tiếp tục nâng cao chất lượng công tác tham mưu.
3. Cục Hóa chất báo cáo kết quả trước ngày 31/12/2026."""
HTMX = {"hx-request": "true"}


@pytest.fixture
def conclusion(conference, office, office_unit, unit_a, unit_b):
    read_conclusion(conference, text=TEXT, by=office)
    return Conclusion.objects.get()


@pytest.fixture
def tasks(conclusion, unit_a):
    """The second is unsure, the others say all that is to be said."""
    first, second, third = conclusion.tasks.all()
    conclusion.tasks.update(unsure=[], due_on=date(2030, 12, 31), due_kind="date", all_units=False)
    for task in (first, third):
        task.lead_units.set([unit_a])
    second.lead_units.clear()
    Task.objects.filter(pk=second.pk).update(unsure=["no_lead"], due_on=None, due_kind="")
    return list(conclusion.tasks.all())


@pytest.fixture
def client(client_of, office):
    return client_of(office)


@pytest.fixture
def review(conference):
    return reverse("conferences:review", args=[conference.pk])


def path(name, thing):
    return reverse(f"conferences:{name}", args=[thing.pk])


def numbers(page):
    return [card.task.number for card in page.context["review"].shown]


# --- Order and choice ---------------------------------------------------------------------------------------------
def test_unsure_ones_stand_first_until_one_chooses(client, review, tasks):
    assert numbers(client.get(review)) == ["2", "1", "3"]
    assert numbers(client.get(f"{review}?order=text")) == ["1", "2", "3"]
    assert numbers(client.get(review)) == ["1", "2", "3"]  # remembered
    assert numbers(client.get(f"{review}?show=unsure")) == ["2"]
    assert numbers(client.get(review)) == ["2"]
    page = client.get(f"{review}?show=unclear&order=nonsense")
    assert numbers(page) == ["2"]
    assert "nobody is charged yet" in page.text
    assert numbers(client.get(f"{review}?show=all")) == ["2", "1", "3"]


def test_the_clear_ones_are_accepted_and_the_others_stay(client, conference, review, tasks):
    page = client.get(review)
    assert [card.task.number for card in page.context["review"].sure] == ["1", "3"]
    for task in (tasks[0], tasks[2]):
        assert f'<input type="hidden" name="task" value="{task.pk}">' in page.text
    assert "stays as a proposal" in page.text
    accept_tasks([tasks[0], tasks[2]], by=page.wsgi_request.user)
    page = client.get(f"{review}?show=unsure")
    assert "accept-sure" not in page.text
    Task.objects.filter(pk=tasks[1].pk).update(unsure=[])
    assert "No task is like that any more." in client.get(review).text


def test_one_card_is_answered_with_what_follows_from_it(client, review, tasks):
    page = client.get(review, headers={**HTMX, "hx-target": f"task-{tasks[1].pk}"})
    assert f'id="task-{tasks[1].pk}"' in page.text
    assert f'id="task-{tasks[0].pk}"' not in page.text
    for part in ("review-bar", "review-choices", "review-text", "messages"):
        assert f'id="{part}"' in page.text


# --- Join, move, split, make, undo ----------------------------------------------------------------------------------
def test_join_and_undo(client, review, conclusion, tasks):
    sent = {"version": 1, "with": "after", "after": f"{tasks[1].pk}-1"}
    page = client.post(path("task_join", tasks[0]), sent, follow=True)
    assert "The two tasks are one now." in page.text
    assert f'data-at-task="task-{tasks[0].pk}"' in page.text
    assert conclusion.tasks.count() == 2
    page = client.post(path("review_undo", conclusion.conference), follow=True)
    assert "Undone: joined two tasks." in page.text
    assert [task.pk for task in conclusion.tasks.all()] == [task.pk for task in tasks]
    page = client.post(path("review_undo", conclusion.conference), follow=True)
    assert "There is no step of yours to undo. An accepted task is taken back with “Withdraw”" in page.text


@pytest.mark.parametrize("other", ["", "0-1", "9999999-1", "x"])
def test_join_with_what_is_gone(other, client, tasks):
    page = client.post(
        path("task_join", tasks[0]), {"version": 1, "with": "after", "after": other}, follow=True
    )
    assert "Somebody changed this task meanwhile, so nothing was done." in page.text


def test_move(client, conclusion, tasks):
    client.post(path("task_move", tasks[2]), {"version": 1, "way": "up"})
    assert [task.number for task in conclusion.tasks.all()] == ["1", "3", "2"]
    page = client.post(path("task_move", tasks[0]), {"version": 1, "way": "up"}, follow=True)
    assert "The task stands at the end of the list already." in page.text


def test_split_at_a_sentence_without_a_script(client, conclusion, tasks):
    page = client.get(path("task_cut", tasks[0]))
    assert "<html" in page.text
    [(place, words)] = page.context["form"].fields["places"].choices
    assert words.startswith("Vụ Pháp chế báo cáo Bộ trưởng")
    prefix = f"split{tasks[0].pk}"
    page = client.post(path("task_cut", tasks[0]), {f"{prefix}-version": 1})
    assert "Choose at least one place where a new task begins." in page.text
    sent = {f"{prefix}-version": 1, f"{prefix}-places": place}
    assert "The task is split into 2." in client.post(path("task_cut", tasks[0]), sent, follow=True).text
    assert conclusion.tasks.count() == 4


def test_split_where_the_cursor_is(client, conclusion, tasks):
    place = conclusion.text.index("Vụ Pháp chế báo cáo Bộ trưởng")
    client.post(path("task_cut", tasks[0]), {"version": 1, "place": [place]})
    assert conclusion.tasks.count() == 4
    page = client.post(path("task_cut", tasks[1]), {"version": 1, "place": "0"}, follow=True)
    assert "The task was not split" in page.text


def test_make_a_task_of_a_stretch(client, conference, conclusion, tasks):
    page = client.post(path("task_make", conference), {"stretch": "0-40"}, follow=True)
    assert "The task is added." in page.text
    assert conclusion.tasks.count() == 4
    for stretch in ("0-40", "5-2", "x", "", "0-999999"):
        page = client.post(path("task_make", conference), {"stretch": stretch}, follow=True)
        assert "No task was made" in page.text


def test_a_step_that_cannot_be_undone_makes_way_for_the_one_before(client, conference, tasks, office):
    client.post(path("task_move", tasks[2]), {"version": 1, "way": "up"})
    client.post(path("task_dismiss", tasks[0]), {"version": 1})
    Task.objects.filter(pk=tasks[0].pk).update(text="Khác hẳn.")
    page = client.post(path("review_undo", conference), follow=True)
    assert "The step cannot be undone" in page.text
    page = client.post(path("review_undo", conference), follow=True)
    assert "Undone: moved a task to another place." in page.text


# --- One field --------------------------------------------------------------------------------------------------
def test_the_unit_by_its_abbreviation(client, review, tasks, unit_a, unit_b):
    unit_a.abbreviation = "Cục HC"
    unit_a.save()
    task, prefix = tasks[1], f"unit{tasks[1].pk}"
    form = client.get(path("task_unit", task), headers=HTMX)
    assert "Cục Hóa chất (Cục HC)" in form.text
    assert f"{prefix}-besides" not in form.text  # nobody leads yet
    client.post(path("task_unit", task), {f"{prefix}-version": 1, f"{prefix}-unit": unit_a.pk})
    assert list(task.lead_units.all()) == [unit_a]
    sent = {f"{prefix}-version": 2, f"{prefix}-unit": unit_b.pk, f"{prefix}-besides": "on"}
    client.post(path("task_unit", task), sent)
    assert set(task.lead_units.all()) == {unit_a, unit_b}
    client.post(path("task_unit", task), {f"{prefix}-version": 3, f"{prefix}-unit": "all"})
    task.refresh_from_db()
    assert (task.all_units, task.lead_units.count()) == (True, 0)
    page = client.post(path("task_unit", task), {f"{prefix}-version": 4, f"{prefix}-unit": "77777"})
    assert page.context["form"].errors["unit"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12", date(2026, 12, 31)),
        ("15/3", date(2027, 3, 15)),
        ("15/3/2026", date(2026, 3, 15)),
        ("", None),
    ],
)
def test_the_deadline_in_short(typed, day, client, conference, tasks):
    conference.held_on = date(2026, 10, 24)
    conference.save()
    prefix = f"due{tasks[0].pk}"
    client.post(path("task_due", tasks[0]), {f"{prefix}-version": 1, f"{prefix}-due_on": typed})
    tasks[0].refresh_from_db()
    assert (tasks[0].due_on, tasks[0].due_kind) == (day, "date" if day else "")


def test_a_day_that_does_not_exist_is_said_in_the_card(client, tasks):
    prefix = f"due{tasks[0].pk}"
    sent = {f"{prefix}-version": 1, f"{prefix}-due_on": "31/2"}
    page = client.post(path("task_due", tasks[0]), sent, headers=HTMX)
    assert "There is no day 31 in month 2" in page.text
    assert 'value="31/2"' in page.text


# --- Two at once, and who may -------------------------------------------------------------------------------------
NAMES = ["task_join", "task_move", "task_cut", "task_unit", "task_due", "task_split", "task_dismiss"]


@pytest.mark.parametrize("name", NAMES)
def test_what_somebody_changed_meanwhile_is_left_alone(name, client, conclusion, tasks):
    Task.objects.filter(pk=tasks[0].pk).update(version=2)
    prefixes = {"task_unit": f"unit{tasks[0].pk}-", "task_due": f"due{tasks[0].pk}-"}
    prefix = prefixes.get(name, "")
    sent = {
        f"{prefix}version": 1,
        "with": "after",
        "after": f"{tasks[1].pk}-1",
        "place": TEXT.index("Vụ Pháp chế báo"),
    }
    sent |= {f"{prefix}unit": "all", f"{prefix}due_on": "1/1/2027"}
    page = client.post(path(name, tasks[0]), sent, follow=True)
    assert "Somebody changed this task meanwhile, so nothing was done." in page.text
    assert [(task.pk, task.edited_at) for task in conclusion.tasks.proposed()] == [
        (task.pk, None) for task in tasks
    ]


@pytest.mark.parametrize("name", NAMES)
def test_an_accepted_task_is_not_touched(name, client, tasks, office):
    accept_tasks([tasks[0]], by=office)
    sent = {"version": 1, "with": "after", "after": f"{tasks[1].pk}-1"}
    page = client.post(path(name, tasks[0]), sent, follow=True)
    assert "The task is accepted meanwhile." in page.text


def test_query_counts_do_not_grow_with_the_tasks(
    client, review, tasks, conclusion, django_assert_num_queries, unit_a
):
    client.get(review)
    with django_assert_num_queries(19):
        client.get(review)
    for number in range(4, 24):
        task = Task.objects.create(conclusion=conclusion, position=number, text="Cục Hóa chất báo cáo.")
        task.lead_units.add(unit_a)
    with django_assert_num_queries(19):
        client.get(review)
