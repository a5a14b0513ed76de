"""Deadlines given as "15 working days from 05/03/2026": worked out, with the way to the date."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from assignments.models import Assignment
from assignments.models.reminders import Counts
from assignments.models.terms import Term
from dialogue_tracker.vietnamese import search_key
from workdays.arithmetic import Calendar, Count, is_countable

# "trước ngày 31/12", "trước 31/12", "trước ngày 5 tháng 3"; "trước 12h00 ngày 31/12" is on the day itself.
BEFORE_A_DAY = re.compile(r"\btruoc (ngay )?\d{1,2}\s*([/.-]\s*\d|thang)")

DAYS_IN_WORDS = re.compile(r"(?<![\d/.-])(?P<number>\d{1,4}) ngay\b(?! \d)(?P<working> lam viec)?")


@dataclass(frozen=True)
class WorkedOut:
    """`plain_end`: where calendar days end before a day off moves them; `count`: how working days counted."""

    base: date
    number: int
    counts: str
    plain_end: date
    ends_on: date
    count: Count | None = None

    @property
    def length(self) -> int:
        return abs(self.number)

    @property
    def in_working_days(self) -> bool:
        return self.counts == Counts.WORKING

    @property
    def is_moved(self) -> bool:
        return self.plain_end != self.ends_on


def work_out(base: date, number: int, counts: str, days: Calendar) -> WorkedOut:
    """Raises `OutsideCalendar`. Calendar days that end on a day off end on the next working day."""
    if counts == Counts.WORKING:
        count = days.count(base, number)
        return WorkedOut(base, number, counts, count.end, count.end, count)
    plain_end = base + timedelta(days=number)
    ends_on = days.on_or_after(plain_end) if number > 0 else days.on_or_before(plain_end)
    return WorkedOut(base, number, counts, plain_end, ends_on)


def term_of(assignment: Assignment) -> Term | None:
    """The term that stands; a deadline set otherwise since then puts it out of use."""
    term = Term.objects.filter(assignment=assignment).first()
    return term if term and term.ends_on == assignment.due_on else None


def keep_term(assignment: Assignment, term: WorkedOut | None) -> None:
    """With the write that sets the deadline: remembers how it was worked out, or forgets an old term."""
    if term is None or assignment.due_on != term.ends_on:
        Term.objects.filter(assignment=assignment).delete()
        return
    values = {"base": term.base, "number": term.number, "counts": term.counts, "ends_on": term.ends_on}
    Term.objects.update_or_create(assignment=assignment, defaults=values)


def last_day_in_time(due_on: date | None, phrase: str) -> date | None:
    """“Before the day D”: D itself, or the day before it where the office reads it by the letter."""
    if due_on and not settings.BEFORE_DAY_IS_IN_TIME and BEFORE_A_DAY.search(search_key(phrase)):
        return due_on - timedelta(days=1)
    return due_on


def term_in(phrase: str) -> tuple[int, str] | None:
    """The number and kind of days in a deadline as worded, as in “trong 15 ngày làm việc kể từ …”."""
    found = DAYS_IN_WORDS.search(search_key(phrase))
    if not found or not 1 <= int(found["number"]) <= 1000:
        return None
    return int(found["number"]), Counts.WORKING if found["working"] else Counts.CALENDAR


@dataclass(frozen=True)
class DueNote:
    """What a reader is told about a deadline: how it was counted, or that it falls on a day off."""

    worked_out: WorkedOut | None
    day_off: str
    next_working_day: date | None


def due_note(assignment: Assignment, days: Calendar) -> DueNote | None:
    """None where there is nothing to say. A date fixed in a notice stays where it is, also on a day off."""
    if assignment.due_on is None or not is_countable(assignment.due_on):
        return None
    term = term_of(assignment)
    is_off = not days.is_working_day(assignment.due_on)
    if not (term or is_off):
        return None
    return DueNote(
        worked_out=work_out(term.base, term.number, term.counts, days) if term else None,
        day_off=days.name_of(assignment.due_on) if is_off else "",
        next_working_day=days.next(assignment.due_on) if is_off else None,
    )
