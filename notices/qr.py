"""A QR code as the outline of its dark squares, drawn on the page like text: nothing is loaded."""

from dataclasses import dataclass

import segno

QUIET = 2  # squares left light around it; paper is light farther out too


@dataclass(frozen=True, slots=True)
class QrPath:
    size: int  # of the picture's side, in squares
    path: str


def qr_path(text: str) -> QrPath:
    rows = segno.make(text, error="m", micro=False).matrix
    runs = []
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start + QUIET} {y + QUIET}h{x - start}v1h{start - x}z")
                start = None
    return QrPath(size=len(rows) + 2 * QUIET, path="".join(runs))
