import pytest
from django.urls import reverse

from assignments.models import ReminderRule


@pytest.mark.parametrize("model", ["assignment", "historyentry"])
def test_work_and_history_are_only_looked_up(model, assignment, client_of, administrator):
    client = client_of(administrator)
    pk = assignment.pk if model == "assignment" else assignment.history.get().pk
    assert client.get(reverse(f"admin:assignments_{model}_changelist")).status_code == 200
    page = client.get(reverse(f"admin:assignments_{model}_change", args=[pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    for action in ("change", "delete"):
        assert client.post(reverse(f"admin:assignments_{model}_{action}", args=[pk])).status_code == 403
    assert client.get(reverse(f"admin:assignments_{model}_add")).status_code == 403


def test_reminder_rules_change_on_their_own_pages(client_of, administrator):
    rule = ReminderRule.objects.first()
    url = reverse("admin:assignments_reminderrule_change", args=[rule.pk])
    assert client_of(administrator).post(url, {"offset": -21}).status_code == 403
