"""Whatever people paste prints as text and loads nothing."""

import socket
from dataclasses import replace

import pytest

from dialogue_tracker import pdf_pages
from dialogue_tracker.pdf import render_pdf
from dialogue_tracker.pdf_pages import ShippedFontsOnly
from dialogue_tracker.typeface import FILES, printable
from notices.document import Annex, CarriedOver, Column, NoticeDocument, Signer
from notices.printing import notice_html
from notices.state_format import STATE
from tests.notices.conftest import FORMS
from tests.notices.reading import MM, Printed
from tests.notices.samples import answer, short_notice, task

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'>",
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    "</style><style>body{display:none}",
    "}</style><h1>x",
    "@page { size: A1 }",
    "body{background:url(file:///etc/passwd)}",
    '<base href="http://127.0.0.1:9/">',
    '<iframe src="file:///etc/passwd"></iframe>',
    '<object data="file:///etc/passwd"></object>',
    '<embed src="http://127.0.0.1:9/">',
    '<svg><image href="file:///etc/passwd"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<a href="javascript:alert(1)">x</a>',
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">',
    "<!-- <p> -->",
    "<![CDATA[ x ]]>",
    "--></p></body></html>",
    '"><p class="nation">',
    "' onmouseover='x",
    "&lt;b&gt; &amp; &#60; &nbsp; &notin;",
    "{{ document.issuer }} {% load static %} {# x #}",
    "{% include 'notices/pdf/notice.css' %}",
    "${7*7} #{7*7} <%= 7 %> %s %(name)s {0} {number}",
    "file:///etc/passwd",
    "http://127.0.0.1:9/?q=<b>",
    "font:Tinos_400Regular.ttf",
    "url(font:../../settings.py)",
    "\\66 ont: \\3c script\\3e ",
    "<p style='position:fixed;top:0'>x</p>",
    "<table><tr><td>x",
    "<textarea><title><plaintext>",
    "\u0338\u0338>x<\u0338",
    "=\u0338'\u0338\"\u0338",
]
INVISIBLE = "a\u202eb\u200bc\u2060d\ufeffe\x00f\x07g\x1bh\u00adi"


def full_of(text: str) -> NoticeDocument:
    """The text in every place a person can fill."""
    return NoticeDocument(
        issuer=text,
        parent=text,
        symbol=text,
        place=text,
        subject=text,
        year=2026,
        opening=(text,),
        assessments_title=text,
        assessments=(text,),
        limitations=(text,),
        tasks_lead_in=(text,),
        tasks=(replace(task(0), label=text, paragraphs=(text, text), lead=text, support=text, due=text),),
        answers=(replace(answer(0), raised_by=text, recommendation=text, answer=text, lead=text, due=text),),
        answers_in_annex_from=1,
        annexes=(Annex(title=text, note=text, columns=(Column(title=text, share=1),), rows=((text,),)),),
        closing=text,
        recipients=(text,),
        drafted_by=text,
        drafter_mark=text,
        address=(text,),
        grounds=(text,),
        carried_over=(CarriedOver(source=text, text=text, unit=text, due=text, reason=text),),
        signer=Signer(authority=text, of=text, title=text, name=text),
    )


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refused(*args, **kwargs):
        raise AssertionError("the PDF tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refused)


@pytest.fixture
def fetched(monkeypatch) -> list[str]:
    """What the document asked for."""
    asked = []

    class Watched(ShippedFontsOnly):
        def fetch(self, url, headers=None):
            asked.append(url)
            return super().fetch(url, headers)

    monkeypatch.setattr(pdf_pages, "ShippedFontsOnly", Watched)
    return asked


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 20))
def test_payloads_print_as_text_and_fetch_nothing(start, form, fetched):
    payloads = PAYLOADS[start : start + 20]
    document = replace(full_of(" ".join(payloads)), form=form)
    notice = Printed(render_pdf(notice_html(document), identifier=b"x"))
    assert set(fetched) <= {f"font:{name}" for name in FILES.values()}
    shown = "".join(notice.text().split())
    for payload in payloads:
        wanted = "".join(printable(payload).split())
        assert shown.count(wanted) + shown.count(wanted.upper()) >= 5, payload
    assert {(round(page.width / MM), round(page.height / MM)) for page in notice.pages} == {
        (210, 297),
        (297, 210),
    }


def test_there_are_enough_payloads():
    assert len(PAYLOADS) >= 30


def test_invisible_characters_are_dropped():
    html = notice_html(full_of(INVISIBLE))
    assert "abcdefghi" in html
    assert not set(INVISIBLE) & set("\u202e\u200b\u2060\ufeff\x00\x07\x1b\u00ad") & set(html)


@pytest.mark.parametrize("char", ["W", "ặ"])
def test_word_of_10_000_letters_stays_on_the_page(char):
    word = char * 10_000
    notice = replace(
        full_of(char * 300),
        opening=(word,),
        answers=(replace(answer(0), recommendation=word, answer=word),),
        recipients=(word,),
    )
    assert_within_margins(Printed(render_pdf(notice_html(notice), identifier=b"x")))


def test_long_words_in_every_place_stay_on_the_page():
    address = "https://www.example.test/" + "duong-dan-rat-dai/" * 14
    assert_within_margins(Printed(render_pdf(notice_html(full_of(address)), identifier=b"x")))


def assert_within_margins(notice: Printed) -> None:
    for page, lines in zip(notice.pages, notice.lines, strict=True):
        assert min(line.x0 for line in lines) >= STATE.left.value * MM - 1
        assert max(line.x1 for line in lines) <= page.width - STATE.right.value * MM + 1
        assert max(line.baseline for line in lines) <= page.height - STATE.bottom.value * MM


def test_words_in_the_head_are_cut_before_they_meet():
    notice = replace(short_notice(), issuer="X" * 60, place="Y" * 20, symbol="Z" * 12)
    found = Printed(render_pdf(notice_html(notice), identifier=b"x"))
    border = STATE.left.value * MM + STATE.width * STATE.head_left
    assert all(line.x1 <= border for line in found.lines[0] if line.text.startswith("XX"))
