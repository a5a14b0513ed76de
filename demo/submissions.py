"""What units write before the conference to come: their officers write, heads send, the office handles it."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from conferences.models import Conference
from demo.diary import Act, Diary
from demo.people import People
from demo.register import DATA
from recommendations import actions_submissions as actions
from recommendations.calling_units import call_units
from recommendations.models import Submission, Theme
from recommendations.submission_workflow import Verb
from units.models import Unit

WHY_RETURNED = (
    "Kiến nghị chưa nêu rõ vướng ở khâu nào, từ bao giờ. Đề nghị nêu cụ thể và đề xuất hướng giải quyết."
)
# Days after the call.
SENT, HANDLED, MENDED = 5, 7, 9
NOT_SENT = ("draft", "ready")


class Beforehand:
    def __init__(self, people: People, diary: Diary, unit: Callable[[str], Unit]) -> None:
        self.people, self.diary, self.unit = people, diary, unit
        self.office = people["vanphong"]
        self.themes = {theme.name: theme for theme in Theme.objects.order_by("position")}

    def plan(self, conference: Conference) -> None:
        """The units are called, and each writes a few days later; what is to come has not happened."""
        call_units(timezone.localdate())
        rows = tomllib.loads((DATA / "submissions.toml").read_text(encoding="utf-8"))["submission"]
        for minute, row in enumerate(rows):
            day = timezone.localdate() + timedelta(days=SENT)
            self.diary.add(day, 9, minute, partial(self.write, row, conference))

    def write(self, row: dict[str, Any], conference: Conference) -> None:
        unit = self.unit(row["unit"])
        officer, head = self.people.officers[unit.pk], self.people.heads[unit.pk]
        values = {
            "text": row["text"],
            "background": row.get("background", ""),
            "speaker": row.get("speaker", ""),
            "theme": self.themes.get(row.get("theme", "")),
            "proposed_lead": self.unit(row["lead"]) if "lead" in row else None,
        }
        written = actions.write(conference, unit, key=uuid4(), values=values, version=0, by=officer)
        if row["way"] == "ready":
            actions.mark_ready(conference, unit, by=officer)
        elif row["way"] not in NOT_SENT:
            sent = actions.change(written, Verb.SEND, version=written.version, by=head)
            self.after(HANDLED - SENT, partial(self.handle, row, sent))

    def handle(self, row: dict[str, Any], sent: Submission) -> None:
        way, head = row["way"], self.people.heads[sent.unit_id]
        if way == "taken":
            raised = actions.as_worded(sent)
            raised = replace(raised, text=row.get("logged", raised.text))
            actions.take_over(sent, version=sent.version, by=self.office, raised=raised)
        elif way == "withdrawn":
            actions.change(sent, Verb.WITHDRAW, version=sent.version, by=head)
        elif way in ("returned", "mended"):
            returned = actions.change(
                sent, Verb.RETURN, version=sent.version, by=self.office, reason=WHY_RETURNED
            )
            if way == "mended":
                self.after(MENDED - HANDLED, partial(self.send_again, returned))

    def send_again(self, returned: Submission) -> None:
        head = self.people.heads[returned.unit_id]
        actions.change(returned, Verb.SEND, version=returned.version, by=head)

    def after(self, days: int, act: Act) -> None:
        day = timezone.localdate() + timedelta(days=days)
        self.diary.add(day, 14, timezone.now().minute, act)
