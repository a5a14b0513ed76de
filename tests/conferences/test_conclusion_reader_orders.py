"""What is an order and whom it charges, class by class: each text is the shortest that shows it."""

from datetime import date

import pytest

from conferences.conclusion_reader import read
from tests.conferences.conclusions import register, words

UNITS = register()
ISSUED = date(2025, 11, 15)
LAW, OFFICE, CHEMICALS, INDUSTRY = "Vụ Pháp chế", "Văn phòng Bộ", "Cục Hóa chất", "Cục Công nghiệp"


def reading_of(text):
    return read(text, UNITS, ISSUED)


def tasks(text):
    return reading_of(text).tasks


def starts(text):
    return [words(task.text)[:20] for task in tasks(text)]


def point(text):
    """The first of two points below the chair's formula."""
    first, *_ = tasks(f"Bộ trưởng kết luận như sau:\n1. {text}\n2. Văn phòng Bộ báo cáo.")
    return first if first.number == "1" else None


class TestWhoIsCharged:
    @pytest.mark.parametrize(
        ("text", "lead", "support"),
        [
            ("Văn phòng Bộ (chủ trì), Vụ Pháp chế (phối hợp) rà soát quy chế.", [OFFICE], [LAW]),
            ("Văn phòng Bộ chủ trì; Vụ Pháp chế, Cục Hóa chất phối hợp.", [OFFICE], [LAW, CHEMICALS]),
            ("Rà soát quy chế (Văn phòng Bộ chủ trì, Vụ Pháp chế phối hợp).", [OFFICE], [LAW]),
            ("Rà soát quy chế, trong đó Văn phòng Bộ chủ trì.", [OFFICE], []),
            ("Rà soát quy chế, giao Văn phòng Bộ chủ trì.", [OFFICE], []),
            ("Cục Hóa chất chủ trì, phối với Vụ Pháp chế rà soát.", [CHEMICALS], [LAW]),
            ("Nhất trí giao Cục Hóa chất chủ trì việc kiểm tra.", [CHEMICALS], []),
            ("Nhất trí chủ trương, Cục Hóa chất khẩn trương triển khai.", [CHEMICALS], []),
            ("Ghi nhận kiến nghị của Cục Hóa chất, Vụ Pháp chế sẽ tổng hợp.", [LAW], []),
            ("Kiến nghị của Cục Hóa chất về chỗ để xe giao Văn phòng Bộ xử lý.", [OFFICE], []),
            ("Yêu cầu thủ trưởng các đơn vị: Vụ Pháp chế, Cục Hóa chất báo cáo.", [LAW, CHEMICALS], []),
            ("Các đơn vị như Cục Hóa chất, Cục Công nghiệp cần báo cáo.", [CHEMICALS, INDUSTRY], []),
            ("Các cơ quan liên quan và các Cục: Hóa chất, Công nghiệp rà soát.", [CHEMICALS, INDUSTRY], []),
            ("Văn phòng Bộ, trực tiếp là đồng chí Chánh Văn phòng, theo dõi.", [OFFICE], []),
            ("Giao Văn phòng Bộ xây dựng kế hoạch tập huấn.", [OFFICE], []),
        ],
    )
    def test_leads_and_supports(self, text, lead, support):
        task = point(text)
        assert (list(task.lead), list(task.support), task.all_units) == (lead, support, False)

    @pytest.mark.parametrize(
        "text",
        [
            "Các đơn vị chưa báo cáo khẩn trương gửi báo cáo.",
            "Các đơn vị còn lại gửi báo cáo về Văn phòng Bộ.",
            "Thủ trưởng các đơn vị thuộc Bộ chỉ đạo rà soát.",
            "Toàn thể công chức, viên chức chấp hành kỷ cương.",
            "Các chi bộ, đảng bộ trực thuộc quán triệt nội dung này.",
        ],
    )
    def test_everybody(self, text):
        assert point(text).all_units

    def test_the_committee_of_the_own_province_needs_no_name(self):
        text = (
            "Về tình hình của tỉnh Sơn La, Phó Thủ tướng làm việc với tỉnh Sơn La và kết luận như sau:\n"
            "1. Ủy ban nhân dân tỉnh rà soát quy hoạch.\n2. Ủy ban nhân dân tỉnh Hòa Bình rà soát quy hoạch."
        )
        assert [task.lead for task in tasks(text)] == [("Ủy ban nhân dân tỉnh Sơn La",), ()]

    def test_a_unit_that_is_named_is_not_unknown(self):
        assert point("Văn phòng Bộ chủ trì; Vụ Pháp chế phối hợp.").unsure == ()


class TestWhatTells:
    @pytest.mark.parametrize(
        "text",
        [
            "Cục Hóa chất đã tích cực triển khai các việc được giao.",
            "Thực hiện chỉ đạo của Bộ trưởng, các đơn vị đã gửi báo cáo về Văn phòng Bộ.",
            "Việc sắp xếp hồ sơ là nhiệm vụ hết sức quan trọng của cơ quan.",
            "Các cấp ủy, lãnh đạo đơn vị và người lao động đã nỗ lực rất cao.",
            "Không đồng ý đề xuất của Cục Hóa chất.",
        ],
    )
    def test_it_is_no_task(self, text):
        assert point(text) is None

    def test_a_but_makes_it_a_task(self):
        assert point("Quy chế đã được ban hành; tuy nhiên cần khẩn trương tập huấn.") is not None

    def test_what_the_chair_has_ordered_before_is_no_task(self):
        text = (
            "Thời gian qua, Bộ trưởng đã có nhiều văn bản chỉ đạo, yêu cầu các đơn vị rà soát hồ sơ.\n"
            "Thực hiện chỉ đạo của Bộ trưởng, Văn phòng Bộ đã có công văn đề nghị Vụ Pháp chế gửi báo cáo.\n"
            "Bộ trưởng yêu cầu:\n(1) Văn phòng Bộ tổng hợp kết quả.\n(2) Vụ Pháp chế gửi báo cáo."
        )
        assert [task.lead for task in tasks(text)] == [(OFFICE,), (LAW,)]


class TestParagraphs:
    def test_an_order_to_nobody_in_particular_is_a_task(self):
        text = (
            "Bộ trưởng yêu cầu Văn phòng Bộ rà soát quy chế.\n"
            "Về xây dựng thể chế, Bộ trưởng cũng yêu cầu tập trung hoàn thiện các dự thảo.\n"
            "Ngoài ra, Bộ trưởng lưu ý việc chuẩn bị tài liệu.\n"
            "Đề nghị các doanh nghiệp tiết giảm chi phí.\n"
            "Bộ trưởng chia sẻ khó khăn với các đơn vị."
        )
        assert starts(text) == [
            "Bộ trưởng yêu cầu Vă",
            "Về xây dựng thể chế,",
            "Ngoài ra, Bộ trưởng ",
            "Đề nghị các doanh ng",
        ]

    def test_orders_to_everybody_announce_paragraphs_that_name_units(self):
        text = (
            "Tại hội nghị, Bộ trưởng đã giao nhiệm vụ cho các đơn vị:\nVăn phòng Bộ rà soát quy chế.\n"
            "Vụ Pháp chế thẩm định quy chế.\nCác đơn vị còn lại góp ý."
        )
        assert [(task.lead, task.all_units) for task in tasks(text)] == [
            ((OFFICE,), False),
            ((LAW,), False),
            ((), True),
        ]

    def test_a_line_with_nothing_but_a_unit_charges_the_points_below(self):
        text = (
            "II. NHIỆM VỤ CỤ THỂ\nVăn phòng Bộ\n- Rà soát quy chế làm việc, báo cáo kết quả hằng tháng.\n"
            "- Theo dõi việc thực hiện nhiệm vụ của các phòng.\nVụ Pháp chế\n- Thẩm định các văn bản được gửi đến."
        )
        assert [task.lead for task in tasks(text)] == [(OFFICE,), (OFFICE,), (LAW,)]

    def test_the_chair_may_praise_and_order_in_one_sentence(self):
        text = (
            "Kết luận hội nghị, Bộ trưởng đánh giá cao các ý kiến; yêu cầu các phòng chức năng rà soát hồ sơ.\n"
            "Người đứng đầu ngành chỉ đạo Cục Hóa chất kiểm tra kho."
        )
        assert [task.lead for task in tasks(text)] == [(), (CHEMICALS,)]

    def test_tasks_may_be_announced_inside_an_assessment(self):
        text = (
            "I. ĐÁNH GIÁ CHUNG\nCác đơn vị đã có nhiều cố gắng.\n"
            "Để làm tốt hơn, Cục Hóa chất cần tập trung thực hiện một số nhiệm vụ sau:\n"
            "1. Kiện toàn tổ chức.\n2. Quan tâm đào tạo.\nII. VỀ KIẾN NGHỊ\n1. Về trụ sở: Văn phòng Bộ bố trí."
        )
        assert [(task.section, task.lead) for task in tasks(text)] == [
            ("I", (CHEMICALS,)),
            ("I", (CHEMICALS,)),
            ("II", (OFFICE,)),
        ]

    def test_what_is_asked_of_one_unit_is_inherited(self):
        text = "Thông báo nêu yêu cầu đối với Cục Hóa chất như sau:\n- Rà soát hồ sơ.\n- Kiểm tra kho."
        assert [task.lead for task in tasks(text)] == [(CHEMICALS,), (CHEMICALS,)]

    def test_besides_begins_a_task_of_its_own_after_the_last_point(self):
        text = (
            "Bộ trưởng giao các nhiệm vụ sau:\nThứ nhất, Vụ Pháp chế rà soát quy chế.\n"
            "Thứ hai, Cục Hóa chất kiểm tra kho.\n\nNgoài ra, đề nghị Văn phòng Bộ tổng hợp kiến nghị."
        )
        assert [(task.number, task.lead) for task in tasks(text)] == [
            ("Thứ nhất", (LAW,)),
            ("Thứ hai", (CHEMICALS,)),
            (None, (OFFICE,)),
        ]

    def test_a_named_unit_after_the_last_bullet_is_a_task_of_its_own(self):
        text = (
            "Bộ trưởng yêu cầu:\n- Xây dựng tiêu chí rõ ràng.\n- Rà soát nhu cầu kinh phí.\n"
            "Văn phòng Bộ chủ trì báo cáo Bộ trưởng trong tháng 12/2025."
        )
        assert [task.lead for task in tasks(text)] == [(), (), (OFFICE,)]

    def test_a_second_formula_ends_the_list_above(self):
        text = (
            "Bộ trưởng nêu 2 nhiệm vụ trọng tâm:\nThứ nhất, Vụ Pháp chế rà soát.\nThứ hai, các đơn vị báo cáo.\n"
            "Về các kiến nghị, Bộ trưởng có ý kiến như sau:\n- Về chỗ để xe: giao Văn phòng Bộ bố trí.\n"
            "- Về phần mềm: Cục Hóa chất nghiên cứu."
        )
        assert [task.number for task in tasks(text)] == ["Thứ nhất", "Thứ hai", "-", "-"]

    def test_recording_recommendations_is_no_task(self):
        text = (
            "NHIỆM VỤ TRỌNG TÂM\n1. Vụ Pháp chế rà soát quy chế.\n2. Cục Hóa chất báo cáo.\n\n"
            "VỀ KIẾN NGHỊ CỦA CÁC ĐƠN VỊ\nLãnh đạo Bộ ghi nhận các kiến nghị và sẽ trả lời bằng văn bản."
        )
        assert [task.number for task in tasks(text)] == ["1", "2"]


class TestClosing:
    @pytest.mark.parametrize(
        "closing",
        [
            "Văn phòng Bộ xin trân trọng thông báo./.",
            "Văn phòng Bộ trân trọng thông báo./.",
            "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện Thông báo này./.",
            "Các kiến nghị, đề xuất nêu tại hội nghị được ghi nhận và sẽ được trả lời.",
        ],
    )
    def test_it_is_no_task(self, closing):
        text = f"Kết luận như sau:\n1. Vụ Pháp chế rà soát.\n2. Cục Hóa chất báo cáo.\n{closing}"
        reading = reading_of(text)
        assert [task.number for task in reading.tasks] == ["1", "2"]
        assert reading.pieces[-1].kind == "closing"

    def test_following_up_the_notice_is_a_task(self):
        text = "Kết luận như sau:\nGiao Văn phòng Bộ theo dõi, đôn đốc việc thực hiện Thông báo này."
        assert [task.lead for task in tasks(text)] == [(OFFICE,)]


def test_what_stands_below_a_limitation_is_one_too():
    text = (
        "A. TÌNH HÌNH THỰC HIỆN\n1. Kết quả đạt được\na) Công tác cán bộ chuyển biến tốt.\n2. Tồn tại, hạn chế\n"
        "a) Một số đơn vị báo cáo muộn.\nB. NHIỆM VỤ\n1. Văn phòng Bộ đôn đốc."
    )
    kinds = {words(piece.text): piece.kind for piece in reading_of(text).pieces}
    assert kinds["2. Tồn tại, hạn chế a) Một số đơn vị báo cáo muộn."] == "limitation"
    assert kinds["1. Kết quả đạt được a) Công tác cán bộ chuyển biến tốt."] == "assessment"
