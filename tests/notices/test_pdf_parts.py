"""A large annex is laid out in parts by several processes; on paper and in its tags nobody can tell."""

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from dialogue_tracker import pdf_processes
from dialogue_tracker.pdf import PdfError, render_pdf
from notices.layout import MM
from notices.pagination import Ruler, runs
from notices.pdf import notice_pdf
from notices.printing import notice_parts, printed_notice
from notices.state_format import STATE
from tests.notices.conftest import LARGE_ROWS, large_notice, small_parts
from tests.notices.samples import long_notice


@pytest.fixture(autouse=True)
def parts_are_small():
    with small_parts():
        yield


def elements(reader: PdfReader, tag: str):
    def walk(kids):
        for kid in kids:
            found = kid.get_object()
            if isinstance(found, dict) and "/S" in found:
                if found["/S"] == tag:
                    yield found
                yield from walk(found["/K"])

    return list(walk(reader.root_object["/StructTreeRoot"]["/K"]))


def annex_pages(large) -> range:
    first = next(n for n, lines in enumerate(large.lines) if any(line.text == "Phụ lục" for line in lines))
    return range(first, len(large.pages))


def test_there_are_several_parts():
    assert len(notice_parts(large_notice())) > 3
    assert len(notice_parts(long_notice(answers=7))) == 1


def test_pages_are_numbered_through(large):
    pages = annex_pages(large)
    assert len(pages) > 9
    wanted = ["", *map(str, range(2, len(pages) + 1))]
    assert [large.page_number(page) for page in pages] == wanted


def test_every_row_is_there_once_in_order(large):
    numbers = [
        int(found[0])
        for page in annex_pages(large)
        for line in large.lines[page]
        if line.x0 < (STATE.left.value + 13) * MM and (found := re.match(r"\d+", line.text))
    ]
    assert numbers == list(range(1, LARGE_ROWS + 1))


def test_every_page_has_the_header_row_and_is_well_filled(large):
    pages = annex_pages(large)
    for page in pages:
        assert "Nội dung kiến nghị" in large.text(page)
        if page != pages[-1]:
            lowest = max(rect["bottom"] for rect in large.pages[page].rects)
            assert lowest > (210 - STATE.bottom.value) * MM * 0.72
            assert lowest <= (210 - STATE.bottom.value) * MM + 1


def test_tags_have_one_table_with_one_header_row(large):
    reader = PdfReader(BytesIO(large.pdf))
    (table,) = elements(reader, "/Table")
    head, body = (part.get_object() for part in table["/K"])
    assert (head["/S"], body["/S"]) == ("/THead", "/TBody")
    assert (len(head["/K"]), len(body["/K"])) == (1, LARGE_ROWS)
    assert len(elements(reader, "/H2")) == 5  # four sections and the annex


def test_fonts_are_embedded_once_and_bookmarks_are_complete(large):
    reader = PdfReader(BytesIO(large.pdf))
    fonts = {
        font.idnum
        for page in reader.pages
        for font in map(page["/Resources"]["/Font"].raw_get, page["/Resources"]["/Font"])
    }
    assert len(fonts) == 4
    assert [mark.title.split()[0] for mark in reader.outline[1]] == ["I.", "II.", "III.", "IV.", "Phụ"]
    assert reader.get_destination_page_number(reader.outline[1][-1]) == annex_pages(large)[0]


def test_bytes_are_the_same_in_another_process_on_one_processor(large):
    code = (
        "import os, sys, hashlib, django; os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1]); django.setup()\n"
        "from notices.pdf import notice_pdf; from tests.notices.conftest import large_notice, small_parts\n"
        "with small_parts(): print(hashlib.sha256(notice_pdf(large_notice(), identifier=b'test')).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(large.pdf).hexdigest()


# --- Where pages begin ------------------------------------------------------------------------------------------
def test_reckoned_heights_are_never_below_the_true_ones(large):
    """So what is put on a page fits: no page but the last of a run of rows is left half empty."""
    (annex,) = printed_notice(large_notice())["annexes"]
    assert annex.pages >= len(annex_pages(large))
    assert annex.pages <= len(annex_pages(large)) * 1.1


def test_tall_rows_go_on_over_pages():
    ruler = Ruler(long_notice().annexes[0].columns, STATE)
    found = list(runs([ruler.page * 2.5, 30.0, 30.0], ruler, title=80))
    assert found[0].rows.start == 0
    assert found[0].pages >= 3
    assert sum(len(run.rows) for run in found) == 3


def test_a_row_that_does_not_fit_begins_a_page():
    ruler = Ruler(long_notice().annexes[0].columns, STATE)
    height = ruler.tallest_whole * 0.99
    per_page = int(ruler.page // height)
    found = list(runs([height] * (3 * per_page), ruler, title=0))
    assert [run.rows for run in found] == [range(n * per_page, (n + 1) * per_page) for n in range(3)]


# --- When something goes wrong ----------------------------------------------------------------------------------
def children() -> str:
    with open(f"/proc/{os.getpid()}/task/{os.getpid()}/children") as file:
        return file.read()


def test_stopping_ends_the_other_processes():
    class Stopped(Exception):
        pass

    def stop(percent, step):
        if percent > 12:
            raise Stopped

    before = children()
    with pytest.raises(Stopped):
        notice_pdf(large_notice(), identifier=b"x", progress=stop)
    assert children() == before


def test_a_process_that_dies_is_told():
    def die() -> str:
        os._exit(3)

    first = notice_parts(replace(long_notice(answers=0), annexes=()))[0]
    before = children()
    with pytest.raises(PdfError, match="lack of memory"):
        render_pdf([first, die, first], identifier=b"x")
    assert children() == before


def test_what_a_part_must_not_load_is_told_like_in_one_process():
    first = notice_parts(replace(long_notice(answers=0), annexes=()))[0]
    with pytest.raises(PdfError, match="Only text can be printed"):
        render_pdf([first, lambda: '<img src="file:///etc/passwd">'], identifier=b"x")


def test_progress_is_told_part_by_part(monkeypatch):
    monkeypatch.setattr(pdf_processes, "MOST_PROCESSES", 1)
    told = []
    notice_pdf(large_notice(), identifier=b"x", progress=lambda percent, step: told.append(percent))
    assert told == sorted(told)
    assert sum(10 < percent < 65 for percent in told) >= 3
