"""The lines of a table, drawn once per page where WeasyPrint would draw the borders of each cell.

A table asks for them by `data-grid`, their weight in points; its cells have no borders then.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

POINT = 0.75  # points in a CSS pixel


def grids(page_box: Any) -> list[str]:
    """Drawing instructions in points, with the y axis pointing down."""
    lines = [
        f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
        for table in _tables(page_box)
        for x, y, width, height in _lines(table, float(table.element.attrib["data-grid"]))
    ]
    return ["/Artifact BMC q 0 0 0 rg", *lines, "f Q EMC"] if lines else []


def _tables(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TableBox):
            if "data-grid" in child.element.attrib:
                yield child
        else:
            yield from _tables(child)


def _lines(table: Any, weight: float) -> Iterator[tuple[float, float, float, float]]:
    """Each line's middle lies on the edge of the cells."""
    rows = [row for group in table.children for row in group.children]
    if not rows:
        return
    cells = rows[0].children
    sides = [cells[0].position_x, *(cell.position_x + cell.border_width() for cell in cells)]
    levels = [rows[0].position_y, *(row.position_y + row.height for row in rows)]
    left, right, top, bottom = (POINT * length for length in (sides[0], sides[-1], levels[0], levels[-1]))
    for side in sides:
        yield POINT * side - weight / 2, top - weight / 2, weight, bottom - top + weight
    for level in levels:
        yield left, POINT * level - weight / 2, right - left, weight
