"""The sheets that can be brought in, and the columns an export adds for people to read."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from assignments.actions_load import LOADABLE
from conferences.models import Conference
from dialogue_tracker.spreadsheets import Column, Kind, Sheet
from recommendations.models import Recommendation, Theme
from recommendations.wording import LONGEST_TEXT, bodies

RECOMMENDATIONS, PAST_YEARS = "recommendations", "past_years"


def current_units() -> Iterable[str]:
    return bodies(None).values_list("name", flat=True)


def theme_names() -> Iterable[str]:
    return Theme.objects.values_list("name", flat=True)


def states() -> Iterable[str]:
    return [str(state.label) for state in LOADABLE]


def outcomes() -> Iterable[str]:
    return [str(label) for label in Recommendation.Outcome.labels]


def kinds() -> Iterable[str]:
    return [str(label) for label in Conference.Kind.labels]


# --- One conference -----------------------------------------------------------------------------------------
CODE = Column(
    "code",
    _("Code of the recommendation"),
    width=14,
    help=_("Leave it empty for a new recommendation. A code from an export stands for that recommendation."),
    aliases=("Mã số", "Mã kiến nghị"),
)
RAISED_BY = Column(
    "raised_by",
    _("Unit that raised it"),
    Kind.CHOICE,
    required=True,
    width=28,
    help=_("Name, abbreviation or code of the unit, as on the day of the conference; marks are not needed."),
    choices=current_units,
    aliases=("Đơn vị nêu", "Đơn vị kiến nghị"),
)
SPEAKER = Column(
    "speaker",
    _("Who spoke"),
    longest=200,
    width=24,
    help=_("Name and title."),
    aliases=("Người phát biểu",),
)
TEXT = Column(
    "text",
    _("Wording"),
    Kind.TEXT,
    required=True,
    longest=LONGEST_TEXT,
    width=70,
    help=_("As it was said; one recommendation in a row."),
    aliases=("Nội dung", "Nội dung kiến nghị", "Nguyên văn"),
)
THEME = Column(
    "theme",
    _("Theme"),
    Kind.CHOICE,
    width=22,
    help=_("One of the list; empty is allowed."),
    choices=theme_names,
    aliases=("Chủ đề", "Lĩnh vực"),
)
PROPOSED_LEAD = Column(
    "proposed_lead",
    _("Proposed lead unit"),
    Kind.CHOICE,
    width=28,
    help=_("Which unit of today should answer it, if that is clear."),
    choices=current_units,
    aliases=("Đơn vị chủ trì đề xuất", "Đề xuất đơn vị chủ trì"),
)
WORDING = (RAISED_BY, SPEAKER, TEXT, THEME, PROPOSED_LEAD)

FOR_READING = _("For reading only: it is changed on the page of the recommendation, not by an import.")
LEAD = Column("lead", _("Lead unit"), width=28, help=FOR_READING, aliases=("Đơn vị chủ trì",))
DUE_ON = Column("due_on", _("Deadline"), Kind.DATE, width=13, help=FOR_READING, aliases=("Thời hạn",))
STATE = Column("state", _("State"), width=18, help=FOR_READING, aliases=("Trạng thái",))
OUTCOME = Column("outcome", _("Outcome"), width=22, help=FOR_READING, aliases=("Kết quả xử lý",))
ANSWER = Column("answer", _("Answer"), Kind.TEXT, width=50, help=FOR_READING, aliases=("Trả lời",))
MARK = Column(
    "mark",
    _("Mark of the export"),
    width=22,
    help=_("Leave it as it is: it shows whether somebody changed the row since the export."),
    aliases=("Dấu bản xuất",),
    is_hidden=True,
)
READ_ONLY = (LEAD, DUE_ON, STATE, OUTCOME, ANSWER)

# As an official would write it, whatever language the pages are in.
EXAMPLE = {
    "raised_by": "Vụ Pháp chế",
    "speaker": "Vụ trưởng",
    "text": "(Dòng mẫu) Đề nghị Lãnh đạo Bộ cho phép tổ chức lớp bồi dưỡng nghiệp vụ pháp chế hằng năm.",
    "proposed_lead": "Vụ Tổ chức cán bộ",
}
SHEET = Sheet(
    name=_("Recommendations"),
    key="recommendations",
    columns=(CODE, *WORDING, *READ_ONLY, MARK),
    example=EXAMPLE,
)
# What an empty file needs: the other columns come with an export.
TEMPLATE = replace(SHEET, columns=(CODE, *WORDING))
