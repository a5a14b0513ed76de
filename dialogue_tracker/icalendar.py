"""Calendars as RFC 5545 has them: escaped texts, folded lines, whole days without a time zone to slip by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# Octets of a line without its end.
LINE = 75


@dataclass(frozen=True)
class WholeDay:
    """`uid` stays for ever, `sequence` grows with each change; `stamp` is when this was written."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    sequence: int
    stamp: datetime


def written(name: str, events: Iterable[WholeDay], *, zone: str, product: str) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(product)}//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{zone}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _lines(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _lines(event: WholeDay) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "STATUS:CONFIRMED"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    for char in ("\\", ";", ","):
        unified = unified.replace(char, f"\\{char}")
    shown = unified.replace("\n", "\\n")
    return "".join(char for char in shown if char == "\t" or char.isprintable() or ord(char) > 127)


def folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; a letter of several octets is never cut in two."""
    part, room = "", LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            yield part
            part, room = " ", LINE - 1
        part += char
        room -= size
    yield part
