"""A workbook on its way in: checked by a worker, shown with every fault, applied once, whole or not at all."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assignments.models import Assignment, HistoryEntry
from assignments.writing import Refused
from dialogue_tracker import job_runs
from dialogue_tracker.jobs import STALE_AFTER
from dialogue_tracker.spreadsheets import read_workbook
from recommendations import actions_imports, importing, imports
from recommendations.imports.sheets import SHEET
from recommendations.models import Import, Recommendation
from tests.concurrency import meanwhile
from tests.conftest import make_user
from tests.spreadsheets.test_writing import parts
from tests.spreadsheets.workbooks import repacked

UNIT = "Cục Hóa chất"
ROWS = 10_000


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """What was given to the workers; a test is its own worker."""
    found = []
    monkeypatch.setattr(actions_imports, "send", lambda row: found.append(row.pk))
    return found


def book(rows, *, fill=None) -> bytes:
    """Rows by the columns' keys; what begins with "=" is a formula, as Excel would store it."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, {"strings_to_urls": False})
    sheet = workbook.add_worksheet("Kiến nghị")
    sheet.write_row(0, 0, [str(column.title) for column in SHEET.columns])
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(SHEET.columns):
            if (value := row.get(column.key)) is not None:
                sheet.write(number, at, value)
    if fill:
        fill(workbook, sheet)
    workbook.close()
    return target.getvalue()


def said(number=0, **more):
    return {"raised_by": UNIT, "text": f"Đề nghị Bộ xem xét vấn đề số {number}.", **more}


@pytest.fixture
def upload(conference, office, django_capture_on_commit_callbacks):
    def upload_it(data, name="kiến nghị.xlsx"):
        with django_capture_on_commit_callbacks(execute=True):
            return actions_imports.upload(
                kind="recommendations",
                conference=conference,
                file=SimpleUploadedFile(name, data),
                by=office,
            )

    return upload_it


def worked(row):
    importing.bring_in(row.pk)
    return Import.objects.get(pk=row.pk)


def applied(row, by):
    actions_imports.apply(row, by=by)
    return worked(row)


# --- 10,000 rows with 37 faults -----------------------------------------------------------------------------
# Cell, what it holds, what the sentence about it says.
PLANTED = [
    ("B15", None, "missing"),
    ("B101", "Cục Không Có", "no unit"),
    ("B250", "=A1", "formula"),
    ("B777", "#REF!", "error"),
    ("C333", "a" * 201, "201 characters"),
    ("C1200", date(2026, 5, 1), "made a date"),
    ("D20", None, "missing"),
    ("D21", "   ", "missing"),
    ("D400", '=HYPERLINK("http://x.example","bấm vào đây")', "formula"),
    ("D401", True, "TRUE"),
    ("D402", date(2026, 5, 1), "made a date"),
    ("D403", "a" * 20_001, "20,001 characters"),
    ("D404", "#N/A", "error"),
    ("D2000", "twin of 1999", "same"),
    ("D3000", "logged already", "logged already"),
    ("E55", "Chủ đề không có", "Chủ đề không có"),
    ("E56", "=1+1", "formula"),
    ("E4000", date(2026, 5, 1), "made a date"),
    ("F60", "Vụ Không Có", "no unit"),
    ("F61", 12345, "no unit"),
    ("A70", "KN2026-999", "no recommendation"),
    ("A71", "số 5", "no code"),
    ("A72", "=B72", "formula"),
    ("H80", "31/02/2026", "no day 31"),
    ("H81", "3/25/2026", "no month 25"),
    ("H82", "5/3/26", "four digits"),
    ("H83", "cuối quý I", "day/month/year"),
    ("H84", 46086, "not a date"),
    ("H85", "=TODAY()", "formula"),
    ("H86", "#VALUE!", "error"),
    ("H87", "05/03/2026", "filled in by the system"),
    ("I90", "Đã xong", "filled in by the system"),
    ("K91", "Đã trả lời", "filled in by the system"),
    ("B5000", "=spread", "formula"),
    ("B5001", "=spread", "formula"),
    ("B6000", "merged", "B6000:B6002"),
    ("D10001", "#DIV/0!", "error"),
]
STAND_IN = 987_654  # written where an error is to stand
ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!"}


def plant(workbook, sheet):
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for cell, value, _says in PLANTED:
        if cell in ("D2000", "D3000", "B5001"):
            continue
        if value is None:
            sheet.write(cell, " ")
        elif value == "=spread":
            sheet.write_array_formula("B5000:B5001", "{=B2:B3}", None, UNIT)
        elif value == "merged":
            sheet.merge_range("B6000:B6002", UNIT, day)
        elif value in ERRORS:
            sheet.write(cell, STAND_IN)
        elif isinstance(value, date):
            sheet.write_datetime(cell, value, day)
        elif isinstance(value, str) and value.startswith("="):
            sheet.write_formula(cell, value, None, UNIT)
        else:
            sheet.write(cell, value)
    sheet.write("D2000", said(1997)["text"])
    sheet.write("D3000", "Đã ghi từ trước.")
    sheet.write("D9000", "Đề nghị")  # NFD
    sheet.write("D9001", "Đề nghị\x07 xem xét")
    sheet.set_row(9500, None, None, {"hidden": True})


def with_errors(name, part):
    """Errors pasted as values, as Excel stores them; XlsxWriter cannot."""
    for cell, value, _says in PLANTED if name == "xl/worksheets/sheet1.xml" else ():
        if value in ERRORS:
            number = f'<c r="{cell}"><v>{STAND_IN}</v></c>'.encode()
            part = part.replace(number, f'<c r="{cell}" t="e"><v>{value}</v></c>'.encode())
    return part


def test_all_37_faults_of_10000_rows_are_told_with_their_cells_and_nothing_is_written(
    upload, log, office, client_of
):
    assert len(PLANTED) == 37
    log("Đã ghi từ trước.")
    before = Recommendation.objects.count(), Assignment.objects.count(), HistoryEntry.objects.count()
    planted = repacked(book((said(number) for number in range(ROWS)), fill=plant), with_errors)
    row = worked(upload(planted))
    found = {problem.cell: problem for problem in row.kept_problems()}
    assert sorted(found) == sorted(cell for cell, _value, _says in PLANTED)
    assert row.fault_count == len(row.problems) == 37
    for cell, _value, says in PLANTED:
        assert says in found[cell].sentence, cell
        assert found[cell].sheet == "Kiến nghị"
        assert found[cell].sentence.endswith((".", "?"))
    assert (row.counts["new"], row.counts["faulty"]) == (ROWS - 38, 37)
    assert not row.may_be_applied
    assert "and 9,932 more" in client_of(office).get(row.get_absolute_url()).text
    with pytest.raises(Refused):
        actions_imports.apply(row, by=office)
    assert before == (
        Recommendation.objects.count(),
        Assignment.objects.count(),
        HistoryEntry.objects.count(),
    )
    with row.faults.open("rb") as file:
        mended = read_workbook(file.read(), imports.SHEETS["recommendations"])
    assert len(mended.rows["recommendations"]) == ROWS


# --- Dry run, apply, again ----------------------------------------------------------------------------------
def test_what_was_shown_is_applied_once_and_kept_with_who_did_it(upload, office, second_office, sent):
    row = worked(upload(book([said(1), said(2)])))
    assert (row.standing, row.counts["new"], row.work_count) == ("checked", 2, 2)
    assert [one["title"] for one in row.preview] == [said(1)["text"], said(2)["text"]]
    assert Recommendation.objects.count() == 0
    actions_imports.apply(row, by=second_office)
    actions_imports.apply(row, by=second_office)  # the button pressed twice
    importing.bring_in(row.pk)
    importing.bring_in(row.pk)  # the message came twice
    row.refresh_from_db()
    assert (row.standing, row.applied_by, row.requested_by) == ("done", second_office, office)
    assert Recommendation.objects.count() == 2
    actions_imports.apply(row, by=office)
    assert Recommendation.objects.count() == 2
    with pytest.raises(Refused, match="applied already"):
        actions_imports.check_again(row, by=office)
    assert worked(upload(book([said(1), said(2)]))).fault_count == 2  # the same file once more


def test_what_changed_meanwhile_leads_back_to_a_new_dry_run(upload, log, office):
    row = worked(upload(book([said(1), said(2)])))
    log(said(2)["text"])
    row = applied(row, office)
    assert (row.stage, row.standing, row.fault_count) == ("check", "faulty", 1)
    assert "nothing was applied" in row.error
    assert Recommendation.objects.count() == 1


def test_an_error_in_the_middle_leaves_nothing(upload, office, monkeypatch):
    row = worked(upload(book([said(1)])))

    def half(planned, *, by, report):
        apply(planned, by=by, report=report)
        raise ZeroDivisionError

    apply = imports.apply
    monkeypatch.setattr(imports, "apply", half)
    with pytest.raises(ZeroDivisionError):
        applied(row, office)
    row.refresh_from_db()
    assert row.is_failed
    assert "mistake" in row.sentence
    assert Recommendation.objects.count() == 0
    monkeypatch.setattr(imports, "apply", apply)
    actions_imports.check_again(row, by=office)
    assert applied(worked(row), office).is_applied


def test_a_broken_file_fails_with_its_sentence_and_can_be_checked_again(upload, office):
    row = worked(upload(book([said(1)])[:-40]))
    assert row.is_failed
    assert "damaged" in row.sentence
    assert row.may_be_checked_again


def test_cancelled_while_it_waits_or_runs_nothing_stays(upload, office, second_office, monkeypatch):
    row = upload(book([said(1)]))
    assert actions_imports.stop(row, by=second_office)
    assert worked(row).is_cancelled

    row = worked(upload(book([said(2)])))
    monkeypatch.setattr(job_runs, "BETWEEN_LOOKS", 0)
    apply = imports.apply

    def stopped(planned, *, by, report):
        counts = apply(planned, by=by, report=lambda *_: None)
        actions_imports.stop(row, by=office)
        report(99, "writing")
        return counts

    monkeypatch.setattr(imports, "apply", stopped)
    row = applied(row, office)
    assert Recommendation.objects.count() == 0
    assert not row.is_applied


def test_lost_workers_are_shown_and_the_file_can_be_checked_again(upload, office):
    row = upload(book([said(1)]))
    Import.objects.filter(pk=row.pk).update(
        state="running", touched_at=timezone.now() - STALE_AFTER - timedelta(seconds=1)
    )
    row.refresh_from_db()
    assert (row.standing, row.may_be_checked_again) == ("failed", True)
    assert "does not answer" in row.sentence
    actions_imports.check_again(row, by=office)
    assert worked(row).is_checked


@pytest.mark.django_db(transaction=True)
def test_while_one_transaction_writes_others_see_how_far_it_is_and_can_stop_it(upload, office, monkeypatch):
    row = worked(upload(book([said(1)])))
    monkeypatch.setattr(job_runs, "BETWEEN_LOOKS", 0)
    actions_imports.apply(row, by=office)
    Import.objects.filter(pk=row.pk).update(state="running")
    row.refresh_from_db()
    report = job_runs.progress_aside(row)
    seen = []

    def writes():
        report(40, "writing")

    def looks():
        seen.append(job_runs.seen_progress(row))
        seen.append(actions_imports.stop(row, by=office))

    assert meanwhile(writes, looks) is None
    assert seen == [{"progress": 40, "step": "writing"}, True]
    with pytest.raises(job_runs.Cancelled):
        report(50, "writing")


# --- Pages --------------------------------------------------------------------------------------------------
def test_a_wrong_file_is_refused_at_the_form_and_nothing_is_kept(conference, office, client_of):
    client = client_of(office)
    path = reverse("recommendations:import_new")
    assert "At most 20,000 rows in one file." in client.get(path).text
    for data, says in ((b"%PDF-1.7", "This is a PDF"), (b"a;b", "text file"), (b"", "empty")):
        response = client.post(
            path,
            {
                "kind": "recommendations",
                "conference": conference.pk,
                "file": SimpleUploadedFile("a.xlsx", data),
            },
        )
        assert response.status_code == 422
        assert says in response.content.decode()
    without = client.post(
        path, {"kind": "recommendations", "file": SimpleUploadedFile("a.xlsx", book([said()]))}
    )
    assert "Choose the conference" in without.content.decode()
    assert Import.objects.count() == 0


def test_from_the_upload_to_the_recommendations(conference, office, client_of, sent):
    client = client_of(office)
    file = SimpleUploadedFile("kiến nghị.xlsx", book([said(1), said(2, raised_by="Cục Không Có")]))
    form = {"kind": "recommendations", "conference": conference.pk, "file": file}
    page = client.post(reverse("recommendations:import_new"), form)
    row = Import.objects.get()
    assert page.headers["Location"] == row.get_absolute_url()
    waiting = client.get(row.get_absolute_url()).content.decode()
    assert "Waiting for a free worker" in waiting
    assert "?progress=1" in waiting
    fragment = client.get(row.get_absolute_url() + "?progress=1", headers={"HX-Request": "true"})
    assert "Waiting" in fragment.content.decode()
    worked(row)
    over = client.get(row.get_absolute_url() + "?progress=1", headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
    shown = client.get(row.get_absolute_url()).content.decode()
    for part in ("Kiến nghị", "B · Unit that raised it", "Cục Không Có", "cannot be applied"):
        assert part in shown
    assert "/apply/" not in shown
    found = client.get(row.get_absolute_url(), {"q": "khong co"}).content.decode()
    assert "1 fault" in found
    none = client.get(row.get_absolute_url(), {"heading": "Theme"}).content.decode()
    assert "No fault matches" in none
    faults = client.get(reverse("recommendations:import_faults", args=[row.pk]))
    assert b"".join(faults.streaming_content).startswith(b"PK")
    original = client.get(reverse("recommendations:import_file", args=[row.pk]))
    assert "filename*=utf-8''ki%E1%BA%BFn" in original.headers["Content-Disposition"]
    assert b"".join(original.streaming_content) == file.file.getvalue()
    assert "kiến nghị.xlsx" in client.get(reverse("recommendations:imports")).content.decode()


def test_who_logs_for_one_unit_only_sees_nothing_of_the_others(upload, unit_a, unit_b, client_of):
    row = upload(book([said()]))
    clerk = make_user("clerk", "Văn thư", Role.OFFICE, unit_b)
    client = client_of(clerk)
    for verb in ("detail", "file"):
        assert client.get(reverse(f"recommendations:import_{verb}", args=[row.pk])).status_code == 404
    assert client.post(reverse("recommendations:import_apply", args=[row.pk])).status_code == 404
    assert row.name not in client.get(reverse("recommendations:imports")).content.decode()
    path = reverse("recommendations:import_new")
    assert "past_years" not in client.get(path).content.decode()
    form = {"kind": "recommendations", "conference": row.conference_id}
    answer = client.post(path, form | {"file": SimpleUploadedFile("a.xlsx", book([said()]))})
    assert answer.status_code == 422
    assert client.get(reverse("recommendations:import_template", args=["past_years"])).status_code == 404


@pytest.mark.parametrize("kind", ["recommendations", "past_years"])
def test_the_templates_are_read_without_a_fault_and_hold_nothing(kind, office, client_of):
    page = client_of(office).get(reverse("recommendations:import_template", args=[kind]))
    data = b"".join(page.streaming_content)
    found = read_workbook(data, imports.SHEETS[kind])
    assert found.problems == found.notices == []
    assert ("Write dates as" in "".join(parts(data).values())) == (kind == "past_years")
    assert [row for rows in found.rows.values() for row in rows] == []
