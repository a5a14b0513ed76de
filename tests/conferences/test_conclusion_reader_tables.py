"""Tables of tasks as text: what elsewhere the grammar says, their columns say."""

from datetime import date

import pytest

from conferences.conclusion_reader import read
from tests.conferences.conclusions import register

UNITS = register()
ISSUED = date(2025, 11, 15)
TITLES = ("STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành", "Ghi chú")
ROWS = (
    ("1", "Rà soát quy chế làm việc", "Văn phòng Bộ", "Vụ Pháp chế, Cục Hóa chất", "30/11/2025", "Mới"),
    (
        "2",
        "Xây dựng đề án vị trí việc làm",
        "Vụ Tổ chức cán bộ; Vụ Pháp chế",
        "Văn phòng Bộ",
        "Quý I/2026",
        "",
    ),
    ("3", "Kiểm kê hồ sơ giấy", "Các đơn vị thuộc Bộ", "", "Hằng tháng", ""),
    ("4", "Kiểm tra kho lưu trữ", "Cục Ngoại hạng", "", "", "Bổ sung"),
)


def tabbed(rows):
    return "\n".join("\t".join(row) for row in rows)


def barred(rows):
    first, *others = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([first, "|---|---|---|---|---|---|", *others])


def stacked(rows):
    """A cell a line: what is left of a table in Word."""
    return "\n".join("\n".join(row) for row in rows)


@pytest.mark.parametrize("printed", [tabbed, barred, stacked])
def test_a_row_is_a_task(printed):
    text = (
        "Bộ trưởng kết luận như sau:\n1. Vụ Pháp chế theo dõi.\n2. Giao các nhiệm vụ theo danh mục kèm theo.\n\n"
        f"DANH MỤC\n{printed([TITLES, *ROWS])}\n\nVăn phòng Bộ thông báo để các đơn vị biết, thực hiện./."
    )
    reading = read(text, UNITS, ISSUED)
    assert "".join(piece.text for piece in reading.pieces) == reading.text
    first, second, *rows = reading.tasks
    assert (first.number, second.number) == ("1", "2")
    assert [(task.number, task.lead, task.support, task.all_units, task.unsure) for task in rows] == [
        ("1", ("Văn phòng Bộ",), ("Vụ Pháp chế", "Cục Hóa chất"), False, ()),
        ("2", ("Vụ Tổ chức cán bộ", "Vụ Pháp chế"), ("Văn phòng Bộ",), False, ("several_leads",)),
        ("3", (), (), True, ()),
        ("4", (), (), False, ("unit_unknown", "no_lead")),
    ]
    assert [[(due.phrase, due.on, due.kind) for due in task.due] for task in rows] == [
        [("30/11/2025", date(2025, 11, 30), "date")],
        [("Quý I/2026", date(2026, 3, 31), "quarter")],
        [("Hằng tháng", None, "recurring")],
        [],
    ]
    assert rows[0].text.split("\n")[0] == "Rà soát quy chế làm việc"
    for index, task in enumerate(reading.tasks):
        assert "".join(piece.text for piece in reading.pieces if piece.task == index).strip()
        assert reading.text[task.start : task.end].strip().startswith(task.number or "|") or printed is barred
    assert reading.pieces[-1].kind == "closing"


def test_the_work_may_be_told_in_several_paragraphs():
    row = ("1", "Rà soát quy chế.\nBáo cáo Bộ trưởng.", "Văn phòng Bộ", "Vụ Pháp chế", "30/11/2025")
    following = ("2", "Kiểm kê hồ sơ", "Vụ Pháp chế", "Văn phòng Bộ", "31/12/2025")
    tasks = read(stacked([TITLES[:5], row, following]), UNITS, ISSUED).tasks
    assert [(task.number, task.lead) for task in tasks] == [("1", ("Văn phòng Bộ",)), ("2", ("Vụ Pháp chế",))]
    assert tasks[0].text.startswith("Rà soát quy chế. Báo cáo Bộ trưởng.")


@pytest.mark.parametrize(
    "text",
    [
        "STT\tHọ và tên\tĐơn vị\n1\tNgười dự họp\tVăn phòng Bộ",
        "Nội dung | Kết quả\nRà soát | Xong",
        "Nội dung\nĐơn vị chủ trì\nThời hạn\nVăn phòng Bộ",
    ],
)
def test_other_tables_are_no_tasks(text):
    assert read(text, UNITS, ISSUED).tasks == ()
