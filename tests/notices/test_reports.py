"""Reports say what the dashboard says: every number is compared with the page that leaders look at."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assignments.actions import Change, change_state
from assignments.actions_extensions import ask_extension
from assignments.actions_updates import Proof
from assignments.models import Assignment, RaisersWord
from assignments.timing import COUNTED
from assignments.workflow import State, Verb
from dialogue_tracker.pdf import render_pdf
from notices import actions
from notices.leadership_sheet import MOST_LATE, MOST_WAITING, sheet_html
from notices.models import Report
from notices.pdf import notice_pdf
from notices.report_data import report_data, units_that_owe
from notices.reports import given_by, implementation_report, sentence, unit_letter
from notices.tasks import report as task
from tests.assignments.builders import every_cell, make_recommendation, make_work
from tests.notices.issued import issued

LONG = "Rà soát, hoàn thiện quy chuẩn kỹ thuật quốc gia về an toàn trong sản xuất, kinh doanh, sử dụng hóa chất. "


@pytest.fixture
def keys(head_a, office):
    return head_a, office


@pytest.fixture
def work(conference, conclusion, unit_a, unit_b, keys):
    """A different number in each cell of unit A; unit B has one overdue and one nobody leads."""
    every_cell(conference, unit_a, keys)
    make_work(conference, unit_b, keys=keys, due_in=-3, text="Rà soát thủ tục hành chính.")
    make_recommendation(conference, unit_a, by=keys[1])
    return conference


@pytest.fixture
def data(work, office):
    return report_data(work, user=office)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def page_of(client, conference):
    return client.get(reverse("assignments:dashboard"), {"conference": conference.pk}).context["now"]


def test_the_sentence_has_the_dashboards_numbers(data, work, client_of, office):
    total = page_of(client_of(office), work).total
    number = {key: total[key].count for key in ("counted", "done", "open", *COUNTED)}
    assert sentence(data.numbers.total) == (
        f"Trong tổng số {number['counted']} nhiệm vụ, kiến nghị được giao, đã hoàn thành {number['done']}, đạt 34,8% "
        f"(đúng hạn {number['done_on_time']}, quá hạn {number['done_late']}, "
        f"không thời hạn {number['no_deadline_done']}); chưa hoàn thành {number['open']} "
        f"(trong hạn {number['open_in_time']}, quá hạn {number['open_overdue']}, "
        f"không thời hạn {number['no_deadline_open']})."
    )


def test_the_report_groups_by_unit_and_its_annexes_hold_every_row(data, work, client_of, office, unit_a):
    shown = page_of(client_of(office), work)
    document = implementation_report(data)
    assert len(document.limitations) == len(shown.units)
    (of_a,) = [line for line in document.limitations if unit_a.name in line]
    assert of_a.endswith(
        "Cục Hóa chất: hoàn thành 8/21 (đúng hạn 1, quá hạn 2, không thời hạn 5); "
        "chưa hoàn thành 13 (trong hạn 3, quá hạn 4, không thời hạn 6)."
    )
    late, results = document.annexes
    assert len(late.rows) == shown.total["open_overdue"].count == 5
    assert len(results.rows) == shown.total["counted"].count
    for word, keys in {
        "Đã hoàn thành": ("done_on_time", "no_deadline_done"),
        "Đã hoàn thành quá hạn": ("done_late",),
        "Đang thực hiện": ("open_in_time", "no_deadline_open"),
        "Chưa hoàn thành": ("open_overdue",),
    }.items():
        wanted = sum(shown.total[key].count for key in keys)
        assert sum(row[-1] == word for row in results.rows) == wanted, word
    assert late.note == results.note == f"Dữ liệu tính đến ngày {timezone.localdate():%d/%m/%Y}"


def test_a_letter_lists_what_the_unit_owes(data, work, client_of, office, unit_a):
    (tally,) = [tally for tally in page_of(client_of(office), work).units if tally.name == unit_a.name]
    document = unit_letter(data, unit_a)
    (owed,) = document.annexes
    assert len(owed.rows) == tally["open"].count == 13
    assert sum("Quá hạn" in row[-1] for row in owed.rows) == tally["open_overdue"].count
    text = text_of(notice_pdf(document, identifier=b"letter"))
    assert "V/v thực hiện kết luận" in text
    assert "Kính gửi: Cục Hóa chất" in text
    assert "Số: /BCT-VP" in text
    assert "CÔNG VĂN" not in text


def test_units_without_open_work_get_no_letter(data, unit_a, unit_b, work):
    assert units_that_owe(data) == [unit_a, unit_b]
    Assignment.objects.filter(unit=unit_b).update(state=State.WITHDRAWN)
    assert unit_b not in units_that_owe(report_data(work, user=data.conference.created_by))


def test_only_what_the_person_may_see_is_reported(work, head_b):
    assert len(report_data(work, user=head_b).rows) == 1


def test_the_old_deadline_stays_beside_the_new_one(data, work, office):
    moved = next(row for row in data.late if row.unit)
    Assignment.objects.filter(pk=moved.pk).update(original_due_on=moved.due_on - timedelta(days=30))
    late = implementation_report(report_data(work, user=office)).annexes[0]
    assert any(f"hạn ban đầu {moved.due_on - timedelta(days=30):%d/%m/%Y}" in row[-1] for row in late.rows)


class TestSheet:
    @pytest.fixture
    def full(self, work, keys, unit_a, head_a, office):
        """Every list longer than the sheet shows, with titles longer than a row."""
        for number in range(MOST_LATE + 3):
            make_work(work, unit_a, keys=keys, due_in=-5 - number, text=LONG * 3)
        for _number in range(MOST_WAITING + 2):
            make_work(work, unit_a, keys=keys, state=State.ESCALATED, due_in=5, text=LONG * 2)
            asked = make_work(work, unit_a, keys=keys, due_in=9, text=LONG * 2)
            ask_extension(asked, wanted_on=asked.due_on + timedelta(days=9), reason="Chờ.", by=head_a)
            raised = make_recommendation(work, unit_a, by=office, unit=unit_a, text=LONG * 2)
            RaisersWord.objects.create(
                assignment=raised.assignment, unit=unit_a, verdict="contested", by=head_a,
                at=timezone.now(), answer_by=timezone.localdate(),
            )  # fmt: skip
        return report_data(work, user=office)

    def test_is_one_page_however_much_there_is(self, full):
        pdf = render_pdf(sheet_html(full), identifier=b"sheet")
        assert len(PdfReader(BytesIO(pdf)).pages) == 1

    def test_has_the_dashboards_numbers_and_says_what_is_left_out(self, full, work, client_of, office):
        total = page_of(client_of(office), work).total
        text = text_of(render_pdf(sheet_html(full), identifier=b"sheet"))
        assert f"Quá hạn lâu nhất ({total['open_overdue'].count})" in text
        assert f"… và {total['open_overdue'].count - MOST_LATE} việc khác" in text
        assert f"Chờ Lãnh đạo chỉ đạo ({MOST_WAITING + 2})" in text
        assert f"Xin gia hạn, chưa quyết định ({MOST_WAITING + 2})" in text
        assert f"Đơn vị kiến nghị không đồng ý với trả lời ({MOST_WAITING + 2})" in text
        assert sentence(full.numbers.total) in text

    def test_markup_in_a_title_is_printed_as_text(self, work, keys, unit_a, office):
        make_work(work, unit_a, keys=keys, due_in=-90, text='<img src="file:///etc/passwd"> {{ day }}')
        text = text_of(render_pdf(sheet_html(report_data(work, user=office)), identifier=b"sheet"))
        assert "{{ day }}" in text


class TestMaking:
    def ask(self, client, conference, kind, **more):
        return client.post(reverse("notices:make_report", args=[conference.pk]), {"kind": kind, **more})

    @pytest.mark.parametrize("kind", Report.Kind.values)
    def test_a_worker_makes_each_kind(self, kind, work, unit_a, office, client_of, no_worker):
        client = client_of(office)
        assert self.ask(client, work, kind, unit=unit_a.pk).status_code == 302
        found = Report.objects.get()
        page = client.get(reverse("notices:reports", args=[work.pk]))
        assert reverse("notices:report", args=[found.pk]) in page.text
        task(found.pk)
        row = client.get(reverse("notices:report", args=[found.pk]), headers={"HX-Request": "true"})
        assert "hx-trigger" not in row.text
        answer = client.get(reverse("notices:download_report", args=[found.pk]))
        pdf = b"".join(answer.streaming_content)
        assert f"{timezone.localdate():%d-%m-%Y}.pdf" in answer.headers["Content-Disposition"]
        found.refresh_from_db()
        assert (found.state, found.pages) == ("done", len(PdfReader(BytesIO(pdf)).pages))

    def test_asked_twice_it_is_one(
        self, work, leader, client_of, no_worker, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(2):
                self.ask(client_of(leader), work, "sheet")
        assert no_worker == [Report.objects.get().pk]

    def test_cancelled_it_is_not_made(self, work, office, client_of, no_worker):
        self.ask(client_of(office), work, "sheet")
        found = Report.objects.get()
        client_of(office).post(reverse("notices:cancel_report", args=[found.pk]))
        task(found.pk)
        found.refresh_from_db()
        assert (found.state, found.file.name) == ("cancelled", "")

    def test_a_letter_needs_a_unit_and_a_kind_is_one_of_three(self, work, office, client_of, no_worker):
        for data in ({"kind": "letter"}, {"kind": "letter", "unit": "x"}, {"kind": "book"}):
            address = reverse("notices:make_report", args=[work.pk])
            assert client_of(office).post(address, data).status_code == 404
        assert not Report.objects.exists()


def test_a_confirmed_result_stands_in_the_report(assignment, head_a, office):
    report = Change(result="Đã trình dự thảo.", proof=Proof(document="12/HC, 05/3/2026"))
    for verb, by, change in ((Verb.ACCEPT, head_a, Change()), (Verb.REPORT, head_a, report)):
        assignment = change_state(assignment, verb, by=by, change=change)

    def result():
        return implementation_report(report_data(assignment.conference, user=office)).annexes[-1].rows[0][4]

    assert result() == "Tiến độ 100%"
    change_state(assignment, Verb.CONFIRM, by=office, change=Change())
    assert result() == "Đã trình dự thảo."


def test_the_notice_in_force_is_cited_a_voided_one_is_not(conference, office, leader, unit_a, quick):
    notice = issued(conference, office, leader, unit_a)
    assert given_by(conference).startswith(f"Thông báo số {notice.issuance.number_text}, ngày ")
    actions.change_state(notice, "void", by=office, text="Nhầm số.")
    assert given_by(conference).startswith("Kết luận Hội nghị ngày ")
