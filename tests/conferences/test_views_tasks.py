"""Proposed tasks on the page: correct, add, split, put aside, take back; by the office only."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from conferences.actions import read_conclusion
from conferences.models import Task

TEXT = """Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:
1. Giao các đơn vị hoàn thiện thể chế:
a) Cục Hóa chất rà soát quy chuẩn an toàn hóa chất, hoàn thành trước ngày 30/9/2026;
b) Vụ Pháp chế tổng hợp khó khăn của các đơn vị, báo cáo trong quý IV năm 2026.
2. Văn phòng Bộ theo dõi, đôn đốc việc thực hiện.
Về cơ sở vật chất, đề nghị Vụ Pháp chế báo cáo trước ngày 31/12/2026."""
HTMX = {"hx-request": "true"}


def path(name, task):
    return reverse(f"conferences:task_{name}", args=[task.pk])


def fields(task, **values):
    """What the form of the task sends; its fields carry the task's prefix, for several may be open at once."""
    sent = {
        "number": "1",
        "text": task.text,
        "due_on": "",
        "due_kind": "",
        "due_phrase": "",
        "version": 1,
        **values,
    }
    return {f"task{task.pk or ''}-{name}": value for name, value in sent.items()}


# --- Correct ----------------------------------------------------------------------------------------------------
def test_correct_on_a_page_of_its_own(client_of, office, conference, task, unit_b):
    client = client_of(office)
    page = client.get(path("update", task))
    assert "<html" in page.text
    assert page.context["form"].initial["due_on"] == task.due_on
    sent = fields(task, lead_units=[unit_b.pk], due_on="05-03-2027", due_kind="date")
    answer = client.post(path("update", task), sent)
    assert (
        answer.headers["Location"] == reverse("conferences:review", args=[conference.pk]) + f"#task-{task.pk}"
    )
    task.refresh_from_db()
    assert (task.due_on, list(task.lead_units.all()), task.edited_by) == (date(2027, 3, 5), [unit_b], office)


def test_correct_inside_the_card(client_of, office, task):
    client = client_of(office)
    page = client.get(path("update", task), headers=HTMX)
    assert "<html" not in page.text
    assert f'id="task-{task.pk}"' in page.text
    refused = client.post(path("update", task), fields(task, text=" ", due_on="31/2/2027"), headers=HTMX)
    assert f'id="task-{task.pk}"' in refused.text
    assert "There is no day 31 in month 2/2027." in refused.text
    saved = client.post(path("update", task), fields(task), headers=HTMX, follow=True)
    assert f'id="task-{task.pk}"' in saved.text  # the card is picked from the review
    assert "Corrected" in saved.text


def test_a_unit_cannot_both_lead_and_support(client_of, office, task, unit_a):
    sent = fields(task, lead_units=[unit_a.pk], supporting_units=[unit_a.pk])
    page = client_of(office).post(path("update", task), sent)
    assert "Cục Hóa chất cannot both lead and support." in page.text


def test_only_units_of_the_day_may_be_chosen(client_of, office, task, unit_b, ministry):
    unit_b.valid_to = date(2021, 1, 1)
    unit_b.save()
    for unit in (unit_b, ministry):
        page = client_of(office).post(path("update", task), fields(task, lead_units=[unit.pk]))
        assert page.context["form"].errors["lead_units"]


def test_somebody_else_corrected_it_meanwhile(client_of, office, task):
    Task.objects.filter(pk=task.pk).update(version=2)
    page = client_of(office).post(path("update", task), fields(task, text="Cách viết của tôi."))
    assert "Somebody was faster than you." in page.text
    assert "Cách viết của tôi." in page.text
    task.refresh_from_db()
    assert task.text != "Cách viết của tôi."


def test_an_accepted_task_leads_to_its_assignment(client_of, office, task):
    Task.objects.filter(pk=task.pk).update(accepted_at=timezone.now(), accepted_by=office)
    client = client_of(office)
    assert "The task is accepted meanwhile." in client.get(path("update", task), follow=True).text
    for name in ("dismiss", "restore", "split"):
        assert "The task is accepted meanwhile." in client.post(path(name, task), follow=True).text


# --- Add --------------------------------------------------------------------------------------------------------
def test_add_by_hand(client_of, office, conference, task):
    address = reverse("conferences:task_create", args=[conference.pk])
    assert client_of(office).get(address).status_code == 200
    client_of(office).post(address, fields(Task(), text="Văn phòng Bộ sửa chữa trụ sở.", version=""))
    added = Task.objects.get(number="1", text="Văn phòng Bộ sửa chữa trụ sở.")
    assert (added.position, added.unsure, added.edited_by) == (2, ["no_lead"], office)


def test_add_before_there_is_a_conclusion(client_of, office, conference):
    assert client_of(office).get(reverse("conferences:task_create", args=[conference.pk])).status_code == 404


def test_make_a_task_of_a_part_of_the_text(client_of, office, conference, office_unit, unit_a, unit_b):
    text = (
        "Bộ trưởng đánh giá cao kết quả đạt được.\nVụ Pháp chế chủ trì rà soát quy chế trước ngày 31/12/2026."
    )
    conclusion = read_conclusion(conference, text="Mở đầu.", by=office).conclusion
    start = text.index("Vụ Pháp chế")
    conclusion.text = text
    conclusion.pieces = [
        {"start": 0, "end": start, "kind": "assessment", "task": None},
        {"start": start, "end": len(text), "kind": "other", "task": None},
    ]
    conclusion.save()
    address = reverse("conferences:task_create", args=[conference.pk]) + f"?start={start}&end={len(text)}"
    form = client_of(office).get(address).context["form"]
    assert form["text"].value() == text[start:]
    assert form["lead_units"].value() == [unit_b.pk]
    assert form["due_on"].value() == date(2026, 12, 31)
    client_of(office).post(address, fields(Task(), text=text[start:], lead_units=[unit_b.pk], version=""))
    conclusion.refresh_from_db()
    assert conclusion.pieces[1]["task"] == conclusion.tasks.get().pk


@pytest.mark.parametrize(
    "query", ["start=5&end=2", "start=-1&end=9", "start=x&end=y", "start=0&end=99999", "start=²"]
)
def test_a_part_that_does_not_exist_gives_an_empty_form(query, client_of, office, conference, conclusion):
    address = reverse("conferences:task_create", args=[conference.pk])
    page = client_of(office).get(f"{address}?{query}")
    assert page.status_code == 200


# --- Split, put aside, take back --------------------------------------------------------------------------------
def test_split_on_the_page(client_of, office, conference, office_unit, unit_a, unit_b):
    conclusion = read_conclusion(conference, text=TEXT, by=office).conclusion
    client = client_of(office)
    review = reverse("conferences:review", args=[conference.pk])
    assert "Split into its parts" in client.get(review).text
    page = client.post(path("split", conclusion.tasks.first()), follow=True)
    assert "The task is split into 2." in page.text
    assert "Split into its parts" not in page.text


def test_splitting_what_has_no_parts(client_of, office, task):
    page = client_of(office).post(path("split", task), follow=True)
    assert "No sub-items were found in this task." in page.text


def test_put_aside_and_take_back(client_of, office, conference, task):
    client = client_of(office)
    page = client.post(path("dismiss", task), follow=True)
    assert "Not a task:" in page.text
    assert not Task.objects.proposed().exists()
    page = client.post(path("restore", task), follow=True)
    assert "Not a task:" not in page.text
    assert Task.objects.proposed().get() == task


# --- Who may ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["update", "split", "dismiss", "restore"])
@pytest.mark.parametrize(
    ("role", "status"), [("leader", 403), ("observer", 403), ("head_a", 404), ("officer_a", 404)]
)
def test_a_proposal_is_the_offices(name, role, status, client_of, task, request):
    """Who reads everything may look and not touch; for a unit there is no task before it is accepted."""
    client = client_of(request.getfixturevalue(role))
    assert client.post(path(name, task), fields(task)).status_code == status
    task.refresh_from_db()
    assert (task.edited_at, task.dismissed_at) == (None, None)


@pytest.mark.parametrize("name", ["split", "dismiss", "restore"])
def test_writing_needs_a_post(name, client_of, office, task):
    assert client_of(office).get(path(name, task)).status_code == 405
