"""Each person decides which mails come and when; the link in a mail stops its kind without signing in."""

from datetime import time

import pytest
from django.test import Client

from notifications.actions import notify
from notifications.kinds import DAILY, TABLE, How, Kind
from notifications.messages import Message
from notifications.models import MailSettings, Notification
from notifications.unsubscribing import unsubscribe_url

PAGE = "/notifications/settings/"
DEFAULTS = {kind.value: TABLE[kind].how.value for kind in Kind}
TIMES = {"digest_hour": "8", "quiet_from": "20:00:00", "quiet_until": "06:30:00"}


def path_of(user, kind):
    return "/notifications/unsubscribe/" + unsubscribe_url(user, kind).split("/")[-2] + "/"


def test_the_page_shows_what_holds(client_of, head_a):
    text = client_of(head_a).get(PAGE).text
    for kind in Kind:
        assert str(kind.label) in text
    assert text.count(" checked") == len(Kind)


def test_only_what_differs_from_the_defaults_is_kept(client_of, head_a):
    chosen = {
        **DEFAULTS,
        **TIMES,
        Kind.ESCALATED.value: "digest",
        "digest_hour": "14",
        "quiet_until": "07:00:00",
    }
    assert client_of(head_a).post(PAGE, chosen).url == PAGE
    row = MailSettings.objects.get(user=head_a)
    assert row.choices == {"escalated": "digest"}
    assert (row.digest_hour, row.quiet_until) == (14, time(7))


@pytest.mark.parametrize("wrong", [{"digest_hour": "3"}, {"escalated": "by pigeon"}, {"quiet_from": "25:00"}])
def test_nonsense_is_refused_with_a_sentence(client_of, head_a, wrong):
    answer = client_of(head_a).post(PAGE, {**DEFAULTS, **TIMES, **wrong})
    assert "Select a valid choice" in answer.text
    assert not MailSettings.objects.exists()


def test_opening_the_link_changes_nothing(head_a):
    """Scanners of mails open every link."""
    answer = Client().get(path_of(head_a, Kind.ESCALATED))
    assert "Stop these mails?" in answer.text
    assert not MailSettings.objects.exists()


def test_a_mail_program_stops_a_kind_with_one_click(head_a):
    """RFC 8058: a POST without cookies and without the token of a form."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path_of(head_a, Kind.ESCALATED), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    wishes = MailSettings.objects.get(user=head_a)
    assert wishes.choices == {"escalated": "never"}
    notify([head_a], kind=Kind.ESCALATED, path="/", write=lambda user: Message("Việc", ""))
    line = Notification.objects.get()
    assert (line.mail, line.waits_for_digest) == (None, False)


def test_stopping_the_digest_leaves_what_comes_at_once(head_a):
    Client().post(path_of(head_a, DAILY))
    wishes = MailSettings.objects.get(user=head_a)
    assert wishes.kinds_by(How.DIGEST) == []
    assert {Kind.ESCALATED, Kind.DIRECTED, Kind.RETURNED} <= set(wishes.kinds_by(How.AT_ONCE))


def test_a_link_that_was_not_made_here_leads_nowhere(head_a, head_b):
    good = path_of(head_a, Kind.ESCALATED)
    other = path_of(head_b, Kind.ESCALATED)
    mixed = other.split(":")[0] + ":" + good.split(":", 1)[1]
    for path in (mixed, "/notifications/unsubscribe/x/", f"{good[:-3]}/"):
        assert Client().post(path).status_code == 404
    head_a.is_active = False
    head_a.save()
    assert Client().post(good).status_code == 404
    assert not MailSettings.objects.exists()


def test_the_page_of_the_link_speaks_the_persons_language(head_a):
    head_a.language = "vi"
    head_a.save()
    assert 'lang="vi"' in Client().get(path_of(head_a, Kind.ESCALATED)).text


def test_a_link_of_a_mail_leads_to_its_page_after_signing_in(head_a, assignment):
    client = Client()
    path = f"/assignments/{assignment.pk}/"
    door = client.get(path)
    wrong = client.post(door.url, {"username": head_a.username, "password": "sai", "next": path})
    assert f'name="next" value="{path}"' in wrong.text
    head_a.set_password("mat-khau-dung")
    head_a.save()
    right = client.post(door.url, {"username": head_a.username, "password": "mat-khau-dung", "next": path})
    assert right.url == path
