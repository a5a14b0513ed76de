"""Decides for every segment what it is: a point of a list of tasks, its continuation, an unnumbered task, or no task."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from conferences.conclusion_reader.judge import Judge
from conferences.conclusion_reader.layout import Sheet
from conferences.conclusion_reader.markers import Level, Marker
from conferences.conclusion_reader.roles import Cast, Roles
from conferences.conclusion_reader.segments import Outlook, Segment
from conferences.conclusion_reader.types import (
    ASSESSMENT,
    CAPTION,
    CLOSING,
    HEADING,
    LEAD_IN,
    LIMITATION,
    OPENING,
    OTHER,
    RECIPIENTS,
    TASK,
)

_FIRST_INSIDE = re.compile(r"(?<!\w)(?:thứ nhất|một là)(?!\w)")
_LOOK_BACK = 20_000


@dataclass(slots=True)
class Point:
    """A task or sub-item: its own segment, the paragraphs that go on with it, and what is numbered below it."""

    segments: list[Segment]
    section: str | None = None
    inherited: Roles = field(default_factory=Roles)
    children: list["Point"] = field(default_factory=list)

    @property
    def marker(self) -> Marker | None:
        return self.segments[0].marker

    def all_segments(self) -> Iterator[Segment]:
        yield from self.segments
        for child in self.children:
            yield from child.all_segments()


@dataclass(slots=True)
class OpenList:
    level: Level
    is_task: bool
    kind: str  # of points that are no tasks
    strict: bool  # every point has to show that it is a task
    inherited: Roles
    stack: list[Point] = field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    segment: Segment
    kind: str
    point: Point | None = None  # the top-level point


class Outliner:
    def __init__(self, sheet: Sheet, segments: list[Segment], cast: Cast) -> None:
        self._sheet = sheet
        self._segments = segments
        self._judge = Judge(sheet)
        self._cast = cast
        self._outlook = Outlook(sheet, segments)
        self._verdicts: list[Verdict] = []
        self._section: str | None = None
        self._section_kind: str | None = None
        self._editorial: str | None = None  # the same of a heading that only an editor put in
        self._list: OpenList | None = None
        self._task: Point | None = None  # an unnumbered task that may go on
        self._inherited = Roles()
        self._opened = False  # tasks may stand from here on

    def run(self) -> list[Verdict]:
        for index, segment in enumerate(self._segments):
            if self._judge.is_recipients(segment.start, segment.end):
                self._verdicts += [Verdict(rest, RECIPIENTS) for rest in self._segments[index:]]
                break
            self._take(index, segment)
        return self._settled()

    def _take(self, index: int, segment: Segment) -> None:
        start, end = segment.start, segment.end
        if self._judge.is_source(start, end):
            self._ignore(segment, OTHER)
        elif self._judge.is_closing(start, end):
            self._close()
            self._ignore(segment, CLOSING)
        elif segment.marker is not None and self._outlook.is_section(index):
            self._begin_section(segment)
        elif segment.marker is not None and self._accepts(index, segment.marker):
            self._place(index, segment, segment.marker)
        else:
            self._plain(index, segment)

    # --- small steps ---

    def _ignore(self, segment: Segment, kind: str) -> None:
        self._verdicts.append(Verdict(segment, kind))

    def _close(self) -> None:
        self._list = None
        self._task = None

    def _begin_section(self, segment: Segment) -> None:
        self._close()
        self._inherited = Roles()
        if segment.marker is not None:
            self._section = segment.marker.label
        self._section_kind = self._judge.heading_verdict(segment.start, segment.end)
        self._editorial = None
        self._opened = self._opened or self._section_kind == TASK
        self._ignore(segment, HEADING)

    def _accepts(self, index: int, marker: Marker) -> bool:
        """Whether a printed number is one: "30. Xây dựng" after "ngày" is not."""
        if marker.opens:
            return True
        if self._list is not None and any(point.marker and marker.follows(point.marker) for point in self._list.stack):
            return True
        if marker.level in (Level.ORDINAL, Level.COUNTED):
            return True
        return self._list is None and self._outlook.exists_later(index, marker)

    # --- lists ---

    def _place(self, index: int, segment: Segment, marker: Marker) -> None:
        depth = self._depth(index, marker)
        if self._list is None or depth == 0 and self._restarts(marker):
            self._open(index, segment, marker)
            depth = 0
        assert self._list is not None
        stack = self._list.stack
        del stack[depth:]
        point = Point([segment], self._section, self._list.inherited)
        if depth:
            stack[-1].children.append(point)
        stack.append(point)
        self._verdicts.append(Verdict(segment, TASK if self._list.is_task else self._list.kind, stack[0]))

    def _restarts(self, marker: Marker) -> bool:
        assert self._list is not None
        first = self._list.stack[0].marker
        return first is None or first.level is not marker.level or marker.value != 0 and not marker.follows(first)

    def _depth(self, index: int, marker: Marker) -> int:
        """How deep in the open list the new point stands."""
        if self._list is None:
            return 0
        stack = self._list.stack
        for depth, point in enumerate(stack):
            if point.marker is None or point.marker.level is not marker.level:
                continue
            if marker.value == 0 and point.marker.label != marker.label and depth + 1 < len(stack):
                continue
            if marker.value and not marker.follows(point.marker) and self._text(index - 1).endswith(":") and depth == 0:
                return len(stack) if marker.level > Level.COUNTED else 0
            return depth
        if self._text(index - 1).endswith(":"):
            return len(stack)
        depth = len(stack)
        while depth and (above := stack[depth - 1].marker) is not None and above.level >= marker.level:
            depth -= 1
        return depth

    def _text(self, index: int) -> str:
        return self._sheet.flat[self._segments[index].start : self._segments[index].end] if index >= 0 else ""

    def _open(self, index: int, segment: Segment, marker: Marker) -> None:
        lead = self._verdicts[-1] if self._verdicts and self._verdicts[-1].kind == LEAD_IN else self._lead_above()
        self._close()
        span = (lead.segment.start, lead.segment.end) if lead else self._inline_first(segment, marker)
        formula = span is not None and self._judge.is_formula(*span)
        score = self._judge.lead_in_score(*span) if span and not formula else 0
        siblings = list(self._outlook.siblings(index, 4))
        if not formula:
            score += {None: 0, TASK: 1}.get(self._editorial, -1)
        points = sum(self._judge.item_score(point.body, point.end) for point in siblings) / len(siblings)
        is_task = self._section_kind == TASK or formula or score + 1.5 * points >= (0 if span or marker.value else 1)
        if self._section_kind in (ASSESSMENT, LIMITATION):
            is_task = False
        kind = self._section_kind if self._section_kind in (ASSESSMENT, LIMITATION) else ASSESSMENT
        if span and self._judge.heading_verdict(*span) == LIMITATION:
            kind = LIMITATION
        inherited = self._addressed(*span) if span and is_task and not formula else self._inherited
        self._list = OpenList(marker.level, is_task, kind, formula or span is None, inherited)
        self._opened = self._opened or is_task
        if lead is not None and not is_task and lead.kind == LEAD_IN:
            lead.kind = kind
        if formula:
            self._demote()

    def _lead_above(self) -> Verdict | None:
        """The line above a list, past captions and headings."""
        for verdict in reversed(self._verdicts):
            if verdict.kind in (CAPTION, HEADING) and verdict.segment.marker is None:
                continue
            return verdict if verdict.kind == LEAD_IN else None
        return None

    def _inline_first(self, segment: Segment, marker: Marker) -> tuple[int, int] | None:
        """Where "thứ nhất" stands inside a sentence far above, that sentence leads in."""
        if marker.value < 2:
            return None
        floor = max(0, segment.start - _LOOK_BACK)
        found = None
        for found in _FIRST_INSIDE.finditer(self._sheet.folded, floor, segment.start):
            pass
        if found is None:
            return None
        return max(floor, self._sheet.flat.rfind("\n", floor, found.start()) + 1), found.start()

    def _addressed(self, start: int, end: int) -> Roles:
        roles = self._cast.roles(start, end)
        return roles if roles.charges else self._cast.somebody(start, end)

    # --- paragraphs without a number ---

    def _plain(self, index: int, segment: Segment) -> None:
        start, end = segment.start, segment.end
        if self._judge.is_caption(start, end):
            self._ignore(segment, CAPTION)
            return
        if self._list is not None:
            if self._continues_list(index, segment):
                return
            self._close()
        if self._judge.is_heading(start, end) and not self._leads_in(index, segment):
            self._close()
            self._editorial = self._judge.heading_verdict(start, end)
            self._ignore(segment, HEADING)
        elif self._leads_in(index, segment):
            self._close()
            self._ignore(segment, LEAD_IN)
        elif self._judge.is_formula(start, end):
            self._close()
            self._demote()
            self._opened, self._inherited = True, Roles()
            self._ignore(segment, LEAD_IN)
        else:
            self._unnumbered(segment)

    def _continues_list(self, index: int, segment: Segment) -> bool:
        assert self._list is not None
        first = self._list.stack[0].marker
        start, end = segment.start, segment.end
        goes_on = first is not None and self._outlook.goes_on(index, first)
        if self._judge.is_heading(start, end):
            if goes_on:
                self._ignore(segment, HEADING)
            return goes_on
        if not goes_on and self._ends_list(index, segment):
            return False
        self._list.stack[-1].segments.append(segment)
        self._verdicts.append(Verdict(segment, self._verdicts[-1].kind if not self._list.is_task else TASK, self._list.stack[0]))
        return True

    def _ends_list(self, index: int, segment: Segment) -> bool:
        """Whether a paragraph after the last point stands for itself."""
        assert self._list is not None
        start, end = segment.start, segment.end
        if not self._list.is_task or self._judge.narrates(start, end) or self._judge.announces(start, end):
            return True
        roles = self._cast.roles(start, end)
        named = bool(roles.lead) or roles.unknown
        if self._leads_in(index, segment):
            following = self._segments[index + 1].marker
            return following is None or following.level <= self._list.level or roles.ordered and named
        return named and self._list.inherited.charges and not self._judge.continues(start, end)

    def _leads_in(self, index: int, segment: Segment) -> bool:
        following = next((later for later in self._segments[index + 1 : index + 4] if not self._skipped(later)), None)
        if following is None or following.marker is None or not following.marker.opens:
            return False
        if self._text(index).endswith(":") or self._judge.announces(segment.start, segment.end):
            return True
        return following.marker.value == 1 and following.marker.level <= Level.COUNTED

    def _skipped(self, segment: Segment) -> bool:
        return segment.marker is None and (
            self._judge.is_caption(segment.start, segment.end) or self._judge.is_heading(segment.start, segment.end)
        )

    def _unnumbered(self, segment: Segment) -> None:
        start, end = segment.start, segment.end
        if self._judge.announces(start, end) and self._judge.narrates(start, end):
            self._close()
            self._opened, self._inherited = True, self._addressed(start, end)
            self._ignore(segment, LEAD_IN)
            return
        strength = self._strength(start, end)
        goes_on = self._task is not None and self._judge.continues(start, end) and not self._judge.narrates(start, end)
        if strength == 2 and not goes_on or strength == 1 and (self._task is None or self._judge.narrates(start, end)):
            self._task = Point([segment], self._section, self._inherited)
            self._verdicts.append(Verdict(segment, TASK, self._task))
            self._opened = True
        elif self._task is not None and (strength or goes_on):
            self._task.segments.append(segment)
            self._verdicts.append(Verdict(segment, TASK, self._task))
        else:
            self._task = None
            self._ignore(segment, self._kind_of_plain(start, end))

    def _strength(self, start: int, end: int) -> int:
        """2: somebody is charged; 1: an order without a name; 0: no order."""
        in_assessment = self._section_kind in (ASSESSMENT, LIMITATION)
        roles = self._cast.roles(start, end)
        if not self._opened or in_assessment:
            first = next(self._judge.sentences(start, end), (start, end))
            first_roles = self._cast.roles(*first)
            return 2 if first_roles.ordered and first_roles.charges else 0
        if roles.charges and (roles.ordered or not self._judge.tells(start, end)):
            return 2
        return 1 if self._judge.starts_with_order(start, end) else 0

    def _kind_of_plain(self, start: int, end: int) -> str:
        if self._section_kind in (ASSESSMENT, LIMITATION):
            return self._section_kind
        if self._editorial in (ASSESSMENT, LIMITATION):
            return self._editorial
        if not self._opened:
            return OPENING
        kind = self._judge.heading_verdict(start, end)
        return kind if kind in (ASSESSMENT, LIMITATION) else OTHER

    # --- second thoughts ---

    def _demote(self) -> None:
        """What stands before "kết luận như sau:" is no task."""
        for verdict in self._verdicts:
            if verdict.point is not None and verdict.point.marker is None:
                verdict.kind, verdict.point = OPENING, None

    def _settled(self) -> list[Verdict]:
        """Points that only agree or tell are taken out where their list does not vouch for them."""
        judged: dict[int, bool] = {}
        for verdict in self._verdicts:
            point = verdict.point
            if point is None or verdict.kind != TASK:
                verdict.point = None
                continue
            key = id(point)
            if key not in judged:
                judged[key] = self._stays(point)
            if not judged[key]:
                verdict.kind, verdict.point = ASSESSMENT, None
        return self._verdicts

    def _stays(self, point: Point) -> bool:
        if point.marker is None:
            return True
        spans = [(segment.body, segment.end) for segment in point.all_segments()]
        if self._judge.only_agrees(spans):
            return False
        return True
