"""The reports made of a conference's data: Vietnamese words and tables, numbers from the dashboard."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string
from django.utils import translation

from assignments.dashboard import Tally
from assignments.models import Assignment
from assignments.timing import Timing
from conferences.models import Conference
from notices.document import Annex, Column, NoticeDocument, Signer
from notices.models import Notice
from notices.numerals import date_text
from notices.report_data import ReportData
from notices.wording import OFFICE, chair_of, event_of, signed_by_the_head, signed_by_the_office
from notices.workflow import State
from units.models import Unit

LATE_TITLE = "Tổng hợp các nhiệm vụ, kiến nghị chậm muộn"
RESULTS_TITLE = "Kết quả thực hiện các nhiệm vụ, kiến nghị"
OWED_TITLE = "Nhiệm vụ, kiến nghị đơn vị còn phải thực hiện"
AS_OF = "Dữ liệu tính đến ngày {day}"
LATE = (
    Column(title="STT", share=13, centred=True),
    Column(title="Nhiệm vụ, kiến nghị", share=100),
    Column(title="Văn bản giao", share=50),
    Column(title="Đơn vị chủ trì", share=50),
    Column(title="Thời hạn hoàn thành", share=30, centred=True),
)
RESULTS = (
    Column(title="STT", share=13, centred=True),
    Column(title="Tên nhiệm vụ, kiến nghị", share=80),
    Column(title="Đơn vị chủ trì", share=42),
    Column(title="Thời hạn", share=27, centred=True),
    Column(title="Kết quả thực hiện", share=60),
    Column(title="Tiến độ", share=32, centred=True),
)
OWED = (
    Column(title="STT", share=13, centred=True),
    Column(title="Nhiệm vụ, kiến nghị", share=110),
    Column(title="Thời hạn", share=30, centred=True),
    Column(title="Tiến độ", share=40, centred=True),
    Column(title="Tình trạng", share=45, centred=True),
)
# As officials write how far something is.
PROGRESS = {
    Timing.DONE_ON_TIME: "Đã hoàn thành",
    Timing.DONE_LATE: "Đã hoàn thành quá hạn",
    Timing.OPEN_IN_TIME: "Đang thực hiện",
    Timing.OPEN_OVERDUE: "Chưa hoàn thành",
    Timing.NO_DEADLINE_DONE: "Đã hoàn thành",
    Timing.NO_DEADLINE_OPEN: "Đang thực hiện",
}


# --- Sentences ----------------------------------------------------------------------------------------------
def sentence(tally: Tally) -> str:
    """The one of the dashboard, whatever the language of the page."""
    with translation.override("vi"):
        return " ".join(render_to_string("assignments/_sentence.html", {"tally": tally}).split())


def of_unit(tally: Tally) -> str:
    """ "Vụ Pháp chế: hoàn thành 4/6 (đúng hạn 3, quá hạn 1); chưa hoàn thành 2 (trong hạn 1, quá hạn 1)." """
    done = f"hoàn thành {tally['done'].count}/{tally['counted'].count}{_of_done(tally)}"
    left = tally["open"].count
    rest = f"; chưa hoàn thành {left}{_of_open(tally)}" if left else ""
    return f"{tally.name or 'Chưa phân công'}: {done}{rest}."


def _of_done(tally: Tally) -> str:
    return _listed(tally, done_on_time="đúng hạn", done_late="quá hạn", no_deadline_done="không thời hạn")


def _of_open(tally: Tally) -> str:
    return _listed(tally, open_in_time="trong hạn", open_overdue="quá hạn", no_deadline_open="không thời hạn")


def _listed(tally: Tally, **names: str) -> str:
    parts = [f"{name} {tally[key].count}" for key, name in names.items() if tally[key].count]
    return f" ({', '.join(parts)})" if parts else ""


def compared(data: ReportData) -> str:
    """With the same period after the conference before."""
    if data.before is None or not data.before.total["counted"].count:
        return ""
    now, then = data.numbers.total["done"], data.before.total["done"]
    with translation.override("vi"):
        shares = [floatformat(number.share, -1) for number in (now, then)]
    return (
        f"Cùng kỳ sau {event_of(data.before.conference)} (tính đến {shown(data.before.day)}): "
        f"hoàn thành {then.count}/{data.before.total['counted'].count}, đạt {shares[1]}%; "
        f"kỳ này đạt {shares[0]}%."
    )


def shown(day: date) -> str:
    return date_text(day, year=day.year)


# --- Documents ----------------------------------------------------------------------------------------------
def implementation_report(data: ReportData) -> NoticeDocument:
    """For the next conference: all in one sentence, unit by unit, and two annexes with every row."""
    conference = data.conference
    opening = (
        f"Thực hiện kết luận của {chair_of(conference)} tại {event_of(conference)} "
        f"({shown(conference.held_on)}), {_author(data)} tổng hợp kết quả thực hiện của các đơn vị "
        f"tính đến {shown(data.day)} như sau:"
    )
    overall = tuple(filter(None, (sentence(data.numbers.total), compared(data))))
    return NoticeDocument(
        **_frame(data, symbol="BC"),
        form="report",
        subject=f"Kết quả thực hiện kết luận của {chair_of(conference)} tại {event_of(conference)}",
        opening=(opening,),
        assessments_title="Kết quả chung",
        assessments=overall,
        limitations_title="Kết quả của từng đơn vị chủ trì",
        limitations=tuple(
            f"{number}. {of_unit(tally)}" for number, tally in enumerate(_in_order(data.numbers.units), 1)
        ),
        annexes=tuple(annex for annex in (late_annex(data), results_annex(data)) if annex.rows),
        closing=f"{_author(data)} báo cáo để Lãnh đạo xem xét, chỉ đạo",
    )


def unit_letter(data: ReportData, unit: Unit) -> NoticeDocument:
    """What one unit owes of this conference, with a table of the open work."""
    conference = data.conference
    opening = (
        f"Thực hiện kết luận của {chair_of(conference)} tại {event_of(conference)} "
        f"({shown(conference.held_on)}), {_author(data)} thông báo tình hình thực hiện các nhiệm vụ, "
        f"kiến nghị do {unit.name} chủ trì tính đến {shown(data.day)}:"
    )
    return NoticeDocument(
        **{**_frame(data, symbol=""), "recipients": ("Như trên",)},
        form="letter",
        subject="thực hiện kết luận Hội nghị đối thoại",
        addressee=unit.name,
        opening=(opening, of_unit(data.tally_of(unit))),
        annexes=tuple(annex for annex in (owed_annex(data, unit),) if annex.rows),
        closing="Đề nghị đơn vị khẩn trương thực hiện, cập nhật tiến độ và báo cáo kết quả đúng thời hạn",
    )


def _frame(data: ReportData, *, symbol: str) -> dict[str, Any]:
    """Issuer, number, place and signer: of the office for the ministry, else of the host itself."""
    host = data.conference.host
    at_ministry = host.parent is None
    signed = signed_by_the_office() if at_ministry else signed_by_the_head(host)
    code = host.code or host.abbreviation
    return {
        "issuer": host.name,
        "parent": host.parent.name if host.parent else "",
        "symbol": "-".join(filter(None, (symbol, code))) if symbol else f"{code}-{signed['drafted_by_unit']}",
        "place": "Hà Nội",
        "year": data.day.year,
        "recipients": (signed["recipients"],),
        "drafted_by": signed["drafted_by_unit"],
        "signer": Signer(
            authority=str(signed["authority"]),
            of=signed.get("authority_of", ""),
            title=signed["signer_title"],
        ),
    }


def _author(data: ReportData) -> str:
    return OFFICE if data.conference.host.parent is None else data.conference.host.name


def _in_order(tallies: Sequence[Tally]) -> list[Tally]:
    return sorted(tallies, key=lambda tally: (not tally.name, tally.position, tally.name))


# --- Annexes ------------------------------------------------------------------------------------------------
def late_annex(data: ReportData) -> Annex:
    source = given_by(data.conference)
    return _annex(
        data,
        LATE_TITLE,
        LATE,
        [(row.wording, f"{row.label}; {source}", unit_of(row), due_of(row)) for row in data.late],
    )


def results_annex(data: ReportData) -> Annex:
    rows = [
        (row.wording, unit_of(row), due_of(row), result_of(row), PROGRESS[Timing(row.timing)])
        for row in data.rows
    ]
    return _annex(data, RESULTS_TITLE, RESULTS, rows)


def owed_annex(data: ReportData, unit: Unit) -> Annex:
    rows = [
        (row.wording, due_of(row), f"{row.percent}%", how_late(row, data.day))
        for row in data.of_unit(unit)
        if row.is_open
    ]
    return _annex(data, OWED_TITLE, OWED, rows)


def _annex(
    data: ReportData, title: str, columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]]
) -> Annex:
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, 1))
    return Annex(title=title, columns=columns, rows=numbered, note=AS_OF.format(day=f"{data.day:%d/%m/%Y}"))


def given_by(conference: Conference) -> str:
    """The notice in force, or the conference where none is issued."""
    issued = Notice.objects.filter(conference=conference, state=State.ISSUED, corrects__isnull=True)
    if latest := issued.select_related("issuance").order_by("-issuance__issued_on", "-pk").first():
        return f"Thông báo số {latest.issuance.number_text}, {shown(latest.issuance.issued_on)}"
    return f"Kết luận Hội nghị {shown(conference.held_on)}"


def unit_of(row: Assignment) -> str:
    return row.unit.name if row.unit else "Chưa phân công"


def due_of(row: Assignment) -> str:
    """With the original deadline where it was extended."""
    if row.due_on is None:
        return "Không thời hạn"
    original = row.original_due_on
    first = f"\n(hạn ban đầu {original:%d/%m/%Y})" if row.is_extended and original else ""
    return f"{row.due_on:%d/%m/%Y}{first}"


def result_of(row: Assignment) -> str:
    """Only a confirmed result is one; of open work, how far it is."""
    return row.result if row.confirmed_at else f"Tiến độ {row.percent}%"


def how_late(row: Assignment, day: date) -> str:
    if row.due_on is None:
        return "Không thời hạn"
    days = (row.due_on - (row.reported_on or day)).days
    waiting = " (chờ xác nhận)" if row.reported_on else ""
    return (f"Quá hạn {-days} ngày" if days < 0 else f"Còn {days} ngày") + waiting
