"""The conferences: held, recommendations logged, conclusion read, tasks accepted, and their work followed."""

import re
import tomllib
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from assignments.actions import Change, accept_tasks, change_state
from assignments.actions_words import keep_silences
from assignments.bulk import run
from assignments.carry_over import CarryOverTo, still_open
from assignments.models import Assignment, RaisersWord
from assignments.workflow import Verb
from conferences.actions import read_conclusion, save_conference, set_attendance
from conferences.actions_tasks import dismiss_task, save_task
from conferences.models import Conference, Task
from demo.diary import Diary, working_day
from demo.people import People
from demo.register import DATA, Register
from demo.stories import COMING, LONG_PAST, PAST, WITHOUT_DEADLINE
from demo.submissions import Beforehand
from demo.wording import CONTESTED, STILL_OPEN, taken
from demo.work import Work
from recommendations import actions as recommendations
from recommendations.models import Recommendation, Theme
from units.models import Unit

# Units of the first register; whoever begins later inherits.
GOING_ON = date(2025, 3, 1)
# What units of the first register left open when they were merged, by their abbreviations.
HANDED_OVER = {
    "Vụ AP": "inherited",
    "Vụ AM": "inherited",
    "Cục ĐTĐL": "inherited",
    "Vụ TKNL": "inherited",
    "Cục CTĐP": "overdue",
    "Trường ĐTBD": "overdue",
}
# What fell due longer ago than this is done nearly everywhere.
LONG_AGO_DAYS = 200
CARRIED_BEFORE_DAYS = 7


class Meetings:
    def __init__(self, register: Register, people: People, diary: Diary) -> None:
        self.register, self.people, self.diary = register, people, diary
        self.office = people["vanphong"]
        self.work = Work(people, diary)
        self.beforehand = Beforehand(people, diary, self.unit)
        self.themes = {theme.name: theme for theme in Theme.objects.order_by("position")}
        self.raised = tomllib.loads((DATA / "recommendations.toml").read_text(encoding="utf-8"))

    def unit(self, name: str) -> Unit:
        return self.register.units.get(name, self.register.ministry)

    def plan_all(self) -> None:
        """Writes the first act of each conference into the diary; the later ones follow from it."""
        data = tomllib.loads((DATA / "conferences.toml").read_text(encoding="utf-8"))
        for row in data["conference"]:
            held_on = row.get("on") or working_day(self.diary.today + timedelta(days=row["days"]))
            announced = min(held_on, self.diary.today) - timedelta(days=14)
            self.diary.add(working_day(announced), 9, 0, partial(self.announce, row, held_on))

    def announce(self, row: dict[str, Any], held_on: date) -> None:
        conference = Conference(
            kind=row["kind"],
            host=self.unit(row["host"]),
            title=row["title"].format(year=held_on.year),
            theme=row["theme"],
            held_on=held_on,
            place=row["place"],
            chair_name=row["chair_title"].rpartition(", ")[2],
            chair_title=row["chair_title"],
            agenda=row["agenda"].strip(),
        )
        if "submissions_days" in row:
            conference.submissions_until = held_on - timedelta(days=row["submissions_days"])
        save_conference(conference, by=self.office)
        if conference.submissions_until:
            self.beforehand.plan(conference)
        if conference.kind == Conference.Kind.LEADERSHIP:
            before = working_day(held_on - timedelta(days=CARRIED_BEFORE_DAYS))
            self.diary.add(before, 10, 0, partial(self.carry_over, conference))
        self.diary.add(held_on, 8, 30, partial(self.hold, row, conference))

    def carry_over(self, conference: Conference) -> None:
        """What is still open goes on with the next conference, a unit at a time, each with its reason."""
        by_unit: dict[int | None, dict[int, int]] = {}
        for pk, unit_id, version in still_open(conference).values_list("pk", "unit", "version"):
            by_unit.setdefault(unit_id, {})[pk] = version
        for turn, rows in enumerate(by_unit.values()):
            run(CarryOverTo(conference, taken(STILL_OPEN, turn)), rows, by=self.office)

    def hold(self, row: dict[str, Any], conference: Conference) -> None:
        self.invite(row, conference)
        raised = [item for item in self.raised["recommendation"] if item["conference"] == row["key"]]
        for number, item in enumerate(raised):
            act = partial(self.log, item, conference)
            self.diary.add(conference.held_on, 9 + number // 12, number % 12 * 5, act)
        if "conclusion" in row:
            text = self.text_of(row["conclusion"], conference.held_on)
            self.diary.add(conference.held_on, 15, 0, partial(self.conclude, conference, text))

    def invite(self, row: dict[str, Any], conference: Conference) -> None:
        came = {self.unit(name).pk: "Đại diện lãnh đạo" for name in row["guests"]}
        for unit in Unit.objects.all_of(conference.host, conference.held_on):
            head = self.people.heads.get(unit.pk)
            came[unit.pk] = f"{head.full_name}; 01 cấp phó" if head else ""
        set_attendance(conference, came, by=self.office)

    def text_of(self, file_name: str, held_on: date) -> str:
        """{held} is the day of the conference, {-8} and {+20} are days before and after today."""
        text = (DATA / file_name).read_text(encoding="utf-8").replace("{held}", f"{held_on:%d/%m/%Y}")
        return re.sub(
            r"\{([+-]\d+)\}",
            lambda found: f"{self.diary.today + timedelta(days=int(found.group(1))):%d/%m/%Y}",
            text,
        )

    # --- Recommendations --------------------------------------------------------------------------------
    def log(self, item: dict[str, Any], conference: Conference) -> None:
        raised = recommendations.Raised(
            raised_by=self.unit(item["raised_by"]),
            speaker=item["speaker"],
            text=item["text"],
            theme=self.themes[item["theme"]],
            proposed_lead=self.unit(item["lead"]) if "lead" in item else None,
        )
        same = Recommendation.objects.search(item.get("repeats", "-"))
        repeats = [earlier for earlier in same if earlier.code == item.get("repeats")]
        logged = recommendations.log(
            conference=conference, raised=raised, key=uuid4(), by=self.office, repeats=repeats
        )
        if "same_as_before" in item:
            before = logged.conference.recommendations.get(position=logged.position - 1)
            change_state(logged.assignment, Verb.MERGE, by=self.office, change=Change(into=before.assignment))
        if "due" in item:
            day = working_day(conference.held_on + timedelta(days=3))
            self.diary.add(day, 10, logged.position % 60, partial(self.assign, item, logged.assignment))

    def assign(self, item: dict[str, Any], assignment: Assignment) -> None:
        conference = assignment.conference
        change = Change(unit=self.unit(item["lead"]), due_on=conference.held_on + timedelta(days=item["due"]))
        assigned = change_state(assignment, Verb.ASSIGN, by=self.office, change=change)
        self.work.follow(assigned, item["story"], after=partial(self.answer, item))

    def answer(self, item: dict[str, Any], assignment: Assignment) -> None:
        if "answer" in item:
            recommendation = assignment.recommendation
            held_on = recommendation.conference.held_on
            recommendations.answer(
                recommendation,
                answer=item["answer"],
                outcome=item["outcome"],
                roadmap_on=held_on + timedelta(days=item["roadmap"]) if "roadmap" in item else None,
                version=recommendation.version,
                by=self.office,
            )

        self.hear_the_raiser(item, assignment)

    def hear_the_raiser(self, item: dict[str, Any], assignment: Assignment) -> None:
        """A word two days after the confirmation, or silence when the days have passed."""
        word = assignment.raisers_words.filter(verdict=RaisersWord.Verdict.WAITING).last()
        head = self.people.heads.get(word.unit_id) if word else None
        if word is None or head is None:
            return
        if "word" in item:
            day = working_day(timezone.localdate() + timedelta(days=4))
            self.diary.add(day, 15, assignment.pk % 60, partial(self.say_word, item, assignment, head))
        silent_on = word.answer_by + timedelta(days=1)
        self.diary.add(silent_on, 0, 20, self.keep_silences)

    def keep_silences(self) -> None:
        keep_silences(timezone.localdate())

    def say_word(self, item: dict[str, Any], assignment: Assignment, head: User) -> None:
        reason = CONTESTED if item["word"] == Verb.CONTEST else ""
        change_state(assignment, item["word"], by=head, change=Change(reason=reason))

    # --- Conclusion -------------------------------------------------------------------------------------
    def conclude(self, conference: Conference, text: str) -> None:
        read_conclusion(conference, text=text, by=self.office)
        self.diary.add(
            working_day(conference.held_on + timedelta(days=4)), 14, 0, partial(self.accept, conference)
        )

    def check(self, task: Task) -> None:
        """As the office does beside the text: a closing sentence is no task; named leads mean only those."""
        named = list(task.lead_units.all())
        if not task.number and not named:
            dismiss_task(task, by=self.office)
        elif task.all_units and named:
            task.all_units = False
            supporting = list(task.supporting_units.all())
            save_task(task, by=self.office, lead_units=named, supporting_units=supporting)

    def accept(self, conference: Conference) -> None:
        for task in conference.conclusion.tasks.proposed():
            self.check(task)
        made = accept_tasks(conference.conclusion.tasks.proposed(), by=self.office)
        per_task: dict[int | None, list[Assignment]] = {}
        for assignment in made:
            per_task.setdefault(assignment.task_id, []).append(assignment)
        for turn, shares in enumerate(per_task.values()):
            stories = cycle(self.stories_of(shares[0]))
            for _skipped in range(turn):  # so that no unit is always the one that is late
                next(stories)
            for assignment in shares:
                self.work.follow(assignment, self.story_for(assignment, next(stories)))

    def stories_of(self, assignment: Assignment) -> tuple[str, ...]:
        today = self.diary.today
        if assignment.due_on is None:
            return WITHOUT_DEADLINE
        if assignment.due_on >= today:
            return COMING
        return LONG_PAST if assignment.due_on < today - timedelta(days=LONG_AGO_DAYS) else PAST

    def story_for(self, assignment: Assignment, story: str) -> str:
        """What some units still owed when they were merged is done, or not, by who took it over."""
        unit = assignment.unit
        return HANDED_OVER.get(unit.abbreviation, story) if unit and unit.valid_from < GOING_ON else story
