"""Every component of the state form in its place, size and style, measured on the printed page."""

import pytest

from notices.state_format import STATE
from tests.notices.reading import MM, Line, Printed

FONTS = {
    (False, False): "Tinos",
    (True, False): "Tinos-Bold",
    (False, True): "Tinos-Italic",
    (True, True): "Tinos-Bold-Italic",
}
# Component of the form's table -> a line of the long notice, and the page it stands on.
LONG = {
    "nation": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0),
    "motto": ("Độc lập - Tự do - Hạnh phúc", 0),
    "parent": ("BỘ CÔNG THƯƠNG", 0),
    "issuer": ("VIỆN NGHIÊN CỨU", 0),
    "number": ("Số: 05/TB-VNCCLCS", 0),
    "place": ("Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2026", 0),
    "kind": ("THÔNG BÁO", 0),
    "subject": ("Kết luận của Bộ trưởng tại", 0),
    "body": ("Ngày 14 tháng 8 năm 2026", 0),
    "section": ("I. ĐÁNH GIÁ CHUNG", 0),
    "asked": ("Chủ trì: Vụ Tổ chức cán bộ", 0),
    "page_number": ("2", 1),
    "recipients_word": ("Nơi nhận:", 2),
    "recipients": ("- Công đoàn Bộ;", 2),
    "authority": ("KT. VIỆN TRƯỞNG", 2),
    "signer": ("(Họ và tên người ký)", 2),
    "annex_word": ("Phụ lục I", 3),
    "annex_title": ("TRẢ LỜI KIẾN NGHỊ, ĐỀ XUẤT CỦA CÁC ĐƠN VỊ", 3),
    "annex_source": ("(Kèm theo Thông báo số 05/TB-VNCCLCS ngày 05 tháng 01 năm 2026", 3),
    "column": ("Nội dung kiến nghị", 3),
}


def line_of(printed: Printed, component: str) -> Line:
    text, page = LONG[component]
    if component in ("page_number", "nation", "parent"):
        return next(line for line in printed.lines[page] if line.text.startswith(text))
    return next(line for line in printed.lines[page] if text in line.text)


@pytest.mark.parametrize("component", LONG)
def test_component_has_size_and_style_of_the_table(long, component):
    line, wanted = line_of(long, component), STATE.components[component]
    assert line.sizes == {wanted.size}
    assert line.fonts == {FONTS[wanted.bold, wanted.italic]}
    assert not wanted.capitals or line.text == line.text.upper()


@pytest.mark.parametrize(("name", "component"), STATE.components.items())
def test_table_stays_within_what_the_decree_allows(name, component):
    assert component.least <= component.size <= component.most, name


@pytest.mark.parametrize("length", ["top", "bottom", "left", "right"])
def test_margins_stay_within_what_the_decree_allows(length):
    margin = getattr(STATE, length)
    assert margin.least <= margin.value <= margin.most


def test_paper_is_a4_upright_and_annexes_lie(long):
    sizes = [(round(page.width / MM), round(page.height / MM)) for page in long.pages]
    assert sizes[:3] == [(210, 297)] * 3
    assert set(sizes[3:]) == {(297, 210)}


def test_text_fills_the_area_between_the_margins(long):
    for page, lines in zip(long.pages, long.lines, strict=True):
        inside = [line for line in lines if line.top > STATE.top.value * MM - 6]
        assert min(line.x0 for line in inside) >= STATE.left.value * MM - 0.5
        assert max(line.x1 for line in inside) <= page.width - STATE.right.value * MM + 0.5
        assert max(line.baseline for line in inside) <= page.height - STATE.bottom.value * MM
    body = [line for line in long.lines[1] if "Tinos" in line.fonts]
    assert min(line.x0 for line in body) == pytest.approx(STATE.left.value * MM, abs=0.5)
    # Justified on both sides: most lines end at the right margin.
    full = [line for line in body if abs(line.x1 - (210 - STATE.right.value) * MM) < 0.8]
    assert len(full) > len(body) / 3


def test_first_lines_are_indented(long):
    paragraph = line_of(long, "body")
    assert paragraph.x0 == pytest.approx((STATE.left.value + STATE.indent.value) * MM, abs=0.7)


def test_lines_and_paragraphs_keep_the_distances(long):
    lines = [line for line in long.lines[1] if line.sizes == {14.0}][1:]
    steps = [after.baseline - line.baseline for line, after in zip(lines, lines[1:], strict=False)]
    line_step = STATE.line_step.value
    assert min(steps) == pytest.approx(line_step, abs=0.2)
    assert STATE.line_step.least <= STATE.line_step.value <= STATE.line_step.most
    between = [step for step in steps if step > line_step + 0.5]
    assert min(between) >= line_step + 6 - 0.2


def test_motto_has_a_line_as_long_as_itself(long, short):
    for printed in (long, short):
        motto = printed.find("Độc lập - Tự do - Hạnh phúc")
        rule = printed.rule_below(motto)
        assert rule.length == pytest.approx(motto.length, abs=0.5)
        assert rule.centre == pytest.approx(motto.centre, abs=0.3)
        assert rule.top - motto.baseline < 6


@pytest.mark.parametrize(
    ("sample", "lines"),
    [
        ("long", ["VIỆN NGHIÊN CỨU", "CHIẾN LƯỢC, CHÍNH SÁCH", "CÔNG THƯƠNG"]),
        (
            "long",
            [
                "Kết luận của Bộ trưởng tại",
                "lãnh đạo Bộ và lãnh đạo các đơn vị thuộc Bộ năm 2026",
                "với chủ đề",
            ],
        ),
        ("short", ["BỘ CÔNG THƯƠNG"]),
        ("short", ["Kết luận của Bộ trưởng tại Hội nghị đối thoại năm 2026"]),
    ],
)
def test_name_and_subject_have_a_short_line(request, sample, lines):
    printed = request.getfixturevalue(sample)
    found = [next(line for line in printed.lines[0] if line.text.startswith(start)) for start in lines]
    if lines == ["VIỆN NGHIÊN CỨU", "CHIẾN LƯỢC, CHÍNH SÁCH", "CÔNG THƯƠNG"]:
        assert [line.text for line in found] == lines
    longest = max(found, key=lambda line: line.length)
    below = Line(**{**vars(longest), "baseline": found[-1].baseline})
    rule = printed.rule_below(below)
    assert 1 / 3 <= rule.length / longest.length <= 1 / 2
    assert rule.centre == pytest.approx(longest.centre, abs=0.5)
    assert rule.top - found[-1].baseline < 10


def test_head_stands_in_its_cells(long, short):
    for printed in (long, short):
        left_edge, right_edge = STATE.left.value * MM, (210 - STATE.right.value) * MM
        border = left_edge + STATE.width * STATE.head_left
        nation = printed.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        motto = printed.find("Độc lập")
        place = printed.find(", ngày")
        number = printed.find("Số:")
        kind = next(line for line in printed.lines[0] if line.text == "THÔNG BÁO")
        # Cells 1 and 4 on the right, under one another and centred; 2 and 3 on the left.
        for line in (nation, motto, place):
            assert line.x0 >= border
            assert line.centre == pytest.approx((border + right_edge) / 2, abs=6)
        assert nation.baseline < motto.baseline < place.baseline
        assert motto.baseline - nation.baseline < 14 * 1.5
        assert number.x1 <= border
        assert number.centre == pytest.approx((left_edge + border) / 2, abs=6)
        # 3 and 4 on one line; 5a below, centred on the text area.
        assert number.baseline == pytest.approx(place.baseline, abs=0.3)
        assert kind.top > place.baseline
        assert kind.centre == pytest.approx((left_edge + right_edge) / 2, abs=0.7)


def test_issuer_stands_level_with_the_nation(short):
    assert short.find("BỘ CÔNG THƯƠNG").baseline == pytest.approx(short.find("CỘNG HÒA").baseline, abs=0.3)


def test_signature_and_recipients(long):
    border = (STATE.left.value * MM) + STATE.width * STATE.foot_left
    word, title = long.find("Nơi nhận:", 2), long.find("KT. VIỆN TRƯỞNG", 2)
    deputy, name = long.find("PHÓ VIỆN TRƯỞNG", 2), long.find("(Họ và tên người ký)", 2)
    assert word.baseline == pytest.approx(title.baseline, abs=0.3)
    assert word.x0 == pytest.approx(STATE.left.value * MM, abs=0.5)
    assert word.x1 < border < title.x0
    assert title.centre == pytest.approx(deputy.centre, abs=0.3)
    assert title.centre == pytest.approx(name.centre, abs=0.3)
    assert 30 * MM <= name.top - deputy.baseline <= 40 * MM
    between = [
        line for line in long.lines[2] if line.x0 > border and deputy.baseline < line.baseline < name.top
    ]
    assert not between
    assert long.find("- Lưu: VT, HCTH (03b).", 2).x0 == pytest.approx(word.x0, abs=0.5)
    assert long.find("thực hiện./.", 2).baseline < title.top


def test_draft_is_marked_and_leaves_room_for_number_and_date(short):
    assert short.find("DỰ THẢO").baseline < STATE.top.value * MM
    number, date = short.find("Số:"), short.find("Hà Nội, ngày")
    assert number.text.replace("\u00a0", " ") == f"Số: {8 * ' '}/TB-BCT"
    assert " ".join(date.text.split()) == "Hà Nội, ngày tháng năm 2026"


def test_issued_notice_has_no_draft_mark(long):
    assert "DỰ THẢO" not in long.text()


def test_everything_is_black(long, short):
    for printed in (long, short):
        colours = {char["non_stroking_color"] for page in printed.pages for char in page.chars}
        assert {tuple(map(float, colour)) for colour in colours} <= {(0.0, 0.0, 0.0), (0.0,)}
