"""For a nightly check or a monitor: is anything left with a unit that does not exist today?"""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assignments.orphans import Orphans, orphans


class Command(BaseCommand):
    help = (
        "Lists open work and roles in units that do not exist today; exits with 1 when there is any. "
        "Units that owe something while nobody is their head are a warning."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = orphans(timezone.localdate())
        for line in lines(found):
            self.stdout.write(line)
        count = found.count
        self.stdout.write(f"Orphans: {count}.")
        if count:
            sys.exit(1)


def lines(found: Orphans) -> Iterator[str]:
    for work in found.led.select_related("unit"):
        yield f"Led by nobody: #{work.pk} {work.title} ({work.unit})"
    for work in found.supported:
        yield f"Supported by nobody: #{work.pk} {work.title}"
    for role in found.roles:
        yield f"Role in an ended unit: {role}"
    for unit in found.headless:
        yield f"Warning: open work, but nobody is the head today: {unit}"
