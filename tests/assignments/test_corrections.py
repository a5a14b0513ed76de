"""The wording of an accepted task changes with a reason, for the conference and for each unit's work."""

import pytest
from django.urls import reverse

from assignments.corrections import correct_task
from assignments.models import Assignment
from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import ChangeEntry, Task
from notifications.models import Notification

NEW = "Cục Hóa chất rà soát toàn bộ quy chuẩn an toàn hóa chất."
VALUES = {"number": "1a", "text": NEW, "reason": "Gõ sai"}


def test_history_on_both_sides_and_the_work_found_by_the_new_words(assignment, task, office, head_a):
    Notification.objects.all().delete()
    correct_task(task, **VALUES, version=1, by=office)
    entry = ChangeEntry.objects.get(verb="correct_task")
    assert entry.reason == "Gõ sai"
    assert entry.changes["number"] == ["1", "1a"]
    stored = Assignment.objects.get()
    assert (stored.title, stored.wording, stored.version) == (NEW, NEW, assignment.version)
    assert Assignment.objects.search("toan bo quy chuan").get() == stored
    assert stored.history.last().changes["text"][1] == NEW
    assert Notification.objects.filter(user=head_a).count() == 1


def test_refused(task, assignment, office, head_a):
    with pytest.raises(SomebodyWasFaster):
        correct_task(task, **VALUES, version=7, by=office)
    with pytest.raises(Refused):
        correct_task(task, **VALUES, version=1, by=head_a)
    Task.objects.filter(pk=task.pk).update(accepted_at=None, accepted_by=None)
    with pytest.raises(Refused, match="not accepted yet"):
        correct_task(task, **VALUES, version=1, by=office)
    assert not ChangeEntry.objects.exists()


def test_the_page(task, assignment, office, second_office, leader, client_of):
    url = reverse("assignments:correct_task", args=[task.pk])
    assert task.text in client_of(office).get(url).text
    assert client_of(leader).post(url, {**VALUES, "version": 1}).status_code == 403
    client_of(second_office).post(url, {**VALUES, "number": "2", "version": 1})
    page = client_of(office).post(url, {**VALUES, "number": "1", "text": "Cách viết của tôi.", "version": 1})
    assert page.status_code == 409
    assert page.context["form"]["number"].value() == "2"
    assert page.context["form"]["text"].value() == "Cách viết của tôi."
    assert Task.objects.get().text == NEW
    history = client_of(office).get(reverse("conferences:history", args=[task.conclusion.conference_id]))
    assert "Corrected an accepted task: 2." in history.text
