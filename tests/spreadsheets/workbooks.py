"""Workbooks made in ways our own writer never would, for the reader's tests."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import xlsxwriter

from dialogue_tracker.spreadsheets import Column, Kind, Sheet

LIST = Sheet(
    "Kiến nghị",
    (
        Column(
            "unit", "Đơn vị nêu", Kind.CHOICE, required=True, choices=("Cục Hóa chất", "Vụ Tổ chức cán bộ")
        ),
        Column("text", "Nội dung", Kind.TEXT, required=True, longest=300, help="Ghi nguyên văn."),
        Column("due", "Thời hạn (dd/mm/yyyy)", Kind.DATE, aliases=("Hạn trả lời",)),
        Column("count", "Số lần", Kind.NUMBER),
    ),
    key="list",
    example={"unit": "Cục Hóa chất", "text": "Ví dụ: đề nghị …"},
)
HEADINGS = ("Đơn vị nêu", "Nội dung", "Thời hạn", "Số lần")


def workbook(
    fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None],
    *,
    headings=HEADINGS,
    name="Kiến nghị",
    **options,
) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False, **options})
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, headings)
    fill(book, sheet)
    book.close()
    return target.getvalue()


def with_rows(*rows, **options) -> bytes:
    """Text as text; a leading "=" becomes a formula, as Excel would store it."""

    def fill(book, sheet):
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)

    return workbook(fill, **options)


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same archive with some parts changed, or left out (None)."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return target.getvalue()
