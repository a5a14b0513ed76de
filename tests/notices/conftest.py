"""Printed once per run: the tests of the PDF only read them."""

import pytest

from dialogue_tracker.pdf import render_pdf
from notices.document import NoticeDocument
from notices.printing import notice_html
from tests.notices.reading import Printed
from tests.notices.samples import long_notice, short_notice


def printed(document: NoticeDocument) -> Printed:
    return Printed(render_pdf(notice_html(document), identifier=b"test"))


@pytest.fixture(scope="session")
def short() -> Printed:
    return printed(short_notice())


@pytest.fixture(scope="session")
def long() -> Printed:
    return printed(long_notice(answers=14))
