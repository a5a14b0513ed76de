"""The annexes of a notice as they are printed: their names, the widths of columns, where rows may break."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from notices.document import Annex, CarriedOver, Column, NoticeDocument, paragraphs
from notices.layout import Format
from notices.numerals import date_text, number_text, roman, short_date_text
from notices.pagination import SOURCE_GAP, TABLE_GAP, Ruler, Run, chunks, runs

TITLE_ROOM = 0.85  # of the lying page
# An annex of more pages is laid out in parts, each of so many pages.
LARGE, PART_PAGES = 24, 12
CARRIED_OVER_TITLE = "Nhiệm vụ, kiến nghị của các kỳ trước tiếp tục thực hiện"
CARRIED_OVER = (
    Column(title="STT", share=13, centred=True),
    Column(title="Số, Hội nghị giao", share=32),
    Column(title="Nội dung", share=77),
    Column(title="Đơn vị chủ trì", share=36),
    Column(title="Thời hạn đã giao", share=25, centred=True),
    Column(title="Thời hạn mới", share=25, centred=True),
    Column(title="Lý do", share=44),
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


def carried_over_annex(work: tuple[CarriedOver, ...]) -> Annex:
    rows = tuple(
        (str(position), found.source, found.text, found.unit, found.original_due, found.due, found.reason)
        for position, found in enumerate(work, 1)
    )
    return Annex(title=CARRIED_OVER_TITLE, columns=CARRIED_OVER, rows=rows)


def annex_names(annexes: list[Annex], form: Format) -> list[str]:
    """Annexes are counted, in Roman numerals, as soon as there are two."""
    word = form.words["annex"]
    if len(annexes) == 1:
        return [word]
    return [f"{word} {roman(position)}" for position in range(1, len(annexes) + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAnnex:
    """An annex, or the part of one that `rows` holds."""

    position: int
    name: str
    title_lines: list[str]
    source_lines: list[str]
    note_lines: list[str]
    columns: list[dict[str, Any]]
    rows: list["PrintedRow"]
    runs: list[Run] = field(default_factory=list)
    continues: bool = False

    @property
    def pages(self) -> int:
        return sum(run.pages for run in self.runs)

    def parts(self) -> Iterator["PrintedAnnex"]:
        """Several where it is large; each begins at the top of a page."""
        if self.pages <= LARGE:
            yield self
            return
        for number, chunk in enumerate(chunks(self.runs, pages=PART_PAGES)):
            rows = [
                replace(self.rows[position], top=position == run.rows.start and run is not chunk[0])
                for run in chunk
                for position in run.rows
            ]
            yield replace(self, rows=rows, runs=chunk, continues=number > 0)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """`tall` rows may be broken, those at the `top` begin a page."""

    cells: list[dict[str, Any]]
    tall: bool
    top: bool = False


def printed_annexes(document: NoticeDocument, form: Format) -> list[PrintedAnnex]:
    annexes = annexes_of(document)
    names = annex_names(annexes, form)
    return [
        _printed(annex, position, name, document, form)
        for position, (annex, name) in enumerate(zip(annexes, names, strict=True), 1)
    ]


def _printed(annex: Annex, position: int, name: str, document: NoticeDocument, form: Format) -> PrintedAnnex:
    total = sum(column.share for column in annex.columns)
    room = form.lying_width * TITLE_ROOM
    title = form.lines("annex_title", annex.title, room=room)
    source = form.lines("annex_source", _source(document, form), room=room)
    note = form.lines("annex_source", annex.note, room=room)
    cells = [[paragraphs(cell) for cell in row] for row in annex.rows]
    ruler = Ruler(annex.columns, form)
    heights = [ruler.row(row) for row in cells]
    above = (1 + len(title) + len(source) + len(note)) * form.line_step.value + 2 * SOURCE_GAP + TABLE_GAP
    return PrintedAnnex(
        position=position,
        name=name,
        title_lines=title,
        source_lines=source,
        note_lines=note,
        columns=[
            {"title": column.title, "percent": round(100 * column.share / total, 2)}
            for column in annex.columns
        ],
        rows=[
            PrintedRow(
                [
                    {"paragraphs": cell, "centred": column.centred}
                    for cell, column in zip(row, annex.columns, strict=True)
                ],
                tall=ruler.is_tall(height),
            )
            for row, height in zip(cells, heights, strict=True)
        ],
        runs=list(runs(heights, ruler, title=above)),
    )


def _source(document: NoticeDocument, form: Format) -> str:
    written = short_date_text if form.cited_date == "short" else date_text
    return form.words["annex_source"].format(
        number=form.number_pattern.format(number=number_text(document.number), symbol=document.symbol),
        date=written(document.issued_on, year=document.year),
        issuer=" ".join(document.issuer.split()),
    )
