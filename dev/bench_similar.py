"""How long it takes, and how well it works, to find what is similar among 100,000 recommendations.

On a throw-away PostgreSQL; the whole request in this process. Prints two tables, writes
var/bench/similar.json, exits 1 where a wanted figure is missed.
"""

import importlib
import os

import django
from django.core.management import call_command

from dev.throwaway import throwaway_environment


def main() -> None:
    with throwaway_environment() as environment:
        os.environ |= environment | {"DJANGO_SETTINGS_MODULE": "dialogue_tracker.settings", "DEBUG": "0"}
        django.setup()
        call_command("migrate", verbosity=0)
        # It imports models, which can be done from here on only.
        importlib.import_module("dev.similar_figures").main()


if __name__ == "__main__":
    main()
