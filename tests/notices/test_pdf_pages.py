"""Page numbers, breaks, annexes and tables of the printed notice."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from dialogue_tracker.pdf import render_pdf
from notices.printing import notice_html
from notices.state_format import STATE
from tests.notices.conftest import printed
from tests.notices.reading import MM
from tests.notices.samples import ANSWER, WORK, answer, long_notice, short_notice, task

ANNEX = 4  # the first page of the long notice that is an annex
HEADERS = ("STT", "Đơn vị kiến nghị", "Nội dung kiến nghị", "Nội dung trả lời", "Đơn vị chủ trì", "Thời hạn")


def test_numbers_start_on_page_two_and_anew_in_each_annex(long):
    numbers = [long.page_number(page) for page in range(len(long.pages))]
    first_annex, second_annex = ANNEX, len(numbers) - 1
    assert numbers[:first_annex] == ["", "2", "3", "4"]
    assert numbers[first_annex:second_annex] == ["", *map(str, range(2, second_annex - first_annex + 1))]
    assert numbers[second_annex] == ""


def test_number_is_centred_in_the_top_margin(long):
    number = long.find("2", 1) if len([line for line in long.lines[1] if "2" in line.text]) == 1 else None
    number = number or long.lines[1][0]
    assert number.text == "2"
    area = (STATE.left.value * MM, (210 - STATE.right.value) * MM)
    assert number.centre == pytest.approx(sum(area) / 2, abs=0.5)
    assert 5 * MM < number.top < number.baseline < STATE.top.value * MM


def test_annexes_are_named_in_the_text_and_have_titles(long):
    text = " ".join(long.text().split())
    assert "Nội dung trả lời 14 kiến nghị, đề xuất của các đơn vị được nêu tại Phụ lục I kèm theo" in text
    assert "Phụ lục II kèm theo Thông báo này: Nhiệm vụ của kỳ trước chuyển sang." in text
    assert long.find("NHIỆM VỤ CỦA KỲ TRƯỚC CHUYỂN SANG", len(long.pages) - 1)


def test_single_annex_carries_no_numeral():
    notice = printed(replace(long_notice(answers=7), annexes=()))
    assert notice.find("Phụ lục", 3).text == "Phụ lục"


def test_table_repeats_its_header_and_keeps_its_columns(long):
    for page in range(ANNEX, len(long.pages) - 1):
        text = long.text(page)
        assert all(header in text for header in HEADERS)
    edges = [sorted({round(rect["x0"]) for rect in page.rects}) for page in long.pages[ANNEX:-1]]
    assert all(edge == edges[0] for edge in edges)


def test_rows_of_ordinary_length_stay_whole(long):
    for page in range(ANNEX, len(long.pages) - 1):
        lines = long.lines[page]
        starts = sum(line.text.startswith("Lãnh đạo Bộ đồng ý về chủ") for line in lines)
        ends = sum(line.text.endswith("giữa các đơn vị.") for line in lines)
        assert starts == ends > 0


def test_high_rows_are_broken_and_no_cell_begins_empty():
    rows = tuple(replace(answer(n), answer=" ".join([ANSWER] * (n % 5 + 3))) for n in range(12))
    notice = printed(replace(long_notice(answers=0), answers=rows, annexes=()))
    table = range(3, len(notice.pages))
    assert len(table) < 12  # they share pages
    for page in table:
        count = sum(line.text.isdigit() and line.x1 < 50 * MM for line in notice.lines[page])
        began = sum(line.text.startswith("Đề nghị lãnh đạo") for line in notice.lines[page])
        answered = sum(line.text.startswith("Lãnh đạo Bộ đồng ý về") for line in notice.lines[page])
        assert count == began
        assert answered >= count


def test_short_notice_fits_one_page(short):
    assert len(short.pages) == 1


@pytest.mark.parametrize("tasks", range(4, 10))
def test_signature_never_stands_alone_on_a_page(tasks):
    notice = printed(replace(short_notice(), tasks=tuple(task(n) for n in range(tasks))))
    last = notice.lines[-1]
    text = notice.text(len(notice.pages) - 1)
    assert "Nơi nhận:" in text
    assert "CHÁNH VĂN PHÒNG" in text
    assert "thực hiện./." in text
    assert max(line.baseline for line in last) < (297 - STATE.bottom.value) * MM


@pytest.mark.parametrize("extra", range(4))
def test_what_is_asked_stays_with_its_task(extra):
    opening = ("Đoạn mở đầu ngắn.",) * extra
    notice = printed(replace(short_notice(), opening=opening, tasks=tuple(task(n % 3) for n in range(24))))
    for lines in notice.lines[1:]:
        first = next(line for line in lines if line.top > STATE.top.value * MM - 6)
        assert first.fonts != {"Tinos-Italic"}


def test_many_recipients_go_on_to_the_next_page():
    names = tuple(f"Đơn vị nhận thứ {n}, có tên dài đến mức phải xuống dòng trong ô" for n in range(1, 120))
    notice = printed(replace(short_notice(), recipients=names))
    text = " ".join(notice.text().split())
    assert "- Đơn vị nhận thứ 1, có tên" in text
    assert "- Đơn vị nhận thứ 119, có tên" in text
    for lines in notice.lines:
        assert max(line.baseline for line in lines) < (297 - STATE.bottom.value) * MM


def test_answers_in_the_text_are_grouped_by_unit():
    answers = (
        replace(answer(0), lead="", due=""),
        replace(answer(0), recommendation="Đề nghị mở lớp ngoại ngữ.", answer="Tiếp thu."),
        replace(answer(1), answer="Đã giải quyết.", lead="Văn phòng Bộ", due="trước ngày 30/9/2026"),
    )
    notice = printed(replace(long_notice(answers=0), annexes=(), answers=answers))
    text = " ".join(notice.text().split())
    assert (
        "IV. TRẢ LỜI KIẾN NGHỊ, ĐỀ XUẤT CỦA CÁC ĐƠN VỊ 1. Kiến nghị của Vụ Pháp chế a) Kiến nghị: Đề nghị"
        in text
    )
    assert "b) Kiến nghị: Đề nghị mở lớp ngoại ngữ. Trả lời: Tiếp thu." in text
    assert "2. Kiến nghị của Cục Công nghiệp Kiến nghị: Đề nghị" in text
    assert "Chủ trì: Văn phòng Bộ; thời hạn: trước ngày 30/9/2026." in text


def test_tasks_are_printed_exactly_as_worded(long):
    text = " ".join(long.text().split())
    notice = long_notice()
    for position, one in enumerate(notice.tasks, 1):
        words = " ".join(" ".join(one.paragraphs).split())
        assert f"{position}. {words}" in text.replace(" 2 ", " ").replace(" 3 ", " ") or words in text
    assert f"Chủ trì: {WORK[0][0]}; phối hợp: {WORK[0][1]}; thời hạn: {WORK[0][2]}." in text


def test_nothing_but_the_head_and_foot_is_printed_for_an_empty_notice():
    empty = replace(
        short_notice(), opening=(), tasks=(), tasks_lead_in=(), closing="", recipients=(), drafted_by=""
    )
    text = printed(empty).text()
    assert "THÔNG BÁO" in text
    assert "Nơi nhận" not in text
    assert "./." not in text


def test_title_and_bookmarks_read_as_sentences():
    def reader_of(document):
        return PdfReader(BytesIO(render_pdf(notice_html(document), identifier=b"test")))

    issued, draft = reader_of(long_notice(tasks=1, answers=0)), reader_of(short_notice())
    subject = " ".join(long_notice().subject.split())
    assert issued.metadata.title == f"Thông báo số 05/TB-VNCCLCS: {subject}"
    assert draft.metadata.title == f"Dự thảo Thông báo: {short_notice().subject}"
    assert issued.outline[0].title == f"THÔNG BÁO {subject}"
    assert [mark.title for mark in issued.outline[1]] == [
        "I. ĐÁNH GIÁ CHUNG",
        "II. TỒN TẠI, HẠN CHẾ",
        "III. NHIỆM VỤ TRỌNG TÂM",
        "Phụ lục NHIỆM VỤ CỦA KỲ TRƯỚC CHUYỂN SANG",
    ]
