"""PDF/A-2b and PDF/UA-1 as far as they can be checked here; see tests/pdf_validity.py for what that is worth."""

import pytest
from weasyprint import HTML

from dialogue_tracker.pdf_pages import ShippedFontsOnly
from dialogue_tracker.typeface import FONT_FACES
from notices.pdf import notice_pdf
from notices.printing import notice_html
from tests.notices.conftest import FORMS, sample
from tests.notices.samples import short_notice
from tests.pdf_validity import faults


@pytest.mark.parametrize("length", ["short", "long"])
@pytest.mark.parametrize("form", FORMS)
def test_no_fault_is_found(form, length):
    assert faults(sample(form, length).pdf) == []


def test_a_table_in_parts_is_one_table_without_fault(large):
    assert faults(large.pdf) == []


@pytest.mark.parametrize(
    ("sound", "broken", "fault"),
    [
        (b'pdfuaid:part="1"', b'pdfuaid:part="2"', "pdfuaid:part is not 1"),
        (b"%PDF-1.7", b"%PDF-1.3", "begins with"),
    ],
)
def test_faults_are_found(sound, broken, fault):
    pdf = sample("state", "short").pdf
    assert any(fault in found for found in faults(pdf.replace(sound, broken)))


def test_bare_weasyprint_has_faults_that_are_found():
    """Among them: numbers in the margin that no tag owns, header cells without scope."""
    html = notice_html(short_notice()).replace("<style>", f"<style>{FONT_FACES}", 1)
    page = HTML(string=html, url_fetcher=ShippedFontsOnly())
    found = faults(page.write_pdf(pdf_variant="pdf/a-2b", pdf_tags=True))
    assert any("pdfuaid" in fault for fault in found)
    assert any("no owner that knows it" in fault for fault in found)


def test_identifier_tells_the_notice_and_the_content():
    first, second = (notice_pdf(short_notice(), identifier=name) for name in (b"notice-1", b"notice-2"))
    assert first != second
    assert first == notice_pdf(short_notice(), identifier=b"notice-1")
