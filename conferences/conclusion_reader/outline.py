"""Decides for every segment: a point of a list, what goes on with it, an unnumbered task, or no task."""

from conferences.conclusion_reader.cast import Cast
from conferences.conclusion_reader.judge import Judge
from conferences.conclusion_reader.layout import Sheet
from conferences.conclusion_reader.markers import Level, Marker
from conferences.conclusion_reader.points import Point, PointList, Verdict
from conferences.conclusion_reader.roles import Roles
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

FINDINGS = (ASSESSMENT, LIMITATION)
BULLETED = (Level.DASH, Level.PLUS)
_FIRST_INSIDE = ("thứ nhất,", "thứ nhất là", "một là")
_LOOK_BACK = 20_000  # characters
_FIRST_POINTS = 4  # of a list, looked at to judge it
_MOSTLY = 0.6
_SURE = 3  # a lead-in that both names tasks and orders, whatever the heading above it says
# How strongly a paragraph orders.
NO_ORDER, ORDER, CHARGE = 0, 1, 2


class Outliner:
    """Walks through the segments once; what it is inside of is its state."""

    def __init__(self, sheet: Sheet, segments: list[Segment], cast: Cast) -> None:
        self._sheet = sheet
        self._segments = segments
        self._cast = cast
        self._judge = Judge(sheet, cast)
        self._outlook = Outlook(sheet, segments)
        self._verdicts: list[Verdict] = []
        self._section: str | None = None
        self._section_kind: str | None = None  # what its heading says stands below it
        self._editorial: str | None = None  # the same of a heading that only an editor put in
        self._list: PointList | None = None
        self._task: Point | None = None  # an unnumbered task that may go on
        self._task_charged = False  # … because it names whom it charges
        self._inherited = Roles()  # whom the last announcement charged
        self._opened = False  # tasks may stand from here on
        self._unsettled: list[Verdict] = []  # of unnumbered tasks that a formula further down would undo
        self._demoted = False

    def run(self) -> list[Verdict]:
        for index, segment in enumerate(self._segments):
            if self._judge.is_recipients(segment.start, segment.end):
                self._verdicts += [Verdict(rest, RECIPIENTS) for rest in self._segments[index:]]
                break
            self._take(index, segment)
        return self._settled()

    def _take(self, index: int, segment: Segment) -> None:
        if self._judge.is_source(segment.start, segment.end):
            self._ignore(segment, OTHER)
        elif segment.marker is None and self._judge.is_closing(segment.start, segment.end):
            self._close()
            self._ignore(segment, CLOSING)
        elif segment.marker is not None and self._outlook.is_footnote(segment.marker):
            self._ignore(segment, OTHER)
        elif segment.marker is not None and self._outlook.is_section(index):
            self._begin_section(segment, segment.marker)
        elif segment.marker is not None and self._accepts(index, segment.marker):
            self._place(index, segment, segment.marker)
        else:
            self._plain(index, segment)

    def _ignore(self, segment: Segment, kind: str) -> None:
        self._verdicts.append(Verdict(segment, kind))

    def _close(self) -> None:
        self._list = None
        self._task = None

    def _begin_section(self, segment: Segment, marker: Marker) -> None:
        self._close()
        self._section = marker.label
        self._section_kind = self._judge.heading_verdict(segment.start, segment.end)
        self._editorial = None
        self._inherited = Roles()
        self._opened = self._opened or self._section_kind == TASK
        self._ignore(segment, HEADING)

    def _text(self, index: int) -> str:
        return self._sheet.flat[self._segments[index].start : self._segments[index].end] if index >= 0 else ""

    # --- lists ---

    def _accepts(self, index: int, marker: Marker) -> bool:
        """Whether a printed number is one: "30. Xây dựng" after "ngày" is not."""
        if marker.opens or marker.level in (Level.ORDINAL, Level.COUNTED):
            return True
        if self._list is None:
            return self._outlook.exists_later(index, marker)
        return self._list.expects(marker)

    def _place(self, index: int, segment: Segment, marker: Marker) -> None:
        depth = 0
        if self._list is not None:
            depth = self._list.depth_of(marker, after_colon=self._text(index - 1).endswith(":"))
        if self._list is None or depth == 0 and self._list.restarts_with(marker):
            self._list = self._opened_list(index, segment, marker)
            depth = 0
        self._list.add(segment, depth)
        self._verdicts.append(Verdict(segment, self._list.kind, self._list.path[0]))

    def _opened_list(self, index: int, segment: Segment, marker: Marker) -> PointList:
        lead_in = self._lead_in_above()
        self._close()
        span = (
            (lead_in.segment.start, lead_in.segment.end) if lead_in else self._first_inside(segment, marker)
        )
        formula = span is not None and self._judge.is_formula(*span)
        kind = self._kind_of_list(index, marker, span, formula=formula)
        inherited = self._inherited
        if kind == TASK:
            self._opened = True
            if span is not None and not (formula and self._judge.concludes(*span)):
                inherited = self._addressed(*span)
        elif lead_in is not None:
            lead_in.kind = kind
        if span is not None and self._judge.concludes(*span):
            self._demote()
        return PointList(marker.level, kind, self._section, inherited)

    def _kind_of_list(
        self, index: int, marker: Marker, span: tuple[int, int] | None, *, formula: bool
    ) -> str:
        if self._section_kind == TASK or formula and self._section_kind is None:
            return TASK
        if span is not None and self._judge.lead_in_score(*span) > _SURE:
            return TASK
        points = list(self._outlook.siblings(index, marker, _FIRST_POINTS))
        average = sum(self._judge.item_score(point.body, point.end) for point in points) / len(points)
        if self._section_kind in FINDINGS:
            # "II. VỀ KHÓ KHĂN, VƯỚNG MẮC" may stand above the orders that end them.
            ordered = any(self._cast.roles(point.body, point.end).ordered for point in points)
            return TASK if ordered and average > _MOSTLY else self._section_kind or ASSESSMENT
        score = {None: 0, TASK: 1}.get(self._editorial, -1)
        if span is not None:
            score += self._judge.lead_in_score(*span)
        # Bullets that nothing leads in are mostly no tasks.
        if score + 1.5 * average >= (0 if span or marker.value else 1):
            return TASK
        limits = span is not None and self._judge.heading_verdict(*span) == LIMITATION
        return LIMITATION if limits else ASSESSMENT

    def _lead_in_above(self) -> Verdict | None:
        """The line above a list, past captions and headings that only an editor put in."""
        for verdict in reversed(self._verdicts):
            if verdict.kind in (CAPTION, HEADING) and verdict.segment.marker is None:
                continue
            return verdict if verdict.kind == LEAD_IN else None
        return None

    def _first_inside(self, segment: Segment, marker: Marker) -> tuple[int, int] | None:
        """Where "thứ nhất" stands inside a sentence far above "Thứ hai", that sentence leads in."""
        if marker.value < 2:
            return None
        floor = max(0, segment.start - _LOOK_BACK)
        first = max(self._sheet.folded.rfind(word, floor, segment.start) for word in _FIRST_INSIDE)
        if first < 0:
            return None
        return max(floor, self._sheet.flat.rfind("\n", floor, first) + 1), first

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
            if self._goes_on(index, segment, self._list):
                return
            self._close()
        if self._leads_in(index, segment):
            self._close()
            self._ignore(segment, LEAD_IN)
        elif self._judge.is_heading(start, end):
            self._close()
            self._editorial = self._judge.heading_verdict(start, end)
            self._ignore(segment, HEADING)
        elif self._judge.is_formula(start, end):
            self._close()
            if self._judge.concludes(start, end):
                self._demote()
            self._opened, self._inherited = True, Roles()
            self._ignore(segment, LEAD_IN)
        else:
            self._unnumbered(segment)

    def _goes_on(self, index: int, segment: Segment, points: PointList) -> bool:
        """Whether the paragraph stands inside the open list, and then takes it in."""
        more = points.first is not None and self._outlook.goes_on(index, points.first)
        if self._judge.is_heading(segment.start, segment.end):
            if self._cast.names_only(segment.start, segment.end):
                return False
            if more:
                self._ignore(segment, HEADING)
            return more
        if not more and self._ends_list(index, segment, points):
            return False
        points.go_on(segment)
        self._verdicts.append(Verdict(segment, points.kind, points.path[0]))
        return True

    def _ends_list(self, index: int, segment: Segment, points: PointList) -> bool:
        """Whether a paragraph after the last point stands for itself."""
        start, end = segment.start, segment.end
        if not points.is_task or self._judge.narrates(start, end) or self._judge.announces(start, end):
            return True
        roles = self._cast.roles(start, end)
        named = bool(roles.lead) or roles.unknown
        if self._leads_in(index, segment):
            below = self._segments[index + 1].marker
            return below is None or below.level <= points.level or roles.ordered and named
        if not named or self._judge.continues(start, end):
            return False
        if points.level in BULLETED or self._judge.adds(start, end) and roles.ordered:
            return True
        above = points.inherited
        return bool(above.lead) or above.unknown or above.everybody and roles.ordered

    def _leads_in(self, index: int, segment: Segment) -> bool:
        below = next(
            (later for later in self._segments[index + 1 : index + 4] if not self._skipped(later)), None
        )
        if below is None or below.marker is None or not below.marker.opens:
            return False
        if self._text(index).endswith(":") or self._judge.announces(segment.start, segment.end):
            return True
        if self._cast.names_only(segment.start, segment.end):
            return True
        ends = not self._judge.is_heading(segment.start, segment.end)
        return ends and below.marker.value == 1 and below.marker.level <= Level.COUNTED

    def _skipped(self, segment: Segment) -> bool:
        return segment.marker is None and (
            self._judge.is_caption(segment.start, segment.end)
            or self._judge.is_heading(segment.start, segment.end)
        )

    # --- unnumbered tasks ---

    def _unnumbered(self, segment: Segment) -> None:
        start, end = segment.start, segment.end
        narrated = self._judge.narrates(start, end)
        if narrated and (self._judge.announces(start, end) or self._addresses_all(start, end)):
            self._close()
            self._opened, self._inherited = True, self._addressed(start, end)
            self._ignore(segment, LEAD_IN)
            return
        strength = self._strength(start, end)
        continues = self._judge.continues(start, end) and not narrated
        if self._task is None or not continues and (strength == CHARGE or narrated or not self._task_charged):
            self._begin_task(segment, strength)
        elif strength or continues or self._judge.goes_on_ordering(start, end):
            self._task.segments.append(segment)
            self._take_in(segment, self._task)
        else:
            self._begin_task(segment, NO_ORDER)

    def _addresses_all(self, start: int, end: int) -> bool:
        """ "Bộ trưởng giao nhiệm vụ cho các đơn vị:" above paragraphs that say whom."""
        return self._sheet.flat[end - 1] == ":" and not self._cast.roles(start, end).lead

    def _begin_task(self, segment: Segment, strength: int) -> None:
        if strength == NO_ORDER:
            self._task = None
            self._ignore(segment, self._kind_of_plain(segment.start, segment.end))
            return
        self._task = Point([segment], self._section, self._inherited)
        self._task_charged = strength == CHARGE
        self._opened = True
        self._take_in(segment, self._task)

    def _take_in(self, segment: Segment, task: Point) -> None:
        self._verdicts.append(Verdict(segment, TASK, task))
        self._unsettled.append(self._verdicts[-1])

    def _strength(self, start: int, end: int) -> int:
        if not self._opened or self._section_kind in FINDINGS:
            # Here only a plain order counts: many sentences have a unit as their subject.
            first = next(self._cast.sentences(start, end), (start, end))
            roles = self._cast.roles(*first)
            charged = roles.ordered and roles.charges or self._judge.instructs(*first, at_once=True)
            return CHARGE if charged else NO_ORDER
        roles = self._cast.roles(start, end)
        if roles.charges and (roles.ordered or not self._judge.tells(start, end)):
            return CHARGE
        if self._judge.instructs(start, end):
            return CHARGE
        return ORDER if self._judge.starts_with_order(start, end) else NO_ORDER

    def _kind_of_plain(self, start: int, end: int) -> str:
        for kind in (self._section_kind, self._editorial):
            if kind in FINDINGS:
                return kind or OTHER
        if not self._opened:
            return OPENING
        verdict = self._judge.heading_verdict(start, end)
        return verdict if verdict is not None and verdict in FINDINGS else OTHER

    # --- second thoughts ---

    def _demote(self) -> None:
        """What stands before "kết luận như sau:" is no task; below a section, points with a number stay."""
        undone = self._verdicts if self._section is None and not self._demoted else self._unsettled
        for verdict in undone:
            if verdict.point is not None:
                verdict.kind, verdict.point = OPENING, None
        self._unsettled.clear()
        self._demoted = True

    def _settled(self) -> list[Verdict]:
        """Points that only agree or tell are taken out."""
        judged: dict[int, bool] = {}
        for verdict in self._verdicts:
            point = verdict.point
            if point is None or verdict.kind != TASK:
                verdict.point = None
                continue
            if id(point) not in judged:
                judged[id(point)] = self._stays(point)
            if not judged[id(point)]:
                verdict.kind, verdict.point = ASSESSMENT, None
        self._tell_limitations()
        return self._verdicts

    def _tell_limitations(self) -> None:
        """What is still wrong, with all that is numbered below it."""
        above: Marker | None = None
        for verdict in self._verdicts:
            segment = verdict.segment
            marker = segment.marker
            if verdict.kind != ASSESSMENT or marker is not None and above and marker.level <= above.level:
                above = None
            if verdict.kind != ASSESSMENT:
                continue
            if self._judge.is_limitation(segment.body, segment.end):
                verdict.kind, above = LIMITATION, above or marker
            elif above is not None and marker is not None:
                verdict.kind = LIMITATION

    def _stays(self, point: Point) -> bool:
        if point.marker is None:
            return True
        return not self._judge.only_tells([(segment.body, segment.end) for segment in point.all_segments()])
