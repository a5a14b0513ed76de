"""How long notices take as PDF, and how much memory, beside WeasyPrint without what we add.

Prints a table, writes var/bench/pdf.json, exits 1 where a wanted figure is missed. With QUICK=1 it leaves out
the annex of 2,000 rows and makes fewer rounds. What is measured how: see dev/pdf_figures.py.
"""

import importlib
import os
import sys

import django

from dev.environment import development_environment, over
from dev.folders import VAR

# No statement is sent to either server.
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1/none", "REDIS_URL": "redis://127.0.0.1/0"}


def main() -> None:
    os.environ |= over(development_environment(VAR) | NOWHERE)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dialogue_tracker.settings"
    django.setup()
    missed = importlib.import_module("dev.pdf_figures").run(quick=bool(os.environ.get("QUICK")))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
