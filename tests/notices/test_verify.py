"""The public page: what it tells, what it keeps to itself, and how often one may ask."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as NoRedis

from dialogue_tracker import rate_limit
from notices import actions
from notices.short_code import new_code, printed
from tests.notices.issued import approved, drafted, issue, issued


@pytest.fixture
def notice(conference, office, leader, unit_a, quick):
    return issued(conference, office, leader, unit_a)


@pytest.fixture
def visitor():
    cache.clear()
    return Client(headers={"Accept-Language": "en"})


def look(visitor, code):
    return visitor.get(f"/verify/{code}/")


def text_of(response):
    return response.content.decode()


def test_the_page_tells_number_date_title_and_standing(visitor, notice):
    text = text_of(look(visitor, notice.code))
    for words in (
        "In force",
        "01/TB-BCT",
        notice.issuance.issued_on.strftime("%d/%m/%Y"),
        notice.title,
        printed(notice.code),
        notice.originals.get().sha256,
        "certutil -hashfile",
    ):
        assert words in text


def test_the_page_tells_nothing_else(visitor, notice):
    text = text_of(look(visitor, notice.code))
    for words in ("rà soát quy chuẩn", "Nguyễn Văn A", "Cán bộ Văn phòng", "Cục Hóa chất", "/notices/"):
        assert words not in text


def test_the_code_may_be_typed_as_it_is_printed(visitor, notice):
    for typed in (printed(notice.code), printed(notice.code).lower(), f" {notice.code} "):
        response = visitor.get("/verify/", {"code": typed})
        assert response.url == f"/verify/{notice.code}/"
    assert "No issued notice has this code" in text_of(visitor.get("/verify/", {"code": "nonsense"}))
    assert "Type the code" in text_of(visitor.get("/verify/"))


def test_a_successor_is_told(visitor, notice, office, leader):
    correction = actions.correct(notice, by=office)
    assert "In force" in text_of(look(visitor, notice.code))
    edited = actions.edit(correction, values={"opening": "Sửa lại:"}, version=1, by=office)
    new = issue(approved(edited, office, leader), office).notice
    text = text_of(look(visitor, notice.code))
    assert "Corrected by notice 02/TB-BCT" in text
    assert f"/verify/{new.code}/" in text


def test_a_voided_one_says_so(visitor, notice, office):
    actions.change_state(notice, "void", by=office, text="Lý do nội bộ.")
    text = text_of(look(visitor, notice.code))
    assert "later voided" in text
    assert "Lý do nội bộ" not in text


def test_a_draft_an_unknown_and_an_impossible_code_look_the_same(visitor, conference, office, unit_a):
    draft = drafted(conference, office, unit_a)
    answers = [look(visitor, code) for code in (draft.code, new_code(), "ABC", "A" * 300, "%00")]
    assert {response.status_code for response in answers} == {404}
    own = re.compile(r'csrf\w*"(?:: | value=)"\w+"|value="/verify/[^"]*"', re.IGNORECASE)
    assert len({own.sub("", text_of(response)) for response in answers}) == 1


def test_who_asks_too_often_waits(visitor, notice, settings):
    settings.VERIFICATIONS_PER_MINUTE = 3
    codes = [look(visitor, notice.code).status_code for _time in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert look(other, notice.code).status_code == 200


def test_without_redis_the_page_still_answers(visitor, notice, monkeypatch):
    def gone(*_args, **_options):
        raise NoRedis

    monkeypatch.setattr(rate_limit.cache, "add", gone)
    assert look(visitor, notice.code).status_code == 200


def test_the_page_is_kept_nowhere_and_has_the_strict_policy(visitor, notice):
    response = look(visitor, notice.code)
    assert "no-store" in response.headers["Cache-Control"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
