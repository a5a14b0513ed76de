"""Reading and writing workbooks (.xlsx) safely. Imports no app."""

from dialogue_tracker.spreadsheets.in_child import read_isolated
from dialogue_tracker.spreadsheets.layout import Column, Kind, Problem, Reading, Row, Sheet, Unreadable
from dialogue_tracker.spreadsheets.reading import read_workbook
from dialogue_tracker.spreadsheets.writing import write_workbook

__all__ = [
    "Column",
    "Kind",
    "Problem",
    "Reading",
    "Row",
    "Sheet",
    "Unreadable",
    "read_isolated",
    "read_workbook",
    "write_workbook",
]
