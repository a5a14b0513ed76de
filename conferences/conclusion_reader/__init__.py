"""Reads the conclusion of a conference: which tasks it lays on whom, until when, and what of it is no task.

Pure Python: text in, dataclasses out. `words` and `date_forms` hold what it knows about the language.
"""

from conferences.conclusion_reader.assembly import read
from conferences.conclusion_reader.types import Due, FoundTask, Piece, Reading, UnitName

__all__ = ["Due", "FoundTask", "Piece", "Reading", "UnitName", "read"]
