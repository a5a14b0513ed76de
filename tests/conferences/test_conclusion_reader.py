import textwrap
import unicodedata
from datetime import date

import pytest

from conferences.conclusion_reader import Reading, UnitName, read
from conferences.conclusion_reader.layout import lay_out, normalise
from conferences.conclusion_reader.types import PIECE_KINDS, TASK
from tests.conferences.conclusions import NAMES, expected_of, issued_on, register, rows, text_of, words


def reading_of(name, text=None):
    return read(text_of(name) if text is None else text, register(), issued_on(name))


def numbers(reading: Reading):
    return [task.number for task in reading.tasks]


def told(reading: Reading):
    """All that a reader of the result sees, whatever the line ends were."""
    return [
        (
            task.section,
            task.number,
            words(task.text),
            task.lead,
            task.support,
            task.all_units,
            task.due,
            task.unsure,
        )
        for task in reading.tasks
    ]


def rewrapped(name, width):
    """The same paragraphs, cut at another width; what stands between them stays."""
    gap = "\n\n" if "\n\n" in text_of(name) else "\n"
    sheet = lay_out(normalise(text_of(name)))
    paragraphs = [sheet.flat[start:end] for start, end in sheet.paragraphs]
    return gap.join(textwrap.fill(paragraph, width, break_long_words=False) for paragraph in paragraphs)


def rewrap(text, width):
    return "\n\n".join(textwrap.fill(part, width, break_on_hyphens=False) for part in text.split("\n\n"))


@pytest.mark.parametrize("name", NAMES)
class TestTexts:
    def test_it_finds_what_a_clerk_would_enter(self, name):
        expected = expected_of(name)
        found = rows(reading_of(name))
        assert found["tasks"] == expected["tasks"]
        assert found["ignored"] == expected["ignored"]

    def test_pieces_are_the_text(self, name):
        reading = reading_of(name)
        assert "".join(piece.text for piece in reading.pieces) == reading.text == normalise(text_of(name))
        assert all(piece.text == reading.text[piece.start : piece.end] for piece in reading.pieces)
        assert {piece.kind for piece in reading.pieces} <= set(PIECE_KINDS)

    def test_pieces_of_a_task_hold_its_words(self, name):
        reading = reading_of(name)
        for index, task in enumerate(reading.tasks):
            pieces = [piece.text for piece in reading.pieces if piece.task == index]
            assert words(" ".join(pieces)).endswith(words(task.text))
            assert words(task.text).split()[0] in reading.text[task.start : task.end]

    @pytest.mark.parametrize("width", [28, 40, 55, 66, 72, 80, 100, 130, 200])
    def test_the_width_of_lines_does_not_matter(self, name, width):
        assert told(reading_of(name, rewrapped(name, width))) == told(reading_of(name))

    def test_cutting_wrapped_lines_again_does_not_matter(self, name):
        twice = "\n".join(textwrap.fill(line, 50) for line in text_of(name).split("\n"))
        assert told(reading_of(name, twice)) == told(reading_of(name))

    def test_decomposed_letters_do_not_matter(self, name):
        assert told(reading_of(name, unicodedata.normalize("NFD", text_of(name)))) == told(reading_of(name))

    def test_line_ends_of_windows_do_not_matter(self, name):
        assert told(reading_of(name, text_of(name).replace("\n", "\r\n"))) == told(reading_of(name))

    def test_the_place_of_the_tone_does_not_matter(self, name):
        other = text_of(name).replace("ủy", "uỷ").replace("óa", "oá").replace("òa", "oà")
        assert len(reading_of(name, other).tasks) == len(reading_of(name).tasks)
        assert [task.lead for task in reading_of(name, other).tasks] == [
            task.lead for task in reading_of(name).tasks
        ]


class TestFrame:
    def test_an_empty_text_has_no_tasks(self):
        assert read("") == Reading("", (), ())
        reading = read(" \n\t\n")
        assert reading.tasks == ()
        assert "".join(piece.text for piece in reading.pieces) == reading.text

    def test_nothing_after_the_recipients_is_a_task(self):
        text = "Kết luận như sau:\n1. Giao Cục A rà soát.\nNơi nhận:\n- Giao Cục B;\n1. Giao Cục C rà soát."
        assert numbers(read(text)) == ["1"]

    def test_the_closing_formula_is_found_inside_a_paragraph(self):
        text = (
            "Kết luận như sau:\n1. Rà soát quy chế. Văn phòng Bộ thông báo để các đơn vị biết, thực hiện./."
        )
        reading = read(text)
        assert reading.tasks[0].text == "Rà soát quy chế."
        assert reading.pieces[-1].kind == "closing"

    def test_page_numbers_are_not_part_of_a_task(self):
        text = (
            "Nhiệm vụ như sau:\n1. Rà soát toàn bộ các\n2\nquy chế làm việc của đơn vị.\n2. Báo cáo kết quả."
        )
        reading = read(text)
        assert [task.text for task in reading.tasks] == [
            "Rà soát toàn bộ các quy chế làm việc của đơn vị.",
            "Báo cáo kết quả.",
        ]
        assert [piece.text.strip() for piece in reading.pieces if piece.kind == "other"] == ["2"]

    def test_a_line_without_a_full_stop_between_points_is_a_caption_or_heading(self):
        text = (
            "Bộ trưởng giao các nhiệm vụ sau:\nThứ nhất, rà soát quy chế làm việc của từng đơn vị trong Bộ.\n"
            "Bộ trưởng phát biểu tại Hội nghị\nThứ hai, báo cáo kết quả rà soát về Văn phòng Bộ đúng hạn."
        )
        reading = read(text)
        assert [task.text[-5:] for task in reading.tasks] == ["g Bộ.", " hạn."]
        assert [piece.kind for piece in reading.pieces] == ["lead_in", "task", "caption", "task"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("points", "expected"),
        [
            ("1. {}\n2. {}\n3. {}", ["1", "2", "3"]),
            ("1) {}\n2) {}\n3) {}", ["1", "2", "3"]),
            ("1/ {}\n2/ {}\n3/ {}", ["1", "2", "3"]),
            ("1- {}\n2- {}\n3- {}", ["1", "2", "3"]),
            ("1\n{}\n2\n{}\n3\n{}", ["1", "2", "3"]),
            ("[1] {}\n[2] {}\n[3] {}", ["[1]", "[2]", "[3]"]),
            ("(1) {}\n(2) {}\n(3) {}", ["(1)", "(2)", "(3)"]),
            ("(i) {}\n(ii) {}\n(iii) {}", ["(i)", "(ii)", "(iii)"]),
            ("a) {}\nb) {}\nc) {}", ["a)", "b)", "c)"]),
            ("- {}\n- {}\n- {}", ["-", "-", "-"]),
            ("+ {}\n+ {}\n+ {}", ["+", "+", "+"]),
            ("• {}\n• {}\n• {}", ["•", "•", "•"]),
            ("Thứ nhất, {}\nThứ hai, {}\nThứ ba, {}", ["Thứ nhất", "Thứ hai", "Thứ ba"]),
            ("Thứ nhất là, {}\nThứ hai là: {}\nThứ ba là, {}", ["Thứ nhất là", "Thứ hai là", "Thứ ba là"]),
            ("Một là, {}\nHai là, {}\nBa là: {}", ["Một là", "Hai là", "Ba là"]),
            ("Nhiệm vụ thứ nhất: {}\nNhiệm vụ thứ hai: {}\nNhiệm vụ thứ ba: {}", None),
            ("Nhiệm vụ 1: {}\nNhiệm vụ 2: {}\nNhiệm vụ 3: {}", None),
        ],
    )
    def test_every_printed_number_is_known(self, points, expected):
        orders = ("Rà soát quy chế.", "Báo cáo kết quả.", "Hoàn thiện hồ sơ.")
        reading = read("Bộ trưởng giao các nhiệm vụ sau:\n" + points.format(*orders))
        assert [words(task.text) for task in reading.tasks] == list(orders)
        if expected is not None:
            assert numbers(reading) == expected

    def test_a_number_that_only_begins_a_line_is_no_point(self):
        text = (
            "Kết luận như sau:\n1. Rà soát Thông báo kết luận số 17/TB ngày\n30. Giao lại tài liệu theo Thông báo số\n"
            "49/TB-BCT ngày 07 tháng 02 năm 2024, phục vụ giai đoạn 2021 -\n2030, báo cáo kết quả.\n2. Hoàn thiện hồ sơ."
        )
        assert numbers(read(text)) == ["1", "2"]

    def test_a_list_inside_a_sentence_stays_there_at_any_width(self):
        text = (
            "KẾT LUẬN\n\nBộ trưởng yêu cầu các đơn vị thực hiện các nhiệm vụ sau:\n\n"
            "1. Giao Vụ Pháp chế hoàn thiện dự thảo, bảo đảm các nguyên tắc chính sau đây: (i) Bộ chỉ giữ việc "
            "quản lý chung và kiểm tra; (ii) Rà soát việc phân cấp giữa các đơn vị. Hoàn thành trước ngày "
            "25/5/2025.\n\n2. Giao Văn phòng Bộ theo dõi, đôn đốc và báo cáo."
        )
        found = {str(told(read(rewrap(text, width), (), None))) for width in range(40, 121)}
        assert len(found) == 1

    def test_ordinals_inside_one_paragraph_are_points(self):
        text = "Bộ trưởng đề nghị các đơn vị: Thứ nhất, rà soát quy chế. Thứ hai, báo cáo kết quả. Thứ ba, công khai."
        assert numbers(read(text)) == ["Thứ nhất", "Thứ hai", "Thứ ba"]

    def test_a_weekday_is_no_ordinal(self):
        text = "Kết luận như sau:\n1. Tổ chức họp giao ban.\nThứ Hai, ngày 20/10/2025, các đơn vị gửi báo cáo.\n2. Công khai."
        assert numbers(read(text)) == ["1", "2"]

    def test_sub_items_belong_to_their_point(self):
        text = (
            "Kết luận như sau:\n1. Về quy chế:\na) Rà soát quy chế cũ.\n- Bản giấy;\n- Bản điện tử.\nb) Ban hành quy chế mới.\n"
            "đ) Công khai quy chế.\n2. Báo cáo kết quả."
        )
        reading = read(text)
        assert numbers(reading) == ["1", "2"]
        assert [child.number for child in reading.tasks[0].children] == ["a)", "b)", "đ)"]
        assert reading.tasks[0].children[0].text == "Rà soát quy chế cũ.\n- Bản giấy;\n- Bản điện tử."
        assert reading.tasks[0].text.endswith("đ) Công khai quy chế.")

    def test_parentheses_below_a_dash_do_not_end_the_dashes(self):
        text = "Kết luận như sau:\n1. Giao Cục A:\n- Phân cấp theo nguyên tắc:\n(1) Rõ người.\n(2) Rõ việc.\n- Báo cáo.\n2. Họp."
        reading = read(text)
        assert [child.number for child in reading.tasks[0].children] == ["-", "-"]

    def test_sections_restart_the_numbers(self):
        text = (
            "I. KẾT QUẢ ĐẠT ĐƯỢC\n1. Các đơn vị đã hoàn thành nhiệm vụ.\nII. NHIỆM VỤ\n1. Rà soát quy chế.\n"
            "III. VỀ CÁC KIẾN NGHỊ\n1. Về chỗ làm việc: Văn phòng Bộ bố trí."
        )
        assert [(task.section, task.number) for task in read(text, register()).tasks] == [
            ("II", "1"),
            ("III", "1"),
        ]


class TestNotTasks:
    @pytest.mark.parametrize(
        "text",
        [
            "Những kết quả đạt được như sau:\n1. Công tác cán bộ được chú trọng.\n2. Quy chế đã được ban hành.",
            "Hội nghị chỉ ra những hạn chế, tồn tại sau:\n- Tiến độ còn chậm.\n- Phối hợp chưa chặt chẽ.",
            "Nguyên nhân là:\na) Nhân lực còn thiếu.\nb) Quy định chưa rõ.",
            "Chương trình có 2 ý nghĩa:\nThứ nhất, thể hiện quyết tâm;\nThứ hai, góp phần giảm chi phí.",
        ],
    )
    def test_findings_are_no_tasks(self, text):
        assert read(text, register()).tasks == ()

    def test_points_that_only_agree_or_praise_are_no_tasks(self):
        text = (
            "Thứ trưởng kết luận như sau:\n1. Cơ bản thống nhất với báo cáo của Cục Hóa chất.\n"
            "2. Đánh giá cao Cục Công nghiệp đã tích cực triển khai.\n3. Đồng ý đề xuất của Vụ Pháp chế; giao Văn phòng Bộ "
            "bố trí phòng họp."
        )
        assert [(task.number, task.lead) for task in read(text, register()).tasks] == [
            ("3", ("Văn phòng Bộ",))
        ]

    def test_what_units_ask_for_is_no_task(self):
        text = (
            "Cục trưởng Cục Công nghiệp đề nghị Văn phòng Bộ bố trí thêm chỗ làm việc.\n"
            "Đại diện Vụ Pháp chế đề xuất Lãnh đạo Bộ quan tâm đào tạo.\nBộ trưởng kết luận như sau:\n1. Họp hằng tháng."
        )
        assert numbers(read(text, register())) == ["1"]


class TestLookAlikes:
    def test_cyrillic_letters_are_repaired(self):
        text = "Kết luận như sau:\n1. Giao Bộ ТCC rà soát."  # the first letter is Cyrillic
        reading = read(text, [UnitName("Bộ TCC")])
        assert reading.tasks[0].lead == ("Bộ TCC",)
        assert "TCC" in reading.text


class TestUnsure:
    def test_it_says_why_a_person_should_look(self):
        text = (
            "Kết luận như sau:\n1. Rà soát quy chế.\n2. Giao Cục Ngoại hạng rà soát.\n3. Văn phòng Bộ, Vụ Pháp chế họp.\n"
            "4. Văn phòng Bộ báo cáo trước ngày 10/10/2025 và trước ngày 20/11/2025."
        )
        reading = read(text, register(), date(2025, 11, 1))
        assert [task.unsure for task in reading.tasks] == [
            ("no_lead",),
            ("unit_unknown", "no_lead"),
            ("several_leads",),
            ("several_due", "deadline_before_issue"),
        ]

    def test_a_date_without_a_year_is_unclear_without_the_day_of_issue(self):
        text = "Kết luận như sau:\n1. Văn phòng Bộ báo cáo trước 30/6."
        assert read(text, register()).tasks[0].unsure == ("due_unclear",)
        assert read(text, register(), date(2025, 3, 1)).tasks[0].unsure == ()

    def test_an_unnumbered_task_is_marked(self):
        text = "Bộ trưởng yêu cầu Văn phòng Bộ rà soát quy chế."
        assert read(text, register()).tasks[0].unsure == ("unnumbered",)


class TestInheritance:
    def test_points_take_the_lead_of_the_line_above(self):
        text = "Giao Vụ Pháp chế thực hiện các nhiệm vụ sau:\n1. Rà soát quy chế.\n2. Cục Hóa chất báo cáo kết quả."
        reading = read(text, register())
        assert [task.lead for task in reading.tasks] == [("Vụ Pháp chế",), ("Cục Hóa chất",)]

    def test_sub_items_take_the_lead_of_their_point(self):
        text = "Kết luận như sau:\n1. Giao Vụ Pháp chế chủ trì, phối hợp với Cục Hóa chất:\n- Rà soát.\n- Văn phòng Bộ họp."
        task = read(text, register()).tasks[0]
        assert [(child.lead, child.support) for child in task.children] == [
            (("Vụ Pháp chế",), ("Cục Hóa chất",)),
            (("Văn phòng Bộ",), ()),
        ]

    def test_a_task_carries_every_kind_of_piece_once(self):
        reading = read("Bộ trưởng giao các nhiệm vụ sau:\n1. Rà soát.\n2. Báo cáo.")
        assert [piece.task for piece in reading.pieces if piece.kind == TASK] == [0, 1]


class TestClosing:
    @pytest.mark.parametrize(
        "closing",
        [
            "Văn phòng Chính phủ thông báo để Bộ Tài chính và các cơ quan liên quan biết, thực hiện./.",
            "Văn phòng Bộ xin thông báo kết luận của Bộ trưởng để các đơn vị biết và thực hiện.",
            "Văn phòng Bộ thông báo kết luận của Bộ trưởng đến các đơn vị để triển khai thực hiện./.",
            "Trên đây là kết luận của Bộ trưởng tại Hội nghị.",
        ],
    )
    def test_the_closing_formula_is_no_task(self, closing):
        reading = read(f"Kết luận như sau:\n1. Rà soát quy chế.\n{closing}", register())
        assert numbers(reading) == ["1"]
        assert reading.pieces[-1].kind == "closing"

    def test_telling_others_is_a_task(self):
        text = "Kết luận như sau:\n1. Rà soát quy chế. Cục Hóa chất thông báo cho doanh nghiệp biết, thực hiện.\n2. Họp."
        reading = read(text, register())
        assert reading.tasks[0].text.endswith("biết, thực hiện.")
        assert reading.tasks[0].lead == ("Cục Hóa chất",)


class TestBeforeTheConclusion:
    def test_lists_of_people_and_papers_are_no_tasks(self):
        text = (
            "Tham dự cuộc họp có:\n1. Đồng chí Chánh Văn phòng Bộ.\n2. Đồng chí Vụ trưởng Vụ Pháp chế.\n"
            "Hội nghị đã nghe:\n- Báo cáo của Cục Hóa chất.\n- Tham luận của Cục Công nghiệp.\n"
            "Bộ trưởng kết luận như sau:\n1. Rà soát quy chế."
        )
        reading = read(text, register())
        assert [task.text for task in reading.tasks] == ["Rà soát quy chế."]

    def test_a_second_list_does_not_undo_the_first(self):
        text = (
            "Bộ trưởng giao Vụ Pháp chế thực hiện các nhiệm vụ:\nMột là, rà soát quy chế.\nHai là, báo cáo kết quả.\n"
            "Bộ trưởng yêu cầu các đơn vị thực hiện các nội dung sau:\n1. Công khai quy chế.\n2. Họp hằng tháng."
        )
        assert numbers(read(text, register())) == ["Một là", "Hai là", "1", "2"]

    def test_a_roman_number_may_be_a_point(self):
        text = "Nhiệm vụ như sau:\nI. Giao Vụ Pháp chế rà soát quy chế làm việc của các đơn vị\nII. Giao Cục Hóa chất báo cáo"
        assert numbers(read(text, register())) == ["I", "II"]
