"""What the form check finds: nothing in a good notice, and each fault with its rule and a way to mend it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.models import Conference
from notices.compose import Material
from notices.document import NoticeAnswer, NoticeDocument, NoticeTask
from notices.form_check import Severity, blocking, findings
from notices.models import Notice

TODAY = date(2026, 3, 5)


def notice_with(**fields) -> Notice:
    """In memory only: the check asks no database."""
    values = {
        "pk": 7, "conference_id": 3, "title": "Kết luận của Bộ trưởng tại Hội nghị đối thoại năm 2026",
        "symbol": "TB-BCT", "place": "Hà Nội", "opening": "Ngày 05 tháng 3 năm 2026.\nBộ trưởng kết luận như sau:",
        "lead_in": "Bộ trưởng yêu cầu:", "closing": "Văn phòng Bộ thông báo để biết, thực hiện.", "authority": "TL.",
        "authority_of": "Bộ trưởng", "signer_title": "Chánh Văn phòng", "signer_name": "Nguyễn Văn A",
        "recipients": "Lãnh đạo Bộ (để b/c)", "drafted_by_unit": "VP",
    }  # fmt: skip
    return Notice(**{**values, **fields})


def task_with(**fields) -> NoticeTask:
    values = {
        "label": "1.",
        "paragraphs": ("Báo cáo Lãnh đạo Bộ.",),
        "lead": "Cục Hóa chất",
        "due": "trong tháng 5",
    }
    return NoticeTask(**{**values, **fields})


def document_with(notice: Notice, **fields) -> NoticeDocument:
    values = {
        "issuer": "Bộ Công Thương", "symbol": notice.symbol, "place": notice.place, "subject": notice.title,
        "year": 2026, "opening": tuple(notice.opening.splitlines()), "closing": notice.closing,
        "tasks": (task_with(),), "recipients": tuple(notice.recipients.splitlines()),
    }  # fmt: skip
    return NoticeDocument(**{**values, **fields})


def found_in(notice, **document):
    return findings(notice, document_with(notice, **document), today=TODAY)


def test_a_good_notice_has_nothing_to_mend():
    assert found_in(notice_with()) == []
    party = notice_with(form="party", symbol="TB/ĐUB", term="2025-2030", authority="T/M")
    assert found_in(party) == []


BLOCKS = [
    ({"symbol": "TB - BCT"}, "symbol", "capitals without spaces", "mục II.3"),
    ({"symbol": "tb-bct"}, "symbol", "capitals without spaces", "mục II.3"),
    (
        {"form": "party", "symbol": "TB-ĐUB", "term": "2025-2030", "authority": ""},
        "symbol",
        "TB/ĐUB",
        "05-HD",
    ),
    ({"form": "party", "symbol": "TB/ĐUB", "term": "2025", "authority": ""}, "term", "by term", "05-HD"),
    (
        {"form": "party", "symbol": "TB/ĐUB", "term": "2025-2030", "authority": "TM."},
        "authority",
        "T/M",
        "05-HD",
    ),
    ({"authority": "T/M"}, "authority", "TM., KT., TL. or TUQ.", "mục II.7"),
    ({"title": "a" * 501}, "title", "501 characters", "Phụ lục VI"),
    ({"opening": ""}, "opening", "opening is missing", "mục II.6"),
    ({"opening": "Nay sửa lại là: “…”.\nNhư sau:"}, "opening", "dots", "mục II.6"),
    ({"opening": "Ngày 31 tháng 6 năm 2026:"}, "opening", "no such day", "mục II.4"),
    ({"signer_name": " "}, "signer_name", "name of the signer is missing", "mục II.7"),
    ({"signer_name": "TS. Nguyễn Văn A"}, "signer_name", "No degree", "mục II.7"),
    ({"signer_name": "PGS.TS Nguyễn Văn A"}, "signer_name", "No degree", "mục II.7"),
    ({"signer_title": ""}, "signer_title", "title of the signer", "mục II.7"),
    ({"authority": "KT.", "signer_title": "Bộ trưởng"}, "authority_of", "own office", "mục II.7"),
    ({"recipients": ""}, "recipients", "Nobody receives", "mục II.9"),
    ({"closing": "Thực hiện 😀"}, "closing", "😀", "mục I.4"),
]
WARNS = [
    ({"title": "a" * 251}, "title", "is long", "mục II.5"),
    ({"title": "KẾT LUẬN CỦA BỘ TRƯỞNG"}, "title", "lower case", "mục II.5"),
    ({"title": "Kết luận."}, "title", "full stop", "mục II.5"),
    ({"title": "Thông báo kết luận"}, "title", "do not repeat", "mục II.5"),
    ({"opening": "Bộ trưởng kết luận."}, "opening", "kết luận như sau:", "mục II.6"),
    ({"opening": "Ngày 5 tháng 3 năm 2026:"}, "opening", "take a zero", "mục II.4"),
    ({"opening": "Ngày 05 tháng 03 năm 2026:"}, "opening", "take a zero", "mục II.4"),
    ({"opening": "Ngày 05 tháng 1 năm 2026:"}, "opening", "take a zero", "mục II.4"),
    ({"closing": ""}, "closing", "closing sentence is missing", "mục II.6"),
    ({"signer_name": "NGUYỄN VĂN A"}, "signer_name", "lower case", "mục II.7"),
    ({"authority": "TUQ."}, "authority", "written authorisation", "Điều 13"),
    ({"drafted_by_unit": " "}, "drafted_by_unit", "drafting unit", "mục II.9"),
    ({"recipients": "Lãnh đạo Bộ\n- Lưu: VT"}, "recipients", "take it out", "mục II.9"),
]


@pytest.mark.parametrize(
    ("fields", "field", "says", "basis", "severity"),
    [(*row, Severity.BLOCKING) for row in BLOCKS] + [(*row, Severity.WARNING) for row in WARNS],
)
def test_each_fault_is_named_with_its_rule_and_its_field(fields, field, says, basis, severity):
    (finding,) = found_in(notice_with(**fields))
    assert finding.severity == severity
    assert says in finding.sentence
    assert basis in finding.basis
    assert finding.url == f"/notices/7/edit/#id_{field}"


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ({"lead": ""}, "rõ người"),
        ({"due": ""}, "rõ tiến độ"),
        ({"paragraphs": ("Tăng cường kỷ luật.",)}, "rõ kết quả"),
        ({"paragraphs": ("Báo cáo:\nf) một",)}, "Vietnamese alphabet"),
    ],
)
def test_five_times_clear(task, says):
    (finding,) = found_in(notice_with(), tasks=(task_with(), task_with(label="2.", **task)))
    assert says in finding.sentence
    assert not finding.blocks
    assert [link.label for link in finding.links] in (["2"], [])


def test_two_tasks_of_one_number():
    (finding,) = found_in(notice_with(), tasks=(task_with(), task_with()))
    assert "same number" in finding.sentence


def test_without_tasks_a_notice_says_nothing_but_answers():
    assert blocking(found_in(notice_with(), tasks=()))
    answer = NoticeAnswer(raised_by="Cục Hóa chất", recommendation="Đề nghị.", answer="Đồng ý.")
    assert not blocking(found_in(notice_with(), tasks=(), answers=(answer,)))
    assert found_in(notice_with(corrects_id=1), tasks=()) == []


def test_a_proposal_that_would_be_lost_blocks():
    material = Material(
        conference=Conference(pk=3), conclusion=None, tasks=[], proposed=2, recommendations=[]
    )
    notice = notice_with()
    (finding,) = findings(notice, document_with(notice), material, today=TODAY)
    assert finding.blocks
    assert finding.url == "/conferences/3/conclusion/"
    assert "2 proposed tasks" in finding.sentence


def test_what_blocks_stands_first():
    found = found_in(notice_with(title="Kết luận.", signer_name=""))
    assert [finding.blocks for finding in found] == [True, False]


@given(st.fixed_dictionaries({
    name: st.text(max_size=60)
    for name in ("title", "symbol", "term", "opening", "closing", "authority_of", "signer_title", "signer_name",
                 "recipients", "drafted_by_unit")
}))  # fmt: skip
def test_whatever_is_written_the_check_answers(fields):
    for form in ("state", "party"):
        for finding in found_in(notice_with(form=form, **fields)):
            assert finding.sentence
            assert finding.basis
