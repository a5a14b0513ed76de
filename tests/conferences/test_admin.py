"""The administration site shows conferences, conclusions, tasks and their history, and changes none of them."""

import pytest
from django.urls import reverse

from conferences.actions import save_conference
from conferences.models import Conclusion, SourceText


@pytest.mark.parametrize("model", ["conference", "conclusion", "task", "changeentry", "sourcetext"])
def test_looked_up_and_not_changed(model, client_of, administrator, office, task):
    conference = task.conclusion.conference
    conference.place = "Nơi khác"
    save_conference(conference, by=office)
    client = client_of(administrator)
    row = {
        "conference": conference,
        "conclusion": task.conclusion,
        "task": task,
        "changeentry": conference.changes.get(),
        "sourcetext": SourceText.objects.create(conference=conference, text="Kết luận.", brought_by=office),
    }[model]
    assert client.get(reverse(f"admin:conferences_{model}_changelist"), {"q": "hoi nghi"}).status_code == 200
    page = client.get(reverse(f"admin:conferences_{model}_change", args=[row.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    for action in ("change", "delete"):
        url = reverse(f"admin:conferences_{model}_{action}", args=[row.pk])
        assert client.post(url, {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"admin:conferences_{model}_add")).status_code == 403
    assert Conclusion.objects.exists()
