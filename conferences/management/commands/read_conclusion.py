"""Prints what the reader finds in a conclusion. Needs no database."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conferences.conclusion_reader import FoundTask, Reading, UnitName, read
from conferences.conclusion_reader.types import TASK
from conferences.documents import SENTENCES, DocumentError, extract
from dialogue_tracker.vietnamese import nfc, squeeze

KINDS = {
    "assessment": "đánh giá",
    "limitation": "hạn chế",
    "heading": "đề mục",
    "lead_in": "lời dẫn",
    "caption": "chú thích ảnh",
    "opening": "mở đầu",
    "closing": "kết thúc",
    "recipients": "nơi nhận",
    "cited": "ý kiến của người khác",
    "other": "khác",
}
UNSURE = {
    "no_lead": "chưa rõ đơn vị chủ trì",
    "several_leads": "có nhiều đơn vị chủ trì",
    "unit_unknown": "có đơn vị chưa có trong danh mục",
    "due_unclear": "chưa rõ thời hạn",
    "several_due": "có nhiều thời hạn",
    "deadline_before_issue": "thời hạn trước ngày ban hành",
    "unnumbered": "không được đánh số",
}


class Command(BaseCommand):
    help = (
        "Print the tasks, lead units and deadlines that the reader finds in a conclusion (.txt, .docx, .pdf)."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the conclusion")
        parser.add_argument("--units", type=Path, help="one body a line, its aliases after |")
        parser.add_argument(
            "--issued-on", type=date.fromisoformat, help="YYYY-MM-DD, for dates printed without a year"
        )
        parser.add_argument("--convert", action="store_true", help="convert an old Vietnamese encoding")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = read(
            _text(options["file"], convert=options["convert"]),
            _units(options["units"]) if options["units"] else (),
            options["issued_on"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(reading), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_listing(reading)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error


def _text(path: Path, *, convert: bool) -> str:
    try:
        return extract(path.name, _bytes(path), convert=convert).text
    except DocumentError as error:
        raise CommandError(f"{path.name}: {SENTENCES[error.code]}") from error


def _units(path: Path) -> list[UnitName]:
    units = []
    for line in _bytes(path).decode("utf-8-sig").splitlines():
        names = [squeeze(nfc(name)) for name in line.split("|") if name.strip()]
        if names:
            units.append(UnitName(names[0], tuple(names[1:])))
    return units


def _as_json(reading: Reading) -> dict[str, Any]:
    ignored = [
        {"text": piece.text.strip(), "why": piece.kind}
        for piece in reading.pieces
        if piece.kind != TASK and piece.text.strip()
    ]
    return {"tasks": [_task(task) for task in reading.tasks], "ignored": ignored}


def _task(task: FoundTask) -> dict[str, Any]:
    return {
        "section": task.section,
        "number": task.number,
        "text": task.text,
        "lead": list(task.lead),
        "support": list(task.support),
        "all_units": task.all_units,
        "due": [
            {"phrase": due.phrase, "on": due.on.isoformat() if due.on else None, "kind": due.kind}
            for due in task.due
        ],
        "children": [_task(child) for child in task.children],
        "unsure": list(task.unsure),
    }


def _listing(reading: Reading) -> list[str]:
    lines = [f"Tìm thấy {len(reading.tasks)} nhiệm vụ."]
    for index, task in enumerate(reading.tasks, start=1):
        place = " ".join(part for part in (task.section and f"Phần {task.section}", task.number) if part)
        lines += ["", f"[{index}] {place or 'Không đánh số'}", *_lines(task, "    ")]
        for child in task.children:
            lines += ["", f"    {child.number or '·'}", *_lines(child, "        ")]
    lines += ["", "Không phải nhiệm vụ:"]
    for piece in reading.pieces:
        if piece.kind != TASK and piece.text.strip():
            lines.append(f"  ({KINDS[piece.kind]}) {_short(piece.text)}")
    return lines


def _lines(task: FoundTask, indent: str) -> list[str]:
    lead = list(task.lead) + (["tất cả các đơn vị"] if task.all_units else [])
    due = [f"{due.phrase}" + (f" ({due.on:%d/%m/%Y})" if due.on else "") for due in task.due]
    rows = [
        ("Nội dung", _short(task.text)),
        ("Chủ trì", ", ".join(lead) or "chưa rõ"),
        ("Phối hợp", ", ".join(task.support)),
        ("Thời hạn", "; ".join(due) or "không ghi"),
        ("Cần xem lại", ", ".join(UNSURE[code] for code in task.unsure)),
    ]
    return [f"{indent}{label}: {value}" for label, value in rows if value]


def _short(text: str) -> str:
    words = squeeze(text)
    return words if len(words) <= 160 else words[:110] + " … " + words[-45:]
