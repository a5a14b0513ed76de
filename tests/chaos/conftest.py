"""Many people with a reminder that is due, a mail server, and workers that can be killed; all of it real."""

from datetime import time, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assignments.actions import create_assignment
from assignments.models import Assignment, Reminder, ReminderRule
from assignments.models.reminders import Counts
from dev.forge import Forge
from dev.mail_sink import Sink
from notifications.models import MailSettings
from tests.conftest import SINCE
from units.models import Membership

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def sink(settings):
    with Sink() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        settings.MAILS_PER_RUN = settings.MAILS_PER_MINUTE = 10_000
        yield server


@pytest.fixture
def forge(transactional_db, sink):
    """Starts a process that forks workers on the test's database."""
    found = connection.settings_dict
    place = quote(found["HOST"], safe="")
    environment = {
        "DATABASE_URL": f"postgresql://{found['USER']}@{place}/{found['NAME']}",
        "DJANGO_SETTINGS_MODULE": "dialogue_tracker.settings",
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
        "MAILS_PER_RUN": "100000",
        "MAILS_PER_MINUTE": "100000",
    }
    return lambda: Forge(environment)


@pytest.fixture
def remind_many(transactional_db, conference, unit_a, office):
    """A reminder that is due today for each of so many people, who have no quiet hours."""

    def make(number):
        ReminderRule.objects.all().delete()
        today = timezone.localdate()
        due_on = today + timedelta(days=3)
        work = create_assignment(
            conference=conference, title="Rà soát", unit=unit_a, due_on=due_on, by=office
        )
        Assignment.objects.filter(pk=work.pk).update(assigned_at=timezone.now() - timedelta(days=60))
        people = User.objects.bulk_create(
            User(username=f"p{i}", full_name=f"Cán bộ {i}", email=f"p{i}@bo.test", sort_key=f"{i:05}")
            for i in range(number)
        )
        MailSettings.objects.bulk_create(
            MailSettings(user=user, quiet_from=time(0), quiet_until=time(0)) for user in people
        )
        Membership.objects.bulk_create(
            Membership(user=user, unit=unit_a, role=Role.UNIT_HEAD, valid_from=SINCE) for user in people
        )
        Reminder.objects.bulk_create(
            Reminder(
                assignment=work,
                step=-3,
                counts=Counts.CALENDAR,
                due_on=due_on,
                recipient=user,
                planned_for=today,
            )
            for user in people
        )
        return people

    return make
