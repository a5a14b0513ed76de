"""The three sheets of a load of past years: the conferences, what was raised, what was concluded."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from dialogue_tracker.spreadsheets import Column, Kind, Sheet
from recommendations.imports import sheets
from recommendations.imports.sheets import kinds, outcomes, states, theme_names
from recommendations.wording import LONGEST_TEXT

UNIT_OF_THEN = _("Name, abbreviation or code of the unit as it was on the day of the conference.")
KEY_OF = _("The key of the conference, as in the first sheet.")

KEY = Column(
    "key",
    _("Key"),
    required=True,
    longest=40,
    width=12,
    help=_("Any short name, for example 2024: the other sheets name the conference by it."),
    aliases=("Ký hiệu",),
)
CONFERENCES = Sheet(
    name=_("Conferences"),
    key="conferences",
    example={
        "key": "2024",
        "held_on": date(2024, 7, 15),
        "title": "(Dòng mẫu) Hội nghị đối thoại giữa Lãnh đạo Bộ với các đơn vị năm 2024",
        "place": "Trụ sở Bộ",
        "chair_title": "Bộ trưởng",
        "notice_number": "123/TB-BCT",
        "notice_on": date(2024, 7, 22),
    },
    columns=(
        KEY,
        Column("held_on", _("Date"), Kind.DATE, required=True, width=13, aliases=("Ngày", "Ngày tổ chức")),
        Column(
            "title",
            _("Title of the conference"),
            required=True,
            longest=300,
            width=60,
            aliases=("Tên hội nghị",),
        ),
        Column(
            "kind",
            _("Kind and level"),
            Kind.CHOICE,
            width=26,
            choices=kinds,
            help=_("Empty: the leadership with the units, or a unit with its staff."),
            aliases=("Loại, cấp hội nghị", "Loại hội nghị"),
        ),
        Column(
            "host",
            _("Held by"),
            width=28,
            help=_("Empty: the ministry itself."),
            aliases=("Đơn vị tổ chức",),
        ),
        Column("place", _("Place"), longest=200, width=24, aliases=("Địa điểm",)),
        Column("chair_name", _("Chair"), longest=150, width=24, aliases=("Người chủ trì", "Chủ trì")),
        Column(
            "chair_title",
            _("Title of the chair"),
            longest=200,
            width=24,
            aliases=("Chức vụ người chủ trì",),
        ),
        Column(
            "notice_number",
            _("Number of the conclusion notice"),
            longest=60,
            width=18,
            help=_("As in 123/TB-BCT."),
            aliases=("Số thông báo kết luận", "Số thông báo"),
        ),
        Column(
            "notice_on",
            _("Date of the conclusion notice"),
            Kind.DATE,
            width=13,
            aliases=("Ngày thông báo kết luận", "Ngày thông báo"),
        ),
    ),
)

CONFERENCE = Column(
    "conference",
    _("Conference"),
    required=True,
    longest=40,
    width=12,
    help=KEY_OF,
    aliases=("Hội nghị", "Ký hiệu hội nghị"),
)
SUPPORTING = Column(
    "supporting",
    _("Supporting units"),
    width=28,
    help=_("Several are separated by a semicolon."),
    aliases=("Đơn vị phối hợp",),
)
DUE_ON = Column("due_on", _("Deadline"), Kind.DATE, width=13, aliases=("Thời hạn", "Hạn xử lý"))
STATE = Column(
    "state",
    _("State"),
    Kind.CHOICE,
    width=20,
    choices=states,
    help=_(
        "Empty: done when a day on which it was done is given, else in progress with the unit that leads."
    ),
    aliases=("Trạng thái", "Tình trạng"),
)
DONE_ON = Column(
    "done_on",
    _("Done on"),
    Kind.DATE,
    width=13,
    help=_("The day on which it was done; whether it was late is worked out from it."),
    aliases=("Ngày hoàn thành", "Hoàn thành ngày"),
)
NUMBER = Column(
    "number",
    _("Number in the old list"),
    longest=40,
    width=12,
    aliases=("Mã số cũ", "Số thứ tự", "STT", "Mã số"),
)
LEAD = Column("lead", _("Lead unit"), width=28, help=UNIT_OF_THEN, aliases=("Đơn vị chủ trì",))

RECOMMENDATIONS = Sheet(
    name=_("Recommendations"),
    key="recommendations",
    example={
        "conference": "2024",
        "number": "1",
        "raised_by": "Vụ Pháp chế",
        "text": "(Dòng mẫu) Đề nghị tổ chức lớp bồi dưỡng nghiệp vụ pháp chế.",
        "lead": "Vụ Tổ chức cán bộ",
        "due_on": date(2024, 9, 30),
        "answer": "Đã tổ chức 01 lớp bồi dưỡng.",
        "done_on": date(2024, 9, 25),
    },
    columns=(
        CONFERENCE,
        NUMBER,
        Column(
            "raised_by",
            _("Unit that raised it"),
            required=True,
            width=28,
            help=UNIT_OF_THEN,
            aliases=sheets.RAISED_BY.aliases,
        ),
        sheets.SPEAKER,
        sheets.TEXT,
        Column("theme", _("Theme"), Kind.CHOICE, width=22, choices=theme_names, aliases=sheets.THEME.aliases),
        LEAD,
        SUPPORTING,
        DUE_ON,
        STATE,
        Column(
            "outcome", _("Outcome"), Kind.CHOICE, width=24, choices=outcomes, aliases=sheets.OUTCOME.aliases
        ),
        Column(
            "answer",
            _("Answer, result"),
            Kind.TEXT,
            longest=LONGEST_TEXT,
            width=50,
            help=_("What the unit was told; of what was withdrawn, why."),
            aliases=("Trả lời, kết quả", "Trả lời", "Kết quả"),
        ),
        Column(
            "roadmap_on",
            _("To be resolved by"),
            Kind.DATE,
            width=13,
            help=_("Only for what is under consideration."),
            aliases=("Giải quyết trước ngày", "Lộ trình đến ngày"),
        ),
        DONE_ON,
        Column(
            "repeats",
            _("Repeats"),
            longest=200,
            width=16,
            help=_("Earlier recommendations of the matter: 2023/12 is number 12 of the conference 2023."),
            aliases=("Nêu lại của", "Nêu lại"),
        ),
    ),
)

TASKS = Sheet(
    name=_("Tasks"),
    key="tasks",
    example={
        "conference": "2024",
        "number": "1",
        "text": "(Dòng mẫu) Rà soát quy chế làm việc của Bộ.",
        "leads": "Văn phòng Bộ; Vụ Pháp chế",
        "due_on": date(2024, 12, 31),
    },
    columns=(
        CONFERENCE,
        Column("number", _("Number"), longest=40, width=10, aliases=("Số", "Số thứ tự", "STT")),
        Column(
            "text",
            _("Wording"),
            Kind.TEXT,
            required=True,
            longest=LONGEST_TEXT,
            width=70,
            help=_(
                "Exactly as concluded. Where units stand differently, one row for each with the same wording."
            ),
            aliases=("Nội dung", "Nhiệm vụ", "Nội dung nhiệm vụ"),
        ),
        Column(
            "leads",
            _("Lead units"),
            width=28,
            help=_("Several are separated by a semicolon; “all units” is possible."),
            aliases=("Đơn vị chủ trì",),
        ),
        SUPPORTING,
        DUE_ON,
        Column(
            "due_phrase",
            _("Deadline as worded"),
            longest=300,
            width=24,
            aliases=("Thời hạn nguyên văn", "Thời hạn theo lời văn"),
        ),
        STATE,
        Column(
            "result",
            _("Result"),
            Kind.TEXT,
            longest=LONGEST_TEXT,
            width=50,
            help=_("What was achieved; of what was withdrawn, why."),
            aliases=("Kết quả", "Kết quả thực hiện"),
        ),
        DONE_ON,
    ),
)
SHEETS = (CONFERENCES, RECOMMENDATIONS, TASKS)
