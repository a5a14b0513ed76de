"""Lets the people of the demonstration do their work: accept, report, confirm, return …"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from assignments.actions import Change, change_state
from assignments.actions_drafts import save_draft
from assignments.actions_extensions import Decision, ask_extension, decide_extension
from assignments.actions_updates import Proof, add_update
from assignments.models import Assignment, Draft, Extension
from assignments.permissions_extensions import permission_to_decide
from assignments.workflow import Verb
from demo.diary import Diary
from demo.people import People
from demo.stories import Step, dated
from demo.wording import EXTENSIONS, NEXT_STEPS, PROGRESS, REASONS, RESULTS, taken

After = Callable[[Assignment], None]
BY_THE_UNIT = {Verb.ACCEPT, Verb.DECLINE, Verb.REPORT, Verb.ESCALATE}


def nothing(assignment: Assignment) -> None:
    pass


class Work:
    def __init__(self, people: People, diary: Diary) -> None:
        self.people, self.diary = people, diary

    def follow(self, assignment: Assignment, story: str, *, after: After = nothing) -> None:
        """Writes the steps of the story into the diary; `after` is called when the result is confirmed."""
        unit = assignment.unit
        if unit is None or unit.pk not in self.people.heads:
            return
        minute = assignment.pk * 7 % 240
        for day, step in dated(story, timezone.localdate(), assignment.due_on):
            act = partial(self.act, assignment.pk, step, after)
            if not self.diary.add(day, 14 + minute // 60, minute % 60, act):
                return

    def act(self, assignment_id: int, step: Step, after: After) -> None:
        assignment = Assignment.objects.select_related("unit", "conference").get(pk=assignment_id)
        turn = assignment.pk + step.amount
        if step.verb == "update":
            self.update(assignment, step.amount, turn)
        elif step.verb == "draft":
            self.draft(assignment, step.amount, turn)
        elif step.verb == "ask":
            self.ask(assignment, step.amount)
        elif step.verb == "extend":
            self.extend(assignment, step.amount)
        else:
            self.change(assignment, step.verb, turn)
        if step.verb == Verb.CONFIRM:
            after(assignment)

    def update(self, assignment: Assignment, percent: int, turn: int) -> None:
        """Drafted by the officer where the unit has one; the head sends it."""
        add_update(
            assignment,
            text=taken(PROGRESS, turn),
            percent=percent,
            next_step=taken(NEXT_STEPS, turn),
            proof=Proof(),
            by=self.people.heads[assignment.unit_id or 0],
            drafted_by=self.people.officers.get(assignment.unit_id or 0),
        )

    def draft(self, assignment: Assignment, percent: int, turn: int) -> None:
        """Left for the head to send."""
        officer = self.people.officers.get(assignment.unit_id or 0)
        if officer:
            values = {"text": taken(PROGRESS, turn), "percent": str(percent), "next_step": "", "document": ""}
            save_draft(assignment, Draft.Purpose.UPDATE, values=values, version=0, by=officer, ready=True)

    def ask(self, assignment: Assignment, days: int) -> Extension | None:
        if assignment.due_on is None:
            return None
        return ask_extension(
            assignment,
            wanted_on=assignment.due_on + timedelta(days=days),
            reason=taken(EXTENSIONS, assignment.pk),
            by=self.people.heads[assignment.unit_id or 0],
        )

    def extend(self, assignment: Assignment, days: int) -> None:
        """Asked for by the head, granted by who set the deadline."""
        if asked := self.ask(assignment, days):
            by_leadership = permission_to_decide(assignment) == Permission.DIRECT
            decider = self.people["lanhdao" if by_leadership else "vanphong"]
            decide_extension(asked, Decision(granted_on=asked.wanted_on, reason=""), by=decider)

    def change(self, assignment: Assignment, verb: str, turn: int) -> None:
        change = Change(
            reason=taken(REASONS[verb], turn) if verb in REASONS else "",
            result=taken(RESULTS, turn) if verb == Verb.REPORT else "",
            proof=Proof(document=self.document(assignment)) if verb == Verb.REPORT else Proof(),
        )
        change_state(assignment, verb, by=self.person(assignment, verb), change=change)

    def person(self, assignment: Assignment, verb: str) -> User:
        if verb in BY_THE_UNIT:
            return self.people.heads[assignment.unit_id or 0]
        return self.people["lanhdao" if verb == Verb.DIRECT else "vanphong2"]

    def document(self, assignment: Assignment) -> str:
        code = assignment.unit.code if assignment.unit else ""
        number = 100 + assignment.pk * 37 % 6000
        return f"{number}/BCT-{code or 'VP'}, {timezone.localdate():%d/%m/%Y}"
