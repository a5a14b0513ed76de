"""Past years come in from a workbook in the state they had, and live on here where they are open."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.dashboard import dashboard, earlier, same_period
from assignments.models import Assignment, Reminder, ReminderRule
from assignments.reminder_planning import plan
from assignments.workflow import State
from conferences.models import Conference, Task
from dialogue_tracker.spreadsheets import read_workbook, write_workbook
from notifications.models import Notification, OutgoingMail
from recommendations.imports import SHEETS, Outdated, apply, check
from recommendations.imports.past_sheets import CONFERENCES, RECOMMENDATIONS, TASKS
from recommendations.models import RaisedAgain
from units.models import Unit, UnitSuccession

TODAY = timezone.localdate()
HELD = date(TODAY.year - 1, 3, 10)
BEFORE = date(TODAY.year - 2, 3, 10)


def quiet(percent, step):
    """Nobody watches."""


def book(conferences, recommendations=(), tasks=()):
    target = BytesIO()
    write_workbook(target, [(CONFERENCES, conferences), (RECOMMENDATIONS, recommendations), (TASKS, tasks)])
    return target.getvalue()


def checked(data, by):
    reading = read_workbook(data, SHEETS["past_years"])
    return check(reading, kind="past_years", conference=None, by=by, report=quiet, file_name="so-cu.xlsx")


def conference_row(key="2024", held_on=HELD, **more):
    return {
        "key": key,
        "held_on": held_on,
        "title": f"Hội nghị đối thoại {key}",
        "place": "Hội trường",
        "chair_name": "Bộ trưởng",
        "chair_title": "Bộ trưởng",
        **more,
    }


def raised_row(number, text, **more):
    return {"conference": "2024", "number": number, "raised_by": "Cục Hóa chất", "text": text, **more}


@pytest.fixture
def old_unit(ministry, unit_b):
    """Went into unit B half a year after the conference."""
    end = HELD + timedelta(days=180)
    old = Unit.objects.create(
        name="Vụ Thi đua",
        kind=Unit.Kind.DEPARTMENT,
        parent=ministry,
        valid_from=date(2015, 1, 1),
        valid_to=end,
    )
    UnitSuccession.objects.create(
        predecessor=old,
        successor=unit_b,
        effective_on=end + timedelta(days=1),
        kind=UnitSuccession.Kind.MERGE,
    )
    return old


@pytest.fixture
def past(ministry, unit_a, unit_b, old_unit):
    due = HELD + timedelta(days=30)
    return book(
        [
            conference_row("2023", BEFORE),
            conference_row(notice_number="123/TB-BCT", notice_on=HELD + timedelta(days=5)),
        ],
        [
            {"conference": "2023", "number": "7", "raised_by": "HC", "text": "Đề nghị cấp kinh phí.", "lead": "PC"},
            raised_row(
                "1", "Đề nghị sửa quy chế.", lead="Vụ Pháp chế", due_on=due, state="Đã hoàn thành",
                outcome="Resolved", answer="Đã sửa.", done_on=due + timedelta(days=3), speaker="Cục trưởng",
            ),
            raised_row("2", "Đề nghị mở lớp.", lead="vu thi dua", due_on=due, repeats="2023/7"),
            raised_row("3", "Đề nghị xe.", state="Không thực hiện", answer="Đã có quy định chung."),
            raised_row("4", "Đề nghị nhà."),
        ],
        [
            {
                "conference": "2024", "number": "1", "text": "Rà soát quy chuẩn.", "leads": "Cục Hóa chất; PC",
                "due_on": due, "result": "Đã rà soát.", "done_on": due, "supporting": "Vụ Thi đua",
            },
            {"conference": "2024", "number": "2", "text": "Báo cáo.", "leads": "Tất cả các đơn vị"},
        ],
    )  # fmt: skip


def test_past_years_come_in_as_they_were(past, office, unit_a, unit_b, old_unit, office_unit):
    found = checked(past, office)
    assert [(problem.cell, problem.sentence) for problem in found.problems] == []
    before = Notification.objects.count(), OutgoingMail.objects.count()
    apply(found, by=office, report=quiet)
    held = Conference.objects.get(held_on=HELD)
    works = {work.title: work for work in held.assignments.filter(kind="recommendation").with_timing()}
    done = works["Đề nghị sửa quy chế."]
    assert (done.state, done.timing, done.unit, done.result) == (State.DONE, "done_late", unit_b, "Đã sửa.")
    assert (done.reported_by, done.confirmed_by, done.recommendation.outcome) == (None, None, "resolved")
    taken_over = works["Đề nghị mở lớp."]
    assert (taken_over.state, taken_over.unit, taken_over.came_from) == ("in_progress", unit_b, old_unit)
    assert taken_over.timing == "open_overdue"
    assert [works[title].state for title in ("Đề nghị xe.", "Đề nghị nhà.")] == ["withdrawn", "received"]
    entry = done.history.get()
    assert (entry.verb, entry.changes["loaded_from"][1]) == (
        "load",
        "so-cu.xlsx, sheet “Recommendations”, row 3",
    )
    assert RaisedAgain.objects.get().earlier.conference.held_on == BEFORE
    review, report = Task.objects.filter(conclusion__conference=held)
    assert {work.unit for work in review.assignments.all()} == {unit_a, unit_b}
    assert [list(work.supporting_units.all()) for work in review.assignments.all()] == [[old_unit]] * 2
    assert report.all_units
    assert report.assignments.count() >= 4
    text = held.conclusion.text
    assert [text[piece["start"] : piece["end"]].strip() for piece in held.conclusion.pieces] == text.split(
        "\n"
    )
    assert text.startswith("Thông báo kết luận số 123/TB-BCT ngày")
    assert before == (Notification.objects.count(), OutgoingMail.objects.count())
    total = dashboard(held, user=office).total
    assert (total["done_on_time"].count, total["done_late"].count, total["open_overdue"].count) == (2, 1, 1)
    then = dashboard(held, user=office, day=HELD + timedelta(days=29)).total
    assert (then["done"].count, then["open_overdue"].count) == (0, 0)


def test_a_loaded_year_is_the_same_period_of_the_year_before(past, office, office_unit, conference):
    apply(checked(past, office), by=office, report=quiet)
    before = earlier(conference, user=office)
    day = same_period(conference, before)
    assert (before.held_on, day) == (HELD, HELD + timedelta(days=30))
    total = dashboard(before, user=office, day=day).total
    assert (total["done_on_time"].count, total["done_late"].count, total["open_overdue"].count) == (2, 0, 0)


def test_reminders_of_what_was_loaded_start_with_the_load(past, office, head_b):
    apply(checked(past, office), by=office, report=quiet)
    assert ReminderRule.objects.filter(is_active=True).exists()
    plan(timezone.localdate())
    assert Reminder.objects.count() == 0
    soon = book(
        [conference_row(held_on=TODAY - timedelta(days=40))],
        [raised_row("1", "Đề nghị mới.", lead="PC", due_on=TODAY)],
    )
    apply(checked(soon, office), by=office, report=quiet)
    plan(timezone.localdate())
    assert set(Reminder.objects.values_list("planned_for__gte" and "assignment__title", flat=True)) == {
        "Đề nghị mới."
    }
    assert min(Reminder.objects.values_list("planned_for", flat=True)) >= TODAY


def test_a_second_load_of_the_file_is_refused_row_by_row(past, office):
    found = checked(past, office)
    at_once = checked(past, office)
    apply(found, by=office, report=quiet)
    count = Assignment.objects.count()
    with pytest.raises(Outdated):
        apply(at_once, by=office, report=quiet)
    again = checked(past, office)
    assert {problem.sheet for problem in again.problems} == {"Recommendations", "Tasks"}
    assert len(again.problems) == 7
    assert Assignment.objects.count() == count


def test_each_contradiction_is_told_with_its_cell(office, ministry, unit_a, unit_b, old_unit):
    due = HELD + timedelta(days=30)
    data = book(
        [conference_row(), conference_row("2023", BEFORE), conference_row("2025", TODAY + timedelta(days=3))],
        [
            raised_row("1", "Một.", lead="PC", done_on=due, answer=""),
            raised_row("2", "Hai.", lead="PC", due_on=HELD - timedelta(days=1)),
            raised_row("3", "Ba.", state="Chờ xác nhận", lead="PC"),
            raised_row("4", "Bốn.", state="Quá trời"),
            raised_row("5", "Năm.", lead="Vụ Pháp"),
            raised_row("6", "Sáu.", repeats="2023/99; 2024/1"),
            raised_row("6", "Bảy.", outcome="Under consideration, with a date", raised_by="Cục Hoá chất mới"),
            raised_row("8", "Bốn.", conference="1999"),
            raised_row(
                "9", "Hai.", state="Done", done_on=TODAY + timedelta(days=1), answer="Xong.", lead="PC"
            ),
            raised_row("10", "Mười.", state="In progress"),
        ],
        [{"conference": "2024", "number": "1", "text": "Rà soát.", "leads": "Cục Hóa chất; hc"}] * 2,
    )
    found = checked(data, office)
    cells = sorted(f"{problem.sheet[0]}!{problem.cell}" for problem in found.problems)
    assert cells == sorted(
        [
            "C!B4", "R!L2", "R!I3", "R!J4", "R!J5", "R!G6", "R!O7", "R!O7", "R!B8", "R!C8", "R!M8", "R!A9",
            "R!E10", "R!N10", "R!G11", "T!D3",
        ]
    )  # fmt: skip
    sentences = " ".join(problem.sentence for problem in found.problems)
    assert "Is it “Vụ Pháp chế”?" in sentences


@pytest.mark.parametrize("who", ["head_a", "leader", "administrator", "observer"])
def test_only_the_office_of_the_ministry_loads_the_past(who, past, request):
    with pytest.raises(PermissionDenied):
        checked(past, request.getfixturevalue(who))
