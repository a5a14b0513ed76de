"""Every form of deadline, and the dates that are none."""

from datetime import date

import pytest

from conferences.conclusion_reader.deadlines import find_deadlines
from dialogue_tracker.vietnamese import fold

ISSUED = date(2025, 5, 20)


def found(text, issued_on=ISSUED):
    return [
        (due.phrase, due.on.isoformat() if due.on else None, due.kind)
        for _, due in find_deadlines(text, fold(text), 0, len(text), issued_on)
    ]


@pytest.mark.parametrize(
    ("text", "phrase", "on", "kind"),
    [
        ("Báo cáo trước ngày 31/12/2025.", "trước ngày 31/12/2025", "2025-12-31", "date"),
        ("Báo cáo trước ngày 31 tháng 12 năm 2025.", "trước ngày 31 tháng 12 năm 2025", "2025-12-31", "date"),
        ("Báo cáo trước 31-12-2025.", "trước 31-12-2025", "2025-12-31", "date"),
        ("Báo cáo trước 31.12.2025.", "trước 31.12.2025", "2025-12-31", "date"),
        ("Trình chậm nhất ngày 5/6/2025.", "chậm nhất ngày 5/6/2025", "2025-06-05", "date"),
        ("Trình chậm nhất là ngày 05/6/2025.", "chậm nhất là ngày 05/6/2025", "2025-06-05", "date"),
        ("Trình chậm nhất trước ngày 30/5/2025.", "chậm nhất trước ngày 30/5/2025", "2025-05-30", "date"),
        ("Xong trước 08h00 ngày 26/5/2025.", "trước 08h00 ngày 26/5/2025", "2025-05-26", "date"),
        ("Xong trước 17 giờ 00 ngày 26/5/2025.", "trước 17 giờ 00 ngày 26/5/2025", "2025-05-26", "date"),
        ("Khởi công dự án vào ngày 19/12/2025.", "vào ngày 19/12/2025", "2025-12-19", "date"),
        ("Báo cáo trước 30/6.", "trước 30/6", "2025-06-30", "date"),
        ("Báo cáo trước ngày 30 tháng 6.", "trước ngày 30 tháng 6", "2025-06-30", "date"),
        ("Báo cáo trước 31/01.", "trước 31/01", "2026-01-31", "date"),
        ("(hoàn thành trong tháng 11/2025)", "trong tháng 11/2025", "2025-11-30", "month"),
        ("Trình trong tháng 12 năm 2025.", "trong tháng 12 năm 2025", "2025-12-31", "month"),
        ("Triển khai ngay trong tháng 5/2025.", "trong tháng 5/2025", "2025-05-31", "month"),
        ("Trình trong tháng 6.", "trong tháng 6", "2025-06-30", "month"),
        ("Xong hết tháng 10/2025.", "hết tháng 10/2025", "2025-10-31", "month"),
        ("Cuối tháng 3 năm 2026 báo cáo.", "Cuối tháng 3 năm 2026", "2026-03-31", "month"),
        ("Trình trước tháng 10/2025.", "trước tháng 10/2025", "2025-09-30", "month"),
        ("Trình trong tháng 11 và tháng 12/2025.", "trong tháng 11 và tháng 12/2025", "2025-12-31", "month"),
        ("Hoàn thành trong quý I/2026.", "trong quý I/2026", "2026-03-31", "quarter"),
        ("Hoàn thành trong quý IV năm 2025.", "trong quý IV năm 2025", "2025-12-31", "quarter"),
        ("Hoàn thành trong Quý III, Quý IV/2025.", "trong Quý III, Quý IV/2025", "2025-12-31", "quarter"),
        ("Thời gian: quý I/2026.", "quý I/2026", "2026-03-31", "quarter"),
        ("Khởi công ngay trong năm 2025.", "trong năm 2025", "2025-12-31", "year"),
        ("Giải ngân hết năm 2025.", "hết năm 2025", "2025-12-31", "year"),
        ("Hoàn thành trong năm nay.", "trong năm nay", "2025-12-31", "year"),
        ("Hoạt động từ nay đến hết tháng 10/2025.", "từ nay đến hết tháng 10/2025", "2025-10-31", "range"),
        ("Thực hiện từ nay đến cuối năm 2025.", "từ nay đến cuối năm 2025", "2025-12-31", "range"),
        ("Thực hiện từ nay đến ngày 30/6/2025.", "từ nay đến ngày 30/6/2025", "2025-06-30", "range"),
        (
            "Họp trong tuần ngày 15 đến ngày 31 tháng 12.",
            "trong tuần ngày 15 đến ngày 31 tháng 12",
            "2025-12-31",
            "range",
        ),
        ("Xong trong 6 tháng đầu năm 2026.", "trong 6 tháng đầu năm 2026", "2026-06-30", "range"),
        ("Khởi công trong thời gian 12 tháng.", "trong thời gian 12 tháng", None, "range"),
        ("Thẩm định trong 10 ngày làm việc.", "trong 10 ngày làm việc", None, "range"),
        ("Báo cáo hằng tuần.", "hằng tuần", None, "recurring"),
        ("Báo cáo hàng tháng, hằng quý.", "hàng tháng, hằng quý", None, "recurring"),
        ("Báo cáo trước 12h00 thứ Năm hằng tuần.", "trước 12h00 thứ Năm hằng tuần", None, "recurring"),
        ("Báo cáo thứ Năm hằng tuần.", "thứ Năm hằng tuần", None, "recurring"),
        ("Báo cáo trước ngày 25 hằng tháng.", "trước ngày 25 hằng tháng", None, "recurring"),
        ("Báo cáo trước ngày 31/12 hằng năm.", "trước ngày 31/12 hằng năm", None, "recurring"),
        ("Báo cáo định kỳ 6 tháng một lần.", "định kỳ 6 tháng một lần", None, "recurring"),
        ("Phải quyết toán và công khai hàng năm.", "hàng năm", None, "recurring"),
        (
            "Hoàn thiện để kịp báo cáo Quốc hội tại Kỳ họp thứ 10.",
            "tại Kỳ họp thứ 10",
            None,
            "event",
        ),
        ("Kiểm tra hồ đập trước mùa mưa bão.", "trước mùa mưa bão", None, "event"),
        ("Chi trả trước Tết Nguyên đán.", "trước Tết Nguyên đán", None, "event"),
        ("Báo cáo trong tháng này.", "trong tháng này", "2025-05-31", "month"),
        ("Báo cáo trong tháng tới.", "trong tháng tới", "2025-06-30", "month"),
        ("Báo cáo trong tháng 01 tới.", "trong tháng 01 tới", "2026-01-31", "month"),
        ("Báo cáo trong quý này.", "trong quý này", "2025-06-30", "quarter"),
        ("Báo cáo trong tuần này.", "trong tuần này", None, "date"),
        ("Báo cáo trước thứ Sáu, ngày 23/5/2025.", "trước thứ Sáu, ngày 23/5/2025", "2025-05-23", "date"),
        ("Hạn hoàn thành: tháng 6/2025.", "tháng 6/2025", "2025-06-30", "month"),
        ("Ban hành trong quý III/2025.", "trong quý III/2025", "2025-09-30", "quarter"),
        ("Đến 30/6/2025 hoàn thành.", "Đến 30/6/2025", "2025-06-30", "date"),
        ("Phấn đấu đến cuối năm 2025 hoàn thành.", "đến cuối năm 2025", "2025-12-31", "year"),
        ("Trong 7 ngày tới, báo cáo Bộ trưởng.", "Trong 7 ngày tới", None, "range"),
        ("Gửi vào ngày 05 của tháng kế tiếp.", "vào ngày 05 của tháng kế tiếp", None, "recurring"),
        ("Thời hạn: khi có phát sinh.", "khi có phát sinh", None, "event"),
        ("Tuyên truyền (nhiệm vụ thường xuyên).", "nhiệm vụ thường xuyên", None, "ongoing"),
    ],
)  # fmt: skip
def test_every_form_is_found(text, phrase, on, kind):
    assert found(text) == [(phrase, on, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "Rà soát Công văn số 7593/VPCP-CN ngày 14 tháng 8 năm 2025.",
        "Thực hiện Nghị quyết số 66-NQ/TW ngày 30/4/2025.",
        "Bảo đảm áp dụng từ ngày 01/01/2026.",
        "Đi vào vận hành cấp xã từ ngày 01/7/2025, cấp tỉnh sau ngày 30/8/2025.",
        "Giải ngân 100% kế hoạch vốn năm 2025.",
        "Xây dựng chiến lược giai đoạn 2026 - 2030, tầm nhìn đến năm 2050.",
        "Rà soát các nhiệm vụ được giao trong năm 2025.",
        "Tiếp tục được xử lý trong năm 2025 và chuyển sang năm 2026.",
        "Đạt mục tiêu tăng trưởng kinh tế 8% trong năm 2025.",
        "Các luật được ban hành tại Kỳ họp thứ 10.",
        "Rà soát kế hoạch hằng năm.",
        "Khẩn trương, sớm hoàn thiện ngay hồ sơ.",
        "Thường xuyên cập nhật số liệu.",
        "Định kỳ báo cáo Bộ trưởng.",
        "Tổng hợp số liệu tính đến ngày 31/10/2025.",
        "Xử lý hồ sơ tiếp nhận từ ngày 01/01/2025 đến ngày 31/3/2025.",
        "Trình trước ngày 31 tháng 02 năm 2026.",
        "Trình trong tháng 13/2025.",
        "Tăng 42% so với quý III/2024.",
        "Bổ sung vào danh mục các công trình hoàn thành vào năm 2030.",
        "Duy trì kinh phí hoạt động thường xuyên hằng năm của các trường.",
        "Điều chuyển số vốn không có khả năng giải ngân trong năm 2025.",
        "Bố trí vốn cho các dự án hoàn thành trong năm 2025.",
        "Trình Quốc hội theo quy trình của phiên họp bất thường (đầu tháng 6 năm 2025).",
        "Đến ngày 10/5/2025, mới có 9 đơn vị gửi danh mục.",
    ],
)
def test_other_dates_are_no_deadlines(text):
    assert found(text) == []


def test_a_law_to_be_passed_by_a_day_to_come_is_a_deadline():
    assert found("Nghị định được ban hành trước ngày 25/6/2025.") != []
    assert found("Các dự án được phê duyệt trước ngày 01/01/2025.") == []


def test_several_deadlines_come_in_the_order_of_the_text():
    text = "Gửi thẩm định chậm nhất ngày 25/5/2025; trình trong tháng 6; báo cáo hằng tuần, trước ngày 01/6/2025."
    assert [kind for _, _, kind in found(text)] == ["date", "month", "recurring", "date"]


def test_without_the_day_of_issue_a_date_without_a_year_stays_open():
    assert found("Báo cáo trước 30/6.", None) == [("trước 30/6", None, "date")]
    assert found("Báo cáo trong tháng 6.", None) == [("trong tháng 6", None, "month")]


def test_a_deadline_before_the_issue_stays_as_printed():
    assert found("Báo cáo trước ngày 15/5/2025.") == [("trước ngày 15/5/2025", "2025-05-15", "date")]
