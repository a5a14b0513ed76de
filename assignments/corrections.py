"""An accepted task worded rightly: with a reason, in the history of the conference and of each unit's work.

Who leads and until when is not the task's any more: it changes on its assignments.
"""

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.messages import about_change
from assignments.models import Assignment
from assignments.writing import Refused, SomebodyWasFaster, record
from conferences.history import differences, values_of
from conferences.history import record as record_change
from conferences.models import Task
from conferences.permissions import may_manage

WORDING = ("number", "text")


def refusal_to_correct(user: User, task: Task) -> str:
    """A sentence why not; empty when allowed."""
    if not may_manage(user, task.conclusion.conference):
        return _("Your role does not include this.")
    if not task.accepted_at:
        return _("The task is not accepted yet; correct the proposal beside the text.")
    return ""


@transaction.atomic
def correct_task(task: Task, *, number: str, text: str, reason: str, version: int, by: User) -> Task:
    """The assignments keep state, unit and deadline. They are locked before the task, as everywhere."""
    work = Assignment.objects.filter(task=task).order_by("pk").select_related("unit", "conference")
    rows = list(work.select_for_update(of=("self",), no_key=True))
    locked = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if sentence := refusal_to_correct(by, locked):
        raise Refused(sentence)
    if locked.version != version:
        raise SomebodyWasFaster
    before = values_of(locked, WORDING)
    locked.number, locked.text = number, text
    changes = differences(before, values_of(locked, WORDING))
    if not changes:
        return locked
    locked.version += 1
    locked.save(update_fields=["number", "text", "version"])
    record_change(locked, verb="correct_task", by=by, changes=changes, reason=reason)
    for assignment in rows:
        _reword(assignment, locked, changes=changes, reason=reason, by=by)
    return locked


def _reword(
    assignment: Assignment, task: Task, *, changes: dict[str, list[str]], reason: str, by: User
) -> None:
    assignment.task, assignment.title = task, capfirst(task.summary)
    assignment.save(update_fields=["title", "search_text"])
    record(
        assignment, verb="correct_task", by=by, from_state=assignment.state, changes=changes, reason=reason
    )
    if assignment.is_open:
        about_change(assignment, verb="correct_task", by=by, reason=reason)
