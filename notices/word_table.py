"""The table of an annex for Word, written as XML: cell by cell, two thousand rows would take a minute."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from notices import pagination
from notices.annexes import PrintedAnnex, PrintedRow
from notices.layout import Component, Format

TWIP = 20  # of a point


def add_table(word: WordFile, annex: PrintedAnnex, form: Format) -> None:
    widths = [round(form.lying_width * column["percent"] / 100 * TWIP) for column in annex.columns]
    header = _row(
        [
            _cell([column["title"]], side, form.components["column"], "center")
            for column, side in zip(annex.columns, widths, strict=True)
        ],
        "<w:tblHeader/>",
    )
    rows = [_body_row(row, widths, form.components["cell"]) for row in annex.rows]
    grid = "".join(f'<w:gridCol w:w="{side}"/>' for side in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}>{_properties(sum(widths), form.line_weight)}<w:tblGrid>{grid}</w:tblGrid>"
        f"{header}{''.join(rows)}</w:tbl>"
    )
    word.element.body.insert_element_before(table, "w:sectPr")


def _properties(whole: int, line: float) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{round(8 * line)}" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    padding = "".join(
        f'<w:{side} w:w="{round(size * TWIP)}" w:type="dxa"/>'
        for side, size in (
            ("top", pagination.ROW_PADDING),
            ("left", pagination.CELL_PADDING),
            ("bottom", pagination.ROW_PADDING),
            ("right", pagination.CELL_PADDING),
        )
    )
    return (
        f'<w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>'
    )


def _body_row(row: PrintedRow, widths: Sequence[int], set_: Component) -> str:
    cells = [
        _cell(cell["paragraphs"] or [""], side, set_, "center" if cell["centred"] else "left")
        for cell, side in zip(row.cells, widths, strict=True)
    ]
    return _row(cells, "" if row.tall else "<w:cantSplit/>")


def _row(cells: Sequence[str], properties: str) -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(texts: Sequence[str], side: int, found: Component, align: str) -> str:
    weight = "<w:b/>" if found.bold else ""
    run = f'<w:rPr>{weight}<w:sz w:val="{round(2 * found.size)}"/></w:rPr>'
    step = round(found.size * pagination.TABLE_LINE_HEIGHT * TWIP)
    layout = f'<w:pPr><w:spacing w:line="{step}" w:lineRule="exact"/><w:jc w:val="{align}"/></w:pPr>'
    paragraphs = "".join(
        f'<w:p>{layout}<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in texts
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{side}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'
