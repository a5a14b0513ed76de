"""The strictest checks of PDF/A-2b and PDF/UA-1 that can be made here, where veraPDF cannot be had.

They find what they look for and prove nothing beyond it: a file without a fault here is not a validated file.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from fontTools.ttLib import TTFont
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}
FORBIDDEN_KEYS = {
    "/JS", "/JavaScript", "/AA", "/OpenAction", "/Encrypt", "/XFA", "/EF", "/EmbeddedFiles", "/SMask", "/TR", "/OPI", "/PS",
}  # fmt: skip
FORBIDDEN_TYPES = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/PS"}
STANDARD_TAGS = {
    "/Document", "/Sect", "/P", "/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD",
    "/Figure", "/Caption",
}  # fmt: skip
INSIDE = {
    "/TR": {"/THead", "/TBody"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
}
TEXT = {b"Tj", b"TJ", b"'", b'"'}
PAINT = {b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
OTHER_COLOURS = {b"k", b"K", b"cs", b"CS", b"sc", b"scn", b"SC", b"SCN"}


def faults(pdf: bytes) -> list[str]:
    reader = PdfReader(BytesIO(pdf), strict=True)
    checks = (_file(pdf, reader), _objects(reader), _metadata(reader), _output_intent(reader), _fonts(reader))
    return [fault for check in (*checks, _catalog(reader), _structure(reader)) for fault in check]


# --- File and objects -------------------------------------------------------------------------------------------
def _file(pdf: bytes, reader: PdfReader) -> Iterator[str]:
    lines = pdf.split(b"\n", 2)
    if lines[0] != b"%PDF-1.7":
        yield f"begins with {lines[0]!r}"
    if lines[1][:1] != b"%" or min(lines[1][1:5]) < 128:
        yield "no comment of four bytes above 127 behind the first line"
    if not pdf.rstrip(b"\n").endswith(b"%%EOF"):
        yield "does not end with %%EOF"
    if len(reader.trailer.get("/ID", ())) != 2:
        yield "no identifier"
    if reader.is_encrypted:
        yield "encrypted"


def _objects(reader: PdfReader) -> Iterator[str]:
    for found in _all(reader.trailer, set()):
        for key in FORBIDDEN_KEYS & set(found):
            yield f"has {key}"
        if found.get("/S") in FORBIDDEN_TYPES or found.get("/Subtype") in FORBIDDEN_TYPES:
            yield f"has an object of the kind {found.get('/S')}"
        if found.get("/ca", 1) != 1 or found.get("/CA", 1) != 1 or found.get("/BM", "/Normal") != "/Normal":
            yield "transparent"
        if isinstance(found, StreamObject) and found.get("/Filter", "/FlateDecode") != "/FlateDecode":
            yield f"a stream in {found['/Filter']}"


def _all(found: Any, seen: set[int]) -> Iterator[DictionaryObject]:
    waiting = [found]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting += [found.raw_get(key) for key in found]
        elif isinstance(found, ArrayObject):
            waiting += list(found)


# --- Metadata ---------------------------------------------------------------------------------------------------
def _metadata(reader: PdfReader) -> Iterator[str]:
    stream = reader.root_object["/Metadata"]
    if "/Filter" in stream:
        yield "metadata are compressed"
    tree = etree.fromstring(stream.get_data())
    if len(tree.findall(".//rdf:RDF", XMP)) != 1:
        yield "not one RDF"
    said = {name: value for found in tree.iter("{*}Description") for name, value in found.attrib.items()}
    for name, value in (("pdfaid}part", "2"), ("pdfaid}conformance", "B"), ("pdfuaid}part", "1")):
        prefix, key = name.split("}")
        if said.get(f"{{{XMP[prefix]}}}{key}") != value:
            yield f"{prefix}:{key} is not {value}"
    if XMP["pdfuaid"] not in [found.text for found in tree.findall(".//pdfaSchema:namespaceURI", XMP)]:
        yield "the schema of pdfuaid is not described"
    info = reader.metadata or {}
    pairs = (
        ("/Title", tree.findtext(".//dc:title//rdf:li", namespaces=XMP)),
        ("/Author", tree.findtext(".//dc:creator//rdf:li", namespaces=XMP)),
        ("/Producer", said.get(f"{{{XMP['pdf']}}}Producer")),
    )
    for key, text in pairs:
        if not text or info.get(key) != text:
            yield f"{key} is {info.get(key)!r} and {text!r}"
    if "/CreationDate" in info or "/ModDate" in info:
        yield "a date that the metadata do not have"


def _output_intent(reader: PdfReader) -> Iterator[str]:
    (intent,) = reader.root_object.get("/OutputIntents", [None])
    if intent is None or intent.get_object()["/S"] != "/GTS_PDFA1":
        yield "no output intent of PDF/A"
        return
    profile = intent.get_object()["/DestOutputProfile"].get_object()
    data = profile.get_data()
    if profile["/N"] != 3 or data[36:40] != b"acsp" or data[16:20] != b"RGB ":
        yield "the output profile is not one of RGB"


def _catalog(reader: PdfReader) -> Iterator[str]:
    catalog = reader.root_object
    if catalog.get("/Lang") != "vi":
        yield f"language {catalog.get('/Lang')!r}"
    if not catalog.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if not catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "shows its file name instead of its title"
    if not reader.outline:
        yield "no bookmarks"


# --- Fonts ------------------------------------------------------------------------------------------------------
def _fonts(reader: PdfReader) -> Iterator[str]:
    used = _glyphs_used(reader)
    for font, glyphs in used.values():
        name = font["/BaseFont"]
        (descendant,) = font["/DescendantFonts"]
        descendant = descendant.get_object()
        file = descendant["/FontDescriptor"].get("/FontFile2")
        if file is None:
            yield f"{name} is not embedded"
            continue
        if "/ToUnicode" not in font:
            yield f"{name} cannot be read back"
        elif missing := glyphs - _readable(font["/ToUnicode"].get_data().decode("latin-1")):
            yield f"{name} has glyphs without text: {sorted(missing)}"
        if 0 in glyphs:
            yield f"{name} shows .notdef"
        if font["/Encoding"] != "/Identity-H" or descendant.get("/CIDToGIDMap") != "/Identity":
            yield f"{name} has glyphs of other numbers"
        yield from _widths(name, descendant, file.get_data(), glyphs)


def _glyphs_used(reader: PdfReader) -> dict[int, tuple[DictionaryObject, set[int]]]:
    used: dict[int, tuple[DictionaryObject, set[int]]] = {}
    for page in reader.pages:
        fonts, current = page["/Resources"]["/Font"], None
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                reference = fonts.raw_get(operands[0])
                current = used.setdefault(reference.idnum, (reference.get_object(), set()))
            elif operator in TEXT and current:
                parts = operands[0] if isinstance(operands[0], ArrayObject) else operands
                for part in parts:
                    data = getattr(part, "original_bytes", b"")
                    current[1].update(
                        int.from_bytes(data[start : start + 2]) for start in range(0, len(data), 2)
                    )
    return used


def _readable(mapping: str) -> set[int]:
    lines = mapping[mapping.index("endcodespacerange") :].splitlines()
    return {int(line.split(">")[0][1:], 16) for line in lines if line.startswith("<")}


def _widths(name: str, descendant: DictionaryObject, file: bytes, glyphs: set[int]) -> Iterator[str]:
    told: dict[int, float] = {}
    values = list(descendant["/W"])
    while values:
        first, second, *rest = values
        if isinstance(second, ArrayObject):
            told |= {first + position: width for position, width in enumerate(second)}
            values = rest
        else:
            told |= dict.fromkeys(range(first, second + 1), rest[0])
            values = rest[1:]
    with TTFont(BytesIO(file)) as embedded:
        em, metrics, order = embedded["head"].unitsPerEm, embedded["hmtx"].metrics, embedded.getGlyphOrder()
        for glyph in glyphs:
            if glyph >= len(order):
                yield f"{name} lacks glyph {glyph}"
            elif abs(told.get(glyph, -1) - 1000 * metrics[order[glyph]][0] / em) > 1:
                yield f"{name} is told a wrong width of glyph {glyph}"


# --- Structure --------------------------------------------------------------------------------------------------
def _structure(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object.get("/StructTreeRoot")
    if root is None:
        yield "no structure"
        return
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    owned: dict[tuple[int, int], int] = {}
    headings: list[int] = []
    for reference, parent in _elements(root["/K"], root.indirect_reference):
        element = reference.get_object()
        yield from _element(element, parent, headings)
        for mark in _marks(element, pages):
            if mark in owned:
                yield f"mark {mark} belongs to two elements"
            owned[mark] = reference.idnum
    if headings[:1] != [1] or any(after > before + 1 for before, after in pairwise(headings)):
        yield f"headings skip a level: {headings}"
    yield from _pages(reader, _parent_tree(root["/ParentTree"]), owned)


def _pages(reader: PdfReader, parents: dict[int, Any], owned: dict[tuple[int, int], int]) -> Iterator[str]:
    for number, page in enumerate(reader.pages):
        if page.get("/Tabs") != "/S":
            yield "a page whose order is not that of the structure"
        owners = parents[page["/StructParents"]]
        marks, loose = _content(ContentStream(page.get_contents(), reader))
        yield from (f"page {number + 1}: {fault}" for fault in loose)
        if sorted(marks) != list(range(len(owners))):
            yield f"page {number + 1} has other marks than the structure knows"
        for mark in marks:
            if owned.get((number, mark)) != owners[mark].idnum:
                yield f"page {number + 1}: mark {mark} has no owner that knows it"


def _elements(kids: Any, parent: IndirectObject) -> Iterator[tuple[IndirectObject, IndirectObject]]:
    for kid in kids:
        if isinstance(kid, IndirectObject):
            yield kid, parent
            yield from _elements(kid.get_object()["/K"], kid)


def _element(element: DictionaryObject, parent: IndirectObject, headings: list[int]) -> Iterator[str]:
    tag = element["/S"]
    if tag not in STANDARD_TAGS:
        yield f"unknown tag {tag}"
    if element.raw_get("/P") != parent:
        yield f"{tag} names another parent"
    if tag in INSIDE and parent.get_object()["/S"] not in INSIDE[tag]:
        yield f"{tag} in {parent.get_object()['/S']}"
    if tag == "/TH" and element.get("/A", {}).get("/Scope") != "/Column":
        yield "a header cell without scope"
    if tag == "/Figure" and not element.get("/Alt"):
        yield "a figure without words"
    if tag == "/Table":
        rows = [row for part in element["/K"] for row in part.get_object()["/K"]]
        if len({len(row.get_object()["/K"]) for row in rows}) != 1:
            yield "a table with rows of different length"
        if [part.get_object()["/S"] for part in element["/K"]] != ["/THead", "/TBody"]:
            yield "a table that is not one header and one body"
    if tag[:2] == "/H" and tag[2:].isdigit():
        headings.append(int(tag[2:]))


def _marks(element: DictionaryObject, pages: dict[int, int]) -> Iterator[tuple[int, int]]:
    for kid in element["/K"]:
        if isinstance(kid, int):
            yield pages[element.raw_get("/Pg").idnum], int(kid)
        elif not isinstance(kid, IndirectObject):
            yield pages[kid.raw_get("/Pg").idnum], int(kid["/MCID"])


def _parent_tree(tree: Any) -> dict[int, Any]:
    nums = tree["/Nums"]
    return {int(nums[position]): nums[position + 1] for position in range(0, len(nums), 2)}


def _content(content: ContentStream) -> tuple[list[int], list[str]]:
    """The marks in use, and what is drawn outside all marks."""
    marks: list[int] = []
    loose: list[str] = []
    open_: list[str] = []
    for operands, operator in content.operations:
        if operator in (b"BDC", b"BMC"):
            open_.append(operands[0])
            if operator == b"BDC" and "/MCID" in operands[1]:
                marks.append(int(operands[1]["/MCID"]))
        elif operator == b"EMC":
            open_.pop()
        elif operator in TEXT | PAINT and not open_:
            loose.append(f"{operator.decode()} outside of all marks")
        elif operator in OTHER_COLOURS:
            loose.append(f"a colour by {operator.decode()}")
    if open_:
        loose.append("a mark that is not closed")
    return marks, loose
