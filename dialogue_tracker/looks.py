"""How values look: the tone, icon and short name of each class and state. Colours are in tokens.css."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    tone: str
    icon: str
    label: str | Promise = ""


TIMINGS: Mapping[str, Look] = {
    "done_on_time": Look("green", "circle-check", _("Done on time")),
    "done_late": Look("ochre", "clock-check", _("Done late")),
    "open_in_time": Look("blue", "clock", _("Open, in time")),
    "open_overdue": Look("red", "clock-exclamation", _("Open, overdue")),
    "no_deadline_done": Look("neutral", "circle-check", _("Without deadline, done")),
    "no_deadline_open": Look("neutral", "repeat", _("Without deadline, open")),
    "withdrawn": Look("neutral", "ban", _("Withdrawn")),
    "merged": Look("neutral", "git-merge", _("Merged")),
}

# One entry per state word of any app; a word unknown here is shown neutral, not refused.
STATES: Mapping[str, Look] = {
    "received": Look("neutral", "inbox"),
    "assigned": Look("violet", "clipboard-list"),
    "in_progress": Look("blue", "clock-play"),
    "reported": Look("ochre", "send"),
    "escalated": Look("orange", "flag"),
    "suspended": Look("neutral", "player-pause"),
    "done": Look("green", "circle-check"),
    "withdrawn": Look("neutral", "ban"),
    "merged": Look("neutral", "git-merge"),
    "draft": Look("neutral", "pencil"),
    "submitted": Look("ochre", "send"),
    "approved": Look("blue", "check"),
    "issued": Look("green", "shield-check"),
    "corrected": Look("ochre", "pencil"),
    "replaced": Look("orange", "repeat"),
    "voided": Look("red", "ban"),
    "discarded": Look("neutral", "trash"),
    "accepted": Look("green", "check"),
    "unsure": Look("ochre", "alert-triangle"),
    "queued": Look("neutral", "hourglass"),
    "running": Look("blue", "loader-2"),
    "failed": Look("red", "alert-circle"),
    "checked": Look("blue", "check"),
    "faulty": Look("red", "alert-triangle"),
    "planned": Look("neutral", "clock"),
    "sent": Look("green", "mail"),
    "cancelled": Look("neutral", "ban"),
    "waiting": Look("ochre", "hourglass"),
    "agreed": Look("green", "thumb-up"),
    "contested": Look("orange", "thumb-down"),
    "silent": Look("neutral", "clock"),
    "lapsed": Look("neutral", "ban"),
    "open": Look("blue", "circle-dashed"),
    "closed": Look("neutral", "lock"),
    "returned": Look("orange", "arrow-back-up"),
    "taken_over": Look("green", "check"),
}
UNKNOWN = Look("neutral", "circle-dashed")

ALERTS: Mapping[str, Look] = {
    "info": Look("blue", "info-circle"),
    "success": Look("green", "circle-check"),
    "warning": Look("ochre", "alert-triangle"),
    "danger": Look("red", "alert-circle"),
}
MESSAGE_TONES = {"debug": "info", "error": "danger"}

FILE_ICONS = {
    "pdf": "file-type-pdf",
    "docx": "file-type-docx",
    "doc": "file-type-docx",
    "xlsx": "file-spreadsheet",
    "xls": "file-spreadsheet",
    "csv": "file-spreadsheet",
    "txt": "file-text",
}

BAR_WIDTH = 100.0
BAR_GAP = 0.5


@dataclass(frozen=True)
class BarCell:
    key: str
    count: int
    url: str
    label: str | Promise
    tone: str
    icon: str
    x: str = "0"
    width: str = "0"


def read(cell: Any, name: str, default: Any = "") -> Any:
    """Cells come as dicts from queries and as objects from dataclasses."""
    return cell.get(name, default) if isinstance(cell, Mapping) else getattr(cell, name, default)


def bar_cells(cells: Iterable[Any]) -> list[BarCell]:
    """Adds to every cell its place in a bar 100 wide; a cell with few items stays wide enough to be seen."""
    known = [(read(cell, "key"), int(read(cell, "count", 0)), read(cell, "url", "")) for cell in cells]
    total = sum(count for _key, count, _url in known)
    filled = [count for _key, count, _url in known if count]
    room = BAR_WIDTH - BAR_GAP * max(len(filled) - 1, 0)
    shares = {index: max(count / total, 0.02) for index, (_k, count, _u) in enumerate(known) if count}
    scale = room / sum(shares.values()) if shares else 0
    x, placed = 0.0, []
    for index, (key, count, url) in enumerate(known):
        look = TIMINGS.get(key, UNKNOWN)
        width = shares.get(index, 0) * scale
        place = {"x": f"{x:.2f}", "width": f"{width:.2f}"}
        placed.append(BarCell(str(key), count, url, look.label or str(key), look.tone, look.icon, **place))
        x += width + BAR_GAP if count else 0
    return placed
