"""Breaks the delivery of reminders in every way and counts what arrives. `make chaos`.

On a throw-away PostgreSQL and Redis, with a real mail server, real workers and beats. Prints the counts,
writes var/bench/chaos.json, exits 1 where somebody got nothing, got something twice without a kill to blame,
or got two mails that no mail program takes for one.
"""

import importlib
import os
import sys

import django

from dev.mail_sink import Sink
from dev.throwaway import throwaway_environment

LIMITLESS = {"MAILS_PER_RUN": "1000000", "MAILS_PER_MINUTE": "1000000"}


def main() -> None:
    with Sink() as sink, throwaway_environment() as environment:
        os.environ |= environment | LIMITLESS
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "dialogue_tracker.settings",
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(sink.port),
        }
        django.setup()
        violated = importlib.import_module("dev.chaos_runs").run(sink)
    sys.exit(1 if violated else 0)


if __name__ == "__main__":
    main()
