"""What becomes of an assignment, as a list of steps; days are counted from its start or from its deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from demo.diary import working_day

START, DUE, HALFWAY = "start", "due", "halfway"
# For work without a deadline, days are counted as if it had one this many days after the start.
USUAL_DAYS = 60


@dataclass(frozen=True)
class Step:
    """`verb`: of the workflow, or "update", "draft" (progress in per cent), "ask", "extend" (days)."""

    verb: str
    anchor: str
    days: int = 0
    amount: int = 0


ACCEPT = Step("accept", START, 2)
HALF_DONE = Step("update", HALFWAY, 0, 50)

STORIES: dict[str, tuple[Step, ...]] = {
    "on_time": (ACCEPT, HALF_DONE, Step("report", DUE, -3), Step("confirm", DUE, -1)),
    "early": (
        ACCEPT,
        Step("update", START, 12, 60),
        Step("report", START, 24),
        Step("confirm", START, 27),
    ),
    "late": (
        ACCEPT,
        HALF_DONE,
        Step("update", DUE, -2, 70),
        Step("report", DUE, 5),
        Step("confirm", DUE, 7),
    ),
    "overdue": (ACCEPT, Step("update", HALFWAY, 3, 30), Step("update", DUE, -4, 60)),
    # Left open by a unit that was merged more than two years later; the successor does it.
    "inherited": (
        ACCEPT,
        Step("update", HALFWAY, 3, 30),
        Step("update", DUE, -4, 60),
        Step("update", START, 850, 90),
        Step("report", START, 880),
        Step("confirm", START, 885),
    ),
    "untouched": (),
    "in_time": (ACCEPT, Step("update", START, 20, 30), Step("update", START, 45, 50)),
    "just_accepted": (ACCEPT,),
    "reported": (ACCEPT, Step("update", START, 20, 40), Step("report", START, 66)),
    "returned": (ACCEPT, Step("update", START, 18, 50), Step("report", START, 50), Step("return", START, 55)),
    "escalated": (ACCEPT, Step("update", START, 15, 20), Step("escalate", START, 40)),
    "directed": (
        ACCEPT,
        Step("escalate", START, 25),
        Step("direct", START, 32),
        Step("update", START, 48, 40),
    ),
    "suspended": (ACCEPT, Step("suspend", START, 30)),
    "declined": (Step("decline", START, 3),),
    "withdrawn": (ACCEPT, Step("withdraw", START, 35)),
    "extended": (ACCEPT, Step("update", START, 30, 40), Step("extend", START, 52, 30)),
    "asked": (ACCEPT, Step("update", START, 30, 40), Step("ask", START, 58, 20)),
    "drafted": (ACCEPT, Step("update", START, 20, 30), Step("draft", START, 60, 60)),
    "reopened": (
        ACCEPT,
        Step("report", START, 30),
        Step("confirm", START, 34),
        Step("reopen", START, 58),
    ),
}

# Which stories the units of one task live, one unit after the other.
LONG_PAST = ("on_time", "on_time", "late", "on_time", "early", "on_time", "on_time", "late", "early")
PAST = ("on_time", "late", "on_time", "overdue", "early", "on_time", "overdue", "late")
COMING = (
    "in_time", "early", "reported", "in_time", "untouched", "returned", "early", "just_accepted", "escalated",
    "in_time", "directed", "suspended", "early", "extended", "reported", "declined", "reopened", "withdrawn",
    "asked", "drafted",
)  # fmt: skip
WITHOUT_DEADLINE = ("just_accepted", "in_time", "early", "just_accepted", "untouched")


def dated(story: str, start: date, due_on: date | None) -> Iterator[tuple[date, Step]]:
    """Each step with its day, never before the one before it."""
    due = due_on or start + timedelta(days=USUAL_DAYS)
    anchors = {START: start, DUE: due, HALFWAY: start + (due - start) / 2}
    earliest = start
    for step in STORIES[story]:
        earliest = max(earliest, working_day(anchors[step.anchor] + timedelta(days=step.days)))
        yield earliest, step
