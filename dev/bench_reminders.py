"""How long planning the reminders of a million open assignments takes, beside the bare statement.

On a throw-away PostgreSQL. Prints a table, writes var/bench/reminders.json, exits 1 where a wanted figure is
missed.
"""

import importlib
import os
import sys

import django

from dev.throwaway import throwaway_environment


def main() -> None:
    with throwaway_environment() as environment:
        os.environ |= environment
        os.environ["DJANGO_SETTINGS_MODULE"] = "dialogue_tracker.settings"
        django.setup()
        missed = importlib.import_module("dev.reminder_figures").run()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
