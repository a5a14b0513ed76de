import hashlib
import logging.config
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from dialogue_tracker.pdf import PdfError, render_pdf
from dialogue_tracker.typeface import FONT_FACES

ROOT = Path(__file__).resolve().parent.parent


def page(body: str, *, head: str = "") -> str:
    style = f"<style>{FONT_FACES} body {{ font-family: Tinos }}</style>"
    head = f"<title>Thông báo</title>{style}{head}"
    return f'<!DOCTYPE html><html lang="vi"><head>{head}</head><body>{body}</body></html>'


TEXT = page("<h1>Nhiệm vụ</h1><p>Đơn vị chủ trì báo cáo trước ngày 31/12.</p>")
MANY_PAGES = page("<p style='break-after:page'>Trang</p>" * 12)


def test_same_page_gives_the_same_bytes():
    assert render_pdf(TEXT, identifier=b"one") == render_pdf(TEXT, identifier=b"one")


def test_same_page_gives_the_same_bytes_in_another_process():
    script = (
        "import hashlib; from dialogue_tracker.pdf import render_pdf; from tests.test_pdf import TEXT;"
        "print(hashlib.sha256(render_pdf(TEXT, identifier=b'one')).hexdigest())"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.strip() == hashlib.sha256(render_pdf(TEXT, identifier=b"one")).hexdigest()


def test_identifier_names_the_document():
    first = PdfReader(BytesIO(render_pdf(TEXT, identifier=b"notice-1"))).trailer["/ID"]
    second = PdfReader(BytesIO(render_pdf(TEXT, identifier=b"notice-2"))).trailer["/ID"]
    assert first[0] == b"notice-1" or "notice-1" in str(first[0])
    assert first[0] != second[0]


def test_made_as_pdf_a_2b_with_tags_language_title_and_bookmarks():
    reader = PdfReader(BytesIO(render_pdf(TEXT, identifier=b"one")))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata or 'pdfaid:part="2"' in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata or 'pdfaid:conformance="B"' in metadata
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "vi"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Thông báo"
    assert [mark.title for mark in reader.outline] == ["Nhiệm vụ"]
    assert not reader.is_encrypted
    assert "/JavaScript" not in str(root.get("/Names", ""))


def test_nothing_tells_when_it_was_made():
    metadata = PdfReader(BytesIO(render_pdf(TEXT, identifier=b"one"))).metadata
    assert metadata.creation_date is None
    assert metadata.modification_date is None


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/">',
        '<img src="https://127.0.0.1:9/">',
        '<img src="ftp://127.0.0.1:9/">',
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
        '<img src="font:../../manage.py">',
        '<img src="FONT:/etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        '<p style="background: url(http://127.0.0.1:9/)">x</p>',
        '<p style="list-style: url(file:///etc/passwd); display: list-item">x</p>',
        "<style>p::before { content: url(file:///etc/passwd) }</style><p>x</p>",
    ],
)
def test_loads_nothing_but_the_shipped_fonts(markup):
    with pytest.raises(PdfError, match="Only text can be printed"):
        render_pdf(page(markup), identifier=b"x")


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_loads_no_stylesheet_and_attaches_no_file(head):
    with pytest.raises(PdfError):
        render_pdf(page("x", head=head), identifier=b"x")


@pytest.mark.parametrize("address", ["manage.py", "/etc/passwd", "//127.0.0.1/x.png"])
def test_relative_addresses_lead_nowhere(address):
    pdf = render_pdf(page(f'<img src="{address}" alt="bảng">'), identifier=b"x")
    assert "/Image" not in str(PdfReader(BytesIO(pdf)).pages[0]["/Resources"].get("/XObject", ""))


def test_drawings_load_nothing():
    """The SVG renderer swallows the refusal; what counts is that nothing was served."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'
    pdf = render_pdf(page(svg), identifier=b"x")
    assert b"root:" not in PdfReader(BytesIO(pdf)).pages[0].get_contents().get_data()


def test_progress_never_falls_and_ends_at_100():
    told = []
    render_pdf(MANY_PAGES, identifier=b"x", progress=lambda percent, step: told.append((percent, step)))
    percents = [percent for percent, _step in told]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)
    assert list(dict.fromkeys(step for _percent, step in told)) == ["reading", "layout", "drawing", "done"]
    assert sum(step == "layout" for _percent, step in told) > 12


def test_progress_is_told_though_logging_was_configured_again():
    """As a Celery worker does when it starts."""
    logging.config.dictConfig(settings.LOGGING)
    told = []
    render_pdf(MANY_PAGES, identifier=b"x", progress=lambda percent, step: told.append(step))
    assert told.count("layout") > 12


def test_progress_may_stop_the_work():
    class Stopped(Exception):
        pass

    def stop(percent, step):
        if percent > 10:
            raise Stopped

    with pytest.raises(Stopped):
        render_pdf(MANY_PAGES, identifier=b"x", progress=stop)
    assert render_pdf(TEXT, identifier=b"x")


def test_two_documents_at_once_report_their_own_pages():
    told = {"short": [], "long": []}

    def render(name, html):
        render_pdf(html, identifier=b"x", progress=lambda percent, step: told[name].append(step))

    threads = [
        threading.Thread(target=render, args=("short", TEXT)),
        threading.Thread(target=render, args=("long", MANY_PAGES)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told["short"].count("layout") == 2
    assert told["long"].count("layout") == 1 + 12


def test_web_process_does_not_load_the_printing_libraries():
    script = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'dialogue_tracker.settings'; django.setup();"
        "import dialogue_tracker.urls, dialogue_tracker.wsgi, dialogue_tracker.celery;"
        "print('weasyprint' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.strip() == "False"
