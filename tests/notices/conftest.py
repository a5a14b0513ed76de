"""Printed once per run: the tests of the PDF only read them."""

import pytest

from notices import rendering, rendering_jobs
from notices.document import NoticeDocument
from notices.pdf import notice_pdf
from tests.notices.issued import quick_pdf
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


@pytest.fixture
def no_worker(monkeypatch):
    """What would have gone to the workers."""
    found: list[int] = []
    monkeypatch.setattr(rendering_jobs, "send", found.append)
    return found


@pytest.fixture
def quick(monkeypatch, no_worker):
    """PDFs without laying anything out."""
    monkeypatch.setattr(rendering, "pdf_of", quick_pdf)
