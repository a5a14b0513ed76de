"""The leadership's sheet: one page with the numbers, what burns and what waits for a word of theirs."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.text import Truncator

from assignments.dashboard import Number
from assignments.models import Assignment
from dialogue_tracker.typeface import FAMILY, FONT_FACES, printable
from notices.report_data import ReportData, asked_extensions, contested
from notices.reports import compared, how_late, sentence, unit_of
from notices.wording import event_of

# With so many rows of two lines each, the sheet is one page even where every list is full.
MOST_LATE, MOST_WAITING, MOST_UNITS = 6, 3, 6
MOST_CHARACTERS = 100
BIG_NUMBERS = (
    ("done_on_time", "Hoàn thành đúng hạn"),
    ("done_late", "Hoàn thành quá hạn"),
    ("open_in_time", "Chưa hoàn thành, trong hạn"),
    ("open_overdue", "Chưa hoàn thành, quá hạn"),
)


def sheet_html(data: ReportData) -> str:
    return render_to_string("notices/pdf/sheet.html", sheet(data))


def sheet(data: ReportData) -> dict[str, Any]:
    total = data.numbers.total
    return {
        "family": FAMILY,
        "font_faces": FONT_FACES,
        "title": f"Phiếu tóm tắt: {printable(event_of(data.conference))}",
        "conference": data.conference,
        "day": data.day,
        "sentence": sentence(total),
        "compared": printable(compared(data)),
        "cells": [(label, total[key], before(data, key)) for key, label in BIG_NUMBERS],
        "without_deadline": total["no_deadline"],
        "late": lines(data, data.late, MOST_LATE),
        "waiting": [
            ("Chờ Lãnh đạo chỉ đạo", lines(data, data.escalated, MOST_WAITING)),
            (
                "Xin gia hạn, chưa quyết định",
                lines(data, [asked.assignment for asked in asked_extensions(data)], MOST_WAITING),
            ),
            ("Đơn vị kiến nghị không đồng ý với trả lời", lines(data, contested(data), MOST_WAITING)),
        ],
        "units": [tally for tally in data.numbers.units if tally["open_overdue"].count][:MOST_UNITS],
    }


def before(data: ReportData, key: str) -> Number | None:
    return data.before.total[key] if data.before else None


def lines(data: ReportData, rows: list[Assignment], most: int) -> dict[str, Any]:
    """The first `most`, and how many more there are."""
    shown = [
        {
            "text": printable(Truncator(row.title).chars(MOST_CHARACTERS)),
            "label": row.label,
            "unit": printable(unit_of(row)),
            "late": how_late(row, data.day),
        }
        for row in rows[:most]
    ]
    return {"count": len(rows), "shown": shown, "more": len(rows) - len(shown)}
