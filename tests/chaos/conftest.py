"""Many people with a reminder that is due, a mail server, and workers that can be killed; all of it real."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from assignments.actions import create_assignment
from dev.forge import Forge
from dev.mail_sink import Sink
from dev.reminder_scene import STEP, give_reminders

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
        due_on = timezone.localdate() + timedelta(days=STEP)
        work = create_assignment(
            conference=conference, title="Rà soát", unit=unit_a, due_on=due_on, by=office
        )
        return give_reminders(number, unit_a, [work])

    return make
