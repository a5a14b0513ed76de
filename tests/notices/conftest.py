"""Printed once per run: the tests of the PDF only read them."""

from functools import cache

import pytest

from notices import rendering, rendering_jobs
from notices.document import NoticeDocument
from notices.pdf import notice_pdf
from tests.notices.issued import quick_pdf
from tests.notices.reading import Printed
from tests.notices.samples import every_mark, long_notice, of_the_party, short_notice

FORMS = ("state", "party")


def printed(document: NoticeDocument) -> Printed:
    return Printed(notice_pdf(document, identifier=b"test"))


@cache
def sample(form: str, length: str) -> Printed:
    document = {"short": short_notice(), "long": every_mark(long_notice(answers=14))}[length]
    return printed(of_the_party(document) if form == "party" else document)


@pytest.fixture(scope="session")
def short() -> Printed:
    return sample("state", "short")


@pytest.fixture(scope="session")
def long() -> Printed:
    return sample("state", "long")


@pytest.fixture(params=FORMS)
def form(request) -> str:
    return request.param


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
