"""Bring the database up to date and load the demonstration.

One process for all, because each start of Django costs a second.
"""

import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command


def main(logins: Path) -> None:
    django.setup()
    call_command("migrate", interactive=False)
    call_command("load_demonstration")
    table = StringIO()
    call_command("demonstration_logins", stdout=table)
    logins.write_text(table.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
