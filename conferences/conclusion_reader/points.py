"""What the outline is made of: a task with its sub-items, an open list, the verdict on a segment."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from conferences.conclusion_reader.markers import Level, Marker
from conferences.conclusion_reader.roles import Roles
from conferences.conclusion_reader.segments import Segment
from conferences.conclusion_reader.types import TASK


@dataclass(slots=True)
class Point:
    """A task or sub-item: its own segment, paragraphs that go on with it, and what is numbered below it."""

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
class Verdict:
    segment: Segment
    kind: str
    point: Point | None = None  # the top-level point that the segment belongs to


@dataclass(slots=True)
class PointList:
    """An open numbered list; `path` leads from its last point to that point's last sub-item."""

    level: Level
    kind: str  # TASK, or what its points are instead
    section: str | None
    inherited: Roles
    path: list[Point] = field(default_factory=list)

    @property
    def is_task(self) -> bool:
        return self.kind == TASK

    @property
    def first(self) -> Marker | None:
        return self.path[0].marker if self.path else None

    def expects(self, marker: Marker) -> bool:
        return any(point.marker is not None and marker.follows(point.marker) for point in self.path)

    def restarts_with(self, marker: Marker) -> bool:
        first = self.first
        return (
            first is None
            or first.level is not marker.level
            or marker.value != 0
            and not marker.follows(first)
        )

    def depth_of(self, marker: Marker, *, after_colon: bool) -> int:
        """How deep the next point stands; what follows a colon stands below it."""
        for depth, point in enumerate(self.path):
            above = point.marker
            if above is None or above.level is not marker.level:
                continue
            other_bullet = marker.value == 0 and above.label != marker.label
            if other_bullet and depth + 1 < len(self.path):
                continue
            if depth == 0 and after_colon and marker.value and not marker.follows(above):
                return len(self.path) if marker.level > Level.COUNTED else 0
            return depth
        depth = len(self.path)
        while not after_colon and depth and self._stands_below(marker, depth):
            depth -= 1
        return depth

    def _stands_below(self, marker: Marker, depth: int) -> bool:
        above = self.path[depth - 1].marker
        return above is not None and above.level >= marker.level

    def add(self, segment: Segment, depth: int) -> None:
        del self.path[depth:]
        point = Point([segment], self.section, self.inherited)
        if depth:
            self.path[-1].children.append(point)
        self.path.append(point)

    def go_on(self, segment: Segment) -> None:
        self.path[-1].segments.append(segment)
