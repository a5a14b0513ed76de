"""A unit's shared draft: who reads it, who sends it, two people and two tabs at it, and a button pressed twice."""

from functools import partial
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assignments.actions import Change, change_state
from assignments.actions_drafts import save_draft
from assignments.actions_updates import Proof, add_update
from assignments.models import Draft, Evidence, Update
from assignments.workflow import State, Verb
from assignments.writing import Refused, SomebodyWasFaster
from notifications.models import Notification
from tests.assignments.conftest import RESULT, WHY
from tests.assignments.test_evidence_files import PDF
from tests.concurrency import meanwhile

UPDATE, RESULT_DRAFT = Draft.Purpose.UPDATE, Draft.Purpose.RESULT
TYPED = {"text": "Đã họp với đơn vị phối hợp.", "percent": "abc", "next_step": "", "document": ""}


@pytest.fixture
def working(assignment, bring_to):
    return bring_to(assignment, State.IN_PROGRESS)


def address(assignment, name="update"):
    return reverse(f"assignments:{name}", args=[assignment.pk])


def save(client, assignment, do="save", version=0, name="update", **values):
    data = {**TYPED, **values, "do": do, "draft_version": version, "version": assignment.version}
    return client.post(address(assignment, name), data)


# --- Who ----------------------------------------------------------------------------------------------------
def test_officer_drafts_and_the_head_sends(working, client_of, officer_a, head_a):
    officer, head = client_of(officer_a), client_of(head_a)
    assert save(officer, working).url == address(working)
    assert officer.get(address(working)).context["form"]["percent"].value() == "abc"  # typed wrong, kept
    assert save(officer, working, do="ready", version=1, percent="40").url == working.get_absolute_url()
    assert save(officer, working, do="send", version=2, percent="40").status_code == 403
    assert not Update.objects.exists()
    line = Notification.objects.get(user=head_a, path=address(working))
    assert line.subject == f"{officer_a.full_name} wrote a draft for you to send: {working.title}"
    assert "Drafts to send" in head.get(reverse("assignments:my_unit")).text
    form = head.get(address(working)).context["form"]
    assert form["text"].value() == TYPED["text"]
    save(head, working, do="send", version=2, percent="45", text="Đã họp và thống nhất.")
    update = Update.objects.get()
    assert (update.author, update.drafted_by, update.percent) == (head_a, officer_a, 45)
    assert not Draft.objects.exists()
    assert f"drafted: {officer_a}, sent: {head_a}" in head.get(working.get_absolute_url()).text


def test_only_the_unit_reads_a_draft(working, client_of, people, head_a):
    secret = "Chưa thống nhất với đơn vị phối hợp."
    save(client_of(people["officer"]), working, text=secret)
    file = SimpleUploadedFile("nhap.pdf", PDF)
    client_of(head_a).post(
        address(working), {**TYPED, "text": secret, "do": "save", "draft_version": 1, "file": file}
    )
    evidence = Evidence.everything.get()
    for name, person in people.items():
        client = client_of(person)
        reads = name in ("head", "officer")
        assert (secret in client.get(address(working)).text) == reads
        file = client.get(reverse("assignments:evidence", args=[evidence.pk]))
        assert (file.streaming and b"".join(file.streaming_content) == PDF) == reads
        page = client.get(working.get_absolute_url())
        assert page.status_code == 404 or ("Draft saved by" in page.text) == reads
        assert "nhap.pdf" not in page.text
    assert not working.evidence.exists()


def test_result_drafted_with_a_file_is_sent_with_it(working, client_of, officer_a, head_a):
    file = SimpleUploadedFile("to-trinh.pdf", PDF)
    data = {
        "result": RESULT,
        "document": "",
        "do": "ready",
        "draft_version": 0,
        "version": working.version,
        "file": file,
    }
    assert client_of(officer_a).get(address(working, "report")).status_code == 403
    assert client_of(officer_a).post(address(working, "result"), data).status_code == 302
    sent = {"result": RESULT, "document": "", "draft_version": 1, "version": working.version}
    assert client_of(head_a).post(address(working, "report"), sent).url == working.get_absolute_url()
    working.refresh_from_db()
    assert working.state == State.REPORTED
    update = working.updates.get()
    assert (update.drafted_by, update.evidence.get().file_name) == (officer_a, "to-trinh.pdf")


def test_a_draft_ends_with_the_work_or_with_the_unit(working, officer_a, head_a, office):
    draft = save_draft(
        working,
        UPDATE,
        values=TYPED,
        version=0,
        by=officer_a,
        proof=Proof(files=[SimpleUploadedFile("a.pdf", PDF)]),
    )
    assert draft.evidence(manager="everything").count() == 1
    change_state(working, Verb.WITHDRAW, by=office, change=Change(reason=WHY))
    assert not Draft.objects.exists()
    assert not Evidence.everything.exists()
    with pytest.raises(Refused):
        save_draft(working, UPDATE, values=TYPED, version=0, by=officer_a)


def test_discard(working, client_of, officer_a):
    client = client_of(officer_a)
    save(client, working)
    assert client.post(address(working), {"do": "discard"}).status_code == 302
    assert not Draft.objects.exists()


# --- Several hands ------------------------------------------------------------------------------------------
def test_autosave_counts_up_and_the_same_text_again_changes_nothing(working, client_of, officer_a):
    client = client_of(officer_a)
    assert 'data-draft-version="1"' in save(client, working, do="autosave").text
    assert 'data-draft-version="1"' in save(client, working, do="autosave").text  # the answer was lost
    assert 'data-draft-version="2"' in save(client, working, do="autosave", version=1, text="Khác.").text
    assert Draft.objects.get().version == 2


@pytest.mark.parametrize("do", ["autosave", "save", "ready"])
def test_the_second_sees_the_first_ones_text_and_keeps_the_own(working, client_of, officer_a, head_a, do):
    save(client_of(head_a), working, text="Lời của thủ trưởng.")
    response = save(client_of(officer_a), working, do=do, text="Lời của chuyên viên.")
    assert response.status_code == 409
    assert "Lời của thủ trưởng." in response.text
    assert Draft.objects.get().values["text"] == "Lời của thủ trưởng."
    if do != "autosave":
        assert response.context["form"]["text"].value() == "Lời của chuyên viên."
        assert response.context["form"]["draft_version"].value() == "1"
        save(client_of(officer_a), working, version=1, text="Lời của cả hai.")
        assert Draft.objects.get().values["text"] == "Lời của cả hai."


def test_a_page_is_never_its_own_rival(working, client_of, head_a):
    """What it saves by itself may arrive while it is sent, and even after."""
    client, key = client_of(head_a), str(uuid4())
    save(client, working, do="autosave", key=key, percent="10")
    sent = {"key": key, "percent": "10", "text": "Đã họp xong."}
    assert save(client, working, do="send", **sent).url == working.get_absolute_url()
    assert save(client, working, do="autosave", **sent).status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["update", "report"])
def test_nothing_is_sent_over_words_the_head_has_not_seen(working, client_of, officer_a, head_a, name):
    officers = "result" if name == "report" else "update"
    save(client_of(officer_a), working, name=officers, text="Mới.", result="Mới.", percent="10")
    sent = {"percent": "20", "text": "Cũ.", "result": "Cũ.", "document": "1/BCT"}
    response = save(client_of(head_a), working, do="send", name=name, **sent)
    assert response.status_code == 409
    assert "Mới." in response.text
    assert not Update.objects.exists()


def test_a_draft_sent_meanwhile_keeps_what_was_typed(working, client_of, officer_a, head_a):
    save(client_of(officer_a), working, percent="10")
    save(client_of(head_a), working, do="send", version=1, percent="10")
    response = save(client_of(officer_a), working, version=1, text="Viết tiếp.")
    assert response.status_code == 409
    assert "The draft was sent or discarded meanwhile." in response.text
    save(client_of(officer_a), working, version=0, text="Viết tiếp.")
    assert Draft.objects.get().values["text"] == "Viết tiếp."


@pytest.mark.parametrize("name", ["update", "report"])
def test_a_button_pressed_twice_counts_once(working, client_of, head_a, name):
    client, key = client_of(head_a), str(uuid4())
    sent = {"percent": "20", "text": "Xong.", "result": RESULT, "document": "1/BCT", "key": key}
    for _ in range(2):
        assert save(client, working, do="send", name=name, **sent).url == working.get_absolute_url()
    assert Update.objects.count() == Evidence.objects.count() == 1
    assert working.history.filter(verb__in=("update", "report")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_count_once(assignment, head_a):
    key = uuid4()

    def send():
        add_update(assignment, text="Xong.", percent=10, next_step="", proof=Proof(), by=head_a, key=key)

    assert meanwhile(send, send) is None
    assert Update.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_draft_at_the_same_moment(assignment, officer_a, head_a):
    first = partial(save_draft, assignment, UPDATE, values=TYPED, version=0, by=officer_a)
    second = partial(save_draft, assignment, UPDATE, values={**TYPED, "text": "Khác."}, version=0, by=head_a)
    assert isinstance(meanwhile(first, second), SomebodyWasFaster)
    assert Draft.objects.get().values == TYPED


def test_a_file_that_cannot_be_kept_is_named_and_nothing_typed_is_lost(working, client_of, officer_a):
    data = {**TYPED, "do": "save", "file": SimpleUploadedFile("virus.pdf", b"MZ")}
    response = client_of(officer_a).post(address(working), data)
    assert "“virus.pdf” is not a PDF" in response.text
    assert TYPED["text"] in response.text
    assert not Draft.objects.exists()
