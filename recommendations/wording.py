"""What is asked of a recommendation and its answer, typed into a form or brought in by a file."""

from datetime import date

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from conferences.models import Conference
from recommendations.models import Recommendation
from units.models import Unit

LONGEST_TEXT = 20_000
Outcome = Recommendation.Outcome


def bodies(day: date | None) -> QuerySet[Unit]:
    """The units of a day, without the ministry itself; of today when no day is known yet."""
    below = Unit.objects.filter(parent__isnull=False)
    return below.valid_on(day) if day else below.current()


def tidied(text: str) -> str:
    """As it is stored: no spaces at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.splitlines())


def fault_of_text(text: str) -> str:
    """A sentence; empty when there is none."""
    if len(text) <= LONGEST_TEXT:
        return ""
    return _("This is longer than %(most)s characters. Log one recommendation at a time.") % {
        "most": number_format(LONGEST_TEXT, force_grouping=True)
    }


def not_of_that_time(unit: Unit, conference: Conference) -> str:
    return _("“%(unit)s” was not a unit on %(day)s. Choose the unit of that time.") % {
        "unit": unit.name,
        "day": conference.held_on.strftime("%d/%m/%Y"),
    }


def before_conference(conference: Conference) -> str:
    return _("The conference was held on %(day)s; the day must not lie before it.") % {
        "day": conference.held_on.strftime("%d/%m/%Y")
    }


def faults_of_answer(
    conference: Conference, *, answer: str, outcome: str, roadmap_on: date | None
) -> dict[str, str]:
    """By field."""
    found = {}
    if outcome == Outcome.ROADMAP and roadmap_on is None:
        found["roadmap_on"] = _("Give the date by which the matter is to be resolved.")
    elif outcome == Outcome.ROADMAP and roadmap_on and roadmap_on < conference.held_on:
        found["roadmap_on"] = before_conference(conference)
    if outcome in (Outcome.RESOLVED, Outcome.EXPLAINED) and not answer:
        found["answer"] = _("Write what the unit is told: how it was resolved or explained.")
    return found
