"""Reads the conclusion of a conference: which tasks it lays on whom, until when, and what of it is no task.

Pure Python: text in, dataclasses out. On the way:

    tables    rows whose columns are named: taken out first, read by their columns
    layout    lines -> paragraphs, whatever the width they were wrapped at (lines, wrapping)
    segments  paragraphs -> stretches that begin with a printed number (markers) or with the frame
    cast      who is named and what the words around a name make of it (register, tokens, roles)
    judge     whether a stretch orders, tells, praises, announces, closes
    outline   a walk through the segments: points, what goes on with them, unnumbered tasks, no tasks (points)
    assembly  tasks with their bodies and deadlines, and pieces that cover the whole text (deadlines)

`language` holds what it knows about how officials write: registers to extend without touching the logic.
Where it is not sure it says so (`types.UNSURE_CODES`) and leaves the field empty.
"""

from conferences.conclusion_reader.assembly import read
from conferences.conclusion_reader.types import Due, FoundTask, Piece, Reading, UnitName

__all__ = ["Due", "FoundTask", "Piece", "Reading", "UnitName", "read"]
