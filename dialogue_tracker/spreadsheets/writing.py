"""Writes workbooks (.xlsx): text is always text, never a formula or a link, whatever it begins with."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from dialogue_tracker.spreadsheets.layout import (
    INSTRUCTIONS,
    LISTS,
    LONGEST_CELL,
    Column,
    Kind,
    Sheet,
    Text,
    letter_of,
)
from dialogue_tracker.vietnamese import tidy

Part = tuple[Sheet, Iterable[Mapping[str, Any]]]
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#DCE6F1"}
EXAMPLE = {"italic": True, "font_color": "#595959"}
FORMULA_STARTS = ("=", "+", "-", "@")
A4 = 9
ROWS_TO_PICK = 20_000  # how far below the headings the lists to pick from reach
LONGEST_HINT = 250


def write_workbook(
    target: str | Path | IO[bytes],
    parts: Iterable[Part],
    *,
    instructions: Sequence[Text] = (),
    with_example: bool = False,
) -> None:
    """`instructions`: lines for a first sheet, which the reader passes over, like the example row."""
    parts = list(parts)
    book = xlsxwriter.Workbook(target, OPTIONS)
    writer = _Writer(book)
    if instructions:
        writer.instructions(instructions, [sheet for sheet, _rows in parts])
    lists = writer.lists([sheet for sheet, _rows in parts], is_seen=bool(instructions))
    for sheet, rows in parts:
        writer.sheet(sheet, rows, lists, with_example=with_example)
    writer.first_of_all(bool(instructions))
    book.close()


def visible(text: str) -> str:
    """What XML and Excel can hold: no control characters, no half letters, not too long."""
    text = tidy(text).replace("\v", "\n")
    if not text.replace("\n", "").isprintable():  # nearly every text is, and that is told quickly
        kept = (
            letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")
        )
        text = "".join(kept).replace("\ufffe", "").replace("\uffff", "")
    return text[:LONGEST_CELL]


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.heading = book.add_format({**FONT, **HEADING})
        self.formats = {
            (kind, is_example): book.add_format({**FONT, **_look(kind), **(EXAMPLE if is_example else {})})
            for kind in Kind
            for is_example in (False, True)
        }
        self.like_formula = book.add_format({**FONT, **_look(Kind.TEXT), "quote_prefix": True})
        self.plain = book.add_format({**FONT, "text_wrap": True})
        self.title = book.add_format({**FONT, "bold": True, "font_size": 14})

    # --- Instructions and lists -----------------------------------------------------------------------------
    def instructions(self, lines: Sequence[Text], sheets: Sequence[Sheet]) -> None:
        page = self.book.add_worksheet(INSTRUCTIONS)
        page.hide_gridlines(2)
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 90)
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        at = 0
        for number, line in enumerate(lines):
            page.write_string(at, 0, visible(str(line)), self.title if number == 0 else None)
            at += 1
        for sheet in sheets:
            at += 1
            page.write_string(at, 0, visible(str(sheet.name)), self.heading)
            page.write_string(at, 1, "", self.heading)
            for column in sheet.columns:
                at += 1
                page.write_string(at, 0, _titled(column), self.plain)
                page.write_string(at, 1, visible(str(column.help)), self.plain)
            at += 1

    def lists(self, sheets: Sequence[Sheet], *, is_seen: bool) -> dict[tuple[str, str], str]:
        """A sheet with what the lists offer: the range of each, by sheet and column."""
        offered = {
            (sheet.id, column.key): [str(column.title), *words]
            for sheet in sheets
            for column in sheet.columns
            if (words := column.offered())
        }
        if not offered:
            return {}
        page = self.book.add_worksheet(LISTS)
        if not is_seen:
            page.hide()
        columns = list(offered.values())
        page.set_column(0, len(columns) - 1, 40)
        for row in range(max(len(words) for words in columns)):
            for at, words in enumerate(columns):
                if row < len(words):
                    page.write_string(row, at, visible(words[row]), None if row else self.heading)
        return {
            key: f"='{LISTS}'!${letter_of(at)}$2:${letter_of(at)}${len(words)}"
            for at, (key, words) in enumerate(offered.items())
        }

    def first_of_all(self, has_instructions: bool) -> None:
        """The sheet to fill in is the one that is open."""
        shown = [page for page in self.book.worksheets() if page.get_name() not in (INSTRUCTIONS, LISTS)]
        shown[0].activate()
        if not has_instructions:
            shown[0].set_first_sheet()

    # --- A sheet --------------------------------------------------------------------------------------------
    def sheet(
        self,
        sheet: Sheet,
        rows: Iterable[Mapping[str, Any]],
        lists: Mapping[tuple[str, str], str],
        *,
        with_example: bool,
    ) -> None:
        page = self.book.add_worksheet(_sheet_name(sheet))
        self._set_up(page, sheet, lists)
        for at, column in enumerate(sheet.columns):
            page.write_string(0, at, _titled(column), self.heading)
        if with_example and sheet.example:
            self._row(page, 1, sheet, sheet.example, is_example=True)
        number = 1 if with_example and sheet.example else 0
        for row in rows:
            number += 1
            self._row(page, number, sheet, row)
        if number:
            page.autofilter(0, 0, number, len(sheet.columns) - 1)

    def _set_up(self, page: Any, sheet: Sheet, lists: Mapping[tuple[str, str], str]) -> None:
        page.freeze_panes(1, 0)
        page.set_paper(A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page.set_footer("&C&P/&N")
        page.set_row(0, 32)
        for at, column in enumerate(sheet.columns):
            hidden = {"hidden": True} if column.is_hidden else {}
            page.set_column(at, at, column.width, self.formats[column.kind, False], hidden)
            self._validate(page, at, column, lists.get((sheet.id, column.key)))

    def _validate(self, page: Any, at: int, column: Column, offered: str | None) -> None:
        """A list to pick from and a hint; other words may be typed, the import says what it does not know."""
        hint = {"input_message": visible(str(column.help))[:LONGEST_HINT], "show_error": False}
        if offered:
            page.data_validation(1, at, ROWS_TO_PICK, at, {"validate": "list", "source": offered, **hint})
        elif column.help:
            page.data_validation(1, at, ROWS_TO_PICK, at, {"validate": "any", **hint})

    def _row(
        self, page: Any, at: int, sheet: Sheet, values: Mapping[str, Any], *, is_example: bool = False
    ) -> None:
        for number, column in enumerate(sheet.columns):
            self._cell(page, at, number, values.get(column.key), self.formats[column.kind, is_example])

    def _cell(self, page: Any, row: int, column: int, value: Any, look: Any) -> None:
        match value:
            case None | "":
                return
            case date():
                page.write_datetime(row, column, value, look)
            case bool():
                page.write_string(row, column, _("yes") if value else _("no"), look)
            case int() | float():
                page.write_number(row, column, value, look)
            case _:
                text = visible(str(value))
                page.write_string(
                    row, column, text, self.like_formula if text[:1] in FORMULA_STARTS else look
                )


def _look(kind: Kind) -> dict[str, Any]:
    if kind is Kind.DATE:
        return {"num_format": "dd/mm/yyyy", "align": "center"}
    if kind is Kind.NUMBER:
        return {"num_format": "0"}
    return {"num_format": "@", "text_wrap": True}  # typed into, it stays text: 05/2026 is no date


def _titled(column: Column) -> str:
    return visible(f"{column.title} *" if column.required else str(column.title))


def _sheet_name(sheet: Sheet) -> str:
    """What Excel allows."""
    return "".join(letter for letter in str(sheet.name) if letter not in "[]:*?/\\'")[:31]
