"""What is exported can be brought in again unchanged, whatever the texts are like."""

from dataclasses import replace
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from assignments.models import HistoryEntry
from dialogue_tracker.spreadsheets import read_workbook, write_workbook
from recommendations import actions
from recommendations.exports import write_recommendations
from recommendations.imports import SHEETS, check
from recommendations.imports.rows import as_read
from recommendations.imports.sheets import CODE, SHEET, TEXT
from recommendations.models import Recommendation, Theme

HOSTILE = (
    '=HYPERLINK("http://evil.example";"Bấm vào đây")',
    "+84 là số của Cục\n- dòng hai\n@ dòng ba",
    'Nói: "Đề nghị", ‘xem xét’, <b>, &amp; _x000D_ và _x0041_',
    "Đề nghị " + "x" * 19_992,
    "Cảm ơn 👍🏽 👨‍👩‍👧 và\tmột tab, một\u00a0khoảng cứng",
    "Đề nghị bổ sung biên chế",  # NFD
    "12/2026",
    "'dấu nháy đầu dòng",
    "Сông văn với chữ C của bảng chữ khác",  # Cyrillic С
)


# What may stand in a cell, and what Excel or XML cannot hold.
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).map(lambda text: f"Câu {text}.")


@given(st.lists(WORDS, min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_any_text_reads_the_same_however_often_it_goes_out_and_in(texts):
    sheet = replace(SHEET, columns=(CODE, TEXT), example={})
    cells = [{"code": f"KN2026-{n:03d}", "text": text} for n, text in enumerate(texts)]
    target = BytesIO()
    write_workbook(target, [(sheet, cells)])
    read = read_workbook(target.getvalue(), [sheet]).rows[sheet.id]
    assert [row.values["text"] for row in read] == [as_read(text, TEXT) for text in texts]


def quiet(percent: int, step: str) -> None:
    """Nobody watches."""


def exported(user, rows=None) -> bytes:
    target = BytesIO()
    found = Recommendation.objects.visible_to(user) if rows is None else rows
    write_recommendations(target, found.order_by("position"), user=user)
    return target.getvalue()


def checked(data: bytes, conference, by):
    reading = read_workbook(data, SHEETS["recommendations"])
    return check(reading, kind="recommendations", conference=conference, by=by, report=quiet)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_export_comes_back_as_the_same(language, conference, unit_a, unit_b, office, done):
    theme = Theme.objects.first()
    entries = [
        (
            actions.Raised(
                raised_by=unit_a, text=text, speaker=text[:150], theme=theme, proposed_lead=unit_b
            ),
            uuid4(),
        )
        for text in HOSTILE
    ]
    for raised, key in entries:
        actions.log(conference=conference, raised=raised, key=key, by=office)
    before = list(Recommendation.objects.values()), HistoryEntry.objects.count()
    with translation.override(language):
        data = exported(office)
    found = checked(data, conference, office)
    assert found.problems == []
    assert {row.act for row in found.rows} == {"same"}
    assert len(found.rows) == len(HOSTILE) + 1
    assert before == (list(Recommendation.objects.values()), HistoryEntry.objects.count())
    with ZipFile(BytesIO(data)) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist() if "sheets/" in name)


def test_a_unit_takes_its_own_away_and_no_draft_answer(
    client_of, conference, unit_b, office, head_a, head_b, assigned
):
    own = actions.log(
        conference=conference, raised=actions.Raised(raised_by=unit_b, text="Của Vụ."), key=uuid4(), by=office
    )
    actions.answer(
        assigned,
        answer="Sẽ trang bị.",
        outcome="explained",
        roadmap_on=None,
        version=assigned.version,
        by=office,
    )

    def taken(user, query=""):
        response = client_of(user).get(f"/recommendations/export/{query}")
        reading = read_workbook(b"".join(response.streaming_content), SHEETS["recommendations"])
        return {row.values["code"]: row.values["answer"] for row in reading.rows["recommendations"]}

    assert taken(office) == {assigned.code: "Sẽ trang bị.", own.code: ""}
    assert taken(head_a) == {assigned.code: ""}
    assert taken(head_b, f"?raised_by={unit_b.pk}") == {own.code: ""}
    assert taken(office, "?q=trang bi") == {assigned.code: "Sẽ trang bị."}
