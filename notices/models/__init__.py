from notices.models.history import HistoryEntry
from notices.models.issuance import Issuance, NumberSeries, Original
from notices.models.notice import Notice
from notices.models.rendering import STALE_AFTER, Rendering, rendering_path

__all__ = [
    "STALE_AFTER",
    "HistoryEntry",
    "Issuance",
    "Notice",
    "NumberSeries",
    "Original",
    "Rendering",
    "rendering_path",  # the first migration names it
]
