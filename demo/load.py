"""Loads the demonstration through the product's own actions, so that every history is true."""

from collections.abc import Callable

from accounts.models import User
from demo.people import MAIL_DOMAIN, People
from demo.register import load_register


def is_loaded() -> bool:
    return User.objects.filter(username="vanphong", email__endswith=f"@{MAIL_DOMAIN}").exists()


def load(*, say: Callable[[str], None]) -> None:
    register = load_register()
    say(f"{len(register.units)} units before and after the reorganisation of 2025, with their successors")
    people = People(register)
    say(f"{len(people.by_name)} people with their roles")
    people.retire_heads_of_dissolved_units()
