"""The special days as a workbook: copied from there, they are read as they were."""

import pytest
from django.urls import reverse

from dialogue_tracker.spreadsheets import read_workbook
from workdays.exports import SHEET
from workdays.imports import read_lines
from workdays.models import SpecialDay


@pytest.mark.django_db
def test_what_is_exported_can_be_entered_again(client_of, office):
    answer = client_of(office).get(reverse("assignments:calendar_export"), {"year": 2026})
    rows = read_workbook(b"".join(answer.streaming_content), [SHEET]).rows[SHEET.id]
    stored = list(SpecialDay.objects.filter(day__year=2026))
    assert len(rows) == len(stored) > 5
    pasted = "\n".join(
        "\t".join(
            value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value or "")
            for value in row.values.values()
        )
        for row in rows
    )
    for line, day in zip(read_lines(pasted), stored, strict=True):
        assert line.error == ""
        for field in ("day", "kind", "name", "legal_basis", "in_lieu_of", "is_provisional"):
            assert getattr(line.wanted, field) == getattr(day, field)
