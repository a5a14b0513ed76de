"""Every change of a conference leaves an entry nobody can change; who comes second loses nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from conferences.actions import read_conclusion, save_conference, save_summary, set_attendance
from conferences.actions_tasks import dismiss_task, restore_task, save_task, split_task
from conferences.history import since
from conferences.models import ChangeEntry, Conference, Task
from dialogue_tracker.several_hands import SomebodyWasFaster
from dialogue_tracker.timelines import compared

TEXT = """Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:
1. Giao các đơn vị hoàn thiện thể chế:
a) Cục Hóa chất rà soát quy chuẩn an toàn hóa chất, hoàn thành trước ngày 30/9/2026;
b) Vụ Pháp chế tổng hợp khó khăn của các đơn vị, báo cáo trong quý IV năm 2026.
2. Văn phòng Bộ hoàn thiện quy chế làm việc, hoàn thành trước ngày 30/9/2026."""


def verbs():
    return list(ChangeEntry.objects.values_list("verb", flat=True))


# --- What is written ------------------------------------------------------------------------------------------
def test_a_conference_from_its_first_day(ministry, unit_a, office, second_office):
    conference = Conference(
        host=ministry,
        title="Hội nghị",
        held_on="2026-03-05",
        place="Hà Nội",
        chair_name="Bộ trưởng",
        chair_title="Bộ trưởng",
    )
    save_conference(conference, by=office)
    conference = Conference.objects.get()
    conference.place = "Hội trường tầng 2"
    save_conference(conference, by=second_office)
    save_conference(conference, by=second_office)  # nothing changed, so there is nothing to tell
    set_attendance(conference, {unit_a.pk: "Cục trưởng"}, by=office)
    assert verbs() == ["create", "edit", "attend"]
    edit, attend = ChangeEntry.objects.order_by("pk")[1:]
    assert edit.changes == {"place": ["Hà Nội", "Hội trường tầng 2"]}
    assert (edit.by, edit.by_name, edit.version) == (
        second_office,
        "Cán bộ Văn phòng thứ hai Cán bộ Văn phòng thứ hai",
        2,
    )
    assert attend.changes == {"came": ["", f"{unit_a}: Cục trưởng"]}


def test_a_conclusion_and_its_tasks(conference, unit_a, unit_b, office):
    read_conclusion(conference, text=TEXT, by=office)
    first, second = Task.objects.order_by("position")
    split_task(first, by=office)
    second.text = "Văn phòng Bộ sửa đổi quy chế làm việc của Bộ."
    save_task(second, by=office, lead_units=[unit_b], supporting_units=[])
    dismiss_task(second, by=office)
    restore_task(second, by=office)
    save_summary(
        conference.conclusion,
        assessments="Khá tốt.",
        limitations="",
        version=conference.conclusion.version,
        by=office,
    )
    read_conclusion(conference, text=f"{TEXT}\n3. Cục Hóa chất báo cáo.", by=office)
    assert verbs() == ["read", "split_task", "edit_task", "dismiss_task", "restore_task", "sum_up", "read"]
    edited = ChangeEntry.objects.get(verb="edit_task")
    assert edited.changes["lead_units"] == ["", unit_b.name]
    assert edited.changes["text"][1] == second.text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE conferences_changeentry SET reason = 'x'",
        "DELETE FROM conferences_changeentry",
        "DELETE FROM conferences_conference",
    ],
)
def test_not_even_sql_changes_the_history(conference, office, statement):
    conference.place = "Nơi khác"
    save_conference(conference, by=office)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")
    assert ChangeEntry.objects.count() == 1


@pytest.mark.parametrize(
    "table",
    [
        "assignments_historyentry",
        "conferences_changeentry",
        "notices_historyentry",
        "notices_issuance",
        "notices_original",
        "units_rolechange",
        "workdays_calendarchange",
    ],
)
def test_no_history_is_emptied(db, table):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_never_emptied")
        with pytest.raises(IntegrityError, match="TRUNCATE is refused"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
        transaction.set_rollback(True)


# --- Pages ----------------------------------------------------------------------------------------------------
def test_the_history_page(conference, task, office, leader, head_a, client_of):
    task.text = "Cục Hóa chất rà soát toàn bộ quy chuẩn an toàn hóa chất, trình Lãnh đạo Bộ xem xét."
    save_task(task, by=office, lead_units=[], supporting_units=[])
    conference.place = "Nơi khác"
    save_conference(conference, by=office)
    url = reverse("conferences:history", args=[conference.pk])
    page = client_of(leader).get(url)
    assert "Edited the conference" in page.text
    assert "<ins>toàn bộ </ins>" in page.text
    assert "Edited the conference" not in client_of(office).get(url, {"task": task.pk}).text
    assert "See all" in client_of(office).get(conference.get_absolute_url()).text
    assert client_of(head_a).get(url).status_code == 403


def form_of(conference, **changed):
    values = {
        name: getattr(conference, name)
        for name in ("kind", "title", "theme", "place", "chair_name", "chair_title", "agenda", "version")
    }
    return {**values, "host": conference.host_id, "held_on": f"{conference.held_on:%d/%m/%Y}", **changed}


def test_who_comes_second_keeps_the_own_text_and_what_the_other_wrote(
    conference, office, second_office, client_of
):
    url = reverse("conferences:update", args=[conference.pk])
    Conference.objects.filter(pk=conference.pk).update(agenda="Khai mạc\nĐối thoại")
    conference.agenda = "Khai mạc\r\nĐối thoại"
    mine = form_of(conference, title="Tên tôi gõ", theme="Chủ đề tôi gõ")
    client_of(second_office).post(url, form_of(conference, place="Nơi khác", title="Tên người kia gõ"))
    page = client_of(office).post(url, mine)
    assert page.status_code == 409
    assert "Somebody was faster than you." in page.text
    assert "Tên người kia gõ" in page.text
    form = page.context["form"]
    assert form["title"].value() == "Tên tôi gõ"
    assert form["place"].value() == "Nơi khác"  # the person had not touched it
    assert Conference.objects.get().title == "Tên người kia gõ"
    assert set(ChangeEntry.objects.get().changes) == {"title", "place"}  # lines end as browsers send them
    again = {name: form[name].value() or "" for name in form.fields}
    assert client_of(office).post(url, again).status_code == 302
    stored = Conference.objects.get()
    assert (stored.title, stored.theme, stored.place) == ("Tên tôi gõ", "Chủ đề tôi gõ", "Nơi khác")


def test_two_lists_of_who_attended(conference, unit_a, unit_b, office, client_of):
    url = reverse("conferences:attendance", args=[conference.pk])
    page = client_of(office).get(url)
    assert 'name="version" value="1"' in page.text
    set_attendance(conference, {unit_a.pk: "Cục trưởng"}, by=office)
    rows = {
        "units-TOTAL_FORMS": 1,
        "units-INITIAL_FORMS": 1,
        "units-0-unit": unit_b.pk,
        "units-0-people": "Vụ trưởng",
    }
    page = client_of(office).post(url, {**rows, "version": 1})
    assert page.status_code == 409
    assert "Vụ trưởng" in page.text
    assert 'name="version" value="2"' in page.text
    assert conference.attendances.get().people == "Cục trưởng"
    client_of(office).post(url, {**rows, "version": 2})
    assert conference.attendances.get().people == "Vụ trưởng"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_two_on_one_task(task, unit_a, unit_b, office, second_office, client_of, headers):
    url = reverse("conferences:task_update", args=[task.pk])
    other = Task.objects.get(pk=task.pk)
    other.text, other.due_on = "Người kia sửa.", task.due_on + timedelta(days=5)
    save_task(other, by=second_office, lead_units=[unit_b], supporting_units=[])
    prefix = f"task{task.pk}-"
    values = {"number": "1a", "text": "Tôi sửa.", "lead_units": unit_a.pk, "due_on": f"{task.due_on:%d/%m/%Y}",
              "due_kind": "date", "due_phrase": "", "version": 1}  # fmt: skip
    page = client_of(office).post(
        url, {prefix + name: value for name, value in values.items()}, headers=headers
    )
    assert page.status_code == (200 if headers else 409)
    assert "Somebody was faster than you." in page.text
    form = page.context["form"]
    assert form["text"].value() == "Tôi sửa."
    assert form["due_on"].value() == f"{other.due_on:%d/%m/%Y}"
    assert form["lead_units"].value() == [str(unit_b.pk)]
    assert form["version"].value() == "2"
    assert Task.objects.get().text == "Người kia sửa."


def test_versions_count_only_what_others_did(conference, office):
    with pytest.raises(SomebodyWasFaster):
        save_conference(conference, by=office, version=9)
    conference.place = "Nơi khác"
    save_conference(conference, by=office, version=1)
    assert [step.title for step in since(conference, 1)] == ["Edited the conference"]
    assert since(conference, 2) == []


# --- Words ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("một hai ba", "một hai ba", "một hai ba"),
        ("một hai ba", "một ba", "một [-hai -]ba"),
        ("a " * 40 + "x", "a " * 40 + "y", "… a a a a a a [-x-][+y+]"),
        ("x " + "a " * 40, "y " + "a " * 40, "[-x -][+y +]a a a a a a …"),
    ],
)
def test_what_became_what(old, new, wanted):
    marks = {"old": "[-%s-]", "new": "[+%s+]", "same": "%s", "gap": "%s"}
    told = "".join(marks[part.kind] % part.text for part in compared(old, new))
    assert " ".join(told.split()) == wanted


def test_texts_of_any_length_are_compared_at_once():
    old = "\n".join(f"Đoạn {number} của bản kết luận dài." for number in range(3000))
    parts = list(compared(old, old.replace("Đoạn 1500 ", "Đoạn mới ")))
    assert [part.text for part in parts if part.kind == "new"] == ["Đoạn mới của bản kết luận dài.\n"]
