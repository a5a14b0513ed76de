from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User
from demo.load import is_loaded, load
from units.models import Unit


class Command(BaseCommand):
    help = "Loads the demonstration ministry into an empty database; does nothing where it is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("The demonstration ministry is there already.")
            return
        if Unit.objects.exists() or User.objects.exists():
            self.stdout.write("The database holds data of its own, so the demonstration ministry stays out.")
            return
        started = monotonic()
        self.stdout.write("Loading the demonstration ministry …")
        with transaction.atomic():
            load(say=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(f"The demonstration ministry is loaded ({monotonic() - started:.1f} s).")
