"""The raiser's word: each raising unit agrees to a confirmed answer, contests it, or lets the days pass."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment, RaisersWord
from assignments.workflow import State
from assignments.writing import lock, record
from units.models import Unit
from units.permissions import access_of
from units.succession import Lineage
from workdays.calendars import working_days_after

Verdict = RaisersWord.Verdict


def ask(assignment: Assignment) -> None:
    """Of a confirmed answer. A unit that answered itself is not asked what it thinks of its own answer."""
    answer_by = working_days_after(timezone.localdate(), settings.RAISERS_WORD_WORKING_DAYS)
    own = {assignment.unit_id, *Lineage.on().predecessors(filter(None, [assignment.unit_id]))}
    units = Unit.objects.filter(pk__in=assignment.raiser_ids - own)
    RaisersWord.objects.bulk_create(
        RaisersWord(assignment=assignment, unit=unit, answer_by=answer_by) for unit in units
    )


def say(assignment: Assignment, verdict: str, *, text: str, by: User) -> None:
    """For every raising unit for which the person may speak."""
    access = access_of(by)
    waiting = assignment.raisers_words.filter(verdict=Verdict.WAITING)
    own = [word.pk for word in waiting if access.speaks_for(Permission.JUDGE_ANSWER, word.unit_id)]
    waiting.filter(pk__in=own).update(verdict=verdict, text=text, by=by, at=timezone.now())


def let_lapse(assignment: Assignment) -> None:
    """The result is taken back: there is nothing left to say about it."""
    waiting = assignment.raisers_words.filter(verdict=Verdict.WAITING)
    waiting.update(verdict=Verdict.LAPSED, at=timezone.now())


def keep_silences(today: date) -> int:
    """Writes down whose days have passed without a word. Returns how many; a second run finds none."""
    late = RaisersWord.objects.filter(verdict=Verdict.WAITING, answer_by__lt=today)
    return sum(map(_keep_silence, late.values_list("pk", flat=True)))


@transaction.atomic
def _keep_silence(pk: int) -> bool:
    word = RaisersWord.objects.select_related("assignment", "unit").get(pk=pk)
    assignment = lock(word.assignment)
    changed = RaisersWord.objects.filter(pk=pk, verdict=Verdict.WAITING)
    if not changed.update(verdict=Verdict.SILENT, at=timezone.now()):
        return False
    changes = {"raised_by": ["", word.unit.name]}
    record(assignment, verb="silence", by=None, from_state=State.DONE, changes=changes, reason="")
    return True
