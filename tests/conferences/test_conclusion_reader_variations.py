"""The same tasks, printed in every way officials print them, are read as the same tasks."""

import textwrap
import unicodedata
from datetime import date
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferences.conclusion_reader import read
from tests.conferences.conclusions import register

UNITS = register()
ISSUED = date(2025, 11, 15)

CHEMICALS, INDUSTRY, LAW, OFFICE = "Cục Hóa chất", "Cục Công nghiệp", "Vụ Pháp chế", "Văn phòng Bộ"
WORK = (
    "rà soát quy chế làm việc và danh mục hồ sơ của cơ quan",
    "hoàn thiện phương án bố trí phòng họp, trình lãnh đạo Bộ xem xét",
    "kiểm tra việc lưu trữ tài liệu giấy và tài liệu số",
    "xây dựng kế hoạch tập huấn cho công chức mới tuyển dụng",
)
# How somebody is charged: the words before and behind the work, leads, supports, everybody.
CHARGES = (
    ("Giao {0} ", (OFFICE,), (), False),
    ("{0} chủ trì, phối hợp với {1} ", (LAW,), (CHEMICALS,), False),
    ("{0} chủ trì, phối hợp {1}, {2} ", (OFFICE,), (LAW, INDUSTRY), False),
    ("Yêu cầu {0} và {1} ", (CHEMICALS, INDUSTRY), (), False),
    ("Đề nghị {0} khẩn trương ", (OFFICE,), (), False),
    ("{0}, {1} và {2} có trách nhiệm ", (OFFICE, LAW, CHEMICALS), (), False),
    ("{0}: Chủ động ", (INDUSTRY,), (), False),
    ("Các Cục: Công nghiệp, Hóa chất ", (INDUSTRY, CHEMICALS), (), False),
    ("Thủ trưởng các đơn vị thuộc Bộ chỉ đạo ", (), (), True),
    ("Các đơn vị thuộc Bộ ", (), (), True),
    ("Yêu cầu các đơn vị như {0}, {1} ", (OFFICE, LAW), (), False),
    ("Trên cơ sở báo cáo của Vụ Pháp chế, {0} ", (OFFICE,), (), False),
)
DEADLINES = (
    ("", None),
    (", hoàn thành trước ngày 31/12/2025", "2025-12-31"),
    (" trước ngày 31 tháng 12 năm 2025", "2025-12-31"),
    (", chậm nhất ngày 20/12", "2025-12-20"),
    (" trong tháng 12 này", "2025-12-31"),
    (" trong quý I/2026", "2026-03-31"),
    (" đến hết ngày 15/01/2026", "2026-01-15"),
    (" trước thứ Sáu, ngày 21/11/2025", "2025-11-21"),
    (" và báo cáo hằng tháng", "recurring"),
    (" trong thời hạn 15 ngày", "range"),
    (" theo Thông báo số 17/TB-BCT ngày 03 tháng 10 năm 2025", None),
)
NUMBERS = (
    ("1.", "2.", "3.", "4."),
    ("1)", "2)", "3)", "4)"),
    ("(1)", "(2)", "(3)", "(4)"),
    ("a)", "b)", "c)", "d)"),
    ("Thứ nhất,", "Thứ hai,", "Thứ ba,", "Thứ tư,"),
    ("Một là,", "Hai là,", "Ba là,", "Bốn là,"),
    ("-", "-", "-", "-"),
    ("•", "•", "•", "•"),
    ("1.1.", "1.2.", "1.3.", "1.4."),
)
OPENINGS = ("Bộ trưởng kết luận như sau:", "Bộ trưởng yêu cầu thực hiện các nhiệm vụ sau:", "II. NHIỆM VỤ")
OLD_TONES = (("ủy", "uỷ"), ("òa", "oà"), ("óa", "oá"))
CYRILLIC = (("Cục", "\u0421ục"), ("Pháp", "\u0420háp"))  # letters that only look Latin

PRINTED = st.fixed_dictionaries(
    {
        "numbers": st.sampled_from(NUMBERS),
        "opening": st.sampled_from(OPENINGS),
        "width": st.one_of(st.none(), st.integers(30, 200)),
        "gap": st.sampled_from(["\n", "\n\n", "\n\n\n"]),
        "form": st.sampled_from(["NFC", "NFD"]),
        "line_end": st.sampled_from(["\n", "\r\n"]),
        "letters": st.sampled_from([(), OLD_TONES, CYRILLIC]),
    }
)
TASKS = st.lists(
    st.tuples(st.sampled_from(WORK), st.sampled_from(CHARGES), st.sampled_from(DEADLINES)),
    min_size=2,
    max_size=4,
)


def printed(tasks, *, numbers, opening, width, gap, form, line_end, letters):
    paragraphs = [opening]
    for number, (work, (charge, leads, supports, _), (deadline, _)) in zip(numbers, tasks, strict=False):
        paragraphs.append(f"{number} {charge.format(*leads, *supports)}{work}{deadline}.")
    if width:
        paragraphs = [textwrap.fill(text, width, break_on_hyphens=False) for text in paragraphs]
    text = gap.join(paragraphs)
    for usual, other in letters:
        text = text.replace(usual, other)
    return unicodedata.normalize(form, text).replace("\n", line_end)


def expected(tasks):
    return [(leads, supports, everybody, due) for _, (_, leads, supports, everybody), (_, due) in tasks]


def found(text):
    return [
        (
            task.lead,
            task.support,
            task.all_units,
            next((due.on.isoformat() if due.on else due.kind for due in task.due), None),
        )
        for task in read(text, UNITS, ISSUED).tasks
    ]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TASKS, PRINTED)
def test_the_printing_does_not_matter(tasks, way):
    assert found(printed(tasks, **way)) == expected(tasks)


def test_every_charge_goes_with_every_deadline():
    way = {"width": 70, "gap": "\n", "form": "NFC", "line_end": "\n", "letters": ()}
    for charge, deadline in product(CHARGES, DEADLINES):
        tasks = [(WORK[0], charge, deadline), (WORK[1], CHARGES[0], DEADLINES[0])]
        text = printed(tasks, numbers=NUMBERS[0], opening=OPENINGS[0], **way)
        assert found(text) == expected(tasks), text
