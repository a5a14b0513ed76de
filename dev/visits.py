"""The pages and presses that must be as quick with a million assignments as with ten: who asks for what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client

from accounts.models import User
from assignments.models import Assignment
from assignments.workflow import Verb
from dev.lives import WHY, Cast

# What any verb could need.
FILLED_IN = {"reason": WHY, "due_on": "31/12/2099", "result": "Đã xong.", "document": "6785/BCT-ĐCK"}


@dataclass(frozen=True)
class Visit:
    """A page, or the sending of a form (`data`), which is taken back afterwards.

    `floor` is the address of the least that answers the same, in `dev.page_floor`.
    """

    name: str
    user: User
    path: str
    floor: str
    data: Mapping[str, object] = field(default_factory=dict)

    def prepare(self, *, floor: bool = False) -> Callable[[], None]:
        """The user is signed in; what is returned may be called again and again."""
        client = Client()
        client.force_login(self.user)
        path = self.floor if floor else self.path
        return lambda: self._send(client, path) if self.data else self._look(client, path)

    def _look(self, client: Client, path: str) -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{self.name}: {response.status_code}")

    def _send(self, client: Client, path: str) -> None:
        with transaction.atomic():
            response = client.post(path, dict(self.data))
            transaction.set_rollback(True)
        if response.status_code != 302:
            raise RuntimeError(f"{self.name}: {response.status_code}, {response.content.decode()[-3000:]}")


def all_visits(cast: Cast, lived: Mapping[str, Assignment]) -> list[Visit]:
    return [*pages(cast, lived), *presses(cast, lived)]


def pages(cast: Cast, lived: Mapping[str, Assignment]) -> list[Visit]:
    head, unit, conference = cast.heads[0], cast.units[0].pk, cast.conference.pk
    work = {name: assignment.pk for name, assignment in lived.items()}
    one, rows, everything = "/floor/{}/", f"/floor/of-unit/{unit}/25/", f"/floor/of-unit/{unit}/300/"
    rows_of = [
        ("assignment, head of the unit", head, f"/assignments/{work['in_progress']}/", one),
        ("assignment, head of the raising unit", head, f"/assignments/{work['told']}/", one),
        ("assignment, office", cast.office, f"/assignments/{work['asks_for_time']}/", one),
        ("my unit", head, "/my-unit/", everything),
        ("list, head of a unit", head, "/assignments/", rows),
        ("list, office", cast.office, "/assignments/", rows),
        ("list of a unit, office", cast.office, f"/assignments/?unit={unit}", rows),
        ("list of a conference, office", cast.office, f"/assignments/?conference={conference}", rows),
        ("list of what is overdue, office", cast.office, "/assignments/?timing=open_overdue", rows),
        (
            "dashboard",
            cast.leader,
            f"/dashboard/?conference={conference}",
            f"/floor/of-conference/{conference}/",
        ),
    ]
    return [Visit(name, user, path, floor.format(work["in_progress"])) for name, user, path, floor in rows_of]


def presses(cast: Cast, lived: Mapping[str, Assignment]) -> list[Visit]:
    head, office, confirmer = cast.heads[0], cast.office, cast.second_office
    unit, into = cast.units[2].pk, lived["asks_for_time"].pk
    rows: list[tuple[Verb, User, str, dict[str, object]]] = [
        (Verb.ASSIGN, office, "received", {"unit": unit}),
        (Verb.ACCEPT, head, "assigned", {}),
        (Verb.DECLINE, head, "assigned", {}),
        (Verb.REPORT, head, "in_progress", {}),
        (Verb.CONFIRM, confirmer, "reported", {}),
        (Verb.RETURN, confirmer, "reported", {}),
        (Verb.ESCALATE, head, "in_progress", {}),
        (Verb.DIRECT, cast.leader, "escalated", {}),
        (Verb.SUSPEND, office, "in_progress", {}),
        (Verb.RESUME, office, "suspended", {}),
        (Verb.REOPEN, confirmer, "done", {}),
        (Verb.WITHDRAW, office, "assigned", {}),
        (Verb.MERGE, office, "received", {"into": into}),
        (Verb.SEPARATE, office, "merged", {}),
        (Verb.AGREE, head, "told", {}),
        (Verb.CONTEST, head, "told", {}),
    ]
    return [
        Visit(
            f"press {verb}",
            user,
            f"/assignments/{lived[name].pk}/{verb}/",
            f"/floor/{lived[name].pk}/press/",
            {**FILLED_IN, "version": lived[name].version, **own},
        )
        for verb, user, name, own in rows
    ]
