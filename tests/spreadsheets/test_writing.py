"""Workbooks we hand out: text is text, and what was written is read back the same."""

import zipfile
from datetime import date
from io import BytesIO

from dialogue_tracker.spreadsheets import Problem, read_workbook, write_workbook
from dialogue_tracker.spreadsheets.faults import write_faults
from tests.spreadsheets.workbooks import LIST, with_rows

ROWS = [
    {"unit": "Cục Hóa chất", "text": "=cmd|' /C calc'!A0", "due": date(2026, 3, 5), "count": 3},
    {"unit": "Vụ Tổ chức cán bộ", "text": "+84 24\n-1\n@SUM(A1)\nhttp://x.example", "due": None, "count": 0},
    {"unit": "Cục Hóa chất", "text": "_x0041_ <b>&amp;", "due": date(1999, 12, 31), "count": None},
]


def written(rows=ROWS, **options):
    target = BytesIO()
    write_workbook(target, [(LIST, rows)], **options)
    return target.getvalue()


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def test_what_is_written_is_read_back_the_same():
    found = read_workbook(written(instructions=["Hướng dẫn nhập"], with_example=True), [LIST])
    assert found.problems == found.notices == []
    assert [row.values for row in found.rows["list"]] == ROWS
    assert found.rows["list"][0].number == 3  # below the example


def test_nothing_is_a_formula_or_a_link_and_control_characters_are_gone():
    whole = "".join(parts(written([*ROWS, {"unit": "a\x00\x1f\ufffe", "text": "b\ud800"}])).values())
    assert "<f>" not in whole
    assert "hyperlink" not in whole
    assert not any(ord(letter) < 32 and letter not in "\n\t\r" for letter in whole)


def test_the_sheet_helps_who_fills_it_in():
    found = parts(written(instructions=["Hướng dẫn nhập"]))
    book = found["xl/workbook.xml"]
    assert [name in book for name in ("Hướng dẫn", "Danh mục", "Kiến nghị")] == [True] * 3
    assert 'state="hidden"' not in book
    assert 'state="hidden"' in parts(written())["xl/workbook.xml"]
    sheet = found["xl/worksheets/sheet3.xml"]
    for sign in ('state="frozen"', "<dataValidation ", 'orientation="landscape"', "Ghi nguyên văn."):
        assert sign in sheet
    assert "Print_Titles" in book


def test_a_workbook_of_faults_names_them_and_can_be_mended():
    data = with_rows(["Cục Hóa chất", "Một", "mai"], ["Cục Hóa chất", "Hai", "5/3/2026"])
    found = read_workbook(data, [LIST])
    strange = Problem("Không rõ đơn vị.", "Kiến nghị", 3, "A", "Đơn vị nêu", "Cục Hóa chất")
    target = BytesIO()
    write_faults(target, [LIST], found, [*found.problems, strange])
    again = read_workbook(target.getvalue(), [LIST])
    assert [(one.cell, one.value) for one in again.problems] == [("C2", "mai")]
    assert again.notices == []
    assert again.rows["list"][1].values["unit"] == "Cục Hóa chất"
    texts = "".join(parts(target.getvalue()).values())
    assert "Đơn vị nêu: Không rõ đơn vị." in texts
