"""The calendar's pages, and what follows a change of it: counted deadlines and planned reminders, with a trace."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assignments.actions import Change, change_state, create_assignment
from assignments.actions_calendar import Edit, Followed, change_days, preview_of
from assignments.actions_extensions import change_deadline
from assignments.calendar_gap import warn_of_gap
from assignments.ladder import next_rungs
from assignments.models import Assignment, Reminder, ReminderRule, Term
from assignments.models.reminders import Counts
from assignments.reminder_planning import plan
from assignments.terms import due_note, last_day_in_time, term_in, term_of, work_out
from assignments.workflow import Verb
from notifications.models import Notification
from workdays.calendars import calendar, gap
from workdays.models import CalendarChange, SpecialDay

TODAY = date(2026, 11, 23)
CULTURE_DAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
REASON = "Thông báo mới của Bộ Nội vụ."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    with time_machine.travel("2026-11-23T09:05:00+07:00", tick=False):
        yield


def off(day, name="Nghỉ do bão"):
    return Edit(day, SpecialDay(day=day, kind=SpecialDay.Kind.OFF, name=name))


@pytest.fixture
def counted(conference, unit_a, office, head_a):
    """Due so many days after the 20th of November, a Friday."""

    def make(number=3, counts=Counts.WORKING, base=date(2026, 11, 20)):
        work = create_assignment(conference=conference, title="Rà soát quy chuẩn", unit=unit_a, by=office)
        long_ago = timezone.now() - timedelta(days=90)
        Assignment.objects.filter(pk=work.pk).update(assigned_at=long_ago, created_at=long_ago)
        term = work_out(base, number, counts, calendar())
        return change_deadline(
            work, due_on=term.ends_on, term=term, reason="Theo kết luận.", by=office, version=work.version
        )

    return make


# --- What follows -------------------------------------------------------------------------------------------------
def test_counted_deadlines_follow_the_calendar_and_come_back(counted, administrator, head_a):
    """Three working days after Friday the 20th: Monday, Wednesday (Tuesday is off), Thursday."""
    work = counted()
    assert work.due_on == date(2026, 11, 26)
    assert change_days([off(WEDNESDAY)], reason=REASON, by=administrator).deadlines == 1
    work.refresh_from_db()
    assert (work.due_on, work.original_due_on) == (date(2026, 11, 27), date(2026, 11, 27))
    entry = work.history.latest("pk")
    assert (entry.verb, entry.by, entry.reason) == ("recompute", None, f"25/11/2026: {REASON}")
    assert entry.changes == {"due_on": ["2026-11-26", "2026-11-27"]}
    assert "27/11/2026" in Notification.objects.filter(user=head_a).latest("pk").subject
    change_days([Edit(WEDNESDAY, None)], reason="Nhầm.", by=administrator)
    work.refresh_from_db()
    assert work.due_on == term_of(work).ends_on == date(2026, 11, 26)


def test_fixed_dates_and_closed_work_never_move(counted, office, administrator):
    fixed, closed = counted(), counted()
    change_deadline(fixed, due_on=date(2026, 12, 2), reason="Ấn định.", by=office, version=fixed.version)
    change_state(closed, Verb.WITHDRAW, by=office, change=Change(reason="Không còn cần."))
    assert (
        change_days([off(WEDNESDAY), off(date(2026, 12, 2))], reason=REASON, by=administrator).deadlines == 0
    )
    fixed.refresh_from_db()
    assert fixed.due_on == date(2026, 12, 2)
    assert term_of(fixed) is None


def test_reminders_move_in_the_same_action(counted, administrator):
    ReminderRule.objects.all().delete()
    ReminderRule.objects.create(offset=-1, audience="head", on_day_off="previous")
    work = counted()
    plan(TODAY)
    assert Reminder.objects.get().planned_for == WEDNESDAY
    followed = change_days([off(WEDNESDAY)], reason=REASON, by=administrator)
    assert (followed.deadlines, followed.reminders) == (1, 1)
    waiting = Reminder.objects.get(cancelled_at=None)
    assert (waiting.due_on, waiting.planned_for) == (date(2026, 11, 27), date(2026, 11, 26))
    assert work.reminders.get(cancelled_at__isnull=False).due_on == date(2026, 11, 26)


def test_the_trace_says_who_what_why_and_what_followed(counted, administrator):
    counted()
    change_days([off(WEDNESDAY)], reason=REASON, by=administrator)
    trace = CalendarChange.objects.get()
    assert (trace.day, trace.by, trace.before, trace.reason) == (WEDNESDAY, administrator, {}, REASON)
    assert trace.after["name"] == "Nghỉ do bão"
    assert trace.deadlines_moved == 1
    assert change_days([off(WEDNESDAY)], reason="Lần nữa.", by=administrator) == Followed()
    assert CalendarChange.objects.count() == 1


def test_the_preview_counts_and_leaves_nothing(counted, administrator):
    work = counted()
    assert preview_of([off(WEDNESDAY)], by=administrator).deadlines == 1
    assert not CalendarChange.objects.exists()
    assert not SpecialDay.objects.filter(day=WEDNESDAY).exists()
    assert Assignment.objects.get(pk=work.pk).due_on == date(2026, 11, 26)


def test_only_the_administrator_changes_the_calendar(office):
    with pytest.raises(PermissionDenied):
        change_days([off(WEDNESDAY)], reason=REASON, by=office)


# --- Terms --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "counts", "base", "ends_on"),
    [
        (15, Counts.WORKING, date(2026, 11, 20), date(2026, 12, 14)),
        (-5, Counts.WORKING, date(2026, 12, 1), date(2026, 11, 23)),
        (30, Counts.CALENDAR, date(2026, 11, 20), date(2026, 12, 21)),  # the 20th is a Sunday
        (
            -3,
            Counts.CALENDAR,
            date(2026, 11, 27),
            date(2026, 11, 23),
        ),  # the 24th is off: the working day before
    ],
)
def test_terms(number, counts, base, ends_on):
    assert work_out(base, number, counts, calendar()).ends_on == ends_on


def test_the_office_gives_a_term_and_the_reader_sees_the_way(assignment, client_of, office, head_a):
    data = {
        "version": assignment.version,
        "term_number": 15,
        "term_way": "working_after",
        "term_base": "20/11/2026",
        "reason": "Theo kết luận.",
    }
    url = reverse("assignments:deadline", args=[assignment.pk])
    assert client_of(office).post(url, data).status_code == 302
    assignment.refresh_from_db()
    assert assignment.due_on == date(2026, 12, 14)
    page = client_of(head_a).get(assignment.get_absolute_url()).text
    assert "15 working days from 20/11/2026: 14/12/2026" in page
    assert "Ngày Văn hóa Việt Nam" in page
    assert "Left out: 8 days of weekends." in page


def test_a_term_while_assigning(conference, unit_a, client_of, office):
    work = create_assignment(conference=conference, title="Trả lời kiến nghị", by=office)
    data = {"version": 1, "unit": unit_a.pk, "term_number": 5, "term_way": "working_after"}
    url = reverse("assignments:change", args=[work.pk, "assign"])
    page = client_of(office).post(url, data)
    assert "Write the day from which the days are counted." in page.text
    assert client_of(office).post(url, {**data, "term_base": "23/11/2026"}).status_code == 302
    work.refresh_from_db()
    assert work.due_on == work.original_due_on == Term.objects.get().ends_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("trong 15 ngày làm việc kể từ ngày ban hành", (15, Counts.WORKING)),
        ("trong vòng 30 ngày", (30, Counts.CALENDAR)),
        ("trước ngày 31 tháng 12 năm 2026", None),
        ("trước 31/12 ngày", None),
        ("hằng ngày", None),
    ],
)
def test_days_in_a_deadline_as_worded(conference, client_of, office, unit_a, phrase, found):
    assert term_in(phrase) == found
    work = create_assignment(conference=conference, title="Trả lời", by=office, due_phrase=phrase)
    url, client = reverse("assignments:change", args=[work.pk, "assign"]), client_of(office)
    form = client.get(url).context["form"]
    assert form["term_number"].value() == (found[0] if found else None)
    if found:  # a date written instead wins over a number nobody completed
        data = {"version": 1, "unit": unit_a.pk, "term_number": found[0], "due_on": "15/12/2026"}
        assert client.post(url, data).status_code == 302
        work.refresh_from_db()
        assert work.due_on == date(2026, 12, 15)
        assert term_of(work) is None


def test_a_deadline_form_without_date_and_term_says_what_is_missing(assignment, client_of, office):
    url = reverse("assignments:deadline", args=[assignment.pk])
    page = client_of(office).post(url, {"version": assignment.version, "reason": "Vì sao."}).text
    assert "Write the date, or count it as a term." in page


def test_counting_beside_a_form_and_as_a_page(client_of, stranger):
    query = {"term_number": 5, "term_way": "working_before", "term_base": "01/12/2026"}
    url, client = reverse("assignments:calendar_count"), client_of(stranger)
    assert "5 working days before 01/12/2026: 23/11/2026" in client.get(url, query).text
    fragment = client.get(url, query, headers={"hx-request": "true"}).text
    assert "23/11/2026" in fragment
    assert "<html" not in fragment
    assert "Check the date" in client.get(url, {**query, "term_base": "31/02/2026"}).text
    assert "leads out of the calendar" in client.get(url, {**query, "term_base": "01/01/1900"}).text


def test_a_deadline_on_a_day_off_is_told(counted, office):
    work = counted()
    for day, name in ((CULTURE_DAY, "Ngày Văn hóa Việt Nam"), (date(2026, 11, 28), "")):
        work = change_deadline(work, due_on=day, reason="Ấn định.", by=office, version=work.version)
        note = due_note(work, calendar())
        assert note.day_off == name
        assert note.next_working_day == calendar().next(day)
        assert note.worked_out is None


def test_a_deadline_at_the_end_of_the_calendar_is_only_shown(counted, client_of, office):
    work = counted()
    Assignment.objects.update(due_on=date(2199, 12, 31))
    assert "31/12/2199" in client_of(office).get(work.get_absolute_url()).text


@pytest.mark.parametrize(
    ("phrase", "is_before"),
    [
        ("trước ngày 31/12/2026", True),
        ("chậm nhất trước ngày 31 tháng 12 năm 2026", True),
        ("trước 31/12", True),
        ("trước 12h00 ngày 31/12/2026", False),
        ("chậm nhất ngày 31/12/2026", False),
        ("trong tháng 12", False),
        ("", False),
    ],
)
def test_before_a_day_is_a_setting(settings, phrase, is_before):
    day = date(2026, 12, 31)
    assert last_day_in_time(day, phrase) == day
    settings.BEFORE_DAY_IS_IN_TIME = False
    assert last_day_in_time(day, phrase) == (date(2026, 12, 30) if is_before else day)
    assert last_day_in_time(None, phrase) is None


def test_the_next_rungs_of_the_ladder(counted):
    work = counted(10)  # due on Monday, 7 December
    rungs = [(rung.day, rung.step) for rung in next_rungs(work, calendar())]
    assert rungs[:2] == [(date(2026, 11, 23), "14 days before"), (date(2026, 11, 30), "7 days before")]
    plan(TODAY)
    assert next_rungs(work, calendar())[0].day == date(2026, 11, 30)  # what is in the ledger is listed there


# --- Pages --------------------------------------------------------------------------------------------------------
def test_everybody_reads_the_year(client_of, stranger):
    page = client_of(stranger).get(reverse("assignments:calendar"), {"year": "2026"}).text
    assert "249 working days in the year" in page
    assert "Tết Nguyên đán" in page
    assert "/calendar/2026-11-24/" not in page
    assert (
        "not announced yet" in client_of(stranger).get(reverse("assignments:calendar"), {"year": "2027"}).text
    )
    assert (
        "No day off is entered"
        in client_of(stranger).get(reverse("assignments:calendar"), {"year": "2030"}).text
    )
    assert client_of(stranger).get(reverse("assignments:calendar"), {"year": "x"}).status_code == 200


def test_a_day_is_changed_after_seeing_what_follows(counted, client_of, administrator):
    counted()
    url, client = reverse("assignments:calendar_day", args=["2026-11-25"]), client_of(administrator)
    data = {"kind": "off", "name": "Nghỉ do bão", "reason": REASON}
    assert "1 deadline given as a term" in client.post(url, data).text
    assert not CalendarChange.objects.exists()
    response = client.post(url, {**data, "save": "1"}, follow=True)
    assert "With it moved: 1 deadline and" in response.text
    assert SpecialDay.objects.get(day=WEDNESDAY).name == "Nghỉ do bão"
    client.post(url, {"kind": "", "reason": "Nhầm.", "save": "1"})
    assert not SpecialDay.objects.filter(day=WEDNESDAY).exists()
    assert CalendarChange.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "data", "sentence"),
    [
        ("2026-11-25", {"kind": "off", "reason": REASON}, "Write the name of the day"),
        ("2026-11-25", {"kind": "make_up", "name": "Bù", "reason": REASON}, "Select a valid choice"),
        ("2026-11-28", {"kind": "make_up", "name": "Bù"}, "This field is required"),
        (
            "2026-11-28",
            {"kind": "make_up", "name": "Bù", "reason": REASON, "in_lieu_of": "28/11/2026"},
            "itself",
        ),
    ],
)
def test_a_wrong_day_gets_a_sentence(client_of, administrator, day, data, sentence):
    page = client_of(administrator).post(
        reverse("assignments:calendar_day", args=[day]), {**data, "save": "1"}
    )
    assert sentence in page.text
    assert not CalendarChange.objects.exists()


@pytest.mark.parametrize("day", ["2026-02-30", "x", "1899-01-01"])
def test_no_such_day(client_of, administrator, day):
    assert client_of(administrator).get(reverse("assignments:calendar_day", args=[day])).status_code == 404


LINES = """Ngày;Loại;Tên;Căn cứ
01/01/2028;nghỉ;Tết Dương lịch;Luật
03/01/2028\tnghỉ\tNghỉ bù\tLuật\t01/01/2028
08/01/2028,làm bù,Làm bù,,chưa công bố
24/11/2026;bình thường
"""


def test_many_days_at_once(client_of, administrator):
    url, client = reverse("assignments:calendar_import"), client_of(administrator)
    first = client.post(url, {"text": LINES, "reason": REASON})
    assert "Tết Dương lịch" in first.text
    assert not SpecialDay.objects.filter(day__year=2028).exists()
    client.post(url, {"text": LINES, "reason": REASON, "save": "1"})
    rows = SpecialDay.objects.filter(day__year=2028).values_list(
        "day", "kind", "in_lieu_of", "is_provisional"
    )
    assert set(rows) == {
        (date(2028, 1, 1), "off", None, False),
        (date(2028, 1, 3), "off", date(2028, 1, 1), False),
        (date(2028, 1, 8), "make_up", None, True),
    }
    assert not SpecialDay.objects.filter(day=CULTURE_DAY).exists()
    assert CalendarChange.objects.count() == 4


def test_a_wrong_line_is_told_and_nothing_is_saved(client_of, administrator):
    text = "01/13/2028;nghỉ;Tết\n02/01/2028;vui;Tết\n03/01/2028;nghỉ\n04/01/2028;nghỉ;A\n04/01/2028;nghỉ;B\n" \
        "05/01/2028;làm bù;Thứ Tư"  # fmt: skip
    url = reverse("assignments:calendar_import")
    page = client_of(administrator).post(url, {"text": text, "reason": REASON, "save": "1"}).text
    for sentence in (
        "There is no month 13",
        "The second column says what the day is",
        "The third column is the name",
        "Line 4 has this day already.",
        "Only a Saturday or Sunday",
    ):
        assert sentence in page
    assert "5 lines cannot be read" in page
    assert not CalendarChange.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("01/01/2028;nghỉ;Tết Dương lịch".encode("utf-8-sig"), "Tết Dương lịch"),
        ("01/01/2028;nghỉ;Tết".encode("utf-16"), "This is not a text in UTF-8"),
        (b"Ngay;Loai", "There is no day in this text"),
        (b"", "The submitted file is empty"),
    ],
)
def test_a_file_of_days(client_of, administrator, content, sentence):
    file = SimpleUploadedFile("ngay-nghi.csv", content)
    url = reverse("assignments:calendar_import")
    assert sentence in client_of(administrator).post(url, {"file": file, "reason": REASON}).text


# --- A year that is missing ---------------------------------------------------------------------------------------
def test_the_next_year_is_missed_from_november_on():
    assert gap(date(2026, 10, 31)) is None
    assert (gap(TODAY).year, gap(TODAY).is_empty) == (2027, False)
    SpecialDay.objects.filter(day__year=2027).update(is_provisional=False)
    assert gap(TODAY) is None
    assert (gap(date(2027, 11, 1)).year, gap(date(2027, 11, 1)).is_empty) == (2028, True)
    assert gap(date(2028, 3, 1)).year == 2028


def test_office_and_administrator_are_told_once_a_month(office, second_office, administrator, head_a):
    assert (warn_of_gap(TODAY), warn_of_gap(TODAY)) == (3, 0)
    line = Notification.objects.filter(user=office).latest("pk")
    assert "2027" in line.subject
    assert line.path == "/calendar/?year=2027"
    with time_machine.travel("2026-12-01T09:05:00+07:00", tick=False):
        assert warn_of_gap(date(2026, 12, 1)) == 3
    SpecialDay.objects.filter(day__year=2027).update(is_provisional=False)
    assert warn_of_gap(TODAY) == 0


def test_the_office_sees_the_warning_on_its_page(client_of, office):
    assert "Some days off of 2027 are not announced yet" in client_of(office).get("/reminders/").text
