import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from assignments.writing import SomebodyWasFaster
from notices import actions
from notices.models import STALE_AFTER, Notice, Rendering
from tests.recommendations.test_actions import together


@pytest.fixture
def notice(conference, office):
    return actions.prepare(conference, by=office)


@pytest.fixture
def sent(monkeypatch):
    """What would have gone to the workers."""
    found = []
    monkeypatch.setattr(actions, "send", found.append)
    return found


OTHERS = ["leader", "observer", "head_a", "officer_a", "administrator", "stranger"]


# --- Prepare and edit -------------------------------------------------------------------------------------------
def test_preparing_twice_is_one_notice(conference, office, second_office):
    assert actions.prepare(conference, by=office) == actions.prepare(conference, by=second_office)
    assert Notice.objects.get().created_by == office


@pytest.mark.django_db(transaction=True)
def test_preparing_at_the_same_time_is_one_notice(conference, office):
    assert len(set(together(4, lambda _number: actions.prepare(conference, by=office).pk))) == 1


@pytest.mark.parametrize("name", OTHERS)
def test_only_the_office_prepares(request, conference, name):
    with pytest.raises(PermissionDenied):
        actions.prepare(conference, by=request.getfixturevalue(name))


def test_editing_counts_the_version_up(notice, office):
    actions.edit(notice, values={"signer_name": "Nguyễn Văn A"}, version=1, by=office)
    notice.refresh_from_db()
    assert (notice.signer_name, notice.version) == ("Nguyễn Văn A", 2)


def test_the_second_of_two_edits_is_told(notice, office, second_office):
    actions.edit(notice, values={"closing": "Một."}, version=1, by=office)
    with pytest.raises(SomebodyWasFaster):
        actions.edit(notice, values={"closing": "Hai."}, version=1, by=second_office)


@pytest.mark.parametrize("name", OTHERS)
def test_only_the_office_edits(request, notice, name):
    with pytest.raises(PermissionDenied):
        actions.edit(notice, values={}, version=1, by=request.getfixturevalue(name))


def test_who_signs_for_another_must_name_them(notice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(authority="KT.", authority_of="")
    Notice.objects.update(authority="Q.", authority_of="")


# --- Ask for the PDF --------------------------------------------------------------------------------------------
def test_the_worker_is_told_after_the_commit(notice, office, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rendering = actions.request_rendering(notice, by=office)
        assert sent == []
    assert sent == [rendering.pk]
    assert (rendering.state, rendering.requested_by) == (Rendering.State.QUEUED, office)


def test_asking_again_meanwhile_is_the_same_rendering(notice, office, second_office, sent):
    first = actions.request_rendering(notice, by=office)
    assert actions.request_rendering(notice, by=second_office) == first


@pytest.mark.parametrize("state", ["done", "failed"])
def test_asking_again_afterwards_is_another_one(notice, office, sent, state):
    first = actions.request_rendering(notice, by=office)
    Rendering.objects.update(state=state, file="x.pdf", sha256="0" * 64)
    assert actions.request_rendering(notice, by=office) != first


def test_a_lost_one_stops_nobody(notice, office, sent):
    first = actions.request_rendering(notice, by=office)
    Rendering.objects.update(state="running", touched_at=first.touched_at - 2 * STALE_AFTER)
    assert actions.request_rendering(notice, by=office) != first


@pytest.mark.parametrize("name", OTHERS)
def test_only_the_office_asks(request, notice, name, sent):
    with pytest.raises(PermissionDenied):
        actions.request_rendering(notice, by=request.getfixturevalue(name))


def test_without_broker_the_rendering_says_so(
    notice, office, monkeypatch, django_capture_on_commit_callbacks
):
    class DeadBroker:
        def apply_async(self):
            raise OperationalError("no broker")

    monkeypatch.setattr(actions.app, "signature", lambda *_args, **_options: DeadBroker())
    with django_capture_on_commit_callbacks(execute=True):
        rendering = actions.request_rendering(notice, by=office)
    rendering.refresh_from_db()
    assert rendering.is_failed
    assert "cannot be reached" in rendering.sentence
