"""Printed once per run: the tests of the PDF only read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from unittest.mock import patch

import pytest

from notices import annexes, rendering, rendering_jobs
from notices.document import NoticeDocument
from notices.pdf import notice_pdf
from tests.notices.issued import quick_pdf
from tests.notices.reading import Printed
from tests.notices.samples import answer, every_mark, long_notice, of_the_party, short_notice

FORMS = ("state", "party")
LARGE_ROWS = 80


def printed(document: NoticeDocument) -> Printed:
    return Printed(notice_pdf(document, identifier=b"test"))


@cache
def sample(form: str, length: str) -> Printed:
    document = {"short": short_notice(), "long": every_mark(long_notice(answers=14))}[length]
    return printed(of_the_party(document) if form == "party" else document)


@cache
def large_notice() -> NoticeDocument:
    """With an annex of short rows and some high ones, laid out in parts."""
    answers = [answer(number) for number in range(LARGE_ROWS)]
    return replace(
        long_notice(),
        annexes=(),
        answers=tuple(
            replace(
                found,
                answer=f"Đồng ý. Mục {number}.",
                recommendation=found.recommendation[: 40 + 9 * (number % 13)],
            )
            if number % 9
            else found
            for number, found in enumerate(answers)
        ),
    )


@contextmanager
def small_parts() -> Iterator[None]:
    """Parts of a few pages, so that no test needs a table of thousands of rows."""
    with patch.multiple(annexes, LARGE=4, PART_PAGES=3):
        yield


@pytest.fixture(scope="session")
def large() -> Printed:
    with small_parts():
        return printed(large_notice())


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
    monkeypatch.setattr(rendering_jobs, "send", lambda job: found.append(job.pk))
    return found


@pytest.fixture
def quick(monkeypatch, no_worker):
    """PDFs without laying anything out."""
    monkeypatch.setattr(rendering, "pdf_of", quick_pdf)
