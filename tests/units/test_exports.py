"""The register as a workbook: the units of the day that was asked for."""

from django.urls import reverse

from dialogue_tracker.spreadsheets import read_workbook
from units.exports import SHEET


def test_the_register_of_a_day_is_taken_away(client_of, office, unit_a, unit_b):
    answer = client_of(office).get(reverse("units:export"), {"q": unit_a.name})
    found = read_workbook(b"".join(answer.streaming_content), [SHEET])
    assert found.problems == found.notices == []
    assert [row.values["name"] for row in found.rows[SHEET.id]] == [unit_a.name]
    assert found.rows[SHEET.id][0].values["valid_from"] == unit_a.valid_from
    none = client_of(office).get(reverse("units:export"), {"on": "01/01/1950"})
    assert read_workbook(b"".join(none.streaming_content), [SHEET]).rows[SHEET.id] == []
