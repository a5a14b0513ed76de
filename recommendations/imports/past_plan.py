"""What a load of past years would create. Nothing of it is stored yet, conferences included."""

from dataclasses import dataclass, field
from datetime import date

from assignments.actions_load import Past
from assignments.workflow import State
from conferences.models import Conference
from dialogue_tracker.vietnamese import search_key
from recommendations.actions import Raised
from recommendations.import_plan import Check
from recommendations.imports.marks import labels
from recommendations.models import Recommendation
from units.models import Unit


@dataclass
class PastConference:
    """`conference` may be one that is there already."""

    key: str
    conference: Conference
    number: int
    notice: str = ""
    # By their number in the old list, for those that repeat them.
    recommendations: dict[str, "PastRecommendation"] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.conference.pk is None


@dataclass
class PastRecommendation:
    home: PastConference
    raised: Raised
    past: Past
    answer: str
    outcome: str
    roadmap_on: date | None
    repeats: "list[PastRecommendation | Recommendation]" = field(default_factory=list)


@dataclass
class PastTask:
    """One row; rows of the same number and wording are shares of one task."""

    home: PastConference
    number: str
    text: str
    due_phrase: str
    due_on: date | None
    all_units: bool
    supporting: list[Unit]
    shares: list[Past]


@dataclass
class PastPlan(Check):
    """The payloads of its rows are the three above."""


def notice_of(number: str, day: date | None) -> str:
    """The head of the conclusion's text, which is in Vietnamese whoever loads it."""
    if not number:
        return ""
    on = f" ngày {day:%d/%m/%Y}" if day else ""
    return f"Thông báo kết luận số {number}{on}"


# How old lists say it, beside the labels of the states. Lateness is worked out, so "late" is in progress.
STATE_WORDS = {
    "hoan thanh": State.DONE,
    "da hoan thanh": State.DONE,
    "hoan thanh dung han": State.DONE,
    "hoan thanh qua han": State.DONE,
    "da hoan thanh qua han": State.DONE,
    "da hoan thanh dung han": State.DONE,
    "hoan thanh cham": State.DONE,
    "xong": State.DONE,
    "da xong": State.DONE,
    "da giai quyet": State.DONE,
    "da tra loi": State.DONE,
    "dang giai quyet": State.IN_PROGRESS,
    "dang xu ly": State.IN_PROGRESS,
    "qua han": State.IN_PROGRESS,
    "chua hoan thanh": State.IN_PROGRESS,
    "moi giao": State.ASSIGNED,
    "chua thuc hien": State.ASSIGNED,
    "chua giao": State.RECEIVED,
    "khong thuc hien": State.WITHDRAWN,
    "thoi thuc hien": State.WITHDRAWN,
}


def state_of(text: str, *, has_lead: bool, done_on: date | None) -> str:
    """Empty where the words are not known."""
    if not text:
        if done_on:
            return State.DONE
        return State.IN_PROGRESS if has_lead else State.RECEIVED
    key = search_key(text)
    return labels("state").get(key, "") or STATE_WORDS.get(key, "")


def is_open(state: str) -> bool:
    return state in (State.ASSIGNED, State.IN_PROGRESS)
