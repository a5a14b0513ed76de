"""The list, the workspace, the form, who attended, the tasks: for each role, with few queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assignments.actions import accept_tasks
from conferences.models import Conference, Task

FORM = {
    "kind": "leadership",
    "title": "Hội nghị đối thoại năm 2026",
    "theme": "Cải cách hành chính",
    "held_on": "5/3/2026",
    "place": "Hội trường tầng 2",
    "chair_name": "Bộ trưởng",
    "chair_title": "Bộ trưởng Bộ Công Thương",
    "agenda": "Khai mạc\nKết luận",
}


def make_conferences(conference, count):
    """Copies of the conference, so that lists have `count` rows."""
    for number in range(1, count):
        Conference.objects.create(
            host=conference.host,
            title=f"Hội nghị thứ {number}",
            held_on=conference.held_on - timedelta(days=365 * number),
            place="Hội trường",
            chair_name="Bộ trưởng",
            chair_title="Bộ trưởng",
            created_by=conference.created_by,
        )


# --- List -------------------------------------------------------------------------------------------------------
def test_the_list_shows_the_stage_of_the_work(client_of, office, task):
    page = client_of(office).get(reverse("conferences:list"))
    assert "Tasks to be accepted" in page.text
    assert reverse("conferences:create") in page.text


@pytest.mark.parametrize("role", ["leader", "observer", "head_a", "officer_a"])
def test_readers_see_the_conferences_that_concern_them_and_no_button(role, client_of, conference, request):
    page = client_of(request.getfixturevalue(role)).get(reverse("conferences:list"))
    assert conference.title in page.text
    assert reverse("conferences:create") not in page.text


def test_a_unit_that_was_not_there_sees_nothing(client_of, conference, head_b, unit_b):
    conference.attendances.filter(unit=unit_b).delete()
    page = client_of(head_b).get(reverse("conferences:list"))
    assert conference.title not in page.text
    assert "No conference yet." in page.text
    assert client_of(head_b).get(conference.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=doi+thoai", True),
        ("q=ngân sách", False),
        ("year={year}", True),
        ("year=1999", True),
        ("kind=leadership", True),
        ("kind=staff", False),
        ("kind=nonsense", True),
        ("page=99", True),
    ],
)
def test_filters(query, found, client_of, office, conference):
    path = reverse("conferences:list") + "?" + query.format(year=conference.held_on.year)
    page = client_of(office).get(path)
    assert page.status_code == 200
    # An impossible filter is refused with a sentence and shows everything, as Django's filters do.
    assert (conference.title in page.text) == found


def test_htmx_gets_the_inside_of_the_list(client_of, office, conference):
    page = client_of(office).get(reverse("conferences:list"), headers={"hx-request": "true"})
    assert "<html" not in page.text
    assert conference.title in page.text
    assert "HX-Request" in page.headers["Vary"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(count, client_of, office, conference, task, django_assert_num_queries):
    make_conferences(conference, count)
    client = client_of(office)
    # session, person, roles, inbox · years, number, page · four counts
    with django_assert_num_queries(12):
        client.get(reverse("conferences:list"))


# --- Workspace --------------------------------------------------------------------------------------------------
def test_the_workspace_leads_to_the_next_step(client_of, office, conference):
    page = client_of(office).get(conference.get_absolute_url())
    assert "Log the recommendations" in page.text
    assert reverse("recommendations:live", args=[conference.pk]) in page.text
    assert reverse("conferences:attendance", args=[conference.pk]) in page.text


def test_before_its_day_a_conference_leads_to_what_units_send_beforehand(client_of, office, conference):
    conference.held_on = timezone.localdate() + timedelta(days=7)
    conference.submissions_until = timezone.localdate() + timedelta(days=3)
    conference.save()
    page = client_of(office).get(conference.get_absolute_url())
    assert page.context["next_step"]["call_url"] == reverse("submissions:of_conference", args=[conference.pk])


def test_the_steps_follow_the_work(client_of, office, conference, task):
    client = client_of(office)

    def states():
        return [step["state"] for step in client.get(conference.get_absolute_url()).context["steps"]]

    assert states() == ["current", "done", "todo", "todo", "todo"]
    accept_tasks([task], by=office)
    assert states() == ["current", "done", "done", "done", "todo"]


def test_a_unit_sees_the_conference_without_the_steps_of_the_office(
    client_of, head_a, conference, conclusion
):
    page = client_of(head_a).get(conference.get_absolute_url())
    assert conference.place in page.text
    assert "steps" not in page.context
    assert reverse("conferences:review", args=[conference.pk]) not in page.text
    assert reverse("conferences:attendance", args=[conference.pk]) not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_workspace_query_count(count, client_of, office, conference, ministry, django_assert_num_queries):
    for number in range(1, count):
        unit = ministry.children.create(name=f"Cục {number}", kind="agency", valid_from=date(2020, 1, 1))
        conference.attendances.create(unit=unit)
    client = client_of(office)
    with django_assert_num_queries(13):
        client.get(conference.get_absolute_url())


# --- Create and edit --------------------------------------------------------------------------------------------
def test_create_with_all_units(client_of, office, ministry, unit_a, unit_b):
    answer = client_of(office).post(
        reverse("conferences:create"), {**FORM, "host": ministry.pk, "all_units": "on"}
    )
    conference = Conference.objects.get()
    assert answer.headers["Location"] == conference.get_absolute_url()
    assert conference.held_on == date(2026, 3, 5)
    assert conference.created_by == office
    assert conference.agenda_items == ["Khai mạc", "Kết luận"]
    assert {row.unit for row in conference.attendances.all()} == {unit_a, unit_b}


def test_create_and_choose_the_units_next(client_of, office, ministry):
    answer = client_of(office).post(reverse("conferences:create"), {**FORM, "host": ministry.pk})
    conference = Conference.objects.get()
    assert answer.headers["Location"] == reverse("conferences:attendance", args=[conference.pk])


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client_of, office, ministry):
    page = client_of(office).post(
        reverse("conferences:create"), {**FORM, "host": ministry.pk, "held_on": "03/13/2026"}
    )
    assert "There is no month 13." in page.text
    assert FORM["theme"] in page.text
    assert not Conference.objects.exists()


def test_the_host_must_exist_on_the_day(client_of, office, unit_a, unit_b):
    unit_a.valid_to = date(2025, 2, 28)
    unit_a.save()
    page = client_of(office).post(reverse("conferences:create"), {**FORM, "kind": "unit", "host": unit_a.pk})
    assert "did not exist on 05/03/2026" in page.text


def test_a_unit_conference_is_held_by_a_unit(client_of, office, ministry):
    page = client_of(office).post(
        reverse("conferences:create"), {**FORM, "kind": "unit", "host": ministry.pk}
    )
    assert "Choose the unit that held the conference" in page.text


def test_edit(client_of, office, conference, ministry):
    path = reverse("conferences:update", args=[conference.pk])
    assert conference.title in client_of(office).get(path).text
    answer = client_of(office).post(path, {**FORM, "host": ministry.pk})
    assert answer.status_code == 302
    conference.refresh_from_db()
    assert conference.title == FORM["title"]
    assert conference.attendances.count() == 2


def test_an_edit_that_is_refused_leaves_the_stored_title_in_the_heading(
    client_of, office, conference, ministry
):
    path = reverse("conferences:update", args=[conference.pk])
    page = client_of(office).post(path, {**FORM, "host": ministry.pk, "held_on": ""})
    assert f">{conference.title}</a>" in page.text


@pytest.mark.parametrize("name", ["create", "update", "attendance"])
@pytest.mark.parametrize("role", ["leader", "observer", "head_a", "officer_a"])
def test_who_only_reads_changes_nothing(name, role, client_of, conference, request):
    client = client_of(request.getfixturevalue(role))
    path = reverse(f"conferences:{name}", args=[] if name == "create" else [conference.pk])
    assert client.get(path).status_code == 403
    assert client.post(path, FORM).status_code == 403


# --- Who attended -----------------------------------------------------------------------------------------------
def attendance_data(rows):
    data = {"units-TOTAL_FORMS": len(rows), "units-INITIAL_FORMS": len(rows)}
    for index, (unit, attended, people) in enumerate(rows):
        data |= {f"units-{index}-unit": unit.pk, f"units-{index}-people": people}
        if attended:
            data[f"units-{index}-attended"] = "on"
    return data


def test_attendance_row_by_row(client_of, office, conference, office_unit, unit_a, unit_b):
    path = reverse("conferences:attendance", args=[conference.pk])
    assert office_unit.name in client_of(office).get(path).text
    rows = [(unit_a, False, ""), (unit_b, True, ""), (office_unit, False, "Chánh Văn phòng")]
    client_of(office).post(path, attendance_data(rows))
    assert set(conference.attendances.values_list("unit", "people")) == {
        (unit_b.pk, ""),
        (office_unit.pk, "Chánh Văn phòng"),
    }


def test_all_units_with_one_click(client_of, office, conference, office_unit, unit_a, unit_b):
    path = reverse("conferences:attendance", args=[conference.pk])
    rows = [(unit_a, False, "Cục trưởng"), (unit_b, False, ""), (office_unit, False, "")]
    client_of(office).post(path, {**attendance_data(rows), "all": "1"})
    assert conference.attendances.count() == 3
    assert conference.attendances.get(unit=unit_a).people == "Cục trưởng"


def test_a_unit_conference_lists_the_unit_and_what_is_below_it(client_of, office, conference, unit_a, unit_b):
    conference.attendances.all().delete()
    Conference.objects.filter(pk=conference.pk).update(host=unit_a, kind="unit")
    page = client_of(office).get(reverse("conferences:attendance", args=[conference.pk]))
    assert [unit for unit, _ in page.context["rows"]] == [unit_a]


@pytest.mark.parametrize("unit", ["999999", "x", ""])
def test_a_row_with_a_foreign_unit_is_ignored(unit, client_of, office, conference, unit_a):
    data = {**attendance_data([(unit_a, True, "")]), "units-0-unit": unit}
    answer = client_of(office).post(reverse("conferences:attendance", args=[conference.pk]), data)
    assert answer.status_code in (200, 302)


def test_attendance_without_its_rows(client_of, office, conference):
    page = client_of(office).post(reverse("conferences:attendance", args=[conference.pk]), {})
    assert page.status_code == 200
    assert conference.attendances.count() == 2


# --- Tasks ------------------------------------------------------------------------------------------------------
def test_the_tasks_show_what_became_of_them(client_of, office, conference, task, unit_a):
    client = client_of(office)
    path = reverse("conferences:tasks", args=[conference.pk])
    assert "1 proposed task waits" in client.get(path).text
    (assignment,) = accept_tasks([task], by=office)
    page = client.get(path)
    assert task.text in page.text
    assert assignment.get_absolute_url() in page.text


def test_a_unit_sees_its_own_accepted_tasks_only(client_of, head_a, head_b, office, conference, task, unit_b):
    foreign = Task.objects.create(
        conclusion=task.conclusion,
        position=2,
        text="Vụ Pháp chế rà soát quy chế.",
        accepted_at=timezone.now(),
        accepted_by=office,
    )
    foreign.lead_units.add(unit_b)
    path = reverse("conferences:tasks", args=[conference.pk])
    assert "No task for your unit." in client_of(head_a).get(path).text  # a proposal is not yet anybody's
    accept_tasks([task], by=office)
    page = client_of(head_a).get(path)
    assert task.text in page.text
    assert foreign.text not in page.text
    assert foreign.text in client_of(head_b).get(path).text


def test_a_unit_does_not_see_what_others_made_of_the_same_task(
    client_of, head_a, office, conference, task, unit_b
):
    task.lead_units.add(unit_b)
    own, foreign = sorted(accept_tasks([task], by=office), key=lambda made: made.unit == unit_b)
    page = client_of(head_a).get(reverse("conferences:tasks", args=[conference.pk]))
    assert own.get_absolute_url() in page.text
    assert foreign.get_absolute_url() not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_tasks_query_count(
    count, client_of, office, conclusion, conference, unit_a, django_assert_num_queries
):
    made = [
        Task.objects.create(conclusion=conclusion, position=n, text=f"Nhiệm vụ {n}.") for n in range(count)
    ]
    for task in made:
        task.lead_units.add(unit_a)
    accept_tasks(made, by=office)
    client = client_of(office)
    with django_assert_num_queries(15):
        client.get(reverse("conferences:tasks", args=[conference.pk]))
