"""Printed once per run: the tests of the PDF only read them."""

import pytest

from notices.document import NoticeDocument
from notices.pdf import notice_pdf
from tests.notices.reading import Printed
from tests.notices.samples import long_notice, short_notice


def printed(document: NoticeDocument) -> Printed:
    return Printed(notice_pdf(document, identifier=b"test"))


@pytest.fixture(scope="session")
def short() -> Printed:
    return printed(short_notice())


@pytest.fixture(scope="session")
def long() -> Printed:
    return printed(long_notice(answers=14))
