"""What the administrator does: begin a series, look things up, and check that what was issued is whole."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from notices.models import NumberSeries, Original
from tests.notices.issued import issued


@pytest.fixture
def standing(conference, office, leader, unit_a, quick):
    return issued(conference, office, leader, unit_a)


def test_a_series_may_begin_higher_until_its_first_number_is_given(client_of, administrator, standing):
    client = client_of(administrator)
    fields = {"form": "party", "symbol": "TB/ĐUB", "period": "2025-2030", "first_number": "12"}
    assert client.post(reverse("admin:notices_numberseries_add"), fields).status_code == 302
    unused = NumberSeries.objects.get(first_number=12)
    change = reverse("admin:notices_numberseries_change", args=[unused.pk])
    assert client.post(change, {**fields, "first_number": "15"}).status_code == 302
    used = standing.issuance.series
    page = reverse("admin:notices_numberseries_change", args=[used.pk])
    assert client.post(page, {**fields, "first_number": "9"}).status_code == 403
    assert client.post(reverse("admin:notices_numberseries_delete", args=[used.pk])).status_code == 403
    wrong = client.post(reverse("admin:notices_numberseries_add"), {**fields, "first_number": "0"})
    assert wrong.status_code == 200


@pytest.mark.parametrize("model", ["issuance", "rendering"])
def test_the_rest_is_only_looked_up(client_of, administrator, standing, model):
    client = client_of(administrator)
    assert client.get(reverse(f"admin:notices_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:notices_{model}_add")).status_code == 403
    row = {"issuance": standing.issuance, "rendering": standing.renderings.get(purpose="issue")}[model]
    assert client.post(reverse(f"admin:notices_{model}_change", args=[row.pk]), {}).status_code == 403


def test_what_is_whole_is_said_to_be(standing, capsys):
    call_command("check_originals")
    assert "1 issued PDF fits its SHA-256; the numbers have no gap." in capsys.readouterr().out


def test_a_damaged_pdf_and_a_gap_are_found(conference, office, leader, unit_a, standing, capsys):
    """As a disk or a careless restore may leave it: the triggers are taken away first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("original", "issuance"):
            cursor.execute(f"ALTER TABLE notices_{table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE notices_original DROP CONSTRAINT notices_original_hash_is_of_content")
    Original.objects.update(content=b"%PDF-1.7 other")
    standing.issuance.series.issuances.update(number=2)
    with pytest.raises(CommandError, match="not whole"):
        call_command("check_originals")
    said = capsys.readouterr().err
    assert "The PDF of 01/TB-BCT does not fit its SHA-256." in said
    assert "have a gap" in said
