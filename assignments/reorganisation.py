"""Open work follows a reorganisation by a transfer list: proposed, reviewed, applied on the day (`handover`).

What is finished keeps the old unit; what is open keeps its state, its deadline and its whole history and only
changes hands: the successor goes on where the other stopped, by law and not by its own acceptance.
"""

from collections.abc import Callable, Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from assignments import messages_transfers as tell
from assignments.models import Assignment, TransferLine, TransferList
from assignments.orphans import Supporting, not_valid_on
from assignments.workflow import OPEN
from assignments.writing import SomebodyWasFaster
from units import calling_off
from units import reorganisation as register
from units.imports import Comparison, write_rest
from units.models import Reorganisation, Unit
from units.permissions import ANYWHERE, access_of
from units.succession import Lineage

Part, Outcome = TransferLine.Part, TransferLine.Outcome
Moves = Mapping[int, register.Move | None]


def may_reorganise(user: User) -> bool:
    return access_of(user).units(Permission.MANAGE_REGISTER) is ANYWHERE


def may_review(user: User) -> bool:
    """Who gives out the ministry's work also says where it goes."""
    return access_of(user).units(Permission.ASSIGN) is ANYWHERE


# --- Preparing ------------------------------------------------------------------------------------------
@transaction.atomic
def reorganise(plan: register.Plan, moves: Moves, *, by: User) -> tuple[Reorganisation, TransferList | None]:
    """The register at once, for whichever day; the open work as a list that waits for its review."""
    if not may_reorganise(by):
        raise PermissionDenied
    done = register.carry_out(plan, moves, by=by)
    return done, prepare_list(plan.predecessors, reorganisation=done, by=by)


@transaction.atomic
def call_off(act: Reorganisation, *, by: User) -> None:
    """Before its day: register and roles are as before, and the lists of its work are gone."""
    if not may_reorganise(by):
        raise PermissionDenied
    act.transfer_lists.exclude(stage=TransferList.Stage.APPLIED).delete()
    calling_off.call_off(act, by=by)


@transaction.atomic
def reorganise_by_list(
    found: Comparison, *, by: User, moves_of: Callable[[register.Plan], Moves] | None = None
) -> list[TransferList]:
    """What the list of a decree changes; people go as proposed unless `moves_of` says otherwise."""
    lists = []
    for plan in found.acts:
        moves = moves_of(plan) if moves_of else register.proposal(plan, register.people_of(plan))
        _done, transfer = reorganise(plan, moves, by=by)
        lists += [transfer] if transfer else []
    write_rest(found)
    return lists


@transaction.atomic
def prepare_list(
    units: Iterable[Unit], *, by: User | None, reorganisation: Reorganisation | None = None
) -> TransferList | None:
    """Everything open that these units lead or support and that is on no waiting list; None for nothing."""
    day = reorganisation.effective_on if reorganisation else timezone.localdate()
    rows = _open_parts([unit.pk for unit in units])
    if not rows:
        return None
    made = TransferList.objects.create(
        reorganisation=reorganisation,
        effective_on=day,
        legal_basis=reorganisation.legal_basis if reorganisation else "",
        created_by=by,
    )
    lineage = Lineage.on(day)
    proposed = {unit_id: _only(lineage.successors(unit_id)) for _pk, _part, unit_id in rows}
    TransferLine.objects.bulk_create(
        TransferLine(
            transfer=made,
            assignment_id=pk,
            part=part,
            from_unit_id=unit_id,
            proposed_id=proposed[unit_id],
            decided_id=proposed[unit_id],
        )
        for pk, part, unit_id in rows
    )
    tell.about_transfer_to_review(made, len(rows), by=by)
    return made


def _open_parts(unit_ids: list[int]) -> list[tuple[int, str, int]]:
    """(assignment, lead or support, unit) without those that wait on another list."""
    led = Assignment.objects.open().filter(unit__in=unit_ids).order_by("pk").values_list("pk", "unit")
    supported = (
        Supporting.objects.filter(unit__in=unit_ids, assignment__state__in=OPEN)
        .order_by("assignment", "unit")
        .values_list("assignment", "unit")
    )
    found = [(pk, str(Part.LEAD), unit) for pk, unit in led]
    found += [(pk, str(Part.SUPPORT), unit) for pk, unit in supported]
    waiting = TransferLine.objects.filter(outcome=Outcome.WAITING, from_unit__in=unit_ids)
    listed = set(waiting.values_list("assignment", "part", "from_unit"))
    return [row for row in found if row not in listed]


def _only(units: list[int]) -> int | None:
    """After a split the office chooses for each."""
    return units[0] if len(units) == 1 else None


def prepare_for_orphans(*, by: User) -> TransferList | None:
    if not may_review(by):
        raise PermissionDenied
    return prepare_list(not_valid_on(timezone.localdate()), by=by)


# --- Reviewing ------------------------------------------------------------------------------------------
def choices(transfer: TransferList) -> list[Unit]:
    """Where the work may go: units that exist on the day of the list and still today."""
    day = max(transfer.effective_on, timezone.localdate())
    return list(Unit.objects.assignable_on(day))


@transaction.atomic
def review(
    transfer: TransferList, decisions: Mapping[int, int | None], *, version: int, by: User
) -> TransferList:
    """`decisions`: line → unit. Only what differs is a decision of this person."""
    locked = locked_list(transfer, TransferList.Stage.DRAFT, version=version, by=by)
    allowed = {unit.pk for unit in choices(locked)}
    changed = []
    for line in locked.lines.filter(pk__in=decisions):
        wanted = decisions[line.pk]
        if wanted == line.decided_id or not (wanted is None or wanted in allowed):
            continue
        line.decided_id, line.reviewed_by, line.reviewed_at = wanted, by, timezone.now()
        changed.append(line)
    TransferLine.objects.bulk_update(changed, ["decided", "reviewed_by", "reviewed_at"])
    locked.version += 1
    locked.save(update_fields=["version"])
    return locked


def locked_list(transfer: TransferList, stage: str, *, version: int | None, by: User) -> TransferList:
    if not may_review(by):
        raise PermissionDenied
    locked = TransferList.objects.select_for_update().get(pk=transfer.pk)
    if locked.stage != stage or (version is not None and locked.version != version):
        raise SomebodyWasFaster
    return locked
