"""What the rows of a conference's workbook mean: found before anything is written, written whole or not at all."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.actions import Change, change_state
from assignments.models import Assignment, HistoryEntry
from assignments.workflow import Verb
from dialogue_tracker.spreadsheets import read_workbook, write_workbook
from notifications.models import Notification
from recommendations import actions
from recommendations.imports import SHEETS, Outdated, apply, check
from recommendations.imports.sheets import SHEET
from recommendations.models import Recommendation
from tests.conftest import make_unit
from tests.recommendations.test_exports import exported, quiet


def book(*rows) -> bytes:
    target = BytesIO()
    write_workbook(target, [(SHEET, rows)])
    return target.getvalue()


def checked(data, conference, by, report=quiet):
    reading = read_workbook(data, SHEETS["recommendations"])
    return check(reading, kind="recommendations", conference=conference, by=by, report=report)


def said(text="Đề nghị sửa đường.", unit="Cục Hóa chất", **more):
    return {"raised_by": unit, "text": text, **more}


def rows_of(data):
    return [
        dict(row.values) for row in read_workbook(data, SHEETS["recommendations"]).rows["recommendations"]
    ]


def told(found):
    return [(problem.cell, problem.sentence) for problem in found.problems]


# --- New --------------------------------------------------------------------------------------------------------
def test_a_row_that_is_brought_in_is_like_one_that_was_logged(conference, unit_a, unit_b, office):
    by_hand = actions.log(
        conference=conference,
        raised=actions.Raised(raised_by=unit_a, text="Một\nhai", speaker="Cục trưởng", proposed_lead=unit_b),
        key=uuid4(),
        by=office,
    )
    found = checked(
        book(said("Một  \nhai.", "cuc hoa chat", speaker="Cục trưởng", proposed_lead="PC")),
        conference,
        office,
    )
    assert told(found) == []
    assert apply(found, by=office, report=quiet) == {"new": 1, "change": 0, "same": 0}
    brought = Recommendation.objects.exclude(pk=by_hand.pk).get()
    own = {
        "id",
        "assignment_id",
        "client_key",
        "position",
        "text",
        "search_text",
        "created_at",
        "speech_at",
        "said_at",
    }

    def stored(model, pk):
        row = model.objects.filter(pk=pk).values().get()
        return {name: value for name, value in row.items() if name not in own | {"title"}}

    assert stored(Recommendation, brought.pk) == stored(Recommendation, by_hand.pk)
    assert stored(Assignment, brought.assignment_id) == stored(Assignment, by_hand.assignment_id)
    histories = [
        list(
            one.assignment.history.values(
                "verb", "by", "by_name", "from_state", "to_state", "changes", "reason"
            )
        )
        for one in (brought, by_hand)
    ]
    assert histories[0] == histories[1]
    assert (brought.position, brought.text, brought.search_text) == (2, "Một\nhai.", "mot hai. cuc truong")
    assert Notification.objects.count() == 0


def test_names_are_found_as_people_write_them(conference, ministry, unit_a, unit_b, office):
    make_unit("Vụ Tổ chức cán bộ", ministry, abbreviation="TCCB")
    make_unit("Vụ Kế hoạch - Tài chính", ministry, abbreviation="KHTC")
    make_unit("Cục Hóa dầu", ministry, abbreviation="HD")
    make_unit("Cục Hóa đầu", ministry, abbreviation="HĐ")
    names = (
        "VỤ PHÁP CHẾ",
        "pc",
        "vu phap che",
        "Vụ Tổ chức",
        "cuc hoa dau",
        "Cục Không Có",
        "Vụ Kế hoạch–Tài chính",
        "Vụ Hóa chấp",
        "Cục",
    )
    found = checked(book(*(said(f"Câu {n}.", name) for n, name in enumerate(names))), conference, office)
    assert told(found) == [
        ("B5", "There is no unit “Vụ Tổ chức”. Is it “Vụ Tổ chức cán bộ”?"),
        ("B6", "“cuc hoa dau” can be “Cục Hóa dầu”, “Cục Hóa đầu”. Write the full name."),
        ("B7", "There is no unit “Cục Không Có”. Take a name from the sheet “Danh mục” of the template."),
        ("B9", "There is no unit “Vụ Hóa chấp”. Is it “Cục Hóa chất”?"),
        ("B10", "There is no unit “Cục”. Take a name from the sheet “Danh mục” of the template."),
    ]


def test_what_contradicts_is_told_with_its_cell_and_nothing_is_written(
    conference, unit_a, unit_b, office, recommendation
):
    data = book(
        said(recommendation.text),
        said("Hai."),
        said(" hai. "),
        said("Ba.", code="KN1999-001"),
        said("Bốn.", code="x"),
        said("Năm.", state="Done"),
        said("Sáu.", theme="Chủ đề lạ"),
    )
    found = checked(data, conference, office)
    assert told(found) == [
        ("D2", f"This is logged already as {recommendation.code}. Delete the row, or put that code into it."),
        ("D4", "The same unit says the same in row 3. Delete one of the two rows."),
        ("A5", "This conference has no recommendation KN1999-001. Clear the code to log a new one."),
        ("A6", "“x” is no code such as KN2026-003. Clear it to log a new recommendation."),
        ("I7", "This column is filled in by the system. Clear the cell for a new recommendation."),
        ("E8", "There is no theme “Chủ đề lạ”. Take a name from the sheet “Danh mục” of the template."),
    ]
    assert Recommendation.objects.count() == 1


def test_a_workbook_of_past_years_is_not_read_into_one_conference(conference, unit_a, office):
    held, raised, _tasks = SHEETS["past_years"]
    target = BytesIO()
    rows = [{"conference": "2024", "raised_by": "Cục Hóa chất", "text": "Năm trước."}]
    write_workbook(target, [(held, [{"mark": "2024"}]), (raised, rows)])
    (problem, *_rest) = checked(target.getvalue(), conference, office).problems
    assert problem.sentence.startswith("This is a workbook of past years. Upload it as “Conferences of past")


def test_a_workbook_of_one_conference_is_no_past_year_and_that_is_all_that_is_told(office):
    reading = read_workbook(book(said(unit="Ai đó")), SHEETS["past_years"])
    found = check(reading, kind="past_years", conference=None, by=office, report=quiet)
    (problem,) = found.problems
    assert problem.sentence.startswith("This is a workbook of one conference. Upload it as “Recommendations")


def test_who_may_not_log_may_not_bring_in(conference, unit_a, head_a):
    with pytest.raises(PermissionDenied):
        checked(book(said()), conference, head_a)


# --- Back from an export ----------------------------------------------------------------------------------------
def test_a_changed_wording_is_corrected_with_its_history(conference, unit_b, office, recommendation):
    (row,) = rows_of(exported(office))
    found = checked(book({**row, "text": "Đề nghị khác.", "raised_by": "PC"}), conference, office)
    assert told(found) == []
    assert [(change.label, change.new) for change in found.rows[0].changes] == [
        ("Unit that raised it", "Vụ Pháp chế"),
        ("Wording", "Đề nghị khác."),
    ]
    assert apply(found, by=office, report=quiet) == {"new": 0, "change": 1, "same": 0}
    recommendation.refresh_from_db()
    assert (recommendation.text, recommendation.raised_by) == ("Đề nghị khác.", unit_b)
    assert recommendation.assignment.history.last().verb == "correct"


def test_what_somebody_else_corrected_is_not_overwritten(
    conference, unit_a, office, second_office, recommendation
):
    (row,) = rows_of(exported(office))
    planned = checked(book({**row, "speaker": "Phó Cục trưởng"}), conference, office)
    raised = actions.Raised(raised_by=unit_a, text="Mới hơn.")
    actions.correct(recommendation, raised=raised, version=1, by=second_office)
    with pytest.raises(Outdated):
        apply(planned, by=office, report=quiet)
    again = checked(book({**row, "speaker": "Phó Cục trưởng"}), conference, office)
    assert [cell for cell, _sentence in told(again)] == ["C2"]
    assert "changed since the export" in told(again)[0][1]


def test_columns_for_reading_are_not_taken_over_and_not_passed_over(
    conference, unit_b, office, recommendation
):
    (row,) = rows_of(exported(office))
    change_state(recommendation.assignment, Verb.ASSIGN, by=office, change=Change(unit=unit_b))
    untouched = checked(book({**row, "speaker": "Phó Cục trưởng"}), conference, office)
    assert told(untouched) == []  # the work moved on, the file did not
    typed = checked(book({**row, "state": "Done"}), conference, office)
    assert [cell for cell, _sentence in told(typed)] == ["G2", "I2"]


def test_a_closed_matter_stays_as_it_was(conference, office, done):
    (row,) = rows_of(exported(office))
    found = checked(book({**row, "text": "Khác."}), conference, office)
    assert told(found) == [("D2", "The matter is closed, so the recommendation stays as it was logged.")]


def test_a_missing_column_changes_nothing(conference, office, recommendation):
    (row,) = rows_of(exported(office))
    lean = type(SHEET)(
        SHEET.name, tuple(c for c in SHEET.columns if c.key in ("code", "raised_by", "text")), SHEET.key
    )
    target = BytesIO()
    write_workbook(target, [(lean, [row])])
    assert [planned.act for planned in checked(target.getvalue(), conference, office).rows] == ["same"]


# --- Many -------------------------------------------------------------------------------------------------------
def test_many_rows_cost_few_statements_and_come_in_once(conference, unit_a, unit_b, office):
    steps = []
    found = checked(
        book(*(said(f"Kiến nghị số {n}.") for n in range(600))),
        conference,
        office,
        lambda *at: steps.append(at),
    )
    assert steps[0][0] == 0
    assert len(steps) == 3
    with CaptureQueriesContext(
        connection,
    ) as statements:
        apply(found, by=office, report=quiet)
    assert len(statements) < 60
    assert HistoryEntry.objects.count() == Recommendation.objects.count() == 600
    assert list(Recommendation.objects.order_by("position").values_list("position", flat=True)) == [
        *range(1, 601)
    ]
    with pytest.raises(Outdated):
        apply(found, by=office, report=quiet)
    rows = [{**row, "speaker": "Cục trưởng"} for row in rows_of(exported(office))]
    changed = checked(book(*rows), conference, office)
    with CaptureQueriesContext(connection) as statements:
        apply(changed, by=office, report=quiet)
    assert len(statements) < 60
    assert HistoryEntry.objects.filter(verb="correct").count() == 600


def test_who_cancels_leaves_nothing_behind(conference, unit_a, office):
    class Cancelled(Exception):
        pass

    def cancel(percent, step):
        if percent >= 50:
            raise Cancelled

    found = checked(book(*(said(f"Kiến nghị số {n}.") for n in range(1001))), conference, office)
    with pytest.raises(Cancelled):
        apply(found, by=office, report=cancel)
    assert Recommendation.objects.count() == Assignment.objects.count() == 0
