from dataclasses import astuple
from typing import Any

from django.core.management.base import BaseCommand

from demo.people import Login, logins

HEADINGS = Login("ROLE", "UNIT", "PERSON", "SIGN-IN NAME", "PASSWORD")
# The table stays readable in a terminal: the ministry's people and some units; --all shows everybody.
SHOWN_UNITS = {"Bộ", "VPB", "Vụ PC", "Vụ TCCB", "Cục HC"}


class Command(BaseCommand):
    help = "Prints who may sign in to the demonstration, and with which password."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--all", action="store_true", help="every unit's people, not only some")

    def handle(self, *args: Any, **options: Any) -> None:
        everybody = logins()
        if not everybody:
            self.stdout.write("There are no demonstration people in this database.")
            return
        rows = [row for row in everybody if options["all"] or row.unit in SHOWN_UNITS]
        table = [astuple(row) for row in (HEADINGS, *rows)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        for cells in table:
            padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            self.stdout.write("  ".join(padded).rstrip())
        if len(rows) < len(everybody):
            rest = len(everybody) - len(rows)
            self.stdout.write(f"… and {rest} more: thutruong.<unit> and chuyenvien.<unit>, see --all.")
