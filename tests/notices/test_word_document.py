"""The working copy for Word has the words and measures of the PDF, and says that it is a copy."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from notices import actions
from notices.compose import texts_of
from notices.formats import FORMATS
from notices.word_document import FONT, WORKING_COPY, build
from tests.notices.builders import conclude
from tests.notices.conftest import FORMS
from tests.notices.samples import every_mark, long_notice, of_the_party, short_notice

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def document_of(form, *, long=True):
    document = every_mark(long_notice(answers=14)) if long else short_notice()
    return of_the_party(document) if form == "party" else document


def word_of(document):
    return Document(BytesIO(build(document)))


@pytest.fixture(scope="module", params=FORMS)
def form(request):
    return request.param


@pytest.fixture(scope="module")
def word(form):
    return word_of(document_of(form))


def paragraphs(word):
    """All of the body in order, those in tables too."""
    return (Paragraph(found, word._body) for found in word.element.body.iter(qn("w:p")))


def text_of(word):
    return " ".join(" ".join(paragraph.text for paragraph in paragraphs(word)).split())


def find(word, text):
    return next(paragraph for paragraph in paragraphs(word) if f"{paragraph.text}\n".startswith(text))


def test_it_says_all_that_the_document_says(word, form):
    """But for the code to check the issued file with, and what stands in headers and footers."""
    document = replace(document_of(form), address=(), verification_code="", verification_url="")
    said = text_of(word).casefold()
    left_out = {document.form, "very_urgent", "internal", "T/M", "HCTH (03b)" if form == "party" else ""}
    for text in set(texts_of(document)) - left_out:
        for part in text.splitlines():
            assert " ".join(part.split()).rstrip(" ;./").casefold() in said


@pytest.mark.parametrize(
    ("component", "text"),
    [
        ("kind", "THÔNG BÁO"),
        ("subject", "Kết luận của Bộ trưởng"),
        ("body", "Ngày 14 tháng 8 năm 2026"),
        ("asked", "Chủ trì: Vụ Tổ chức cán bộ"),
        ("recipients_word", "Nơi nhận:"),
        ("recipients", "- Công đoàn Bộ;"),
        ("signer", "(Họ và tên người ký)"),
        ("annex_word", "Phụ lục I\n"),
        ("annex_title", "TRẢ LỜI KIẾN NGHỊ"),
        ("annex_source", "(Kèm theo Thông báo số 05"),
        ("column", "Nội dung kiến nghị"),
        ("cell", "Đề nghị lãnh đạo Bộ"),
    ],
)
def test_components_are_set_as_in_the_table(word, form, component, text):
    wanted = FORMATS[form].components[component]
    paragraph = find(word, text)
    (run,) = paragraph.runs
    assert run.font.size.pt == wanted.size
    assert (bool(run.bold), bool(run.italic)) == (wanted.bold, wanted.italic)
    assert bool(run.underline) == wanted.underlined
    assert paragraph.alignment == ALIGN[wanted.align]


def test_page_and_text_have_the_measures(word, form):
    wanted, section = FORMATS[form], word.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [
        length.value for length in (wanted.top, wanted.bottom, wanted.left, wanted.right)
    ]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.header_distance.mm == pytest.approx(wanted.page_number_top, abs=0.1)
    layout = find(word, "Ngày 14 tháng 8").paragraph_format
    assert layout.first_line_indent.mm == pytest.approx(wanted.indent.value, abs=0.1)
    assert (layout.line_spacing_rule, layout.line_spacing.pt) == (
        WD_LINE_SPACING.EXACTLY,
        wanted.line_step.value,
    )
    assert layout.space_before.pt == wanted.paragraph_gap
    signer = find(word, "(Họ và tên người ký)").paragraph_format
    assert signer.space_before.mm == pytest.approx(wanted.signature_room, abs=0.1)
    assert word.styles["Normal"].font.name == FONT


def test_numbers_are_a_field_hidden_on_page_one_and_begin_anew_in_annexes(word):
    body, annex, _second = word.sections
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert "PAGE" in etree.tostring(body.header._element).decode()
    assert "PAGE" not in etree.tostring(body.first_page_header._element).decode()
    assert annex.header.is_linked_to_previous
    assert annex.page_width > annex.page_height


def test_annex_repeats_its_header_and_keeps_ordinary_rows_whole(word):
    table = next(found for found in word.tables if len(found.columns) == 6)
    assert len(table.rows) == 15
    first, second = (row._tr.trPr for row in table.rows[:2])
    assert first.find(qn("w:tblHeader")) is not None
    assert second.find(qn("w:cantSplit")) is not None


def test_it_says_that_it_is_a_working_copy(word):
    assert word.core_properties.comments == WORKING_COPY
    assert word.core_properties.language == "vi-VN"
    for section in word.sections:
        for footer in (section.first_page_footer, section.footer):
            assert WORKING_COPY in "".join(paragraph.text for paragraph in footer.paragraphs)
    assert "K7MP" not in text_of(word)  # what is edited by hand must not pass the check


def test_a_draft_says_so_on_each_page(form):
    section = word_of(document_of(form, long=False)).sections[0]
    for header in (section.first_page_header, section.header):
        assert "DỰ THẢO" in "".join(paragraph.text for paragraph in header.paragraphs)


def test_the_same_data_give_the_same_bytes(form):
    assert build(document_of(form)) == build(document_of(form))


HOSTILE = "<b>&amp;</b> ]]> \x00\x07\x1b\x0b\ud800\ufffe\uffff =cmd|' /C' <w:p/> {{ x }} " + "W" * 10_000


def test_what_people_paste_is_text(form):
    document = replace(
        document_of(form), subject=HOSTILE, opening=(HOSTILE,), recipients=(HOSTILE,), place=HOSTILE[:90]
    )
    answers = tuple(replace(found, recommendation=HOSTILE, answer=HOSTILE) for found in document.answers)
    made = build(replace(document, answers=answers))
    with zipfile.ZipFile(BytesIO(made)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
    assert "<b>&amp;</b> ]]>" in text_of(Document(BytesIO(made)))


# --- The download -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "status"), [("office", 200), ("leader", 200), ("head_a", 404), ("stranger", 404)]
)
def test_download(request, client_of, conference, office, unit_a, name, status):
    conclude(conference, office, lead=unit_a)
    notice = actions.prepare(conference, by=office)
    response = client_of(request.getfixturevalue(name)).get(reverse("notices:word", args=[notice.pk]))
    assert response.status_code == status
    if status == 200:
        word = Document(BytesIO(b"".join(response.streaming_content)))
        assert "rà soát quy chuẩn an toàn hóa chất" in text_of(word)
        assert "attachment" in response.headers["Content-Disposition"]
        assert "no-store" in response.headers["Cache-Control"]


def test_the_notice_offers_it(client_of, conference, office):
    notice = actions.prepare(conference, by=office)
    text = client_of(office).get(notice.get_absolute_url()).content.decode()
    assert reverse("notices:word", args=[notice.pk]) in text
