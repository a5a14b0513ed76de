"""Every Vietnamese letter prints from the shipped typeface, in every cut, however it was typed."""

import re
import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from notices.document import NoticeDocument
from notices.formats import FORMATS
from notices.pdf import notice_pdf
from tests.notices.conftest import FORMS, sample
from tests.notices.reading import Printed
from tests.notices.samples import answer, short_notice

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
LETTERS = [
    *(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES),
    *"bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVXfjwzFJWZ",
]
OTHERS = "0123456789 .,;:!?()[]{}/\\\"'“”‘’–—-…%‰+=×÷±≤≥≠°²³½&@#*§•№€₫«»_<>|~^$"


def every_letter(form: str = "state") -> NoticeDocument:
    """All letters in upright, bold and italic: body, headings, the line of what is asked."""
    letters = " ".join(LETTERS)
    return replace(
        short_notice(),
        form=form,
        subject=letters,
        opening=(letters, OTHERS),
        limitations=(letters,),
        tasks=(replace(short_notice().tasks[0], lead=letters),),
        answers=(replace(answer(0), raised_by=letters),),
        answers_in_annex_from=1,
    )


@pytest.fixture(scope="module", params=FORMS)
def form(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def pdf(form) -> bytes:
    return notice_pdf(every_letter(form), identifier=b"letters")


def test_there_are_134_vietnamese_letters_to_try():
    vietnamese = {letter for letter in LETTERS if letter not in "fjwzFJWZ" and not letter.isascii()}
    assert len(vietnamese) == 134


def test_every_letter_is_read_back(pdf):
    text = " ".join(Printed(pdf).text().split())
    assert set(LETTERS) <= set(text)
    assert set(OTHERS) <= set(text) | {" "}


@pytest.mark.parametrize("normal", ["NFC", "NFD"])
def test_bytes_do_not_depend_on_how_letters_were_typed(pdf, form, normal):
    typed = unicodedata.normalize(normal, " ".join(LETTERS))
    again = replace(every_letter(form), opening=(typed, OTHERS), limitations=(typed,), subject=typed)
    assert notice_pdf(again, identifier=b"letters") == pdf


def test_only_the_shipped_typeface_is_used_and_it_is_embedded(pdf, long, short):
    for fonts in (Printed(pdf).fonts, long.fonts, short.fonts):
        assert {re.sub(r"^[A-Z]{6}\+", "", font) for font in fonts} <= {
            "Tinos",
            "Tinos-Bold",
            "Tinos-Italic",
            "Tinos-Bold-Italic",
        }
        assert all(re.match(r"^[A-Z]{6}\+", font) for font in fonts)  # a subset is embedded


def test_no_letter_prints_as_the_missing_glyph(pdf):
    """Glyph 0 of each embedded subset is .notdef: no string of any page may use it."""
    used = 0
    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        content = page.get_contents().get_data().decode("latin-1")
        for shown in re.findall(r"<([0-9a-fA-F]+)>", content):
            codes = [shown[start : start + 4] for start in range(0, len(shown), 4)]
            assert "0000" not in codes
            used += len(codes)
    assert used > 4 * len(LETTERS)


def test_embedded_subsets_hold_outlines_for_the_letters(pdf):
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            file = descendant["/FontDescriptor"]["/FontFile2"].get_object().get_data()
            with TTFont(BytesIO(file)) as subset:
                assert subset["maxp"].numGlyphs > 1
            assert "/ToUnicode" in font.get_object()


def test_characters_without_a_glyph_print_as_a_box():
    notice = replace(short_notice(), opening=("Biểu tượng 🎉 và 漢字 trong văn bản.",))
    found = Printed(notice_pdf(notice, identifier=b"x"))
    assert "Biểu tượng □ và □□ trong văn bản." in " ".join(found.text().split())
    assert all("Tinos" in font for font in found.fonts)


def test_sizes_of_the_table_are_printed_exactly(form):
    sizes = {size for lines in sample(form, "long").lines for line in lines for size in line.sizes}
    assert sizes <= {component.size for component in FORMATS[form].components.values()}
