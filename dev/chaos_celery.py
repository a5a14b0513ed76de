"""The product's Celery with a beat that does not wait, for the chaos run with real workers and beats."""

from dialogue_tracker.celery import app

EVERY_SECOND = {"schedule": 1.0, "options": {"expires": 10}}

app.conf.beat_schedule = {
    "send-reminders": {"task": "assignments.tasks.send_reminders", **EVERY_SECOND},
    "deliver-mails": {"task": "assignments.tasks.deliver_mails", **EVERY_SECOND},
}
