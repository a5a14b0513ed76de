from conferences.models.change import ChangeEntry, ReviewStep
from conferences.models.conclusion import Conclusion, SourceText, conclusion_path
from conferences.models.conference import OWN_WAYS, Attendance, Conference, ConferenceQuerySet
from conferences.models.task import Task, TaskQuerySet

__all__ = [
    "OWN_WAYS",
    "Attendance",
    "ChangeEntry",
    "Conclusion",
    "Conference",
    "ConferenceQuerySet",
    "ReviewStep",
    "SourceText",
    "Task",
    "TaskQuerySet",
    "conclusion_path",
]
