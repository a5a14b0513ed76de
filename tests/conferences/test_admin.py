"""The administration site opens for conferences, conclusions and tasks, and does not add what the workspace makes."""

import pytest
from django.urls import reverse

from conferences.models import Conference


@pytest.mark.parametrize("model", ["conference", "conclusion", "task"])
def test_lists_and_forms_open(model, client_of, administrator, task):
    client = client_of(administrator)
    row = {"conference": task.conclusion.conference, "conclusion": task.conclusion, "task": task}[model]
    assert client.get(reverse(f"admin:conferences_{model}_changelist"), {"q": "hoi nghi"}).status_code == 200
    assert client.get(reverse(f"admin:conferences_{model}_change", args=[row.pk])).status_code == 200


def test_a_conference_added_here_names_who_added_it(client_of, administrator, ministry):
    data = {
        "kind": "leadership", "host": ministry.pk, "title": "Hội nghị", "held_on": "05/03/2026", "place": "Hà Nội",
        "chair_name": "Bộ trưởng", "chair_title": "Bộ trưởng", "attendances-TOTAL_FORMS": 0,
        "attendances-INITIAL_FORMS": 0,
    }  # fmt: skip
    client_of(administrator).post(reverse("admin:conferences_conference_add"), data)
    assert Conference.objects.get().created_by == administrator


@pytest.mark.parametrize("model", ["conclusion", "task"])
def test_what_comes_from_reading_is_not_added_by_hand(model, client_of, administrator):
    assert client_of(administrator).get(reverse(f"admin:conferences_{model}_add")).status_code == 403
