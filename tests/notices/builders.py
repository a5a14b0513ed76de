"""A conference with everything a notice is made of, through the product's own doors."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from assignments.actions import Change, accept_tasks, change_state
from assignments.workflow import Verb
from conferences.models import Conclusion, Conference, Task
from recommendations import actions
from recommendations.models import Recommendation
from units.models import Unit

TASK = "Giao Cục Hóa chất chủ trì rà soát quy chuẩn an toàn hóa chất,\ntrình Lãnh đạo Bộ xem xét."
ASSESSMENT = "Các đơn vị đã chủ động, trách nhiệm."
LIMITATION = "Một số nhiệm vụ còn chậm."


def conclude(conference: Conference, by, *, lead: Unit, supporting: Unit | None = None, **fields) -> Task:
    """The conclusion with one accepted task."""
    conclusion, _made = Conclusion.objects.get_or_create(
        conference=conference,
        defaults={"text": TASK, "assessments": ASSESSMENT, "limitations": LIMITATION, "read_by": by},
    )
    number = conclusion.tasks.count() + 1
    task = Task.objects.create(
        conclusion=conclusion, position=number, **{"number": str(number), "text": TASK, **fields}
    )
    task.lead_units.add(lead)
    if supporting:
        task.supporting_units.add(supporting)
    accept_tasks([task], by=by)
    return task


def raise_(
    conference: Conference, unit: Unit, by, text: str = "Đề nghị trang bị thiết bị đo nhanh."
) -> Recommendation:
    raised = actions.Raised(raised_by=unit, text=text)
    return actions.log(conference=conference, raised=raised, key=uuid4(), by=by)


def entrust(
    recommendation: Recommendation, unit: Unit, by, *, days: int = 15, supporting=()
) -> Recommendation:
    due_on = timezone.localdate() + timedelta(days=days)
    change = Change(unit=unit, due_on=due_on, supporting_units=supporting or None)
    change_state(recommendation.assignment, Verb.ASSIGN, by=by, change=change)
    return Recommendation.objects.get(pk=recommendation.pk)


def answer(
    recommendation: Recommendation, by, *, words: str = "", outcome: str = "", roadmap_on=None
) -> None:
    actions.answer(
        recommendation,
        answer=words,
        outcome=outcome,
        roadmap_on=roadmap_on,
        version=recommendation.version,
        by=by,
    )
