"""From approved to issued: the number, its series, what is frozen, and what happens when something fails."""

import hashlib
import os
import signal
import time
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from pypdf import PdfReader

from assignments.writing import Refused
from conferences.models import Conference
from dialogue_tracker.jobs import STALE_AFTER
from dialogue_tracker.pdf import PdfError
from notices import actions, rendering, rendering_jobs
from notices.models import HistoryEntry, Issuance, Notice, NumberSeries, Original, Rendering
from notices.short_code import ALPHABET, check_character, new_code, printed, tidy
from notices.snapshot import document_from, to_data
from notices.tasks import render
from notifications.models import Notification
from tests.notices.issued import approved, drafted, issue, issued, quick_pdf
from tests.recommendations.test_actions import together


# --- The real thing ---------------------------------------------------------------------------------------------
def test_issuing_writes_number_date_and_code_into_the_pdf_and_freezes_it(
    conference, office, leader, unit_a, no_worker, time_machine
):
    time_machine.move_to("2026-03-05T09:00:00+07:00", tick=False)
    notice = issued(conference, office, leader, unit_a)
    issuance, original = notice.issuance, notice.originals.get()
    assert (notice.state, issuance.number, issuance.number_text) == ("issued", 1, "01/TB-BCT")
    assert str(issuance.issued_on) == "2026-03-05"
    assert original.sha256 == hashlib.sha256(original.content).hexdigest()
    text = " ".join(rendered_text(bytes(original.content)).split())
    assert "Số: 01/TB-BCT" in text
    assert "ngày 05 tháng 3 năm 2026" in text
    assert "DỰ THẢO" not in text
    assert printed(notice.code) in text
    document = document_from(issuance.document)
    assert (document.number, document.draft) == (1, False)
    assert to_data(document) == issuance.document


def rendered_text(pdf):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_what_is_issued_is_what_was_submitted(conference, office, leader, unit_a, quick):
    notice = approved(drafted(conference, office, unit_a), office, leader)
    conference.conclusion.tasks.update(text="Việc khác hẳn.")
    job = issue(notice, office)
    assert "Việc khác hẳn" not in str(job.notice.issuance.document)
    assert "Giao Cục Hóa chất" in str(job.notice.issuance.document)


def test_everybody_concerned_is_told_once(
    conference, office, leader, head_a, officer_a, head_b, unit_a, quick
):
    notice = issued(conference, office, leader, unit_a)
    told = Notification.objects.filter(subject__startswith="Notice 01/TB-BCT is issued")
    assert told.filter(user=head_a).count() == 1
    assert told.filter(user=leader).count() == 1
    assert not told.filter(user=office).exists()
    assert {line.path for line in told} == {notice.get_absolute_url()}


# --- The number -------------------------------------------------------------------------------------------------
def many_approved(conference, office, leader, unit, count):
    first = approved(drafted(conference, office, unit), office, leader)
    values = {field.attname: getattr(first, field.attname) for field in Notice._meta.concrete_fields}
    for number in range(count - 1):
        other = Conference.objects.create(
            title=f"Hội nghị {number}", host=conference.host, held_on=conference.held_on, place="Hà Nội",
            chair_name="Bộ trưởng", chair_title="Bộ trưởng", created_by=office,
        )  # fmt: skip
        Notice.objects.create(**{**values, "id": None, "code": new_code(), "conference_id": other.pk})
    return Notice.objects.filter(state="approved")


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_leave_no_gap_and_no_number_twice(
    conference, office, leader, unit_a, quick, monkeypatch
):
    """Every seventh fails while its PDF is made, with the number in it; the number goes to the next."""

    def fragile(document, identifier, report):
        if int(identifier.rpartition("-")[2]) % 7 == 0:
            raise PdfError("broken")
        return quick_pdf(document, identifier, report)

    monkeypatch.setattr(rendering, "pdf_of", fragile)
    notices = many_approved(conference, office, leader, unit_a, 50)
    jobs = [rendering_jobs.request_issuing(notice, by=office) for notice in notices]
    together(50, lambda number: render(jobs[number].pk))
    failed = Rendering.objects.filter(state="failed").count()
    numbers = list(Issuance.objects.order_by("number").values_list("number", flat=True))
    assert failed >= 7
    assert numbers == list(range(1, 51 - failed))
    assert Notice.objects.filter(state="approved").count() == failed
    assert Original.objects.count() == len(numbers)


def test_a_failed_one_may_be_issued_again(conference, office, leader, unit_a, quick, monkeypatch):
    notice = approved(drafted(conference, office, unit_a), office, leader)
    monkeypatch.setattr(rendering, "pdf_of", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issue(notice, office)
    assert not Issuance.objects.exists()
    assert not NumberSeries.objects.exists()
    monkeypatch.setattr(rendering, "pdf_of", quick_pdf)
    assert issue(notice, office).notice.issuance.number == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_gives_no_number(
    conference, office, leader, unit_a, quick, monkeypatch
):
    notice = approved(drafted(conference, office, unit_a), office, leader)
    job = rendering_jobs.request_issuing(notice, by=office)
    monkeypatch.setattr(rendering, "pdf_of", lambda *_args: time.sleep(600))
    worker = os.fork()
    if worker == 0:
        connection.connection = None  # the parent's; a process has its own
        try:
            render(job.pk)
        finally:
            os._exit(0)
    wait_until(lambda: is_locked(notice))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    wait_until(lambda: not is_locked(notice))
    assert not Issuance.objects.exists()
    assert Notice.objects.get().state == "approved"
    Rendering.objects.filter(pk=job.pk).update(touched_at=timezone.now() - 2 * STALE_AFTER)
    monkeypatch.setattr(rendering, "pdf_of", quick_pdf)
    assert issue(notice, office).notice.issuance.number == 1


def is_locked(notice):
    try:
        with transaction.atomic():
            Notice.objects.select_for_update(nowait=True).get(pk=notice.pk)
    except DatabaseError:
        return True
    return False


def wait_until(reached):
    for _time in range(600):
        if reached():
            return
        time.sleep(0.05)
    pytest.fail("it never came")


def test_series_are_apart_by_year_and_term(conference, office, leader, unit_a, quick, time_machine):
    time_machine.move_to("2026-12-31T23:00:00+07:00", tick=False)
    first = issued(conference, office, leader, unit_a)
    party = issued(conference, office, leader, unit_a, form="party")
    actions.change_state(first, "void", by=office, text="Nhầm.")
    time_machine.move_to("2027-01-01T00:30:00+07:00", tick=False)
    again = issued(conference, office, leader, unit_a)
    actions.change_state(party, "void", by=office, text="Nhầm.")
    party_again = issued(conference, office, leader, unit_a, form="party")
    assert [n.issuance.number_text for n in (first, again)] == ["01/TB-BCT", "01/TB-BCT"]
    assert [n.issuance.series.period for n in (first, again)] == ["2026", "2027"]
    assert [n.issuance.number_text for n in (party, party_again)] == ["01-TB/ĐUB", "02-TB/ĐUB"]
    assert party_again.issuance.series.period == "2025-2030"


def test_numbers_go_on_where_the_paper_register_ended(conference, office, leader, unit_a, quick):
    year = str(timezone.localdate().year)
    NumberSeries.objects.create(form="state", symbol="TB-BCT", period=year, first_number=118)
    assert issued(conference, office, leader, unit_a).issuance.number_text == "118/TB-BCT"


def test_two_who_press_at_once_are_one_job(conference, office, second_office, leader, unit_a, quick):
    notice = approved(drafted(conference, office, unit_a), office, leader)
    first = rendering_jobs.request_issuing(notice, by=office)
    assert rendering_jobs.request_issuing(notice, by=second_office) == first


def test_what_was_returned_meanwhile_is_not_issued(conference, office, leader, unit_a, quick):
    notice = approved(drafted(conference, office, unit_a), office, leader)
    job = rendering_jobs.request_issuing(notice, by=office)
    with pytest.raises(Refused, match="being issued"):
        actions.change_state(notice, "return", by=leader, text="Khoan.")
    rendering_jobs.cancel(job, by=office)
    actions.change_state(notice, "return", by=leader, text="Khoan.")
    render(job.pk)
    late = Rendering.objects.create(notice=notice, purpose="issue", requested_by=office)
    render(late.pk)
    late.refresh_from_db()
    assert (late.state, Issuance.objects.count()) == ("failed", 0)
    assert "in the state" in late.error


def test_who_lost_the_role_meanwhile_issues_nothing(conference, office, leader, unit_a, quick):
    notice = approved(drafted(conference, office, unit_a), office, leader)
    job = rendering_jobs.request_issuing(notice, by=office)
    office.memberships.update(
        valid_from=timezone.localdate() - timedelta(days=9), valid_to=timezone.localdate() - timedelta(days=1)
    )
    render(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "Your role does not include this.")


# --- Frozen in the database -------------------------------------------------------------------------------------
FROZEN = [
    "UPDATE notices_notice SET title = 'khác'",
    "UPDATE notices_notice SET content = '{}'",
    "UPDATE notices_notice SET state = 'draft'",
    "UPDATE notices_notice SET conference_id = conference_id + 1",
    "DELETE FROM notices_notice",
    "UPDATE notices_issuance SET number = 2",
    "UPDATE notices_issuance SET document = '{}'",
    "UPDATE notices_issuance SET issued_on = issued_on - 1",
    "DELETE FROM notices_issuance",
    "UPDATE notices_original SET sha256 = repeat('0', 64)",
    "UPDATE notices_original SET content = '\\x00'",
    "DELETE FROM notices_original",
    "UPDATE notices_historyentry SET text = ''",
    "DELETE FROM notices_historyentry",
    "UPDATE notices_numberseries SET first_number = 9",
    "DELETE FROM notices_numberseries",
    "INSERT INTO notices_issuance (notice_id, series_id, number, number_text, issued_on, document, issued_by_id,"
    " issued_by_name, issued_at) SELECT notice_id, series_id, 3, '', issued_on, document, issued_by_id, '', now()"
    " FROM notices_issuance",
    "INSERT INTO notices_original (notice_id, kind, sha256, content, size, pages, signatures, added_by_id,"
    " added_by_name, added_at) SELECT notice_id, 'signed', repeat('0', 64), '\\x00', 1, 1, '[1]', added_by_id, '',"
    " now() FROM notices_original",
]


@pytest.fixture
def frozen(conference, office, leader, unit_a, quick):
    return issued(conference, office, leader, unit_a)


def test_not_even_sql_changes_what_was_issued(frozen):
    before = (Notice.objects.values().get(), Issuance.objects.values().get(), Original.objects.values().get())
    for statement in FROZEN:
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
    assert before == (
        Notice.objects.values().get(), Issuance.objects.values().get(), Original.objects.values().get()
    )  # fmt: skip


def test_only_voiding_changes_an_issued_notice(frozen, office):
    voided = actions.change_state(frozen, "void", by=office, text="Ban hành nhầm.")
    assert voided.state == "voided"
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.update(state="issued")
    assert HistoryEntry.objects.get(verb="void").text == "Ban hành nhầm."
    assert Notification.objects.filter(subject="Notice 01/TB-BCT is voided.").exists()


def test_a_draft_may_still_change_and_go(conference, office, unit_a):
    notice = drafted(conference, office, unit_a)
    Notice.objects.update(title="Khác")
    assert Notice.objects.get(pk=notice.pk).title == "Khác"


def test_a_number_is_given_once(frozen, office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Issuance.objects.create(
            notice=frozen, series=frozen.issuance.series, number=2, number_text="x",
            issued_on=timezone.localdate(), document={}, issued_by=office, issued_by_name="x",
        )  # fmt: skip


# --- The code ---------------------------------------------------------------------------------------------------
def test_a_slip_in_the_code_is_noticed():
    code = new_code()
    assert tidy(printed(code).lower()) == code
    for place, character in enumerate(code):
        for wrong in ALPHABET:
            slip = f"{code[:place]}{wrong}{code[place + 1 :]}"
            assert (tidy(slip) == slip) == (wrong == character)
    for place in range(len(code) - 1):
        swapped = f"{code[:place]}{code[place + 1]}{code[place]}{code[place + 2 :]}"
        assert (tidy(swapped) == swapped) == (code[place] == code[place + 1])
    assert check_character(code[:-1]) == code[-1]
    assert tidy("") == tidy("0OIL" * 3) == tidy("A" * 500) == ""
