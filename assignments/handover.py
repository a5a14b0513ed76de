"""A reviewed transfer list is approved and, on its day, applied: in one transaction, for its approver."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from assignments import messages_transfers as tell
from assignments.actions_drafts import discard_drafts
from assignments.actions_extensions import lapse_extension
from assignments.models import Assignment, TransferLine, TransferList
from assignments.reorganisation import locked_list, prepare_list
from assignments.workflow import State
from assignments.writing import names, record
from units.models import Unit
from units.succession import Lineage

logger = logging.getLogger(__name__)

Part, Outcome = TransferLine.Part, TransferLine.Outcome


@transaction.atomic
def approve(transfer: TransferList, *, version: int, by: User) -> TransferList:
    """The list may be applied from its day on; when the day has come, it is applied at once."""
    locked = locked_list(transfer, TransferList.Stage.DRAFT, version=version, by=by)
    undecided = locked.lines.filter(decided=None).count()
    if undecided:
        raise ValidationError(
            ngettext(
                "%(count)d line has no unit yet. Choose one for it.",
                "%(count)d lines have no unit yet. Choose one for each.",
                undecided,
            )
            % {"count": undecided}
        )
    now = timezone.now()
    locked.lines.filter(reviewed_at=None).update(reviewed_by=by, reviewed_at=now)
    locked.stage, locked.approved_by, locked.approved_at = TransferList.Stage.APPROVED, by, now
    locked.version += 1
    locked.save()
    if locked.has_come:
        apply(locked)
        locked.refresh_from_db()
    return locked


@transaction.atomic
def take_back(transfer: TransferList, *, by: User) -> None:
    """To be reviewed once more, as long as nothing has moved."""
    locked = locked_list(transfer, TransferList.Stage.APPROVED, version=None, by=by)
    locked.stage, locked.approved_by, locked.approved_at = TransferList.Stage.DRAFT, None, None
    locked.version += 1
    locked.save()


# --- Applying -------------------------------------------------------------------------------------------
@dataclass
class Handover:
    """What one run did; `rest`: a further list with what was given to the old units since the review."""

    moved: int = 0
    skipped: int = 0
    rest: TransferList | None = None
    received: dict[int, list[Assignment]] = field(default_factory=lambda: defaultdict(list))


def apply_due() -> list[TransferList]:
    """All approved lists whose day has come, each in a transaction of its own."""
    applied = []
    for transfer in TransferList.objects.due().order_by("effective_on", "pk"):
        try:
            apply(transfer)
        except Exception:  # one list's trouble must not keep the others from being applied
            logger.exception("The transfer list %s could not be applied.", transfer.pk)
        else:
            applied.append(transfer)
    return applied


@transaction.atomic
def tell_unapproved(today: date) -> int:
    """Of lists whose day has come without approval, how many were told of. Safe to run often."""
    late = TransferList.objects.filter(stage=TransferList.Stage.DRAFT, effective_on__lte=today)
    locked = late.filter(created_at__date__lt=today).order_by("pk").select_for_update()
    return sum(tell.about_unapproved(transfer, transfer.left_with_nobody) for transfer in locked)


@transaction.atomic
def apply(transfer: TransferList) -> Handover:
    """In the name of who approved it. Run twice, the second finds nothing to do."""
    locked = TransferList.objects.select_for_update(of=("self",)).select_related("approved_by")
    found = locked.filter(pk=transfer.pk).due().first()
    done = Handover()
    if found is None or found.approved_by is None:
        return done
    lines = list(found.lines.select_related("from_unit", "decided"))
    _hand_over(lines, found, done, by=found.approved_by)
    TransferLine.objects.bulk_update(lines, ["outcome"])
    found.stage, found.applied_at = TransferList.Stage.APPLIED, timezone.now()
    found.version += 1
    found.save()
    tell.about_transfer(done.received, found)
    done.rest = prepare_list(
        Unit.objects.filter(pk__in={line.from_unit_id for line in lines}),
        reorganisation=found.reorganisation,
        by=None,
    )
    return done


def _hand_over(lines: list[TransferLine], transfer: TransferList, done: Handover, *, by: User) -> None:
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("unit", "conference", "task")
    locked = rows.filter(pk__in={line.assignment_id for line in lines}).order_by("pk")
    per_assignment: dict[int, list[TransferLine]] = defaultdict(list)
    for line in lines:
        per_assignment[line.assignment_id].append(line)
    taken, lineage = _shares_taken(locked), Lineage.on()
    for assignment in locked:
        own = per_assignment[assignment.pk]
        changes = _change_hands(assignment, own, taken)
        moved = [line for line in own if line.outcome == Outcome.MOVED]
        done.skipped += len(own) - len(moved)
        if not changes:
            continue
        done.moved += len(moved)
        assignment.version += 1
        assignment.save(update_fields=["unit", "came_from", "version"])
        record(
            assignment,
            verb="transfer",
            by=by,
            from_state=assignment.state,
            changes=changes,
            reason=transfer.legal_basis,
        )
        if _is_stranger(assignment, moved, lineage):
            lapse_extension(assignment, by=by, unit_changed=True)
            discard_drafts(assignment)
        for line in moved:
            done.received[line.decided_id or 0].append(assignment)


def _is_stranger(assignment: Assignment, moved: list[TransferLine], lineage: Lineage) -> bool:
    """The unit that leads it now does not go on for the old one: what that one wrote and asked is not its."""
    gone_on_for = lineage.predecessors([assignment.unit_id or 0])
    return any(line.part == Part.LEAD and line.from_unit_id not in gone_on_for for line in moved)


Share = tuple[int | None, int | None, int | None]


def _shares_taken(assignments: Iterable[Assignment]) -> set[Share]:
    tasks = {assignment.task_id for assignment in assignments if assignment.task_id}
    others = Assignment.objects.filter(task__in=tasks).exclude(state=State.WITHDRAWN)
    return set(others.values_list("task", "unit", "came_from"))


def _change_hands(
    assignment: Assignment, lines: list[TransferLine], taken: set[Share]
) -> dict[str, list[str]]:
    """Sets the outcome of each line; returns what changed, as the history keeps it."""
    changes: dict[str, list[str]] = {}
    for line in lines:
        if not assignment.is_open:
            line.outcome = Outcome.CLOSED
        elif line.part == Part.LEAD:
            changes |= _lead(assignment, line, taken)
    supporting = [line for line in lines if line.part == Part.SUPPORT and not line.outcome]
    return changes | _support(assignment, supporting) if supporting or changes else changes


def _lead(assignment: Assignment, line: TransferLine, taken: set[Share]) -> dict[str, list[str]]:
    origin = assignment.came_from_id or line.from_unit_id
    if assignment.unit_id != line.from_unit_id or line.decided is None:
        line.outcome = Outcome.ELSEWHERE
        return {}
    if assignment.task_id and (assignment.task_id, line.decided_id, origin) in taken:
        line.outcome = Outcome.TWICE
        return {}
    line.outcome = Outcome.MOVED
    taken.add((assignment.task_id, line.decided_id, origin))
    assignment.unit, assignment.came_from_id = line.decided, origin
    return {"unit": [line.from_unit.name, line.decided.name]}


def _support(assignment: Assignment, lines: list[TransferLine]) -> dict[str, list[str]]:
    """Who leads now does not support as well."""
    before = {unit.pk: unit for unit in assignment.supporting_units.all()}
    after = dict(before)
    for line in lines:
        is_there = line.from_unit_id in before and line.decided is not None
        line.outcome = Outcome.MOVED if is_there else Outcome.ELSEWHERE
        if is_there and line.decided:
            del after[line.from_unit_id]
            after[line.decided.pk] = line.decided
    after.pop(assignment.unit_id or 0, None)
    if set(after) == set(before):
        return {}
    assignment.supporting_units.set(after.values())
    return {"supporting_units": [names(before.values()), names(after.values())]}
