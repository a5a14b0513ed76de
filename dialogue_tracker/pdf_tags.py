"""The tags of a PDF: what is a heading, a paragraph, a cell; read from laid out pages, written as structure.

WeasyPrint tags each page by itself. Here a paragraph or table that goes on over pages stays one, a header row
is tagged once and its repetitions, like all that stands in the margins, are decoration to be skipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

# Other elements lend their content to the element around them.
TAGS = {
    "section": "Sect",
    "p": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "ul": "L",
    "li": "LI",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}
SVG_TITLE = "{http://www.w3.org/2000/svg}title"


@dataclass(slots=True)
class Node:
    """An element and what it holds in reading order: elements, or marks as (page, number on that page)."""

    tag: str
    kids: list["Node | tuple[int, int]"] = field(default_factory=list)
    alternative: str = ""
    box: tuple[float, float, float, float] | None = None
    continues: bool = False


class TagReader:
    """Reads the structure of pages before they are painted; afterwards `name_marks` puts in the marks."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self.decoration: set[int] = set()  # ids of boxes that carry no content
        self._nodes: dict[int, Node] = {}
        self._header_pages: dict[int, int] = {}
        self._marked: list[tuple[Node, int, int, Any]] = []

    def read(self, page: int, page_box: Any) -> None:
        for child in page_box.children:
            self._read(child, self.root, page, page_box)

    def name_marks(self, page: int, marks: dict[Any, int]) -> None:
        """Takes the numbers that the boxes of a page got when they were painted."""
        for node, position, on_page, box in self._marked:
            if on_page == page:
                node.kids[position] = (page, marks[box])
        self._marked = [found for found in self._marked if found[2] != page]

    def _read(self, box: Any, parent: Node, page: int, page_box: Any) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox) and not any(child.element is not None for child in box.children):
            self._decorate(box)
            return
        node = self._node_of(box, parent)
        if node.tag == "THead" and (node.continues or self._header_pages.setdefault(id(node), page) != page):
            self._decorate(box)
            return
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            if isinstance(box, boxes.ReplacedBox):
                node.box = _rectangle(box, page_box)
            self._marked.append((node, len(node.kids), page, box))
            node.kids.append((page, -1))
        for child in getattr(box, "children", ()):
            self._read(child, node, page, page_box)

    def _node_of(self, box: Any, parent: Node) -> Node:
        """The element's node, the same one for all its boxes on all pages."""
        tag = TAGS.get(box.element_tag) if box.element is not None else None
        if tag is None or isinstance(box, boxes.TextBox):
            return parent
        if (known := self._nodes.get(id(box.element))) is not None:
            return known
        node = Node(tag)
        if tag == "Figure":
            title = box.element.find(SVG_TITLE)
            node.alternative = (title.text or "") if title is not None else ""
        node.continues = "data-continues" in box.element.attrib or (tag == "THead" and parent.continues)
        self._nodes[id(box.element)] = node
        parent.kids.append(node)
        return node

    def _decorate(self, box: Any) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        self.decoration.add(id(box))
        for child in getattr(box, "children", ()):
            self._decorate(child)


def _rectangle(box: Any, page_box: Any) -> tuple[float, float, float, float]:
    """In points from the bottom left corner of the page."""
    left, top = box.content_box_x(), box.content_box_y()
    bottom = page_box.margin_height() - top - box.height
    return (left * 0.75, bottom * 0.75, (left + box.width) * 0.75, (bottom + box.height) * 0.75)


def joined(roots: list[tuple[Node, int]]) -> Node:
    """One structure of several, each with the number of pages before it; a table that continues is joined."""
    whole = Node("Document")
    for root, before in roots:
        shift(root, before)
        for kid in root.kids:
            found = next((node for node in walk(kid) if node.continues and node.tag == "Table"), None)
            if found is None:
                whole.kids.append(kid)
            else:
                rows = [
                    row
                    for part in found.kids
                    if isinstance(part, Node) and part.tag == "TBody"
                    for row in part.kids
                ]
                _last_body(whole).kids.extend(rows)
    return whole


def shift(node: Node, pages: int) -> None:
    for found in walk(node):
        found.kids = [kid if isinstance(kid, Node) else (kid[0] + pages, kid[1]) for kid in found.kids]


def walk(node: "Node | tuple[int, int]") -> Iterator[Node]:
    if isinstance(node, Node):
        yield node
        for kid in node.kids:
            yield from walk(kid)


def _last_body(root: Node) -> Node:
    return [node for kid in root.kids[-1:] for node in walk(kid) if node.tag == "TBody"][-1]
