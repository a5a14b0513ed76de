"""The annexes of a notice as they are printed: their names, the widths of columns, where rows may break."""

from typing import Any

from dialogue_tracker.typeface import width
from notices.document import Annex, CarriedOver, Column, NoticeDocument, paragraphs, task_label
from notices.layout import Format
from notices.numerals import date_text, number_text, roman, short_date_text

TITLE_ROOM = 0.85  # of the lying page
TABLE_LINE_HEIGHT = 1.15
CELL_PADDING = 4  # pt, left and right of a cell's text
# A row higher than this part of the page may be broken; others move to the next page whole.
WHOLE_ROW = 0.3
CARRIED_OVER_TITLE = "Nhiệm vụ của các kỳ trước tiếp tục thực hiện"
CARRIED_OVER = (
    Column(title="STT", share=13, centred=True),
    Column(title="Nhiệm vụ", share=92),
    Column(title="Đơn vị chủ trì", share=42),
    Column(title="Thời hạn đã giao", share=27, centred=True),
    Column(title="Thời hạn mới", share=27, centred=True),
    Column(title="Lý do", share=51),
)
ANSWERS = (
    Column(title="STT", share=13, centred=True),
    Column(title="Đơn vị kiến nghị", share=35),
    Column(title="Nội dung kiến nghị", share=73),
    Column(title="Nội dung trả lời", share=74),
    Column(title="Đơn vị chủ trì", share=33),
    Column(title="Thời hạn", share=24, centred=True),
)


def annexes_of(document: NoticeDocument) -> list[Annex]:
    """With the answers first when they are too many for the text, and what earlier conferences left open."""
    found = list(document.annexes)
    if document.carried_over:
        found.insert(0, carried_over_annex(document.carried_over))
    if document.answers_in_annex:
        rows = tuple(
            (str(position), answer.raised_by, answer.recommendation, answer.answer, answer.lead, answer.due)
            for position, answer in enumerate(document.answers, 1)
        )
        found.insert(0, Annex(title=document.answers_title, columns=ANSWERS, rows=rows))
    return found


def carried_over_annex(tasks: tuple[CarriedOver, ...]) -> Annex:
    rows = tuple(
        (
            str(position),
            f"{task_label(task.number)} {task.task}".strip(),
            task.unit,
            task.original_due,
            task.due,
            task.reason,
        )
        for position, task in enumerate(tasks, 1)
    )
    return Annex(title=CARRIED_OVER_TITLE, columns=CARRIED_OVER, rows=rows)


def annex_names(annexes: list[Annex], form: Format) -> list[str]:
    """Annexes are counted, in Roman numerals, as soon as there are two."""
    word = form.words["annex"]
    if len(annexes) == 1:
        return [word]
    return [f"{word} {roman(position)}" for position in range(1, len(annexes) + 1)]


def printed_annexes(document: NoticeDocument, form: Format) -> list[dict[str, Any]]:
    annexes = annexes_of(document)
    names = annex_names(annexes, form)
    return [_printed(annex, name, document, form) for annex, name in zip(annexes, names, strict=True)]


def _printed(annex: Annex, name: str, document: NoticeDocument, form: Format) -> dict[str, Any]:
    written = short_date_text if form.cited_date == "short" else date_text
    source = form.words["annex_source"].format(
        number=form.number_pattern.format(number=number_text(document.number), symbol=document.symbol),
        date=written(document.issued_on, year=document.year),
        issuer=" ".join(document.issuer.split()),
    )
    total = sum(column.share for column in annex.columns)
    room = form.lying_width * TITLE_ROOM
    return {
        "name": name,
        "title_lines": form.lines("annex_title", annex.title, room=room),
        "source_lines": form.lines("annex_source", source, room=room),
        "note_lines": form.lines("annex_source", annex.note, room=room),
        "columns": [
            {
                "title": column.title,
                "centred": column.centred,
                "percent": round(100 * column.share / total, 2),
            }
            for column in annex.columns
        ],
        "rows": [
            {
                "tall": _is_tall(row, annex.columns, form),
                "cells": [
                    {"paragraphs": paragraphs(cell), "centred": column.centred}
                    for cell, column in zip(row, annex.columns, strict=True)
                ],
            }
            for row in annex.rows
        ],
    }


def _is_tall(row: tuple[str, ...], columns: tuple[Column, ...], form: Format) -> bool:
    size = form.components["cell"].size
    room = form.lying_width / sum(column.share for column in columns)
    lines = max(
        width(cell, size=size) / (column.share * room - 2 * CELL_PADDING) + cell.count("\n")
        for cell, column in zip(row, columns, strict=True)
    )
    return lines * size * TABLE_LINE_HEIGHT > form.lying_height * WHOLE_ROW
