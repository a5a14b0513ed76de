"""What is still wrong is kept apart from what was achieved; neither is a task."""

import pytest

from conferences.conclusion_reader import read

TEXT = """I. ĐÁNH GIÁ CHUNG
1. Các đơn vị đã hoàn thành phần lớn công việc về hồ sơ điện tử trong năm.
{limitation}

II. NHIỆM VỤ TRONG THỜI GIAN TỚI
Yêu cầu thủ trưởng các đơn vị thuộc Bộ thực hiện các nhiệm vụ sau:
1. Rà soát dữ liệu, báo cáo trước ngày 30/12/2026.
"""


@pytest.mark.parametrize(
    "limitation",
    [
        "2. Tuy nhiên, vẫn còn hạn chế: dữ liệu của một số lĩnh vực chưa được cập nhật đầy đủ.",
        "Tuy nhiên, ở một số đơn vị việc cập nhật còn chậm.",
        "Bên cạnh những kết quả đó, công tác phối hợp còn thiếu chặt chẽ.",
        "Vẫn còn một số tồn tại trong khâu lưu trữ.",
        "2. Hạn chế: hồ sơ giấy chưa được số hóa hết.",
    ],
)
def test_limitations_are_told_apart_from_assessments(limitation):
    reading = read(TEXT.format(limitation=limitation))
    kinds = {piece.kind: piece.text for piece in reading.pieces}
    assert "đã hoàn thành" in kinds["assessment"]
    assert limitation.removeprefix("2. ") in kinds["limitation"]
    assert [task.number for task in reading.tasks] == ["1"]
