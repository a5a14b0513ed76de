"""The rules of reminders are changed on pages, after seeing who would get what."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from assignments.models import Assignment, Reminder, ReminderRule
from assignments.reminder_planning import plan

pytestmark = pytest.mark.django_db
RULES = "/reminders/rules/"


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    with time_machine.travel("2026-11-23T09:05:00+07:00", tick=False):
        yield


@pytest.fixture
def rule(db):
    ReminderRule.objects.all().delete()
    return ReminderRule.objects.create(offset=-3, audience="head", on_day_off="previous")


DATA = {"direction": "before", "days": 3, "counts": "working", "audience": "unit", "channel": "inbox",
        "on_day_off": "previous", "is_active": "on"}  # fmt: skip


def test_office_and_administrator_see_rules_and_what_comes(
    rule, assignment, client_of, office, administrator, head_a
):
    """The wording of the work only for who may read the work."""
    for person, shown in ((office, assignment.title), (administrator, "Task 1 · HC")):
        page = client_of(person).get(RULES).text
        assert "3 working days before" in page
        assert "Cục trưởng Cục Hóa chất" in page
        assert shown in page
    assert assignment.title not in client_of(administrator).get(RULES).text


def test_a_rule_is_previewed_then_saved(rule, assignment, client_of, administrator, head_a, officer_a):
    plan(timezone.localdate())
    url, client = reverse("assignments:rule_update", args=[rule.pk]), client_of(administrator)
    assert "Chuyên viên Cục Hóa chất" in client.post(url, DATA).text
    rule.refresh_from_db()
    assert rule.audience == "head"
    assert client.post(url, {**DATA, "save": "1"}).status_code == 302
    rule.refresh_from_db()
    assert (rule.audience, rule.channel, rule.offset) == ("unit", "inbox", -3)


def test_a_new_rule_and_its_removal(rule, client_of, administrator):
    client = client_of(administrator)
    client.post(reverse("assignments:rule_create"), {**DATA, "direction": "after", "days": 2, "save": "1"})
    made = ReminderRule.objects.get(offset=2)
    client.post(reverse("assignments:rule_create"), {**DATA, "direction": "on", "days": "", "save": "1"})
    assert ReminderRule.objects.filter(offset=0).exists()
    client.post(reverse("assignments:rule_remove", args=[made.pk]))
    assert not ReminderRule.objects.filter(offset=2).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"days": ""}, "Write how many days."),
        ({"days": 91}, "less than or equal to 90"),
        ({"audience": "head"}, "There is a rule for these days and people already."),
    ],
)
def test_wrong_input_gets_a_sentence(rule, client_of, administrator, change, sentence):
    url = reverse("assignments:rule_create")
    assert sentence in client_of(administrator).post(url, {**DATA, **change, "save": "1"}).text
    assert ReminderRule.objects.count() == 1


def test_what_is_late_is_shown_for_the_next_working_day(rule, assignment, client_of, office, head_a):
    due_on = date(2026, 11, 25)
    Assignment.objects.update(due_on=due_on)
    key = {"assignment": assignment, "rule": rule, "step": -3, "counts": "working", "recipient": head_a}
    Reminder.objects.create(**key, due_on=due_on, planned_for=date(2026, 11, 19))
    days = client_of(office).get(RULES).context["outlook"].days
    assert days[0].day == timezone.localdate()
