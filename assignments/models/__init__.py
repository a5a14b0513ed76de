from assignments.models.assignment import Assignment
from assignments.models.bulk import BulkRun
from assignments.models.calendar_links import CalendarLink
from assignments.models.carry_over import CarryOver
from assignments.models.drafts import Draft
from assignments.models.extensions import Extension
from assignments.models.history import HistoryEntry
from assignments.models.raisers_word import RaisersWord
from assignments.models.reminder_stops import ReminderStop
from assignments.models.reminders import Reminder, ReminderRule
from assignments.models.terms import Term
from assignments.models.transfers import TransferLine, TransferList
from assignments.models.updates import Evidence, Update

__all__ = [
    "Assignment",
    "BulkRun",
    "CalendarLink",
    "CarryOver",
    "Draft",
    "Evidence",
    "Extension",
    "HistoryEntry",
    "RaisersWord",
    "Reminder",
    "ReminderRule",
    "ReminderStop",
    "Term",
    "TransferLine",
    "TransferList",
    "Update",
]
