"""How long 10,000 rows of a workbook take: reading, dry run, applying, exporting; beside the bare libraries.

On a throw-away PostgreSQL. Prints a table, writes var/bench/import.json, exits 1 where a figure is missed.
"""

import importlib
import os

import django
from django.core.management import call_command

from dev.bench import publish
from dev.throwaway import throwaway_environment


def main() -> None:
    with throwaway_environment() as environment:
        os.environ |= environment
        os.environ["DJANGO_SETTINGS_MODULE"] = "dialogue_tracker.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        rows = importlib.import_module("dev.import_figures").figures()
    publish("import", rows)


if __name__ == "__main__":
    main()
