from assignments.models.assignment import Assignment
from assignments.models.history import HistoryEntry
from assignments.models.raisers_word import RaisersWord
from assignments.models.reminders import Reminder, ReminderRule
from assignments.models.updates import Evidence, Update

__all__ = ["Assignment", "Evidence", "HistoryEntry", "RaisersWord", "Reminder", "ReminderRule", "Update"]
