"""What comes next for an assignment: the steps of the rules that still lie ahead, with day and whom."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assignments.models import Assignment, ReminderRule
from assignments.reminder_planning import day_for
from assignments.reminders import step_in_words
from assignments.workflow import WITH_UNIT
from workdays.arithmetic import Calendar, is_countable

NEXT_STEPS = 4


@dataclass(frozen=True)
class Rung:
    day: date
    step: str
    whom: str


def next_rungs(assignment: Assignment, days: Calendar) -> list[Rung]:
    """Empty where nothing is reminded of. What is written in the ledger already is not repeated."""
    if assignment.due_on is None or assignment.state not in WITH_UNIT or not is_countable(assignment.due_on):
        return []
    today, due_on = timezone.localdate(), assignment.due_on
    written = set(assignment.reminders.filter(due_on=due_on).values_list("step", "counts"))
    rules = [
        (day_for(rule, due_on, days), rule)
        for rule in ReminderRule.objects.filter(is_active=True)
        if (rule.offset, rule.counts) not in written
    ]
    coming = sorted((pair for pair in rules if pair[0] >= today), key=lambda pair: (pair[0], pair[1].offset))
    steps: dict[tuple[date, str], list[str]] = {}
    for day, rule in coming:
        words = step_in_words(rule.offset, rule.counts)
        steps.setdefault((day, rule.get_audience_display()), []).append(words)
    return [Rung(day, ", ".join(words), whom) for (day, whom), words in steps.items()][:NEXT_STEPS]
