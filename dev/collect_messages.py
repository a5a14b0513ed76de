"""Collect the texts of the project in the current folder; used by dev.translations on a copy."""

import os
import sys

import django
from django.core.management import call_command
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # A guess that nobody looked at is worse than a text that is plainly missing.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogue_tracker.settings")
    django.setup()
    call_command(
        Command(),
        locale=sys.argv[1:],
        ignore_patterns=["tests/*", "dev/*", "docs/*"],
        add_location="file",
        no_obsolete=True,
        verbosity=0,
    )


if __name__ == "__main__":
    main()
