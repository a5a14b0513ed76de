"""The kinds of measures a format of notice is made of; the measures themselves stand in one table each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dialogue_tracker.typeface import balanced_lines

MM = 72 / 25.4  # points
A4_SHORT, A4_LONG = 210, 297  # mm
# Words of two syllables that a title must not break in two, as a reader would stumble over them.
KEPT_WORDS = (
    "ban thường vụ|bộ trưởng|cán bộ|cạnh tranh|chiến lược|chính sách|chủ đề|công chức|công nghệ|công nghiệp",
    "công thương|cục trưởng|đánh giá|đảng ủy|dầu khí|đề xuất|điện lực|điện tử|đối thoại|đơn vị|hóa chất",
    "hội nghị|kế hoạch|kết luận|khoa học|kiến nghị|kinh tế|lãnh đạo|năng lượng|nghiên cứu|nhiệm vụ",
    "pháp chế|quản lý|tài chính|thị trường|thông báo|thực hiện|thứ trưởng|thương mại|tiêu dùng|tổ chức",
    "trách nhiệm|trả lời|triển khai|trung tâm|văn phòng|viên chức|viện trưởng|vụ trưởng",
)
KEPT = re.compile(
    r"ngày[^\n]{1,9}tháng[^\n]{1,9}năm \d[^ \n]*"
    rf"|[^ \n]*\b(?:{'|'.join(KEPT_WORDS)})\b[^ \n]*"
    r"|năm \d[^ \n]*|[^ \n]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length we chose, and the least and most that the rule allows. The unit stands where it is used."""

    value: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """How one component is set: size in points, the sizes allowed, its cell, and where the rule says so."""

    size: float
    least: float
    most: float
    rule: str
    cell: str = "6"
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    capitals: bool = False
    align: str = "center"
    line: float = 0  # length of the line drawn below, as a part of the text's
    mark: str = ""  # signs set below instead of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of notice: measures, fixed words and the patterns of its numbers and dates."""

    name: str
    top: Length  # mm, like all margins
    bottom: Length
    left: Length
    right: Length
    mirrored: bool  # left and right change sides on the back of a sheet
    page_number_top: float  # mm from the edge of the paper to the number
    indent: Length  # mm, first line of a paragraph
    paragraph_gap: float  # pt
    line_step: Length  # pt, from line to line of the text
    head_left: float  # part of the width that belongs to the issuing body
    foot_left: float  # ... and at the end to the recipients
    line_weight: float  # pt
    signature_room: float  # mm, left empty for signature and seal
    components: Mapping[str, Component]
    words: Mapping[str, str]
    authorities: Mapping[str, str]  # how the right to sign is abbreviated; "" where it is not known
    circulations: Mapping[str, str]
    urgencies: Mapping[str, str]
    urgency_widths: Mapping[str, float]  # mm
    number_pattern: str
    section_pattern: str
    clause_pattern: str
    cited_date: str  # how a document's date is written when it is cited: "long" or "short"
    filing: str  # the last recipient; {unit} is who drafted
    end_mark: str

    @property
    def width(self) -> float:
        """Of the text area of an upright page, in points."""
        return (A4_SHORT - self.left.value - self.right.value) * MM

    @property
    def lying_width(self) -> float:
        return (A4_LONG - self.left.value - self.right.value) * MM

    @property
    def lying_height(self) -> float:
        return (A4_SHORT - self.top.value - self.bottom.value) * MM

    @property
    def head_left_percent(self) -> float:
        return 100 * self.head_left

    @property
    def foot_left_percent(self) -> float:
        return 100 * self.foot_left

    def cased(self, component: str, text: str) -> str:
        found = self.components.get(component)
        return text.upper() if found and found.capitals else text

    def lines(self, component: str, text: str, *, room: float) -> list[str]:
        """The text of a centred component, cased, evenly broken into lines of at most `room` points."""
        found = self.components[component]
        return [
            line
            for piece in self.cased(component, text).split("\n")
            for line in balanced_lines(
                KEPT.findall(piece), room=room, size=found.size, bold=found.bold, italic=found.italic
            )
        ]
