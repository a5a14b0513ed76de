from datetime import date

import pytest

from notices.annexes import annex_names
from notices.document import paragraphs, task_label
from notices.numerals import BLANK, date_text, number_text, point, roman
from notices.state_format import STATE
from tests.notices.samples import long_notice


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ()),
        ("Một.\nHai.\n", ("Một.", "Hai.")),
        ("Một\ndòng.\n\nHai\ndòng.", ("Một dòng.", "Hai dòng.")),
        ("Đầu:\na) một\ntiếp;\n- hai.\n\nCuối.", ("Đầu:", "a) một tiếp;", "- hai.", "Cuối.")),
        ("  Một.  \n \n\n Hai. ", ("Một.", "Hai.")),
        (f"Một {'là ' * 60}đủ.\nHai.\n\nBa.", (f"Một {'là ' * 60}đủ.", "Hai.", "Ba.")),  # not hard-wrapped
        ("Trong năm\n2025. Bộ\n\nHai.", ("Trong năm 2025. Bộ", "Hai.")),
    ],
)
def test_paragraphs(text, wanted):
    assert paragraphs(text) == wanted


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("1", "1."),
        ("10", "10."),
        ("Thứ nhất", "Thứ nhất,"),
        ("", ""),
        ("a)", "a)"),
        ("II.3.", "II.3."),
        (" 2 ", "2."),
    ],
)
def test_task_label(number, label):
    assert task_label(number) == label


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 12, 29), "ngày 29 tháng 12 năm 2026"),
        (None, f"ngày{BLANK}tháng{BLANK}năm 2026"),
    ],
)
def test_date_text(on, text):
    assert date_text(on, year=2026) == text


@pytest.mark.parametrize(("number", "text"), [(5, "05"), (10, "10"), (1234, "1234"), (None, BLANK)])
def test_number_text(number, text):
    assert number_text(number) == text


def test_points_follow_the_vietnamese_alphabet():
    assert [point(number) for number in range(1, 25)] == list("abcdđeghiklmnopqrstuvxy") + ["aa"]


def test_roman():
    numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"]
    assert [roman(number) for number in range(1, 12)] == numerals


def test_annexes_are_counted_from_two_on():
    annexes = list(long_notice().annexes)
    assert annex_names(annexes, STATE) == ["Phụ lục"]
    assert annex_names(annexes * 2, STATE) == ["Phụ lục I", "Phụ lục II"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Bộ Công Thương", ["BỘ CÔNG THƯƠNG"]),
        ("Văn phòng\nBộ Công Thương", ["VĂN PHÒNG", "BỘ CÔNG THƯƠNG"]),
        ("Cục Thương mại điện tử và Kinh tế số", ["CỤC THƯƠNG MẠI", "ĐIỆN TỬ VÀ KINH TẾ SỐ"]),
    ],
)
def test_names_break_between_words_that_belong_together(text, lines):
    assert STATE.lines("issuer", text, room=180) == lines
