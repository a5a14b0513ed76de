"""The life of an assignment as a document: every state, verb and person, allowed or why not.

Asked of the same functions that decide on a press of a button, for people and work that exist only here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst

from accounts.models import User
from accounts.roles import Role
from assignments.models import Assignment
from assignments.permissions import refusal_by_table, refusal_of_person
from assignments.workflow import TRANSITIONS, State, Transition
from conferences.models import Conference
from units.models import Membership, Unit
from units.permissions import Access
from units.succession import Lineage

MINISTRY, LEAD, RAISER, OTHER = (Unit(pk=pk, parent_id=None if pk == 1 else 1) for pk in range(1, 5))


@dataclass(frozen=True)
class Person:
    key: str
    label: str
    access: Access


def _person(key: str, label: str, role: Role, unit: Unit) -> Person:
    return Person(key, label, Access([Membership(role=role, unit=unit)], Lineage([])))


PEOPLE = (
    _person("office", "office", Role.OFFICE, MINISTRY),
    _person("head", "head of the lead unit", Role.UNIT_HEAD, LEAD),
    _person("officer", "officer of the lead unit", Role.UNIT_OFFICER, LEAD),
    _person("raiser", "head of the unit that raised it", Role.UNIT_HEAD, RAISER),
    _person("raiser_officer", "officer of the unit that raised it", Role.UNIT_OFFICER, RAISER),
    _person("leader", "leadership", Role.LEADERSHIP, MINISTRY),
    _person("observer", "observer", Role.OBSERVER, MINISTRY),
    _person("administrator", "administrator", Role.ADMINISTRATOR, MINISTRY),
    _person("foreign_head", "head of another unit", Role.UNIT_HEAD, OTHER),
)


@dataclass(frozen=True)
class Cell:
    state: State
    row: Transition
    person: Person
    why_not: str

    @property
    def is_allowed(self) -> bool:
        return not self.why_not


def work_in(state: State, kind: str) -> Assignment:
    has_unit = state not in (State.RECEIVED, State.MERGED)
    work = Assignment(kind=kind, state=state, conference=Conference(host=MINISTRY))
    work.unit_id, work.reported_by_id = (LEAD.pk, 1) if has_unit else (None, None)
    work.raiser_ids = {RAISER.pk} if kind == Assignment.Kind.RECOMMENDATION else set()
    return work


def cells(kind: str) -> Iterator[Cell]:
    """As if a raiser's word is asked for and in time, and nothing is merged into the work."""
    somebody = User(pk=2)
    for state in states_of(kind):
        work = work_in(state, kind)
        for row in TRANSITIONS.values():
            for person in PEOPLE:
                refused = refusal_of_person(person.access, somebody, work, row)
                yield Cell(state, row, person, refused or refusal_by_table(work, row))


def states_of(kind: str) -> list[State]:
    return [state for state in State if kind == Assignment.Kind.RECOMMENDATION or state != State.MERGED]


# --- As a document ------------------------------------------------------------------------------------------
HEAD = """# The life of an assignment

Written by `python manage.py write_life` from `assignments/workflow.py` and `assignments/permissions.py`;
`make check` says when it is out of date. Do not edit it by hand.

## From state to state

{diagram}

## Who may do what, state by state

"**yes** → state": allowed, with the state it leads to. A letter: refused, for the reason below. Where a
person cannot even see the work (a unit that has nothing to do with it, an administrator), the page answers
"not found".
{kinds}
## Why not

{reasons}

Besides the table: who reported a result cannot confirm it, whatever the role; a recommendation into which
others are merged is neither merged nor withdrawn; a raising unit says its word once for each confirmation,
and in time.
"""


def document() -> str:
    letters: dict[str, str] = {}
    kinds = "".join(_kind_section(kind, letters) for kind in Assignment.Kind)
    reasons = "\n".join(f"- **{letter}**: {reason}" for reason, letter in letters.items())
    return HEAD.format(diagram=diagram(), kinds=kinds, reasons=reasons)


def diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> received", "    [*] --> assigned"]
    for row in TRANSITIONS.values():
        for state in row.from_states:
            lines.append(f"    {state} --> {row.to_state}: {row.verb}")
            if row.to_other_unit:
                lines.append(f"    {state} --> {row.to_other_unit}: {row.verb} to another unit")
    return "\n".join([*lines, "```"])


def _kind_section(kind: str, letters: dict[str, str]) -> str:
    found: dict[State, dict[Transition, list[Cell]]] = {}
    for cell in cells(kind):
        found.setdefault(cell.state, {}).setdefault(cell.row, []).append(cell)
    parts = [f"\n### {capfirst(kind)}\n"]
    for state, rows in found.items():
        parts.append(f"\n#### {kind}: {state}\n\n| verb | {' | '.join(p.label for p in PEOPLE)} |\n")
        parts.append(f"|---|{'---|' * len(PEOPLE)}\n")
        for row, in_row in rows.items():
            parts.append(f"| {row.verb} | {' | '.join(_shown(cell, letters) for cell in in_row)} |\n")
    return "".join(parts)


def _shown(cell: Cell, letters: dict[str, str]) -> str:
    if cell.is_allowed:
        return f"**yes** → {cell.row.to_state}"
    reason = cell.why_not
    if cell.row.to_state and reason.startswith("This is not possible while"):
        reason = "This is not possible while the work is in this state."
    return letters.setdefault(reason, chr(ord("a") + len(letters)))
