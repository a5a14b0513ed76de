"""Who leads and who supports, one sentence at a time."""

import pytest

from conferences.conclusion_reader import UnitName, read
from tests.conferences.conclusions import register

LEGAL, STAFF, OFFICE = "Vụ Pháp chế", "Vụ Tổ chức cán bộ", "Văn phòng Bộ"
PLANNING = "Vụ Kế hoạch, Tài chính và Quản lý doanh nghiệp"
INDUSTRY, CHEMICALS, POWER, TRADE = "Cục Công nghiệp", "Cục Hóa chất", "Cục Điện lực", "Cục Xuất nhập khẩu"
FINANCE, JUSTICE, BUILDING = "Bộ Tài chính", "Bộ Tư pháp", "Bộ Xây dựng"
SON_LA, LAO_CAI = "Ủy ban nhân dân tỉnh Sơn La", "Ủy ban nhân dân tỉnh Lào Cai"


def task_of(sentence, units=None):
    tasks = read(f"Bộ trưởng giao các nhiệm vụ sau:\n1. {sentence}", units or register()).tasks
    assert len(tasks) == 1
    return tasks[0]


@pytest.mark.parametrize(
    ("sentence", "lead", "support"),
    [
        ("Giao Cục Hoá chất chủ trì, phối hợp với Vụ Pháp chế rà soát.", [CHEMICALS], [LEGAL]),
        ("Cục Hóa chất chủ trì, phối hợp Vụ Pháp chế rà soát.", [CHEMICALS], [LEGAL]),
        ("Cục Hóa chất phối hợp chặt chẽ với Vụ Pháp chế rà soát.", [CHEMICALS], [LEGAL]),
        ("Cục Hóa chất phối hợp kịp thời, tổ chức họp với Vụ Pháp chế.", [CHEMICALS], []),
        ("Cục Hóa chất phối hợp tổ chức họp với Vụ Pháp chế.", [CHEMICALS], [LEGAL]),
        ("Cục Hóa chất cùng Vụ Pháp chế rà soát.", [CHEMICALS], [LEGAL]),
        ("Rà soát quy chế (Vụ Pháp chế chủ trì).", [LEGAL], []),
        ("Vụ Pháp chế phối hợp, hướng dẫn Cục Điện lực thực hiện.", [LEGAL], [POWER]),
        ("Cục Điện lực khẩn trương hoàn thiện hồ sơ.", [POWER], []),
        ("Đề nghị Cục Điện lực hoàn thiện hồ sơ.", [POWER], []),
        ("Yêu cầu Cục Điện lực, Vụ Pháp chế hoàn thiện hồ sơ.", [POWER, LEGAL], []),
        ("Cục Điện lực có trách nhiệm hoàn thiện hồ sơ.", [POWER], []),
        ("Đối với Cục Điện lực: tăng cường kiểm tra.", [POWER], []),
        ("Giao đồng chí Vụ trưởng Vụ Pháp chế hoàn thiện hồ sơ.", [LEGAL], []),
        ("Chánh Văn phòng Bộ, Vụ trưởng Vụ Pháp chế tham mưu Lãnh đạo Bộ.", [OFFICE, LEGAL], []),
        ("Trong quý III/2025 Cục Điện lực hoàn thành đề án.", [POWER], []),
        ("Sau khi đề án được duyệt, Cục Điện lực khẩn trương triển khai.", [POWER], []),
        ("Trên cơ sở báo cáo của Cục Hóa chất, Vụ Pháp chế thẩm định.", [LEGAL], []),
        ("Về kiến nghị của Cục Điện lực: giao Văn phòng Bộ nghiên cứu.", [OFFICE], []),
        ("Đồng ý chủ trương; giao Văn phòng Bộ triển khai.", [OFFICE], []),
        ("Cục Công nghiệp rà soát; Cục Hóa chất tổng hợp.", [INDUSTRY, CHEMICALS], []),
        ("Đơn vị chủ trì: Cục Công nghiệp; đơn vị phối hợp: Vụ Pháp chế.", [INDUSTRY], [LEGAL]),
        ("Ngoài ra, Bộ trưởng cũng đề nghị Văn phòng Bộ rà soát.", [OFFICE], []),
    ],
)  # fmt: skip
def test_words_around_a_body_give_its_role(sentence, lead, support):
    task = task_of(sentence)
    assert (list(task.lead), list(task.support)) == (lead, support)


@pytest.mark.parametrize(
    "sentence",
    [
        "Rà soát hồ sơ, gửi Vụ Pháp chế.",
        "Rà soát hồ sơ, báo cáo Vụ Pháp chế.",
        "Hoàn thiện hồ sơ theo ý kiến thẩm định của Vụ Pháp chế.",
        "Hoàn thiện hồ sơ theo hướng dẫn của Vụ Pháp chế.",
        "Báo cáo Bộ trưởng qua Văn phòng Bộ.",
        "Làm việc với Vụ Pháp chế về hồ sơ.",
        "Rà soát Công văn số 12/HC-VP ngày 01/7/2025 của Cục Hóa chất.",
        "Thực hiện theo chỉ đạo của Văn phòng Bộ tại Công văn số 7593/VP.",
        "Rà soát việc giao Cục Điện lực làm chủ đầu tư.",
        "Tổng hợp nhu cầu, đề nghị Bộ Tài chính bố trí kinh phí.",
    ],
)
def test_being_named_is_not_being_charged(sentence):
    task = task_of(sentence)
    assert (task.lead, task.support) == ((), ())


def test_who_is_told_to_direct_others_leads_alone():
    task = task_of("Bộ Xây dựng chỉ đạo Cục Điện lực hoàn thiện hồ sơ.")
    assert task.lead == (BUILDING,)


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Các Cục: Công nghiệp, Hóa chất, Điện lực rà soát.", [INDUSTRY, CHEMICALS, POWER]),
        ("Các Cục Công nghiệp, Hóa chất và Điện lực rà soát.", [INDUSTRY, CHEMICALS, POWER]),
        (
            "Các Vụ: Pháp chế, Kế hoạch, Tài chính và Quản lý doanh nghiệp; các Cục: CN, HC rà soát.",
            [LEGAL, PLANNING, INDUSTRY, CHEMICALS],
        ),
        (
            "Các Bộ, cơ quan: Tài chính, Văn hóa, Thể thao và Du lịch, Tập đoàn Điện lực Việt Nam rà soát.",
            [FINANCE, "Bộ Văn hóa, Thể thao và Du lịch", "Tập đoàn Điện lực Việt Nam"],
        ),
        ("Ủy ban nhân dân các tỉnh: Sơn La, Lào Cai rà soát.", [SON_LA, LAO_CAI]),
        ("Các tỉnh Sơn La, Lào Cai rà soát.", [SON_LA, LAO_CAI]),
        ("Các Cục: Công nghiệp, Ngoại hạng, Điện lực rà soát.", [INDUSTRY, POWER]),
    ],
)
def test_lists_that_print_the_type_word_once(sentence, lead):
    assert list(task_of(sentence).lead) == lead


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Uỷ ban Cạnh tranh quốc gia", "Ủy ban Cạnh tranh Quốc gia"),
        ("UBCTQG", "Ủy ban Cạnh tranh Quốc gia"),
        ("Cục Hoá chất", CHEMICALS),
        ("CỤC HÓA CHẤT", CHEMICALS),
        ("Vụ TCCB", STAFF),
        ("Vụ KHTC&QLDN", PLANNING),
        ("Vụ Kế hoạch - Tài chính và Quản lý doanh nghiệp", PLANNING),
        ("Vụ Kế hoạch Tài chính và Quản lý doanh nghiệp", PLANNING),
        ("Cục TMĐT và KTS", "Cục Thương mại điện tử và Kinh tế số"),
        ("Cục TMĐT & KTS", "Cục Thương mại điện tử và Kinh tế số"),
        ("Cục Kĩ thuật an toàn và Môi trường công nghiệp", "Cục Kỹ thuật an toàn và Môi trường công nghiệp"),
        ("Văn phòng bộ", OFFICE),
    ],
)
def test_a_name_is_known_in_its_spellings(written, unit):
    assert task_of(f"{written} khẩn trương rà soát.").lead == (unit,)


class TestNamesThatAreNot:
    def test_an_abbreviation_counts_only_as_printed_and_alone(self):
        units = [UnitName(CHEMICALS, ("HC",)), UnitName(INDUSTRY, ("CN",))]
        assert task_of("HC rà soát hồ sơ.", units).lead == (CHEMICALS,)
        assert task_of("Rà soát Công văn 12/CN-HC; hc rà soát.", units).lead == ()

    def test_the_body_of_another_body_is_another(self):
        assert task_of("Đảng ủy Bộ Tài chính khẩn trương rà soát.").lead == ()

    def test_words_without_a_capital_are_no_name(self):
        assert task_of("Vụ Pháp chế phối hợp với cán bộ tài chính, cán bộ xây dựng rà soát.").support == ()

    def test_a_type_word_may_be_printed_small(self):
        assert task_of("Yêu cầu cục Công nghiệp rà soát.").lead == (INDUSTRY,)

    def test_the_longest_name_wins(self):
        units = [UnitName("Cục Điện lực"), UnitName("Cục Điện lực và Năng lượng tái tạo")]
        assert task_of("Cục Điện lực và Năng lượng tái tạo rà soát.", units).lead == (units[1].name,)

    def test_a_name_does_not_run_over_the_end_of_a_sentence(self):
        units = [UnitName("Vụ Dầu khí và Than")]
        assert task_of("Giao việc cho Vụ Dầu khí. Và Than bàn giao mặt bằng.", units).lead == ()


class TestEverybody:
    @pytest.mark.parametrize(
        "subject",
        [
            "Các đơn vị thuộc Bộ",
            "Từng đơn vị",
            "Thủ trưởng các đơn vị",
            "Lãnh đạo các đơn vị",
            "Các cấp ủy, lãnh đạo đơn vị thuộc Bộ",
            "Các bộ, ngành, địa phương",
            "Các địa phương",
            "Các đồng chí Bộ trưởng, Thủ trưởng cơ quan ngang Bộ, cơ quan thuộc Chính phủ",
            "Cấp ủy và tập thể lãnh đạo đơn vị",
        ],
    )
    def test_all_units_are_charged_at_once(self, subject):
        task = task_of(f"{subject} cần rà soát quy chế.")
        assert task.all_units
        assert task.lead == ()

    def test_a_unit_named_beside_all_leads(self):
        task = task_of("Văn phòng Bộ và các đơn vị thuộc Bộ rà soát quy chế.")
        assert task.all_units
        assert task.lead == (OFFICE,)

    def test_a_unit_among_all_can_be_the_one_that_leads(self):
        task = task_of("Các đơn vị, trong đó Văn phòng Bộ là đầu mối, rà soát quy chế.")
        assert task.all_units
        assert task.lead == (OFFICE,)

    def test_bodies_concerned_are_nobody(self):
        task = task_of("Văn phòng Bộ chủ trì, phối hợp với các đơn vị liên quan rà soát quy chế.")
        assert (task.lead, task.support, task.all_units) == ((OFFICE,), (), False)


class TestProvince:
    def test_province_with_a_capital_is_the_one_of_the_text(self):
        text = (
            "Phó Thủ tướng làm việc với tỉnh Sơn La về tình hình của tỉnh Sơn La.\nPhó Thủ tướng kết luận như sau:\n"
            "1. Tỉnh khẩn trương rà soát.\n2. Tỉnh ủy lãnh đạo việc rà soát.\n3. Các sở của tỉnh báo cáo."
        )
        assert [task.lead for task in read(text, register()).tasks] == [(SON_LA,), (), ()]


class TestStrangers:
    @pytest.mark.parametrize(
        "sentence", ["Giao Cục Ngoại hạng rà soát.", "Cục Ngoại hạng khẩn trương rà soát."]
    )
    def test_a_body_that_the_register_does_not_know_is_said(self, sentence):
        assert "unit_unknown" in task_of(sentence).unsure

    @pytest.mark.parametrize(
        "sentence", ["Báo cáo Bộ trưởng kết quả.", "Ban hành quy chế mới.", "Giao ban hằng tuần."]
    )
    def test_ordinary_words_are_no_strangers(self, sentence):
        assert "unit_unknown" not in task_of(sentence).unsure


def test_a_register_of_strangers_finds_nobody():
    assert (
        task_of(
            "Vụ Pháp chế chủ trì, phối hợp với Cục Hóa chất rà soát.", [UnitName(FINANCE), UnitName(JUSTICE)]
        ).lead
        == ()
    )


def test_trade_leads_when_it_is_the_last_of_an_opening():
    assert task_of("Theo đề nghị của Bộ Tài chính, Cục Xuất nhập khẩu khẩn trương báo cáo.").lead == (TRADE,)
