"""Painted pages to one PDF/A-2b and PDF/UA-1 file: fonts, structure, bookmarks, page numbers, metadata."""

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

import pydyf
from fontTools.ttLib import TTFont
from weasyprint.document import Document

from dialogue_tracker.pdf_pages import FONTS, OPTIONS, PaintedPage, PaintedPart, ShippedFontsOnly
from dialogue_tracker.pdf_tags import Node, joined
from dialogue_tracker.typeface import FILES, FOLDER

UPRIGHT, REGULAR = 0, 400
ASCENT = 0.891  # of the size, in the shipped typeface
# PDF/A wants a description of every property it does not know itself.
UA_METADATA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class Written(pydyf.Object):
    """An object whose bytes are known: the writer asks for them twice."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        return self._data

    @data.setter
    def data(self, data: bytes) -> None:
        self._data = data


class FilePage:
    """A painted page where the writer of WeasyPrint expects one it laid out."""

    bleed: ClassVar[Mapping[str, int]] = {"top": 0, "right": 0, "bottom": 0, "left": 0}
    links: ClassVar[Sequence[Any]] = ()
    anchors: ClassVar[Mapping[str, Any]] = {}
    forms: ClassVar[Mapping[None, Any]] = {None: ()}

    def __init__(self, page: PaintedPage, states: dict[str, Any]) -> None:
        self.page, self.states = page, states
        self.width, self.height, self.bookmarks = page.width, page.height, page.bookmarks

    def paint(self, stream: Any, scale: float) -> None:
        stream.stream, stream.compress = [self.page.content], False
        stream.extra["Filter"] = "/FlateDecode"
        stream._resources["ExtGState"].update(self.states)


def write(parts: Sequence[PaintedPart], *, identifier: bytes, number_size: float, number_top: float) -> bytes:
    """`number_size` and `number_top` (points) set the page numbers; the first of each count is not shown."""
    first = parts[0]
    states = {key: state for part in parts for key, state in part.states.items()}
    pages = [page for part in parts for page in part.pages]
    fonts = _fonts(parts)
    numbers = _PageNumbers(fonts, number_size, number_top)
    drawn = [numbers.drawn(page, number) for page, number in zip(pages, page_numbers(pages), strict=True)]
    shown = [FilePage(page, states) for page in pages]
    document = Document(
        shown,
        first.metadata,
        ShippedFontsOnly(),
        FONTS,
        {},
        None,
    )
    document.fonts = first.fonts
    tree = joined(list(zip((part.tree for part in parts), _starts(parts), strict=True)))

    def finish(_document: Document, pdf: pydyf.PDF) -> None:
        objects = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        for page, drawing in zip(objects, drawn, strict=True):
            if drawing:
                stream = pydyf.Stream([drawing])
                pdf.add_object(stream)
                page["Contents"] = pydyf.Array([page["Contents"], stream.reference])
        _add_structure(pdf, objects, pages, tree)
        _add_metadata(pdf)

    target = io.BytesIO()
    document.write_pdf(target, finisher=finish, pdf_identifier=identifier, **OPTIONS)
    return target.getvalue()


def page_numbers(pages: Sequence[PaintedPage]) -> Iterator[int]:
    """Counted anew where the name of the pages changes: each annex has numbers of its own."""
    name, number = None, 0
    for page in pages:
        number = number + 1 if page.name == name else 1
        name = page.name
        yield number


def _starts(parts: Sequence[PaintedPart]) -> list[int]:
    return [sum(len(part.pages) for part in parts[:position]) for position in range(len(parts))]


# --- Fonts --------------------------------------------------------------------------------------------------
def _fonts(parts: Sequence[PaintedPart]) -> dict[str, Any]:
    """The fonts of the first part with the glyphs of all, so that each is embedded once."""
    fonts = {font.hash: font for font in parts[0].fonts.values()}
    for part in parts[1:]:
        for key, (texts, widths) in part.glyphs.items():
            font = fonts[key]
            font.to_unicode = {**texts, **font.to_unicode}
            font.widths = {**widths, **font.widths}
    for font in fonts.values():
        font.to_unicode = dict(sorted(font.to_unicode.items()))
    return fonts


class _PageNumbers:
    def __init__(self, fonts: dict[str, Any], size: float, top: float) -> None:
        self.size, self.top = size, top
        upright = [font for font in fonts.values() if (font.style, font.weight) == (UPRIGHT, REGULAR)]
        self.font = upright[0] if upright else None
        self.digits = _digits()

    def drawn(self, page: PaintedPage, number: int) -> bytes:
        if number == 1 or self.font is None:
            return b""
        glyphs = [self.digits[digit] for digit in str(number)]
        for digit, (glyph, width) in zip(str(number), glyphs, strict=True):
            self.font.to_unicode.setdefault(glyph, digit)
            self.font.widths.setdefault(glyph, width)
        x = page.centre - sum(width for _glyph, width in glyphs) / 1000 * self.size / 2
        y = page.height * 0.75 - self.top - ASCENT * self.size
        shown = "".join(f"{glyph:04x}" for glyph, _width in glyphs)
        # A stream of its own is drawn after the page's, which leaves the y axis pointing down.
        return (
            f"/Artifact <</Type /Pagination>> BDC BT 1 0 0 -1 {x:.3f} {page.height * 0.75 - y:.3f} Tm "
            f"0 0 0 rg /{self.font.hash} {self.size:g} Tf <{shown}> Tj ET EMC"
        ).encode()


@cache
def _digits() -> dict[str, tuple[int, int]]:
    with TTFont(FOLDER / FILES[False, False], lazy=True) as font:
        names, em = font.getBestCmap(), font["head"].unitsPerEm
        return {
            digit: (
                font.getGlyphID(names[ord(digit)]),
                round(1000 * font["hmtx"].metrics[names[ord(digit)]][0] / em),
            )
            for digit in "0123456789"
        }


# --- Structure ----------------------------------------------------------------------------------------------
def _add_structure(pdf: pydyf.PDF, pages: list[Any], painted: Sequence[PaintedPage], tree: Node) -> None:
    references = [page.reference for page in pages]
    parents = [[b"null"] * page.marks for page in painted]
    root = Written()
    pdf.add_object(root)
    document = _add_node(pdf, tree, root.reference, references, parents)
    nums = b" ".join(b"%d [%b]" % (number, b" ".join(owners)) for number, owners in enumerate(parents))
    tree_of_parents = Written(b"<</Nums [%b]>>" % nums)
    pdf.add_object(tree_of_parents)
    root.data = b"<</Type /StructTreeRoot /K [%b] /ParentTree %b /ParentTreeNextKey %d>>" % (
        document,
        tree_of_parents.reference,
        len(pages),
    )
    for number, page in enumerate(pages):
        page["StructParents"] = number
        page["Tabs"] = "/S"
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _add_node(
    pdf: pydyf.PDF, node: Node, parent: bytes, pages: list[bytes], parents: list[list[bytes]]
) -> bytes:
    """Adds the element and all below it; each mark's owner is noted in `parents`."""
    element = Written()
    pdf.add_object(element)
    own: bytes = element.reference
    page = next((kid[0] for kid in node.kids if not isinstance(kid, Node)), None)
    kids = []
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(_add_node(pdf, kid, own, pages, parents))
            continue
        parents[kid[0]][kid[1]] = own
        kids.append(
            b"%d" % kid[1] if kid[0] == page else b"<</Type /MCR /Pg %b /MCID %d>>" % (pages[kid[0]], kid[1])
        )
    element.data = b"<</Type /StructElem /S /%b /P %b /K [%b]%b%b>>" % (
        node.tag.encode(),
        parent,
        b" ".join(kids),
        b"" if page is None else b" /Pg " + pages[page],
        _attributes(node),
    )
    return own


def _attributes(node: Node) -> bytes:
    if node.tag == "TH":
        return b" /A <</O /Table /Scope /Column>>"
    if node.tag == "Figure" and node.box:
        box = " ".join(f"{side:.2f}" for side in node.box).encode()
        alternative: bytes = pydyf.String(node.alternative).data
        return b" /Alt %b /A <</O /Layout /BBox [%b]>>" % (alternative, box)
    return b""


def _add_metadata(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", UA_METADATA)]
    metadata.compress = False
