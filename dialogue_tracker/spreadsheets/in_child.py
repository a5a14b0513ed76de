"""Reading what people upload: in a child process with an end in time and memory."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from dialogue_tracker.isolated import Report, run_isolated
from dialogue_tracker.spreadsheets.layout import Problem, Reading, Row, Sheet, Unreadable
from dialogue_tracker.spreadsheets.reading import read_workbook


def read_isolated(source: bytes | Path, sheets: Sequence[Sheet], *, report: Report) -> Reading:
    """As `read_workbook`; also raises TooLong, TooMuchMemory or Died, and whatever `report` raises."""
    packed = run_isolated(
        lambda _step: pack(read_workbook(source, sheets)),
        report=report,
        seconds=settings.IMPORT_SECONDS,
        megabytes=settings.IMPORT_MEGABYTES,
        expected=Unreadable,
    )
    return unpack(packed)


def pack(reading: Reading) -> bytes:
    """As JSON: the child read a stranger's file, so nothing it says may be more than data."""
    data = asdict(reading)
    for rows in data["rows"].values():
        for row in rows:
            row["faulty"] = sorted(row["faulty"])
            row["values"] = {key: _packed(value) for key, value in row["values"].items()}
    return json.dumps(data).encode()


def unpack(packed: bytes) -> Reading:
    data = json.loads(packed)
    return Reading(
        rows={key: [_row(row) for row in rows] for key, rows in data["rows"].items()},
        problems=[Problem(**one) for one in data["problems"]],
        notices=[Problem(**one) for one in data["notices"]],
        names=data["names"],
        letters=data["letters"],
    )


def _row(data: dict[str, Any]) -> Row:
    values = {key: _unpacked(value) for key, value in data["values"].items()}
    return Row(data["number"], values, frozenset(data["faulty"]))


def _packed(value: Any) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Any:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
