from notices.models.history import HistoryEntry
from notices.models.issuance import Issuance, NumberSeries, Original
from notices.models.job import Job
from notices.models.notice import Notice
from notices.models.rendering import Rendering, rendering_path
from notices.models.report import Report

__all__ = [
    "HistoryEntry",
    "Issuance",
    "Job",
    "Notice",
    "NumberSeries",
    "Original",
    "Rendering",
    "Report",
    "rendering_path",  # the first migration names it
]
