"""What goes into the reader and what comes out."""

from dataclasses import dataclass
from datetime import date

# Kinds of pieces.
TASK = "task"
ASSESSMENT = "assessment"  # what was achieved, what it means, praise, agreement
LIMITATION = "limitation"  # what is still wrong, and why
HEADING = "heading"
LEAD_IN = "lead_in"  # announces tasks: "… một số nhiệm vụ trọng tâm sau:"
CAPTION = "caption"  # the line below a photograph
OPENING = "opening"
CLOSING = "closing"
RECIPIENTS = "recipients"
CITED = "cited"  # what others said
OTHER = "other"
PIECE_KINDS = (
    TASK, ASSESSMENT, LIMITATION, HEADING, LEAD_IN, CAPTION, OPENING, CLOSING, RECIPIENTS, CITED, OTHER,
)  # fmt: skip

# Kinds of deadlines.
DATE = "date"
MONTH = "month"
QUARTER = "quarter"
YEAR = "year"
RANGE = "range"
RECURRING = "recurring"
EVENT = "event"
ONGOING = "ongoing"
DUE_KINDS = (DATE, MONTH, QUARTER, YEAR, RANGE, RECURRING, EVENT, ONGOING)

# Why a person should look at a task.
NO_LEAD = "no_lead"  # nobody is charged, neither here nor in what stands above
SEVERAL_LEADS = "several_leads"
UNIT_UNKNOWN = "unit_unknown"  # a body is charged that the register does not know
DUE_UNCLEAR = "due_unclear"  # a time is named from which no day can be computed
SEVERAL_DUE = "several_due"
DEADLINE_BEFORE_ISSUE = "deadline_before_issue"
UNNUMBERED = "unnumbered"
UNSURE_CODES = (
    NO_LEAD, SEVERAL_LEADS, UNIT_UNKNOWN, DUE_UNCLEAR, SEVERAL_DUE, DEADLINE_BEFORE_ISSUE, UNNUMBERED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitName:
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    phrase: str
    on: date | None
    kind: str


@dataclass(frozen=True, slots=True)
class FoundTask:
    """`text` is the whole wording with sub-items, without the printed number and without captions in between.

    `start` and `end` are offsets into `Reading.text`; the number stands inside them.
    """

    section: str | None
    number: str | None
    text: str
    start: int
    end: int
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    all_units: bool = False
    due: tuple[Due, ...] = ()
    children: tuple["FoundTask", ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of `Reading.text`; all pieces, one after the other, are that text. `task` counts from 0."""

    start: int
    end: int
    kind: str
    text: str
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    text: str
    tasks: tuple[FoundTask, ...]
    pieces: tuple[Piece, ...]
