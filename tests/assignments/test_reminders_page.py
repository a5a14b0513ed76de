"""The office's page of reminders, its buttons, and the rows shown on an assignment."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone

from assignments import reminder_overview, views_reminders
from assignments.actions import create_assignment
from assignments.models import Reminder, ReminderRule, ReminderStop
from assignments.models.reminders import Counts
from assignments.reminder_overview import cells
from assignments.reminder_planning import plan
from assignments.reminder_sending import sweep
from assignments.reminder_stops import Target, stop
from assignments.reminders import lines_of
from notifications.heartbeats import DELIVERY, beat
from notifications.models import Heartbeat, OutgoingMail

PAGE = "/reminders/"


@pytest.fixture(autouse=True)
def on_a_working_day():
    with time_machine.travel("2026-11-25T09:05:00+07:00"):
        yield


@pytest.fixture(autouse=True)
def one_rule(db):
    ReminderRule.objects.all().delete()
    ReminderRule.objects.create(
        offset=-3,
        counts=Counts.CALENDAR,
        audience=ReminderRule.Audience.HEAD,
    )


@pytest.fixture(autouse=True)
def deliveries(monkeypatch):
    """How often a delivery was asked for; no broker is needed."""
    asked = []
    monkeypatch.setattr(views_reminders.deliver_mails, "delay", lambda: asked.append(1))
    return asked


@pytest.fixture
def due_soon(conference, unit_a, office):
    def make(title="Rà soát quy chuẩn"):
        return create_assignment(
            conference=conference,
            title=title,
            unit=unit_a,
            due_on=timezone.localdate() + timedelta(days=3),
            by=office,
        )

    return make


@pytest.fixture
def page(client_of, office):
    client = client_of(office)
    return lambda query="", **more: client.get(f"{PAGE}{query}", **more)


def test_empty_it_says_what_will_happen(page):
    assert "No reminder yet." in page().text


def test_sent_reminders_are_listed_with_person_and_step(page, due_soon, head_a):
    due_soon()
    sweep(timezone.localdate())
    text = page().text
    assert "Rà soát quy chuẩn" in text
    assert head_a.full_name in text
    assert "3 days before" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ra+soat", True),
        ("?q=hoa+chat", True),
        ("?q=head_a", True),
        ("?q=thue+quan", False),
        ("?outcome=sent", True),
        ("?outcome=failed", False),
        ("?since=01/01/2020", True),
        ("?until=01/01/2020", False),
    ],
)
def test_filters(page, due_soon, head_a, query, found):
    due_soon()
    sweep(timezone.localdate())
    answer = page(query, headers={"hx-request": "true"}).text
    assert ("Rà soát quy chuẩn" in answer) is found
    assert "<html" not in answer
    assert found or "No reminder fits these filters." in answer


def test_reminders_of_one_work_and_of_one_person(page, due_soon, head_a):
    first, second = due_soon("Việc thứ nhất"), due_soon("Việc thứ hai")
    sweep(timezone.localdate())
    one = page(f"?assignment={first.pk}").text
    assert "Việc thứ nhất" in one
    assert f'href="{second.get_absolute_url()}"' not in one
    assert "2 reminders" in page(f"?recipient={head_a.pk}").text


def test_units_without_a_head_are_named(page, due_soon, unit_a):
    due_soon()
    assert "Units nobody is reminded for" in page().text


def test_as_many_queries_for_three_rows_as_for_one(page, due_soon, head_a, django_assert_max_num_queries):
    due_soon()
    sweep(timezone.localdate())
    page()
    with django_assert_max_num_queries(100) as one:
        page()
    for _ in range(2):
        due_soon()
    sweep(timezone.localdate())
    with django_assert_max_num_queries(len(one)):
        page()


def test_run_now_sends_what_is_due_and_says_so(
    client_of, office, due_soon, head_a, deliveries, django_capture_on_commit_callbacks
):
    due_soon()
    client = client_of(office)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{PAGE}run/", follow=True)
    assert "Sent: 1 reminder to 1 person." in answer.text
    assert deliveries == [1]
    again = client.post(f"{PAGE}run/", follow=True)
    assert "Nothing new is due" in again.text
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("path", ["", "run/", "mails/retry/"])
def test_only_the_office(client_of, head_a, leader, path):
    for person in (head_a, leader):
        client = client_of(person)
        answer = client.post(f"{PAGE}{path}") if path else client.get(PAGE)
        assert answer.status_code == 403


@pytest.fixture
def failed_mail(due_soon, head_a):
    due_soon()
    sweep(timezone.localdate())
    mail = OutgoingMail.objects.get()
    mail.state, mail.error = OutgoingMail.State.FAILED, "550 no such mailbox"
    mail.save()
    return mail


def test_a_failed_mail_is_shown_with_its_error(page, failed_mail):
    text = page().text
    assert "Mails that could not be delivered" in text
    assert "550 no such mailbox" in text
    assert f"{PAGE}mails/{failed_mail.pk}/retry/" in text


def test_try_again(client_of, office, failed_mail, deliveries, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(office).post(f"{PAGE}mails/{failed_mail.pk}/retry/", follow=True)
    assert failed_mail.address in answer.text
    failed_mail.refresh_from_db()
    assert (failed_mail.state, failed_mail.attempts) == (OutgoingMail.State.QUEUED, 0)
    assert deliveries == [1]


def test_try_all_again(client_of, office, failed_mail):
    answer = client_of(office).post(f"{PAGE}mails/retry/", follow=True)
    assert "1 mail is tried again within a minute." in answer.text


def test_other_mails_that_failed_are_shown_and_tried_again_too(client_of, office, page, failed_mail):
    Reminder.objects.update(mail=None)
    assert failed_mail.subject in page().text
    client_of(office).post(f"{PAGE}mails/{failed_mail.pk}/retry/")
    failed_mail.refresh_from_db()
    assert failed_mail.state == OutgoingMail.State.QUEUED


def test_everybody_who_sees_the_work_sees_who_was_reminded(due_soon, head_a):
    work = due_soon()
    values = {"reminder_lines": lines_of(work)}
    assert "Nobody has been reminded yet." in render_to_string("assignments/_reminders.html", values)
    sweep(timezone.localdate())
    shown = render_to_string("assignments/_reminders.html", {"reminder_lines": lines_of(work)})
    assert head_a.full_name in shown
    assert "3 days before" in shown
    assert "Try again" not in shown


# --- Numbers and lists ----------------------------------------------------------------------------------------
def test_every_number_above_is_the_length_of_its_list(page, due_soon, head_a, office):
    due_soon("Đã gửi")
    sweep(timezone.localdate(), by_hand=True)
    work = due_soon("Sẽ dừng")
    plan(timezone.localdate())
    stop(Target(assignment=work), reason="Đã trao đổi.", by=office)
    due_soon("Đang chờ")
    plan(timezone.localdate())
    counts = {name: cell.count for name, cell in cells(timezone.localdate()).items()}
    assert counts == {"due": 1, "coming": 0, "sent": 1, "failed": 0, "cancelled": 1}
    for cell in cells(timezone.localdate()).values():
        found = page(
            cell.url.removeprefix(PAGE).removesuffix("#results"), headers={"hx-request": "true"}
        ).text
        assert found.count('class="row-link"') == cell.count


@pytest.mark.parametrize(("group", "rows"), [("person", 1), ("work", 2)])
def test_by_person_and_by_work(page, due_soon, head_a, group, rows):
    due_soon("Việc thứ nhất")
    work = due_soon("Việc thứ hai")
    sweep(timezone.localdate(), by_hand=True)
    text = page(f"?group={group}&q=viec", headers={"hx-request": "true"}).text
    assert text.count('class="row-link"') == rows
    chosen = f"recipient={head_a.pk}" if group == "person" else f"assignment={work.pk}"
    assert f"?q=viec&amp;{chosen}&amp;outcome=sent" in text
    assert "By person" in text


# --- Stop and go on -------------------------------------------------------------------------------------------
def test_stopping_needs_a_reason_and_is_shown_until_it_is_lifted(client_of, office, page, due_soon, head_a):
    work = due_soon()
    plan(timezone.localdate())
    client, path = client_of(office), f"{PAGE}stop/?assignment={work.pk}"
    assert "All reminders of this work" in client.get(path).text
    assert "This field is required" in client.post(path, {"reason": " "}).text
    assert not ReminderStop.objects.exists()
    answer = client.post(path, {"reason": "Đã trao đổi với đơn vị."}, follow=True)
    assert "Stopped: 1 planned reminder is cancelled with your reason." in answer.text
    assert "Stopped reminders" in answer.text
    assert "Đã trao đổi với đơn vị." in answer.text
    row = ReminderStop.objects.get()
    answer = client.post(f"{PAGE}stops/{row.pk}/lift/", follow=True)
    assert "The reminders go on from today." in answer.text
    assert "Stopped reminders" not in answer.text


@pytest.mark.parametrize("query", ["", "?reminder=x", "?reminder=0", "?recipient=99999", "?assignment=-1"])
def test_what_is_not_there_cannot_be_stopped(client_of, office, query):
    assert client_of(office).get(f"{PAGE}stop/{query}").status_code == 404


def test_one_reminder_and_one_person(client_of, office, due_soon, head_a):
    due_soon()
    plan(timezone.localdate())
    row = Reminder.objects.get()
    assert "This one reminder" in client_of(office).get(f"{PAGE}stop/?reminder={row.pk}").text
    client_of(office).post(f"{PAGE}stop/?recipient={head_a.pk}", {"reason": "Nghỉ dài ngày."})
    row.refresh_from_db()
    assert row.stop.recipient == head_a


# --- Does it run ----------------------------------------------------------------------------------------------
@pytest.fixture
def worker_answers(monkeypatch):
    return lambda answer: monkeypatch.setattr(reminder_overview, "worker_answers", lambda: answer)


@pytest.mark.parametrize(
    ("answers", "sentence"), [(True, "so the beat that calls it stands still"), (False, "No worker answers.")]
)
def test_a_clear_warning_when_worker_or_beat_stand_still(page, worker_answers, answers, sentence):
    worker_answers(answers)
    assert "No mail leaves at present" not in page().text, "just started"
    Heartbeat.objects.create(name=DELIVERY, at=timezone.now())
    assert "No mail leaves at present" not in page().text
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert "No mail leaves at present" in page().text
    assert sentence in page().text


def test_never_run_while_mails_wait_is_standing_still(page, worker_answers, failed_mail):
    worker_answers(False)
    OutgoingMail.objects.update(state="queued", created_at=timezone.now() - timedelta(minutes=6))
    assert "The background work has not run yet" in page().text


def test_what_the_mail_server_says_when_it_is_away(page):
    beat(DELIVERY, trouble="[Errno 111] Connection refused")
    assert "The mail server takes no mails" in page().text
    assert "Connection refused" in page().text


def test_without_a_broker_no_worker_answers(settings, monkeypatch):
    def nobody(**options):
        raise OSError

    monkeypatch.setattr(reminder_overview.current_app.control, "ping", nobody)
    assert reminder_overview.worker_answers() is False


@pytest.mark.parametrize(
    ("now", "then"),
    [("05:10", "23 06:00"), ("06:00", "23 06:30"), ("18:29", "23 18:30"), ("18:31", "24 06:00")],
)
def test_the_next_run(now, then):
    moment = timezone.make_aware(datetime.fromisoformat(f"2026-11-23T{now}"))
    with time_machine.travel(moment, tick=False):
        assert f"{timezone.localtime(reminder_overview.next_run()):%d %H:%M}" == then
