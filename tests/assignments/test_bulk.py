"""Many assignments at once: the same permission and history as one by one, one transaction, one line a person."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assignments import bulk
from assignments.actions import Change, change_state, create_assignment
from assignments.bulk import MOST_ROWS, Assign, Remind, SetDeadline, run
from assignments.exports import SHEET
from assignments.models import Assignment, BulkRun, HistoryEntry, Reminder
from assignments.workflow import State
from assignments.writing import Refused
from conferences.models import Task
from dialogue_tracker.spreadsheets import read_workbook
from notifications.models import Notification
from tests.concurrency import meanwhile


@pytest.fixture
def work(conference, office):
    """Six recommendations' worth of work nobody has yet."""
    return [create_assignment(conference=conference, title=f"việc {n}", by=office) for n in range(6)]


def seen(rows):
    return {row.pk: row.version for row in rows}


def url(act):
    return reverse("assignments:bulk", args=[act])


def rows_value(rows):
    return ",".join(f"{row.pk}:{row.version}" for row in rows)


def test_allowed_rows_are_written_together_and_the_others_say_why(
    work, unit_a, office, second_office, head_a
):
    taken = change_state(work[0], "assign", by=second_office, change=Change(unit=unit_a))
    Notification.objects.all().delete()
    day = timezone.localdate() + timedelta(days=20)
    result = run(Assign(unit=unit_a, due_on=day), seen([taken, *work[1:]]), by=office)
    refused = [line for line in result.lines if not line["done"]]
    assert [line["assignment"] for line in refused] == [taken.pk]
    assert "Waiting for acceptance" in refused[0]["sentence"]
    for row in Assignment.objects.filter(pk__in=[row.pk for row in work[1:]]):
        assert (row.state, row.unit, row.due_on, row.version) == (State.ASSIGNED, unit_a, day, 2)
        entry = row.history.last()
        assert (entry.verb, entry.by, entry.changes["unit"]) == ("assign", office, ["", unit_a.name])
    line = Notification.objects.get(user=head_a)
    assert "5 pieces of work" in line.subject


def test_who_changed_a_row_meanwhile_is_not_overwritten(work, unit_a, unit_b, office, second_office):
    before = seen(work[:2])
    change_state(work[0], "assign", by=second_office, change=Change(unit=unit_b))
    result = run(Assign(unit=unit_a), before, by=office)
    assert [line["done"] for line in result.lines] == [False, True]
    assert "meanwhile" in result.lines[0]["sentence"]
    assert Assignment.objects.get(pk=work[0].pk).unit == unit_b


def test_an_unexpected_error_leaves_nothing_half_done(work, unit_a, office, monkeypatch):
    entries = HistoryEntry.objects.count()

    def explode(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(BulkRun.objects, "create", explode)
    with pytest.raises(RuntimeError):
        run(Assign(unit=unit_a), seen(work), by=office)
    assert not Assignment.objects.filter(unit=unit_a).exists()
    assert HistoryEntry.objects.count() == entries


def test_a_unit_gets_a_task_once(assignment, conference, task, unit_b, office):
    more = [create_assignment(conference=conference, title="việc", task=task, by=office) for _n in range(2)]
    result = run(Assign(unit=unit_b), seen(more), by=office)
    assert [line["done"] for line in result.lines] == [True, False]
    assert "has this task already" in result.lines[1]["sentence"]


def test_a_row_refused_in_the_end_leaves_the_task_to_the_next(conference, task, unit_b, office, monkeypatch):
    more = [create_assignment(conference=conference, title="việc", task=task, by=office) for _n in range(2)]

    def refuse_the_first(assignment, *args, **kwargs):
        if assignment.pk == more[0].pk:
            raise Refused("Không được.")
        return change_state(assignment, *args, **kwargs)

    monkeypatch.setattr(bulk, "change_state", refuse_the_first)
    result = run(Assign(unit=unit_b), seen(more), by=office)
    assert [line["sentence"] for line in result.lines] == ["Không được.", ""]
    assert Assignment.objects.get(pk=more[1].pk).unit == unit_b


def test_a_preview_refuses_the_second_row_of_a_task(conference, task, unit_b, office):
    more = [create_assignment(conference=conference, title="việc", task=task, by=office) for _n in range(2)]
    first, second = bulk.preview(Assign(unit=unit_b), more, by=office)
    assert not first.why_not
    assert "has this task already" in second.why_not


def test_who_may_not_changes_nothing(work, assignment, unit_a, head_a, leader):
    for person in (head_a, leader):
        result = run(Assign(unit=unit_a), seen([assignment, *work]), by=person)
        assert not any(line["done"] for line in result.lines)
    assert len(result.lines) == 7  # the leadership sees all of them, the head only the unit's own
    assert not Assignment.objects.filter(pk__in=[row.pk for row in work], unit=unit_a).exists()


def test_deadlines_keep_the_original_beside_them(assignment, work, office):
    day = timezone.localdate() + timedelta(days=40)
    before = assignment.due_on
    run(SetDeadline(due_on=day, reason="Chờ Nghị định"), seen([assignment, work[0]]), by=office)
    assignment.refresh_from_db()
    assert (assignment.due_on, assignment.original_due_on) == (day, before)
    assert assignment.history.last().reason == "Chờ Nghị định"
    again = run(SetDeadline(due_on=day, reason="Chờ"), seen(Assignment.objects.filter(due_on=day)), by=office)
    assert {line["sentence"] for line in again.lines} == {"This is the deadline already."}


def test_a_reminder_by_hand_stands_in_the_ledger_and_goes_once_a_day(
    assignment, work, office, head_a, officer_a
):
    result = run(Remind(words="Đề nghị báo cáo."), seen([assignment, work[0]]), by=office)
    assert [line["done"] for line in result.lines] == [True, False]
    sent = Reminder.objects.filter(assignment=assignment, sent_at__isnull=False)
    assert {row.recipient for row in sent} == {head_a, officer_a}
    assert assignment.history.last().verb == "remind"
    assert Notification.objects.filter(user=head_a, body__startswith="Đề nghị báo cáo.").count() == 1
    again = run(Remind(), seen([assignment]), by=office)
    assert "today already" in again.lines[0]["sentence"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_over_the_same_rows_wait_for_each_other(work, unit_a, unit_b, office, second_office):
    forward, backward = seen(work), seen(reversed(work))
    raised = meanwhile(
        lambda: run(Assign(unit=unit_a), forward, by=office),
        lambda: run(Assign(unit=unit_b), backward, by=second_office),
    )
    assert raised is None
    assert set(Assignment.objects.values_list("unit", flat=True)) == {unit_a.pk}
    assert HistoryEntry.objects.filter(verb="assign").count() == len(work)


# --- Pages ----------------------------------------------------------------------------------------------------
def test_from_the_list_over_the_preview_to_the_result(client_of, office, work, unit_a, second_office):
    client = client_of(office)
    listed = client.get(reverse("assignments:list"))
    assert f'name="pick" value="{work[0].pk}"' in listed.text
    page = client.get(url("assign"), {"pick": [row.pk for row in work]})
    assert "Assign 6 pieces of work" in page.text
    done = change_state(work[5], "assign", by=second_office, change=Change(unit=unit_a))
    values = {"rows": rows_value([*work[:5], done]), "unit": unit_a.pk, "reason": "Theo phân công"}
    preview = client.post(url("assign"), values)
    assert "Assign 5 pieces of work" in preview.text
    assert "Waiting for acceptance" in preview.text
    assert not Assignment.objects.filter(unit=unit_a).exclude(pk=done.pk).exists()
    result = client.post(url("assign"), {**values, "confirm": "1"}, follow=True)
    assert "5 done, 1 unchanged" in result.text
    assert client_of(second_office).get(result.request["PATH_INFO"]).status_code == 404


def test_all_that_the_filters_find(client_of, office, work, assignment):
    page = client_of(office).get(url("deadline"), {"all": "1", "state": "received"})
    assert "deadline of 6 pieces of work" in page.text
    assert page.context["form"].initial["rows"] == rows_value(Assignment.objects.filter(state="received"))


@pytest.mark.parametrize("chosen", [{}, {"pick": "x"}, {"pick": "99999999"}])
def test_nothing_chosen_is_said(client_of, office, work, chosen):
    assert "Tick the rows" in client_of(office).get(url("remind"), chosen).text


def test_too_many_are_refused_with_a_sentence(client_of, office, work, monkeypatch):
    monkeypatch.setattr("assignments.views_bulk.MOST_ROWS", 5)
    page = client_of(office).get(url("deadline"), {"all": "1"})
    assert "at most 5 can be changed at once" in page.text
    assert MOST_ROWS == 1000


def test_what_was_typed_is_kept_when_a_field_is_wrong(client_of, office, work):
    page = client_of(office).post(
        url("deadline"), {"rows": rows_value(work), "due_on": "31/02/2026", "reason": "Lý do"}
    )
    assert "There is no day 31" in page.text
    assert "Lý do" in page.text
    assert page.context["number"] == 6


@pytest.mark.parametrize("rows", ["", "x", "1:2:3,,:", "99999999999999999999:1"])
def test_rows_written_by_anybody(client_of, office, work, rows):
    answer = client_of(office).post(
        url("deadline"),
        {"rows": rows, "due_on": "05/03/2030", "reason": "Lý do", "confirm": "1"},
        follow=True,
    )
    assert answer.status_code == 200
    assert not Assignment.objects.exclude(due_on=None).exists()


def test_the_preview_asks_no_more_for_more_rows(
    client_of, office, work, unit_a, django_assert_max_num_queries
):
    client = client_of(office)
    with django_assert_max_num_queries(20):
        client.post(url("assign"), {"rows": rows_value(work), "unit": unit_a.pk})


# --- Export ---------------------------------------------------------------------------------------------------
def exported(client, **sent):
    answer = client.get(reverse("assignments:export"), {"as": "csv", **sent})
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_export_holds_what_the_list_shows(client_of, office, head_b, assignment, work):
    rows = exported(client_of(office), state="assigned")
    assert rows[0][:3] == ["Number", "Kind", "Wording"]
    assert rows[1][0] == "1"
    assert rows[1][2] == assignment.wording
    assert len(rows) == 2
    assert len(exported(client_of(office), pick=[work[0].pk, work[1].pk])) == 3
    assert len(exported(client_of(head_b))) == 1


def test_as_a_workbook_it_is_the_same_list_with_real_dates(client_of, office, assignment, work):
    Task.objects.filter(pk=assignment.task_id).update(text='=HYPERLINK("http://x")')
    answer = client_of(office).get(reverse("assignments:export"))
    found = read_workbook(b"".join(answer.streaming_content), [SHEET])
    assert found.problems == found.notices == []
    first = found.rows[SHEET.id][0].values
    assert first["wording"] == '=HYPERLINK("http://x")'
    assert first["due_on"] == assignment.due_on
    lines = exported(client_of(office))
    assert lines[0] == [str(column.title) for column in SHEET.columns]
    assert [row.values["number"] for row in found.rows[SHEET.id]] == [line[0] for line in lines[1:]]


def test_the_file_has_a_name_in_the_language_of_the_person(client_of, office, work):
    office.language = "vi"
    office.save()
    client = client_of(office)
    answer = client.get(reverse("assignments:export"), {"as": "csv"}, headers={"accept-language": "vi"})
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''vi%E1%BB%87c")


def test_no_cell_is_run_as_a_formula(client_of, office, assignment):
    Task.objects.filter(pk=assignment.task_id).update(text='=HYPERLINK("http://x")')
    Assignment.objects.filter(pk=assignment.pk).update(due_phrase="+1")
    rows = exported(client_of(office))
    assert rows[1][2] == '\'=HYPERLINK("http://x")'
