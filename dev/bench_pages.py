"""How long pages and presses take with 10, 100,000 and 1,000,000 assignments, on a throw-away PostgreSQL.

Through Django's test client, in this process: middleware, session, permissions, templates, but no socket.
"""

import importlib
import os

import django
from django.core.management import call_command

from dev.throwaway import throwaway_environment


def main() -> None:
    with throwaway_environment() as environment:
        os.environ |= environment | {"DJANGO_SETTINGS_MODULE": "dialogue_tracker.settings"}
        django.setup()
        call_command("migrate", verbosity=0)
        # It imports models, which can be done from here on only.
        importlib.import_module("dev.page_figures").main()


if __name__ == "__main__":
    main()
