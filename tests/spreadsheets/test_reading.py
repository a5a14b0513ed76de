"""What people do to workbooks, and what the reader makes of it."""

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue_tracker.isolated import TooLong
from dialogue_tracker.spreadsheets import Unreadable, read_isolated, read_workbook
from dialogue_tracker.spreadsheets.in_child import pack, unpack
from tests.spreadsheets.workbooks import HEADINGS, LIST, repacked, with_rows, workbook

UNIT, TEXT = "Cục Hóa chất", "Đề nghị bổ sung biên chế."


def read(data):
    return read_workbook(data, [LIST])


def rows(data):
    found = read(data)
    assert [one.sentence for one in found.problems] == []
    return [row.values for row in found.rows["list"]]


def problems(data):
    return [(one.cell or one.row, one.value, one.sentence) for one in read(data).problems]


def said(data):
    return [one.sentence for one in read(data).notices]


def dated(value, *, form="dd/mm/yyyy", **options):
    """A workbook with one date as Excel keeps it: a number that is shown as one."""

    def fill(book, sheet):
        sheet.write_row(1, 0, [UNIT, TEXT])
        sheet.write_datetime(1, 2, value, book.add_format({"num_format": form}))

    return workbook(fill, **options)


# --- Values -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("options", [{}, {"date_1904": True}])
@pytest.mark.parametrize("form", ["dd/mm/yyyy", "m/d/yy", '"ngày" d "tháng" m'])
def test_dates_of_excel_are_taken_whatever_they_look_like(options, form):
    assert rows(dated(date(2026, 3, 5), form=form, **options))[0]["due"] == date(2026, 3, 5)
    assert rows(dated(datetime(2026, 3, 5, 9, 30), form=form, **options))[0]["due"] == date(2026, 3, 5)


@pytest.mark.parametrize(
    "typed", ["5/3/2026", "05-03-2026", "2026-03-05", " 05.03.2026 ", "2026-03-05 00:00:00"]
)
def test_dates_typed_as_text_have_the_day_first(typed):
    assert rows(with_rows([UNIT, TEXT, typed]))[0]["due"] == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("3/25/2026", "no month 25"),
        ("30/02/2026", "no day 30"),
        ("5/3/26", "four digits"),
        ("cuối quý I", "day/month/year"),
        (46086, "not a date"),
        ("01/01/0206", "four digits"),
    ],
)
def test_what_is_no_date_is_reported_with_its_cell(typed, says):
    [(cell, value, sentence)] = problems(with_rows([UNIT, TEXT, typed]))
    assert (cell, value) == ("C2", str(typed))
    assert says in sentence


def test_a_time_shown_as_a_date_is_no_day_of_1900():
    [(cell, _value, sentence)] = problems(dated(datetime(1900, 1, 1, 12)))
    assert cell == "C2"
    assert "not a date" in sentence


def test_numbers_typed_as_text_and_text_typed_as_numbers():
    found = rows(with_rows([UNIT, 2026, None, "12"], [UNIT, 3.5, None, 7.0], strings_to_numbers=False))
    assert [(row["text"], row["count"]) for row in found] == [("2026", 12), ("3,5", 7)]
    assert "whole number" in problems(with_rows([UNIT, TEXT, None, "mười"]))[0][2]
    assert "whole number" in problems(with_rows([UNIT, TEXT, None, 1.5]))[0][2]


def test_dates_and_truths_where_text_belongs_are_told():
    """05/2026 typed into Excel is a day of May; to take that for the text would change what was meant."""

    def fill(book, sheet):
        sheet.write_row(1, 0, [UNIT, TEXT])
        sheet.write_datetime(1, 1, date(2026, 5, 1), book.add_format({"num_format": "mm/yyyy"}))
        sheet.write_row(2, 0, [UNIT, True])

    found = problems(workbook(fill))
    assert [(cell, "made a date" in text, "TRUE" in text) for cell, _value, text in found] == [
        ("B2", True, False),
        ("B3", False, True),
    ]


def test_text_is_made_one_form_and_what_was_mended_is_told():
    decomposed = unicodedata.normalize("NFD", "Đề nghị")
    data = with_rows([f"  {UNIT} ", f"{decomposed}\r\nmột\x07 hai\u200b\tba "], ["Сục Hóa chất", TEXT])
    first, second = rows(data)
    assert first == {"unit": UNIT, "text": "Đề nghị\nmột hai ba", "due": None, "count": None}
    assert second["unit"] == UNIT or "С" in second["unit"]
    assert any("control characters" in sentence for sentence in said(data))
    mixed = with_rows(["Cục Hóа chất", TEXT])  # a Cyrillic а
    assert rows(mixed)[0]["unit"] == UNIT
    assert any("another alphabet" in sentence for sentence in said(mixed))


def test_half_letters_are_left_out():
    data = repacked(
        with_rows([UNIT, "một LONE hai"]),
        lambda _name, part: part.replace(b"LONE", b"_xD83D_ _x0007_ _x005F_x0007_"),
    )
    assert rows(data)[0]["text"] == "một   _x0007_ hai"


def test_too_long_and_missing():
    [long, missing] = problems(with_rows([UNIT, "a" * 301], [None, TEXT]))
    assert long[0] == "B2"
    assert "301" in long[2]
    assert missing[0] == "A3"
    assert "missing" in missing[2]


def test_a_faulty_cell_is_told_once_and_named_in_its_row():
    found = read(with_rows([UNIT, TEXT, "mai"]))
    assert found.rows["list"][0].faulty == {"due"}
    assert found.rows["list"][0].values["due"] is None
    assert len(found.problems) == 1


# --- Formulas, errors, merged, hidden -----------------------------------------------------------------------
def test_formulas_are_neither_run_nor_believed():
    def fill(_book, sheet):
        sheet.write_row(1, 0, [UNIT, TEXT])
        sheet.write_formula(1, 3, "=1+1", None, 2)
        sheet.write_formula(2, 1, '=HYPERLINK("http://x.example","bấm")', None, "bấm")
        sheet.write_array_formula("A5:A6", "{=B1:B2}", None, UNIT)
        sheet.write_dynamic_array_formula("C8:C9", "=SEQUENCE(2)", None, 1)

    found = problems(workbook(fill))
    formulas = [(cell, value) for cell, value, sentence in found if "formula" in sentence]
    assert formulas == [
        ("D2", "=1+1"),
        ("B3", '=HYPERLINK("http://x.example","bấm")'),
        ("A5", "=B1:B2"),
        ("A6", "=B1:B2"),
        ("C8", "=_xlfn.SEQUENCE(2)"),
        ("C9", "=_xlfn.SEQUENCE(2)"),
    ]


def test_text_that_looks_like_a_formula_is_text():
    assert rows(with_rows([UNIT, "=1+1"], strings_to_formulas=False))[0]["text"] == "=1+1"


def test_error_values_are_named():
    data = repacked(
        with_rows([UNIT, TEXT, None, 77]),
        lambda name, part: part.replace(b'<c r="D2"><v>77</v>', b'<c r="D2" t="e"><v>#REF!</v>'),
    )
    assert problems(data)[0][:2] == ("D2", "#REF!")


def test_merged_cells_are_named_with_their_range_but_not_in_a_title_above():
    def fill(_book, sheet):
        sheet.write_row(1, 0, [UNIT, TEXT])
        sheet.merge_range("A3:A4", UNIT)

    [merged, *_rest] = problems(workbook(fill))
    assert merged[0] == "A3"
    assert "A3:A4" in merged[2]

    def titled(_book, sheet):
        sheet.merge_range("A1:D1", "TỔNG HỢP KIẾN NGHỊ")
        sheet.write_row(2, 0, HEADINGS)
        sheet.write_row(3, 0, [UNIT, TEXT])

    found = read(workbook(titled, headings=()))
    assert found.problems == []
    assert [row.number for row in found.rows["list"]] == [4]


def test_hidden_rows_and_other_sheets_are_mentioned():
    def fill(book, sheet):
        for number in range(1, 4):
            sheet.write_row(number, 0, [UNIT, TEXT])
        sheet.set_row(2, None, None, {"hidden": True})
        other = book.add_worksheet("Ghi chú")
        other.write(0, 0, "x")
        other.hide()

    data = workbook(fill)
    assert len(rows(data)) == 3
    hidden, other = said(data)
    assert "row 3" in hidden
    assert "hidden sheet" in other


# --- Sheets, headings, rows ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "headings",
    [
        ("DON VI NEU *", "noi dung:", "Hạn trả lời", "Số lần"),
        ("Đơn vị nêu (tên đầy đủ)", "NỘI DUNG", "thời hạn", "so lan"),
    ],
)
@pytest.mark.parametrize("name", ["kien nghi", "Sheet1"])
def test_headings_are_known_without_marks_and_case_in_any_sheet(headings, name):
    assert rows(with_rows([UNIT, TEXT, "5/3/2026", 2], headings=headings, name=name)) == [
        {"unit": UNIT, "text": TEXT, "due": date(2026, 3, 5), "count": 2}
    ]


def test_columns_in_another_order_give_the_letters_they_have():
    data = with_rows([TEXT, "mai", UNIT], headings=("Nội dung", "Thời hạn", "Đơn vị nêu"))
    assert [(one.cell, one.heading) for one in read(data).problems] == [("B2", "Thời hạn (dd/mm/yyyy)")]


def test_missing_double_and_unknown_headings_are_told():
    headings = ("Đơn vị nêu", "Don vi neu", "Ghi chú riêng", "Số lần")
    found = read(with_rows([UNIT, UNIT, "x"], headings=headings))
    assert [(one.column, "twice" in one.sentence) for one in found.problems] == [("B", True), ("", False)]
    assert "“Nội dung” is missing" in found.problems[1].sentence
    assert [(one.column, one.value) for one in found.notices] == [("C", "Ghi chú riêng")]
    [nothing] = read(with_rows([1, 2], headings=("a", "b"))).problems
    assert "Đơn vị nêu, Nội dung" in nothing.sentence


def test_blank_rows_and_the_example_are_passed_over():
    data = with_rows(["Cục Hóa chất", "Ví dụ: đề nghị …"], [None], ["  ", " "], [UNIT, TEXT])
    assert [row.number for row in read(data).rows["list"]] == [5]
    touched = with_rows(["Cục Hóa chất", "Ví dụ: đề nghị …", "5/3/2026"])
    assert len(rows(touched)) == 1


def test_blank_rows_by_the_ten_thousand_do_no_harm():
    def fill(book, sheet):
        sheet.write_row(1, 0, [UNIT, TEXT])
        look = book.add_format({"border": 1})
        for number in range(2, 20_000):
            sheet.write_blank(number, 0, None, look)

    assert len(rows(workbook(fill))) == 1


def test_too_many_rows_and_a_value_far_away(settings):
    settings.IMPORT_MAX_ROWS = 2
    with pytest.raises(Unreadable, match="3 rows; at most 2"):
        read(with_rows(*[[UNIT, TEXT]] * 3))
    with pytest.raises(Unreadable, match="XFD1048576"):
        read(workbook(lambda _book, sheet: sheet.write(1_048_575, 16_383, "x")))


# --- In a child process -------------------------------------------------------------------------------------
def test_the_child_tells_the_same():
    data = with_rows([UNIT, TEXT, "5/3/2026", 3], [UNIT, "b\x07", "mai"])
    here = read(data)
    assert read_isolated(data, [LIST], report=lambda *_: None) == here
    assert unpack(pack(here)) == here


def test_the_child_has_an_end(settings):
    settings.IMPORT_SECONDS = 0
    with pytest.raises(TooLong):
        read_isolated(with_rows([UNIT, TEXT]), [LIST], report=lambda *_: None)


CELL = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=5))
def test_whatever_is_in_the_cells_there_is_a_reading(table):
    def fill(_book, sheet):
        for number, row in enumerate(table, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value.encode("utf-16", "ignore").decode("utf-16"))
                else:
                    sheet.write(number, column, value)

    found = read(workbook(fill))
    for row in found.rows["list"]:
        for key in ("unit", "text"):
            text = row.values[key] or ""
            assert text == unicodedata.normalize("NFC", text)
            assert not any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in text)
