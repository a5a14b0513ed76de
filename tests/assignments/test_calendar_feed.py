"""Deadlines in calendar programs: on their day, exactly what the owner may see, until the link is renewed."""

from datetime import date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from assignments.actions import Change, change_state, create_assignment
from assignments.models import Assignment, CalendarLink
from dialogue_tracker.icalendar import LINE, escaped, folded

TODAY = date(2026, 11, 23)
TITLE = "Rà soát; quy chuẩn, an toàn\\hóa chất " + "ừ" * 80


@pytest.fixture(autouse=True)
def early_in_the_morning():
    """06:30 in Việt Nam is still yesterday in UTC."""
    with time_machine.travel(
        datetime(2026, 11, 23, 6, 30, tzinfo=timezone.get_default_timezone()), tick=False
    ):
        yield


@pytest.fixture
def due(conference, unit_a, office):
    def make(due_on=TODAY, unit=None, title=TITLE):
        return create_assignment(
            conference=conference, title=title, unit=unit or unit_a, due_on=due_on, by=office
        )

    return make


def path(link):
    return f"/feeds/{link.pk}-{link.secret}.ics"


@pytest.fixture
def link_of(db):
    return lambda user, unit=None: CalendarLink.objects.create(user=user, unit=unit)


def events(link):
    answer = Client().get(path(link))
    assert answer.status_code == 200
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_whole_day_that_slips_nowhere(due, link_of, head_a, settings):
    settings.SITE_URL = "https://doi-thoai.example"
    work = due()
    [event] = events(link_of(head_a))
    assert event.decoded("dtstart") == TODAY
    assert event.decoded("dtend") == TODAY + timedelta(days=1)
    assert str(event["uid"]) == f"assignment-{work.pk}@doi-thoai.example"
    assert str(event["summary"]) == f"{work.unit.short}: {work.title}"
    assert str(event["url"]) == f"https://doi-thoai.example{work.get_absolute_url()}"
    assert str(event["description"]).splitlines()[0] == work.title


def test_lines_are_short_and_letters_whole(due, link_of, head_a):
    due()
    content = Client().get(path(link_of(head_a))).content
    assert all(len(line) <= LINE for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    content.decode()


@pytest.mark.parametrize(
    "text", ["", "a", "ừ" * 200, "x" * 74 + "ừy", "1\r\n2\r3\n4", "a\x00\x07b", '\\;,:"']
)
def test_any_text_comes_back(text):
    line = "".join(f"{part}\r\n" for part in folded(f"SUMMARY:{escaped(text)}"))
    back = icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{line}END:VCALENDAR\r\n")
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("\x07", "")
    assert str(back["summary"]) == wanted


def test_exactly_what_the_owner_may_see(due, link_of, head_a, head_b, office, unit_a, unit_b):
    mine, other = due(title="Việc A"), due(unit=unit_b, title="Việc B")
    assert [str(event["summary"]).split(": ")[1] for event in events(link_of(head_a))] == [mine.title]
    assert len(events(link_of(office))) == 2
    assert len(events(link_of(office, unit_b))) == 1
    assert events(link_of(head_a, unit_b)) == []
    assert other.title in str(events(link_of(head_b))[0]["summary"])


def test_only_open_work_with_a_date(due, link_of, head_a, office):
    due(due_on=None)
    withdrawn = due()
    change_state(withdrawn, "withdraw", by=office, change=Change(reason="Trùng."))
    assert events(link_of(head_a)) == []


def test_who_lost_the_role_sees_nothing_more_and_who_left_has_no_calendar(due, link_of, head_a):
    due()
    link = link_of(head_a)
    assert len(events(link)) == 1
    head_a.memberships.update(valid_to=TODAY - timedelta(days=1))
    assert events(link) == []
    head_a.is_active = False
    head_a.save()
    assert Client().get(path(link)).status_code == 404


def test_a_new_link_ends_the_old_one(link_of, head_a, client_of):
    link = link_of(head_a)
    old = path(link)
    client_of(head_a).post(f"/feeds/{link.pk}/renew/")
    link.refresh_from_db()
    assert Client().get(old).status_code == 404
    assert Client().get(path(link)).status_code == 200
    client_of(head_a).post(f"/feeds/{link.pk}/remove/")
    assert Client().get(path(link)).status_code == 404


def test_a_link_of_another_is_not_touched(link_of, head_a, head_b, client_of):
    link = link_of(head_a)
    assert client_of(head_b).post(f"/feeds/{link.pk}/remove/").status_code == 404
    other = link_of(head_b)
    assert Client().get(f"/feeds/{link.pk}-{other.secret}.ics").status_code == 404


def test_unchanged_it_is_not_sent_again(due, link_of, head_a):
    work = due()
    link = link_of(head_a)
    first = Client().get(path(link))
    again = Client().get(path(link), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first["Cache-Control"]
    Assignment.objects.filter(pk=work.pk).update(due_on=TODAY + timedelta(days=9))
    assert Client().get(path(link), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_program_that_asks_too_often_is_told_to_wait(link_of, head_a, settings):
    settings.VERIFICATIONS_PER_MINUTE = 2
    link = link_of(head_a)
    answers = [Client().get(path(link)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_the_page_makes_one_link_of_a_kind(client_of, head_a, unit_a, unit_b):
    client = client_of(head_a)
    for _ in range(2):
        client.post("/feeds/", {"unit": ""})
    client.post("/feeds/", {"unit": unit_a.pk})
    assert "Select a valid choice" in client.post("/feeds/", {"unit": unit_b.pk}).text
    links = CalendarLink.objects.filter(user=head_a)
    assert {link.unit for link in links} == {None, unit_a}
    page = client.get("/feeds/").text
    assert all(path(link) in page for link in links)
