"""How quickly 10,000 digests are made and sent, beside bare smtplib. Part of `make bench-reminders`.

On a throw-away PostgreSQL and through a mail server in another process. Prints a table, writes
var/bench/digests.json, exits 1 where a wanted figure is missed.
"""

import importlib
import json
import os
import sys
from dataclasses import asdict

import django
from django.core.management import call_command

from dev.folders import VAR
from dev.talk import say
from dev.throwaway import throwaway_environment


def main() -> None:
    with throwaway_environment() as environment:
        os.environ |= environment
        os.environ["DJANGO_SETTINGS_MODULE"] = "dialogue_tracker.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        figures = importlib.import_module("dev.digest_figures").digest_figures()
    for figure in figures:
        verdict = "" if not figure.wanted else "ok" if figure.ok else "MISSED"
        say(f"{figure.name:46}{figure.value:>14}  {figure.wanted:<10} {verdict}")
    target = VAR / "bench" / "digests.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(figure) for figure in figures], indent=1))
    sys.exit(0 if all(figure.ok for figure in figures) else 1)


if __name__ == "__main__":
    main()
