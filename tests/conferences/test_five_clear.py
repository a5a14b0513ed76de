"""“5 rõ”: who, what, by when, with which result, who answers for it."""

from dataclasses import replace

import pytest

from conferences.five_clear import (
    DEADLINE,
    FIVE,
    PERSON,
    RESPONSIBILITY,
    RESULT,
    WORK,
    Facts,
    missing,
    result_named,
)

CLEAR = Facts(
    text="Vụ Pháp chế chủ trì, phối hợp với Cục Hóa chất xây dựng kế hoạch chuyển đổi số.",
    leads=1,
    supporting=1,
    all_units=False,
    has_day=True,
    due_kind="date",
    expected_result="",
    unsure=(),
)


def test_a_task_that_says_everything():
    assert missing(CLEAR) == []


@pytest.mark.parametrize(
    ("change", "unclear"),
    [
        ({"leads": 0}, [PERSON, RESPONSIBILITY]),
        ({"leads": 2}, [RESPONSIBILITY]),
        ({"leads": 0, "all_units": True}, []),
        ({"text": "Xây dựng kế hoạch."}, [WORK]),
        ({"unsure": ("parts_differ",)}, [WORK]),
        ({"has_day": False, "due_kind": ""}, [DEADLINE]),
        ({"has_day": False, "due_kind": "quarter"}, [DEADLINE]),
        ({"has_day": False, "due_kind": "recurring"}, []),
        ({"unsure": ("several_due",)}, [DEADLINE]),
        ({"text": "Vụ Pháp chế tiếp tục nâng cao chất lượng công tác của mình."}, [RESULT]),
        (
            {"text": "Vụ Pháp chế nâng cao chất lượng công tác.", "expected_result": "Báo cáo quý"},
            [],
        ),
        (
            {"text": "Vụ Pháp chế phối hợp với các đơn vị liên quan báo cáo Bộ.", "supporting": 0},
            [RESPONSIBILITY],
        ),
        ({"text": "Vụ Pháp chế phối hợp với Bộ Tài chính báo cáo Chính phủ.", "supporting": 0}, []),
    ],
)
def test_what_is_missing_is_named(change, unclear):
    assert missing(replace(CLEAR, **change)) == unclear


def test_nothing_is_clear():
    nothing = Facts("Rà soát.", 0, 0, False, False, "", "", ())
    assert missing(nothing) == list(FIVE)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("xây dựng ĐỀ ÁN sắp xếp", "đề án"),
        ("hoàn thiện, trình Bộ trưởng trước ngày 30/9", "trình bộ"),
        ("đã ban hành theo kế hoạch số 12 trong quá trình phê duyệt", ""),
        ("thực hiện chương trình", "chương trình"),
        ("phối hợp trong công trình Bộ", ""),
    ],
)
def test_a_result_is_what_is_handed_over_not_what_exists(text, result):
    assert result_named(text) == result
