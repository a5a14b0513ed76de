"""The same notice for Word, for those who must edit by hand: the same data, words and measures.

It is a working copy and says so in its footer and properties; what is edited there is never taken as issued.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from dialogue_tracker.typeface import width
from notices.annexes import PrintedAnnex
from notices.document import NoticeDocument
from notices.layout import A4_LONG, A4_SHORT, MM, Component, Format
from notices.printing import Block, printed_notice
from notices.word_table import add_table

FONT = "Times New Roman"
WORKING_COPY = "Bản làm việc để chỉnh sửa, không phải văn bản đã ban hành"
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
HEADINGS = {"kind": 1, "section": 2, "annex_word": 2, "clause": 3}
MOST_IN_A_PROPERTY = 255
SINGLE = 1.15  # of the size, from line to line where lines are set close
# Word keeps the time a file was made in each of its parts; the same data must give the same bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
PROPERTY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def build(document: NoticeDocument) -> bytes:
    content = printed_notice(document)
    writer = _Writer(content)
    writer.head()
    writer.text()
    writer.foot()
    for annex in content["annexes"]:
        writer.annex(annex)
    if content["annexes"]:
        writer.end()
    return _packed(writer.word)


class _Writer:
    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.form: Format = content["form"]
        self.word: WordFile = Document()
        self._styles()
        self._properties()
        self._section(self.word.sections[0], lying=False)

    # --- The file -------------------------------------------------------------------------------------------
    def _styles(self) -> None:
        normal = self.word.styles["Normal"]
        _set_font(normal, self.form.components["body"])
        normal.paragraph_format.space_after = Pt(0)
        for component, level in HEADINGS.items():
            style = self.word.styles[f"Heading {level}"]
            if component in self.form.components:
                _set_font(style, self.form.components[component])
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.keep_with_next = True

    def _properties(self) -> None:
        properties = self.word.core_properties
        properties.title = self.content["title"][:MOST_IN_A_PROPERTY]
        properties.author = properties.last_modified_by = self.content["author"][:MOST_IN_A_PROPERTY]
        properties.language, properties.comments = "vi-VN", WORKING_COPY
        properties.created = properties.modified = PROPERTY_TIME
        properties.revision = 1

    def _section(self, section: Section, *, lying: bool) -> None:
        form = self.form
        short, long = Mm(A4_SHORT), Mm(A4_LONG)
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if lying else (short, long)
        section.top_margin, section.bottom_margin = Mm(form.top.value), Mm(form.bottom.value)
        section.left_margin, section.right_margin = Mm(form.left.value), Mm(form.right.value)
        section.header_distance, section.footer_distance = Mm(form.page_number_top), Mm(8)
        section.different_first_page_header_footer = True
        if lying:  # that numbers begin at 1 goes on from the section before, as do headers and footers
            section.first_page_footer.is_linked_to_previous = False
            self._working_copy(section.first_page_footer)
            return
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.find(qn("w:cols")).addprevious(numbering)
        self._page_number(section.header.paragraphs[0])
        for header in (section.first_page_header, section.header):
            if self.content["document"].draft:
                self._framed(header, self.content["words"]["draft"], "draft")
        if self.content["circulation"]:
            right = self._framed(section.first_page_header, self.content["circulation"], "circulation")
            right.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _drop_first(section.first_page_header)
        self._working_copy(section.first_page_footer)
        self._working_copy(section.footer)

    def _working_copy(self, footer: Any) -> None:
        run = footer.paragraphs[0].add_run(WORKING_COPY)
        run.italic, run.font.size = True, Pt(9)

    def _framed(self, place: Any, text: str, component: str) -> Paragraph:
        paragraph = self._one(place, "", component)
        paragraph.alignment = ALIGN["left"]
        run = self._run(paragraph, f"\u00a0{text}\u00a0", component)
        border = OxmlElement("w:bdr")
        for name, value in (("val", "single"), ("sz", str(round(8 * self.form.line_weight))), ("space", "2")):
            border.set(qn(f"w:{name}"), value)
        run._r.get_or_add_rPr().append(border)
        return paragraph

    def _page_number(self, paragraph: Paragraph) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = self._run(paragraph, "", "page_number")
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            mark.text = text or None
            run._r.append(mark)

    # --- The notice -----------------------------------------------------------------------------------------
    def head(self) -> None:
        table = self._pair(self.form.head_left)
        for cells, blocks in zip(
            table,
            (
                (self.content["head_left"], self.content["head_right"]),
                ([self.content["number"]], [self.content["place"]]),
            ),
            strict=True,
        ):
            for cell, found in zip(cells, blocks, strict=True):
                self._blocks(cell, found)
        if self.content["urgency"]:
            framed = self._framed(self.word, self.content["urgency"], "urgency")
            framed.paragraph_format.space_before = Pt(6)
        kind = self._one(self.word, self.content["words"]["kind"], "kind", before=20)
        kind.style = self.word.styles["Heading 1"]
        self._block(self.word, self.content["subject"], self.form.width)
        self.word.paragraphs[-1].paragraph_format.space_after = Pt(8)

    def text(self) -> None:
        document = self.content["document"]
        for text in document.address:
            self._one(self.word.sections[0].first_page_footer, text, "address")
        for text in self.content["grounds"]:
            self._paragraph(text, "ground")
        self._paragraphs(document.opening)
        for section in self.content["sections"]:
            if section.title:
                self._paragraph(section.title, "section")
            self._paragraphs(section.lead_in)
            getattr(self, f"_{section.kind}")(section.content)
        self._paragraphs([*self.content["enclosed"], *filter(None, [self.content["closing"]])])

    def _tasks(self, content: Sequence[Any]) -> None:
        for task, asked in content:
            self._labelled(task.label, task.paragraphs)
            if asked:
                self._paragraph(asked, "asked")

    def _answers(self, content: Sequence[Any]) -> None:
        words = self.content["words"]
        for group in content:
            self._paragraph(group["title"], "clause")
            for found in group["answers"]:
                label = f"{found['label']} {words['recommendation']}:".strip()
                self._labelled(label, found["recommendation"])
                self._labelled(f"{words['answer']}:", found["answer"])
                if found["asked"]:
                    self._paragraph(found["asked"], "asked")

    def _labelled(self, label: str, texts: Sequence[str]) -> None:
        self._paragraphs([f"{label} {texts[0]}".strip(), *texts[1:]] if texts else [])

    def _paragraphs(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._paragraph(text, "body")

    def _paragraph(self, text: str, component: str) -> None:
        paragraph = self._one(self.word, text, component, before=self.form.paragraph_gap)
        if component in HEADINGS:
            paragraph.style = self.word.styles[f"Heading {HEADINGS[component]}"]
        layout = paragraph.paragraph_format
        layout.first_line_indent = Mm(self.form.indent.value)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.form.line_step.value)
        layout.widow_control = True

    def foot(self) -> None:
        """Not apart from the last paragraph, not broken."""
        self.word.paragraphs[-1].paragraph_format.keep_with_next = True
        ((left, right),) = self._pair(self.form.foot_left, rows=1, before=16)
        if self.content["recipients"]:
            self._one(left, self.content["words"]["recipients"], "recipients_word")
        for name, note in self.content["recipients"]:
            self._one(left, f"{name}{note}", "recipients")
        if mark := self.content["document"].drafter_mark:
            self._one(left, mark, "drafter", before=4)
        for block in self.content["authority"]:
            self._block(right, block, 0)
        for number, line in enumerate(self.content["signer"].lines or [""]):
            self._one(right, line, "signer", before=0 if number else self.form.signature_room * MM)
        for cell in (left, right):
            _drop_first(cell)

    def annex(self, annex: PrintedAnnex) -> None:
        self._section(self.word.add_section(WD_SECTION.NEW_PAGE), lying=True)
        name = self._one(self.word, annex.name, "annex_word")
        name.style = self.word.styles["Heading 2"]
        for component, lines in (
            ("annex_title", annex.title_lines),
            ("annex_source", annex.source_lines),
            ("annex_source", annex.note_lines),
        ):
            for line in lines:
                self._one(self.word, line, component)
        self._one(self.word, "", "cell").paragraph_format.space_after = Pt(0)
        add_table(self.word, annex, self.form)

    def end(self) -> None:
        """Word wants a paragraph behind a table; it must not begin a page."""
        last = self._one(self.word, "", "cell")
        last.paragraph_format.line_spacing = Pt(1)

    # --- Pieces ---------------------------------------------------------------------------------------------
    def _pair(self, left: float, *, rows: int = 2, before: float = 0) -> list[tuple[_Cell, _Cell]]:
        """Two cells a row over the width of the text, without lines."""
        if before:
            gap = self._one(self.word, "", "recipients").paragraph_format
            gap.line_spacing, gap.keep_with_next = Pt(before), True
        table = self.word.add_table(rows, 2)
        table.autofit = False
        sides = (left * self.form.width, (1 - left) * self.form.width)
        for column, side in zip(table.columns, sides, strict=True):
            column.width = Pt(side)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, side in zip(row.cells, sides, strict=True):
                cell.width = Pt(side)
        padding = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        table._tbl.tblPr.insert_element_before(
            parse_xml(f"<w:tblCellMar {nsdecls('w')}>{padding}</w:tblCellMar>"), "w:tblLook"
        )
        return [(row.cells[0], row.cells[1]) for row in table.rows]

    def _blocks(self, cell: _Cell, blocks: Sequence[Block]) -> None:
        for block in blocks:
            room = cell.width.pt if cell.width is not None else self.form.width
            self._block(cell, block, room, before=6 if block.component in ("number", "place") else 0)
        _drop_first(cell)

    def _block(self, place: Any, block: Block, room: float, *, before: float = 0) -> None:
        for number, line in enumerate(block.lines):
            self._one(place, line, block.component, before=0 if number else before)
        if block.set.line and block.lines:
            self._rule(place, block, room)
        if block.set.mark:
            self._one(place, block.set.mark, f"{block.component}_mark")

    def _rule(self, place: Any, block: Block, room: float) -> None:
        """A line under the text: the border of an empty paragraph, drawn in from both sides."""
        found = block.set
        longest = max(
            width(line, size=found.size, bold=found.bold, italic=found.italic) for line in block.lines
        )
        paragraph = place.add_paragraph()
        layout = paragraph.paragraph_format
        layout.left_indent = layout.right_indent = Pt(max(0, (room - longest * found.line) / 2))
        layout.space_before = Pt(2)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
        weight = round(8 * self.form.line_weight)
        border = parse_xml(
            f"<w:pBdr {nsdecls('w')}>"
            f'<w:top w:val="single" w:sz="{weight}" w:space="1" w:color="000000"/></w:pBdr>'
        )
        paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")

    def _one(self, place: Any, text: str, component: str, *, before: float = 0) -> Paragraph:
        paragraph: Paragraph = place.add_paragraph()
        found = self.form.components[component]
        paragraph.alignment = ALIGN[found.align]
        layout = paragraph.paragraph_format
        layout.space_before = Pt(before)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(found.size * SINGLE)
        self._run(paragraph, text, component)
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, component: str) -> Any:
        found = self.form.components[component]
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(found.size), found.bold, found.italic
        run.underline = found.underlined or None
        return run


def _set_font(style: ParagraphStyle, found: Component) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(found.size), None
    style.font.bold, style.font.italic = found.bold, found.italic
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def _drop_first(cell: Any) -> None:
    """A new cell or header has an empty paragraph; it goes as soon as there is another."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) > 1 and not first.text:
        first._p.getparent().remove(first._p)


def _packed(word: WordFile) -> bytes:
    made, packed = io.BytesIO(), io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
