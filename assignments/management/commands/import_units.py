"""The units of a new decree, from a CSV file: compared first, then with --apply done as by the form."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from assignments.reorganisation import may_reorganise, reorganise_by_list
from units.imports import UnreadableList, compare, lines, read_rows


class Command(BaseCommand):
    help = (
        "Compares a list of units (CSV with the columns name, abbreviation, code, kind, place, predecessors, "
        "aliases) with the register and says what is added, renamed, merged, split and ended. With --apply "
        "it is done, and the open work waits on transfer lists for the office."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the list of units, CSV in UTF-8")
        parser.add_argument("--effective-on", type=date.fromisoformat, required=True, help="YYYY-MM-DD")
        parser.add_argument("--legal-basis", required=True, help="as in: Nghị định 40/2025/NĐ-CP")
        parser.add_argument("--by", help="sign-in name of the administrator in whose name it is done")
        parser.add_argument("--apply", action="store_true", help="do it; without it nothing is written")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = read_rows(options["file"].read_bytes())
        except (UnreadableList, OSError) as error:
            raise CommandError(str(error)) from error
        found = compare(rows, effective_on=options["effective_on"], legal_basis=options["legal_basis"])
        for line in lines(found):
            self.stdout.write(line)
        if not options["apply"]:
            self.stdout.write("Nothing was written. Run it again with --apply and --by.")
        elif found.problems:
            raise CommandError("Nothing was written: mend the problems first.")
        else:
            lists = reorganise_by_list(found, by=administrator(options["by"]))
            self.stdout.write(f"Done. Transfer lists to be reviewed: {len(lists)}.")


def administrator(name: str | None) -> User:
    user = User.objects.filter(username=name or "", is_active=True).first()
    if user is None or not may_reorganise(user):
        raise CommandError("Name with --by somebody who keeps the register.")
    return user
