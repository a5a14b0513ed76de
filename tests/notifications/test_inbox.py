import pytest
from django.utils import timezone

from notifications.kinds import Kind
from notifications.models import Notification
from notifications.views import PAGE_SIZE


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


def test_a_line_is_marked_read_and_unread_without_leaving_the_list(client_of, head_a, head_b, line_of):
    line = line_of(head_a)
    client = client_of(head_a)
    answer = client.post(f"/notifications/{line.pk}/mark/?show=unread&page=1")
    assert answer.url == "/notifications/?show=unread&page=1"
    line.refresh_from_db()
    assert line.read_at is not None
    client.post(f"/notifications/{line.pk}/mark/", {"unread": "1"})
    line.refresh_from_db()
    assert line.read_at is None
    assert client_of(head_b).post(f"/notifications/{line.pk}/mark/").status_code == 404


def test_lines_of_one_kind(client_of, head_a, line_of):
    line_of(head_a, "Bị trả lại", kind=Kind.RETURNED)
    line_of(head_a, "Việc mới", kind=Kind.NEW_WORK, read_at=timezone.now())
    client = client_of(head_a)
    text = client.get("/notifications/?kind=returned", headers={"hx-request": "true"}).text
    assert "Bị trả lại" in text
    assert "Việc mới" not in text
    assert "<html" not in text
    assert "Nothing of this kind." in client.get("/notifications/?kind=new_work&show=unread").text
    assert "/notifications/?kind=returned&amp;show=unread" in client.get("/notifications/?kind=returned").text


def test_many_lines_are_paged(client_of, head_a, line_of):
    for number in range(PAGE_SIZE + 1):
        line_of(head_a, f"Tin {number}")
    client = client_of(head_a)
    assert client.get("/notifications/").text.count("inbox-line") == PAGE_SIZE
    assert client.get("/notifications/?page=2").text.count("inbox-line") == 1
