"""Every component of both formats in its place, order, size and style, measured on the printed page."""

from dataclasses import replace

import pytest

from dialogue_tracker.pdf import render_pdf
from notices.formats import FORMATS
from notices.layout import MM, Format
from notices.printing import notice_html
from tests.notices.conftest import sample
from tests.notices.reading import Line, Printed
from tests.notices.samples import every_mark, long_notice

FONTS = {
    (False, False): "Tinos",
    (True, False): "Tinos-Bold",
    (False, True): "Tinos-Italic",
    (True, True): "Tinos-Bold-Italic",
}
FOOT, ANNEX = "foot", "annex"
# Component -> the beginning of a line, and the page it stands on; the same in both formats unless told below.
LONG = {
    "parent": ("BỘ CÔNG THƯƠNG", 0),
    "issuer": ("CHIẾN LƯỢC, CHÍNH SÁCH", 0),
    "nation": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0),
    "motto": ("Độc lập - Tự do - Hạnh phúc", 0),
    "number": ("Số: 05/TB-VNCCLCS", 0),
    "place": ("Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2026", 0),
    "urgency": ("THƯỢNG KHẨN", 0),
    "circulation": ("LƯU HÀNH NỘI BỘ", 0),
    "kind": ("THÔNG BÁO", 0),
    "subject": ("Kết luận của Bộ trưởng tại", 0),
    "ground": ("Căn cứ Quy chế làm việc của Bộ;", 0),
    "body": ("Ngày 14 tháng 8 năm 2026", 0),
    "section": ("I. ĐÁNH GIÁ CHUNG", 0),
    "address": ("Địa chỉ: Hà Nội", 0),
    "asked": ("Chủ trì: Vụ Tổ chức cán bộ", 1),
    "page_number": ("2", 1),
    "recipients_word": ("Nơi nhận:", FOOT),
    "recipients": ("- Công đoàn Bộ;", FOOT),
    "drafter": ("PL.(300)", FOOT),
    "authority": ("KT. VIỆN TRƯỞNG", FOOT),
    "post": ("PHÓ VIỆN TRƯỞNG", FOOT),
    "signer": ("(Họ và tên người ký)", FOOT),
    "verification": ("Mã tra cứu: K7MP-3XQ2-WAB9", FOOT),
    "annex_word": ("Phụ lục I", ANNEX),
    "annex_title": ("TRẢ LỜI KIẾN NGHỊ, ĐỀ XUẤT CỦA CÁC ĐƠN VỊ", ANNEX),
    "annex_source": ("(Kèm theo Thông báo số 05/TB-VNCCLCS ngày 05 tháng 01 năm 2026", ANNEX),
    "column": ("Nội dung kiến nghị", ANNEX),
    "cell": ("Đề nghị lãnh đạo Bộ xem xét", ANNEX),
}
PARTY = {
    "parent": ("ĐẢNG BỘ CHÍNH PHỦ", 0),
    "issuer": ("BAN THƯỜNG VỤ", 0),
    "issuer_mark": ("*", 0),
    "nation": ("ĐẢNG CỘNG SẢN VIỆT NAM", 0),
    "number": ("Số 05-TB/ĐUB", 0),
    "place": ("Hà Nội, ngày 05 tháng 01 năm 2026", 0),
    "subject_mark": ("-----", 0),
    "section": ("I- ĐÁNH GIÁ CHUNG", 0),
    "authority": ("T/M BAN THƯỜNG VỤ", FOOT),
    "post": ("PHÓ BÍ THƯ", FOOT),
    "annex_source": ("(Kèm theo Thông báo số 05-TB/ĐUB, ngày 05/01/2026", ANNEX),
}
WHERE = {"state": LONG, "party": {name: at for name, at in LONG.items() if name != "motto"} | PARTY}
# As the diagrams have them: what stands above what, cell by cell.
ORDER = {
    "state": [
        "circulation",
        "nation",
        "motto",
        "place",
        "urgency",
        "kind",
        "subject",
        "ground",
        "body",
        "section",
    ],
    "party": [
        "circulation",
        "nation",
        "place",
        "urgency",
        "kind",
        "subject",
        "subject_mark",
        "body",
        "section",
    ],
}
CASES = [(form, component) for form, found in WHERE.items() for component in found]
SAMPLES = [(form, length) for form in FORMATS for length in ("short", "long")]


def place_of(printed: Printed, page: int | str) -> int:
    if isinstance(page, int):
        return page
    word = "Nơi nhận:" if page == FOOT else "Phụ lục I"
    return next(
        number for number, lines in enumerate(printed.lines) if any(line.text == word for line in lines)
    )


def line_of(form: str, component: str) -> Line:
    text, page = WHERE[form][component]
    printed = sample(form, "long")
    return next(line for line in printed.lines[place_of(printed, page)] if line.text.startswith(text))


def edges(set_: Format) -> tuple[float, float]:
    return set_.left.value * MM, (210 - set_.right.value) * MM


# --- The table --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMATS)
def test_every_component_of_the_table_is_measured_or_never_printed_here(form):
    assert set(FORMATS[form].components) - set(WHERE[form]) == {"clause", "draft"}


@pytest.mark.parametrize("form", FORMATS)
def test_the_table_stays_within_what_the_rule_allows(form):
    found = FORMATS[form]
    for name, component in found.components.items():
        assert component.least <= component.size <= component.most, name
        assert component.rule, name
    for length in (found.top, found.bottom, found.left, found.right, found.indent, found.line_step):
        assert length.least <= length.value <= length.most
    assert found.paragraph_gap >= 6


@pytest.mark.parametrize(("form", "component"), CASES)
def test_component_has_size_weight_case_and_place_of_the_table(form, component):
    line, wanted = line_of(form, component), FORMATS[form].components[component]
    assert line.sizes == {wanted.size}
    assert line.fonts == {FONTS[wanted.bold, wanted.italic]}
    assert not wanted.capitals or line.text == line.text.upper()


@pytest.mark.parametrize("form", FORMATS)
def test_components_stand_below_one_another_in_order(form):
    lines = [line_of(form, component) for component in ORDER[form]]
    assert [line.baseline for line in lines] == sorted(line.baseline for line in lines)


# --- The page ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("form", "length"), SAMPLES)
def test_paper_is_a4_upright_and_annexes_lie(form, length):
    printed = sample(form, length)
    sizes = [(round(page.width / MM), round(page.height / MM)) for page in printed.pages]
    upright = place_of(printed, ANNEX) if length == "long" else len(sizes)
    assert sizes == [(210, 297)] * upright + [(297, 210)] * (len(sizes) - upright)


@pytest.mark.parametrize(("form", "length"), SAMPLES)
def test_text_fills_the_area_between_the_margins(form, length):
    found, printed = FORMATS[form], sample(form, length)
    for page, lines in zip(printed.pages, printed.lines, strict=True):
        bottom = page.height - found.bottom.value * MM
        inside = [line for line in lines if found.top.value * MM - 6 < line.top < bottom]
        assert min(line.x0 for line in inside) >= found.left.value * MM - 0.5
        assert max(line.x1 for line in inside) <= page.width - found.right.value * MM + 0.5
        assert max(line.baseline for line in inside) <= bottom
    body = [line for line in printed.lines[0] if line.fonts == {"Tinos"} and line.sizes == {14.0}]
    left, right = edges(found)
    assert min(line.x0 for line in body if line.length > 300) == pytest.approx(left, abs=0.5)
    # Justified on both sides: lines that are not the last of their paragraph end at the right margin.
    assert sum(abs(line.x1 - right) < 0.8 for line in body) >= 3


@pytest.mark.parametrize("form", FORMATS)
def test_first_lines_are_indented(form):
    found = FORMATS[form]
    wanted = (found.left.value + found.indent.value) * MM
    for component in ("body", "section", "asked", "ground"):
        assert line_of(form, component).x0 == pytest.approx(wanted, abs=0.9)


@pytest.mark.parametrize("form", FORMATS)
def test_lines_and_paragraphs_keep_the_distances(form):
    found = FORMATS[form]
    lines = [line for line in sample(form, "long").lines[1] if line.sizes == {14.0}][1:]
    steps = [after.baseline - line.baseline for line, after in zip(lines, lines[1:], strict=False)]
    assert min(steps) == pytest.approx(found.line_step.value, abs=0.2)
    between = [step for step in steps if step > found.line_step.value + 0.5]
    assert min(between) == pytest.approx(found.line_step.value + found.paragraph_gap, abs=0.2)


@pytest.mark.parametrize("form", FORMATS)
def test_page_number_is_centred_in_the_top_margin(form):
    found, line = FORMATS[form], line_of(form, "page_number")
    assert line.text == "2"
    assert line.centre == pytest.approx(sum(edges(found)) / 2, abs=0.5)
    top = found.page_number_top * MM
    assert line.baseline == pytest.approx(top + 0.891 * max(line.sizes), abs=0.3)
    assert line.baseline < found.top.value * MM
    assert sample(form, "long").page_number(0) == sample(form, "short").page_number(0) == ""


def test_margins_change_sides_on_the_back_where_the_format_says_so(monkeypatch):
    monkeypatch.setitem(FORMATS, "party", replace(FORMATS["party"], mirrored=True))
    html = notice_html(replace(long_notice(answers=0), form="party", annexes=()))
    printed = Printed(render_pdf(html, identifier=b"x"))
    for number, lines in enumerate(printed.lines[:3]):
        body = [line for line in lines if line.length > 300]
        assert min(line.x0 for line in body) == pytest.approx((15 if number % 2 else 30) * MM, abs=0.5)


# --- The head ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("form", "component", "part"),
    [
        ("state", "motto", (1, 1)),
        ("state", "issuer", (1 / 3, 1 / 2)),
        ("state", "subject", (1 / 3, 1 / 2)),
        ("party", "nation", (1, 1)),
    ],
)
@pytest.mark.parametrize("length", ["short", "long"])
def test_lines_below_have_the_length_of_the_rule(form, component, part, length):
    printed, wanted = sample(form, length), FORMATS[form].components[component]
    above = FORMATS[form].components[component]
    words = {
        ("issuer", "short"): ["BỘ CÔNG THƯƠNG"],
        ("issuer", "long"): ["VIỆN NGHIÊN CỨU", "CHIẾN LƯỢC, CHÍNH SÁCH", "CÔNG THƯƠNG"],
        ("subject", "short"): ["Kết luận của Bộ trưởng"],
        ("subject", "long"): ["Kết luận của Bộ trưởng", "lãnh đạo Bộ và lãnh đạo các đơn vị", "với chủ đề"],
    }.get((component, length), [WHERE[form][component][0]])
    lines = [
        next(line for line in printed.lines[0] if line.text.startswith(text) and line.sizes == {above.size})
        for text in words
    ]
    longest = max(lines, key=lambda line: line.length)
    rule = printed.rule_below(Line(**{**vars(longest), "baseline": lines[-1].baseline}))
    least, most = part
    assert least - 0.01 <= rule.length / longest.length <= most + 0.01
    assert rule.length == pytest.approx(wanted.line * longest.length, abs=0.6)
    assert rule.centre == pytest.approx(longest.centre, abs=0.5)
    assert rule.top - lines[-1].baseline < 10


@pytest.mark.parametrize(("form", "length"), SAMPLES)
def test_head_stands_in_its_cells(form, length):
    found, printed = FORMATS[form], sample(form, length)
    left_edge, right_edge = edges(found)
    border = left_edge + found.width * found.head_left
    lines = printed.lines[0]
    nation = printed.find(WHERE[form]["nation"][0])
    place = next(line for line in lines if ", ngày" in line.text and line.fonts == {"Tinos-Italic"})
    number = next(line for line in lines if line.text.startswith(found.words["number"]))
    kind = next(line for line in lines if line.text == "THÔNG BÁO")
    # Cells 1 and 4 on the right, under one another and centred; 2 and 3 on the left.
    for line in (nation, place):
        assert line.x0 >= border
        assert line.centre == pytest.approx((border + right_edge) / 2, abs=6)
    assert number.x1 <= border
    assert number.centre == pytest.approx((left_edge + border) / 2, abs=6)
    # 3 and 4 on one line; 5a below, centred on the text area.
    assert number.baseline == pytest.approx(place.baseline, abs=0.3)
    assert nation.baseline < place.baseline < kind.top
    assert kind.centre == pytest.approx((left_edge + right_edge) / 2, abs=0.7)


def test_motto_stands_close_below_the_nation(long):
    assert line_of("state", "motto").baseline - line_of("state", "nation").baseline < 14 * 1.5


def test_issuer_stands_level_with_the_nation(short):
    assert short.find("BỘ CÔNG THƯƠNG").baseline == pytest.approx(short.find("CỘNG HÒA").baseline, abs=0.3)


def test_party_number_stands_below_an_asterisk_in_the_middle():
    mark, number, issuer = (line_of("party", name) for name in ("issuer_mark", "number", "issuer"))
    assert issuer.baseline < mark.baseline < number.baseline
    assert mark.centre == pytest.approx(number.centre, abs=1)


@pytest.mark.parametrize("form", FORMATS)
def test_urgency_stands_in_a_single_frame_at_the_left(form):
    line, page = line_of(form, "urgency"), sample(form, "long").pages[0]
    frame = next(
        rect
        for rect in page.rects
        if rect["x0"] <= line.x0 and rect["top"] < line.top < rect["bottom"] and rect["height"] > 12
    )
    assert frame["x0"] == pytest.approx(FORMATS[form].left.value * MM, abs=1.5)
    assert frame["width"] == pytest.approx(40 * MM, abs=3)


@pytest.mark.parametrize("form", FORMATS)
def test_address_stands_under_a_line_at_the_foot_of_page_one(form):
    found, printed = FORMATS[form], sample(form, "long")
    line = line_of(form, "address")
    assert line.x0 == pytest.approx(found.left.value * MM, abs=0.5)
    last = max(other.baseline for other in printed.lines[0])
    assert line.baseline == pytest.approx(last, abs=0.1)
    lines = [rect for rect in printed.pages[0].rects if rect["width"] == pytest.approx(found.width, abs=1)]
    assert any(0 < line.top - rect["top"] < 12 for rect in lines)


# --- The foot ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMATS)
def test_signature_and_recipients(form):
    found, printed = FORMATS[form], sample(form, "long")
    border = edges(found)[0] + found.width * found.foot_left
    word, authority, post, name, drafter = (
        line_of(form, component)
        for component in ("recipients_word", "authority", "post", "signer", "drafter")
    )
    assert word.baseline == pytest.approx(authority.baseline, abs=0.3)
    assert word.x0 == pytest.approx(edges(found)[0], abs=0.5)
    assert word.x1 < border < authority.x0
    assert authority.centre == pytest.approx(post.centre, abs=0.3)
    assert authority.centre == pytest.approx(name.centre, abs=0.3)
    # Room for signature and seal, and nothing in it.
    assert 30 * MM <= name.top - post.baseline <= 40 * MM
    lines = printed.lines[place_of(printed, FOOT)]
    assert not [line for line in lines if line.x0 > border and post.baseline < line.baseline < name.top]
    last = {"state": "- Lưu: VT, HCTH (03b).", "party": "- Lưu Văn phòng Đảng ủy."}[form]
    filing = next(line for line in lines if line.text == last)
    assert filing.x0 == pytest.approx(word.x0, abs=0.5)
    assert filing.baseline < drafter.baseline
    end = {"state": "thực hiện./.", "party": "thực hiện."}[form]
    assert next(line for line in lines if line.text.endswith(end)).baseline < authority.top


def test_party_word_for_the_recipients_is_underlined():
    word = line_of("party", "recipients_word")
    printed = sample("party", "long")
    page = printed.pages[place_of(printed, FOOT)]
    drawn = [(line["x0"], line["x1"], line["top"]) for line in (*page.lines, *page.rects)]
    assert any(
        abs(x0 - word.x0) < 1 and abs(x1 - word.x1) < 1 and 0 < top - word.baseline < 4
        for x0, x1, top in drawn
    )


@pytest.mark.parametrize("form", FORMATS)
def test_verification_stands_below_the_text_of_the_last_page_only(form):
    found, printed = FORMATS[form], sample(form, "long")
    pages = [
        number
        for number, lines in enumerate(printed.lines)
        if any("Mã tra cứu" in line.text for line in lines)
    ]
    assert pages == [place_of(printed, FOOT)]
    line = line_of(form, "verification")
    assert line.top > (297 - found.bottom.value) * MM
    squares = [
        curve
        for curve in printed.pages[pages[0]].curves + printed.pages[pages[0]].rects
        if curve["top"] > line.top - 4
    ]
    assert max(shape["bottom"] for shape in squares) < 294 * MM
    assert max(shape["x1"] for shape in squares) < line.x0


# --- Draft and issued -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMATS)
def test_draft_is_marked_and_leaves_room_for_number_and_date(form):
    found, printed = FORMATS[form], sample(form, "short")
    mark, wanted = printed.find("DỰ THẢO"), found.components["draft"]
    assert mark.baseline < found.top.value * MM
    assert (mark.sizes, mark.fonts) == ({wanted.size}, {FONTS[wanted.bold, wanted.italic]})
    number, date = printed.find(found.words["number"]), printed.find("Hà Nội, ngày")
    shape = {"state": "Số: {}/TB-BCT", "party": "Số {}-TB/ĐUB"}[form]
    assert number.text.replace("\u00a0", " ") == shape.format(8 * " ")
    assert " ".join(date.text.split()) == "Hà Nội, ngày tháng năm 2026"
    assert "DỰ THẢO" not in sample(form, "long").text()


@pytest.mark.parametrize(("form", "length"), SAMPLES)
def test_everything_is_black(form, length):
    colours = {char["non_stroking_color"] for page in sample(form, length).pages for char in page.chars}
    assert {tuple(map(float, colour)) for colour in colours} <= {(0.0, 0.0, 0.0), (0.0,)}


def test_both_formats_say_the_same_of_the_same_data():
    """But for what the formats word themselves."""
    texts = []
    for form in FORMATS:
        document = replace(every_mark(long_notice(answers=3)), form=form)
        texts.append(Printed(render_pdf(notice_html(document), identifier=b"x")).text())
    state, party = (set(" ".join(text.split()).split()) for text in texts)
    assert len(state ^ party) < 60
    for words in ("Rà soát toàn bộ quy chế", "Lãnh đạo Bộ đồng ý về chủ trương."):
        assert all(words in " ".join(text.split()) for text in texts)
