from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from assignments.life import document

PATH = settings.BASE_DIR / "docs" / "life-of-an-assignment.md"


class Command(BaseCommand):
    help = "Writes docs/life-of-an-assignment.md from the workflow table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether it is up to date.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            text = document()
        if not options["check"]:
            PATH.write_text(text, encoding="utf-8")
        elif not PATH.exists() or PATH.read_text(encoding="utf-8") != text:
            raise CommandError("docs/life-of-an-assignment.md is out of date.")
