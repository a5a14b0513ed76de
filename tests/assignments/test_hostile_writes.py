"""What a form may not break: wrong numbers, marks of HTML, files that vanish, two people at once."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assignments import actions
from assignments.actions import Change, change_state, create_assignment
from assignments.actions_updates import Proof, add_update
from assignments.models import Assignment, Evidence
from assignments.workflow import State, Verb
from tests.concurrency import meanwhile


def files_in(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_a_deadline_as_worded_is_text_and_not_html(assignment, office, head_a, client_of):
    declined = change_state(assignment, Verb.DECLINE, by=head_a, change=Change(reason="Không thuộc."))
    Assignment.objects.filter(pk=declined.pk).update(
        due_phrase="<img src=x onerror=alert(1)>", due_on=None, original_due_on=None
    )
    page = client_of(office).get(reverse("assignments:change", args=[assignment.pk, "assign"])).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_help_with_marks_of_its_own_keeps_them(office, client_of):
    assert "<li>" in client_of(office).get(reverse("accounts:change_password")).text


def test_a_version_of_thirty_digits_is_only_an_old_version(assignment, head_a, client_of):
    path = reverse("assignments:change", args=[assignment.pk, "accept"])
    assert client_of(head_a).post(path, {"version": "9" * 30}).status_code == 409


@pytest.mark.parametrize("value", ["9" * 20, "9" * 5000, "²", "x"])
def test_tasks_that_cannot_be_are_not_accepted(value, conference, conclusion, office, client_of):
    path = reverse("assignments:accept_tasks", args=[conference.pk])
    assert client_of(office).post(path, {"task": value}).status_code == 302
    assert not Assignment.objects.exists()


# --- Files --------------------------------------------------------------------------------------------------
def test_a_file_leaves_with_the_report_that_failed(assignment, head_a, settings, monkeypatch):
    change_state(assignment, Verb.ACCEPT, by=head_a, change=Change())

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "record", fail)
    file = SimpleUploadedFile("minh-chung.pdf", b"%PDF-1.7\n%%EOF\n")
    with pytest.raises(RuntimeError):
        change_state(
            assignment, Verb.REPORT, by=head_a, change=Change(result="Đã xong.", proof=Proof(files=[file]))
        )
    assert files_in(settings.MEDIA_ROOT) == []


def test_a_file_that_is_gone_is_not_found(assignment, head_a, client_of):
    change_state(assignment, Verb.ACCEPT, by=head_a, change=Change())
    file = SimpleUploadedFile("minh-chung.pdf", b"%PDF-1.7\n%%EOF\n")
    add_update(assignment, text="Xong.", percent=10, next_step="", proof=Proof(files=[file]), by=head_a)
    evidence = Evidence.objects.get()
    Path(evidence.file.path).unlink()
    path = reverse("assignments:evidence", args=[evidence.pk])
    assert client_of(head_a).get(path).status_code == 404


# --- Two at once --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_task_given_twice_at_once_to_one_unit_is_refused_in_words(conference, task, unit_a, office):
    first, second = (
        create_assignment(conference=conference, title="Rà soát", task=task, by=office) for _ in range(2)
    )
    raised = meanwhile(
        lambda: change_state(first, Verb.ASSIGN, by=office, change=Change(unit=unit_a)),
        lambda: change_state(second, Verb.ASSIGN, by=office, change=Change(unit=unit_a)),
    )
    assert isinstance(raised, ValidationError)
    assert Assignment.objects.filter(state=State.ASSIGNED).count() == 1
