import pytest
from django.utils import timezone

from notifications.models import Notification


@pytest.fixture
def line_of():
    def make(user, subject="Có việc mới", **more):
        return Notification.objects.create(user=user, subject=subject, path="/units/", **more)

    return make


def test_only_ones_own_lines(client_of, head_a, head_b, line_of):
    line_of(head_a, "Của tôi")
    line_of(head_b, "Của người khác")
    text = client_of(head_a).get("/notifications/").text
    assert "Của tôi" in text
    assert "Của người khác" not in text


def test_opening_marks_it_read_and_leads_to_the_page(client_of, head_a, line_of):
    line = line_of(head_a)
    answer = client_of(head_a).post(f"/notifications/{line.pk}/")
    assert answer.url == "/units/"
    line.refresh_from_db()
    assert line.read_at is not None


def test_somebody_elses_line_is_not_there(client_of, head_b, head_a, line_of):
    line = line_of(head_a)
    assert client_of(head_b).post(f"/notifications/{line.pk}/").status_code == 404
    line.refresh_from_db()
    assert line.read_at is None


def test_opening_is_a_post(client_of, head_a, line_of):
    assert client_of(head_a).get(f"/notifications/{line_of(head_a).pk}/").status_code == 405


def test_read_all_touches_only_ones_own(client_of, head_a, head_b, line_of):
    mine, other = line_of(head_a), line_of(head_b)
    client_of(head_a).post("/notifications/read-all/")
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.read_at is not None
    assert other.read_at is None


def test_unread_only(client_of, head_a, line_of):
    line_of(head_a, "Đã đọc", read_at=timezone.now())
    line_of(head_a, "Chưa đọc")
    text = client_of(head_a).get("/notifications/?show=unread").text
    assert "Chưa đọc" in text
    assert "Đã đọc" not in text


def test_empty_inboxes_say_what_comes_here(client_of, head_a, line_of):
    client = client_of(head_a)
    assert "Your inbox is empty." in client.get("/notifications/").text
    line_of(head_a, read_at=timezone.now())
    assert "Nothing unread." in client.get("/notifications/?show=unread").text


def test_the_number_at_the_bell(client_of, head_a, line_of):
    line_of(head_a)
    line_of(head_a)
    assert "Inbox: 2 unread" in client_of(head_a).get("/units/").text
