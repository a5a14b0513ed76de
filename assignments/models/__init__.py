from assignments.models.assignment import Assignment
from assignments.models.history import HistoryEntry
from assignments.models.reminders import Reminder, ReminderRule
from assignments.models.updates import Evidence, Update

__all__ = ["Assignment", "Evidence", "HistoryEntry", "Reminder", "ReminderRule", "Update"]
