"""The dry run of a load of past years: every row of the three sheets, and how they belong together."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions_load import Past, faults
from assignments.actions_new import New
from conferences.models import Conference, Task
from dialogue_tracker.spreadsheets import Reading, Row
from dialogue_tracker.vietnamese import compare_key, search_key
from recommendations.actions import Raised
from recommendations.import_plan import Act, Report
from recommendations.imports import past_sheets
from recommendations.imports.marks import chosen
from recommendations.imports.names import Unknown, themes
from recommendations.imports.past_plan import (
    PastConference,
    PastPlan,
    PastRecommendation,
    PastTask,
    is_open,
    notice_of,
    state_of,
)
from recommendations.imports.past_units import Lead, PastUnits, is_everybody
from recommendations.imports.rows import SheetRows
from recommendations.models import Recommendation
from recommendations.models.recommendation import CODE as CODE_FORM
from recommendations.permissions import may_load_past
from recommendations.wording import fault_of_text, faults_of_answer, tidied
from units.models import Unit

Key = tuple[int, str]
REFERENCE = re.compile(r"(.+?)\s*/\s*(.+)")


class PastCheck:
    def __init__(self, reading: Reading, *, by: User, file_name: str) -> None:
        if not may_load_past(by):
            raise PermissionDenied
        self.by, self.file_name, self.today = by, file_name, timezone.localdate()
        self.found = PastPlan(problems=[*reading.problems], notices=[*reading.notices])
        self.reading = reading
        self.conferences, self.recommendations, self.tasks = (
            SheetRows(sheet, reading, self.found) for sheet in past_sheets.SHEETS
        )
        self.ministry = Unit.objects.filter(parent=None).first()
        self.units, self.themes = PastUnits(), themes()
        self.homes: dict[str, PastConference] = {}
        self.said: dict[tuple[str, Key], int] = {}
        self.logged: dict[str, dict[Key, Recommendation]] = {}
        self.numbers: dict[tuple[str, str], int] = {}
        self.shares: dict[tuple[str, str, str, int | None], int] = {}
        self.repeating: list[tuple[Row, PastRecommendation]] = []

    def run(self, report: Report) -> PastPlan:
        for row in self.conferences.rows(report, start=0, end=5):
            self._conference(row)
        for row in self.recommendations.rows(report, start=5, end=80):
            self._recommendation(row)
        for row, planned in self.repeating:
            planned.repeats += self._repeated(row, planned)
        for row in self.tasks.rows(report, start=80, end=100):
            self._task(row)
        return self.found

    # --- Conferences ----------------------------------------------------------------------------------------
    def _conference(self, row: Row) -> None:
        before = len(self.found.problems)
        values, key = row.values, search_key(row.values["key"] or "")
        host, kind = self._host(row), self._kind(row)
        day: date | None = values["held_on"]
        if key in self.homes:
            sentence = _("This key is in row %(row)d already. Give each conference its own.")
            self.conferences.problem(row, "key", sentence % {"row": self.homes[key].number})
        if day and day > self.today:
            sentence = _("This day is still to come. Enter the conference on its own page, not by a load.")
            self.conferences.problem(row, "held_on", sentence)
        if not (key and day and host):
            return
        conference = self._stored(row, host, kind, day) or Conference(
            host=host,
            kind=kind or (Conference.Kind.LEADERSHIP if host.parent_id is None else Conference.Kind.UNIT),
            held_on=day,
            title=values["title"] or "",
            place=values["place"],
            chair_name=values["chair_name"],
            chair_title=values["chair_title"],
        )
        notice = notice_of(values["notice_number"], values["notice_on"])
        home = PastConference(str(values["key"]), conference, row.number, notice)
        self.homes.setdefault(key, home)
        if len(self.found.problems) == before and not row.faulty:
            about = f"{past_sheets.CONFERENCES.name} · {day:%d/%m/%Y} · {host}"
            act: Act = "new" if home.is_new else "same"
            self.conferences.plan(row, act, title=conference.title, about=about, payload=home)

    def _host(self, row: Row) -> Unit | None:
        text, day = row.values["host"], row.values["held_on"]
        if self.ministry is None or not text or self._is_ministry(text):
            return self.ministry
        if day is None:
            return None
        try:
            return self.units.of(Conference(host=self.ministry, held_on=day)).find(text)
        except Unknown as unknown:
            self.conferences.problem(row, "host", str(unknown))
            return None

    def _is_ministry(self, text: str) -> bool:
        names = (self.ministry.name, self.ministry.abbreviation) if self.ministry else ()
        return search_key(text) in {search_key(name) for name in names}

    def _kind(self, row: Row) -> str:
        text = row.values["kind"]
        kind = chosen("kind", text)
        if text and kind not in Conference.Kind.values:
            kinds = ", ".join(f"“{label}”" for label in Conference.Kind.labels)
            sentence = _("“%(text)s” is not known. Write one of: %(known)s.") % {"text": text, "known": kinds}
            self.conferences.problem(row, "kind", sentence)
            return ""
        return kind

    def _stored(self, row: Row, host: Unit, kind: str, day: date) -> Conference | None:
        same = Conference.objects.filter(host=host, held_on=day)
        stored = (same.filter(kind=kind) if kind else same).first()
        if stored and compare_key(stored.title) != compare_key(row.values["title"] or ""):
            sentence = _(
                "There is a conference of that day already: “%(title)s”. Give it the same title here."
            )
            self.conferences.problem(row, "title", sentence % {"title": stored.title})
        return stored

    def _home(self, sheet: SheetRows, row: Row) -> PastConference | None:
        text = row.values["conference"]
        home = self.homes.get(search_key(text or ""))
        if text and home is None:
            sentence = _("The sheet “%(sheet)s” has no conference with the key “%(key)s”.")
            values = {"sheet": past_sheets.CONFERENCES.name, "key": text}
            sheet.problem(row, "conference", sentence % values)
        return home

    # --- Recommendations ------------------------------------------------------------------------------------
    def _recommendation(self, row: Row) -> None:
        sheet, values = self.recommendations, row.values
        before = len(self.found.problems)
        home = self._home(sheet, row)
        if home is None:
            return
        self._refuse_number(row, home)
        raised = self._raised(row, home)
        state, leads = self._state_and_leads(sheet, row, home, "lead")
        if len(leads) > 1:
            sheet.problem(
                row, "lead", _("One unit leads a recommendation. Name the others as supporting units.")
            )
        past = self._past(sheet, row, home, state, leads[0] if leads else None, result=values["answer"])
        outcome = self._outcome(row)
        answer = tidied(values["answer"] or "")
        roadmap: date | None = values["roadmap_on"]
        self._contradictions(sheet, row, past, {"unit": "lead", "result": "answer"})
        for key, sentence in faults_of_answer(
            home.conference, answer=answer, outcome=outcome, roadmap_on=roadmap
        ).items():
            sheet.problem(row, key, sentence)
        if roadmap and outcome != Recommendation.Outcome.ROADMAP:
            sheet.problem(row, "roadmap_on", _("Only for what is under consideration."))
        if raised is None or row.faulty:
            return
        planned = PastRecommendation(home, raised, past, answer, outcome, roadmap)
        home.recommendations.setdefault(search_key(values["number"]), planned)
        self._refuse_double(row, home, raised)
        if values["repeats"]:
            self.repeating.append((row, planned))
        if len(self.found.problems) == before:
            title = Recommendation(text=raised.text).summary
            about = f"{sheet.sheet.name} · {home.key} · {raised.raised_by.name}"
            sheet.plan(row, "new", title=title, about=about, payload=planned)

    def _raised(self, row: Row, home: PastConference) -> Raised | None:
        sheet, values = self.recommendations, row.values
        text = tidied(values["text"] or "")
        if sentence := fault_of_text(text):
            sheet.problem(row, "text", sentence)
        unit = theme = None
        try:
            unit = self.units.of(home.conference).find(values["raised_by"]) if values["raised_by"] else None
        except Unknown as unknown:
            sheet.problem(row, "raised_by", str(unknown))
        try:
            theme = self.themes.find(values["theme"]) if values["theme"] else None
        except Unknown as unknown:
            sheet.problem(row, "theme", str(unknown))
        if unit is None:
            return None
        return Raised(raised_by=unit, text=text, speaker=values["speaker"] or "", theme=theme)

    def _outcome(self, row: Row) -> str:
        text = row.values["outcome"]
        outcome = chosen("outcome", text or "")
        if outcome and outcome not in Recommendation.Outcome.values:
            known = ", ".join(f"“{label}”" for label in Recommendation.Outcome.labels)
            sentence = _("“%(text)s” is not known. Write one of: %(known)s.") % {"text": text, "known": known}
            self.recommendations.problem(row, "outcome", sentence)
        return outcome

    def _refuse_number(self, row: Row, home: PastConference) -> None:
        number = search_key(row.values["number"])
        if first := self.numbers.get((home.key, number)):
            sentence = _("The number is in row %(row)d already. Give each recommendation its own.")
            self.recommendations.problem(row, "number", sentence % {"row": first})
        elif number:
            self.numbers[home.key, number] = row.number

    def _refuse_double(self, row: Row, home: PastConference, raised: Raised) -> None:
        key = (raised.raised_by.pk, compare_key(raised.text))
        if first := self.said.get((home.key, key)):
            sentence = _("The same unit says the same in row %(row)d. Delete one of the two rows.")
            self.recommendations.problem(row, "text", sentence % {"row": first})
        elif stored := self._logged(home).get(key):
            sentence = _("This is logged already as %(code)s. Delete the row.")
            self.recommendations.problem(row, "text", sentence % {"code": stored.code})
        self.said.setdefault((home.key, key), row.number)

    def _logged(self, home: PastConference) -> dict[Key, Recommendation]:
        if home.is_new:
            return {}
        if home.key not in self.logged:
            rows = home.conference.recommendations.select_related("conference__host")
            self.logged[home.key] = {(one.raised_by_id, compare_key(one.text)): one for one in rows}
        return self.logged[home.key]

    # --- Raised again ---------------------------------------------------------------------------------------
    def _repeated(
        self, row: Row, planned: PastRecommendation
    ) -> Iterator[PastRecommendation | Recommendation]:
        for text in re.split(r"[;,\n]+", row.values["repeats"]):
            if not text.strip():
                continue
            earlier = self._in_file(text) or self._in_register(text)
            if earlier is None and self._is_faulty(text):
                continue
            if earlier is None:
                sentence = _(
                    "No recommendation “%(text)s” is known. Write the key of its conference and its number, "
                    "as in 2023/12, or its code here, as in KN2023-012."
                )
                self.recommendations.problem(row, "repeats", sentence % {"text": text.strip()})
            elif self._day(earlier) >= planned.home.conference.held_on:
                sentence = _("%(code)s is not of an earlier conference.")
                self.recommendations.problem(row, "repeats", sentence % {"code": text.strip()})
            else:
                yield earlier

    def _in_file(self, text: str) -> PastRecommendation | None:
        parts = REFERENCE.fullmatch(search_key(text))
        home = self.homes.get(parts[1]) if parts else None
        return home.recommendations.get(parts[2]) if home and parts else None

    def _is_faulty(self, text: str) -> bool:
        """It is in the file, with a problem of its own."""
        parts = REFERENCE.fullmatch(search_key(text))
        home = self.homes.get(parts[1]) if parts else None
        return bool(home and parts and (home.key, parts[2]) in self.numbers)

    def _in_register(self, text: str) -> Recommendation | None:
        parts = CODE_FORM.fullmatch(search_key(text))
        seen = Recommendation.objects.visible_to(self.by).select_related("conference__host")
        found = seen.with_code(*parts.groups()) if parts else seen.none()
        return found.first() if len(found[:2]) == 1 else None

    @staticmethod
    def _day(earlier: PastRecommendation | Recommendation) -> date:
        home = earlier.home if isinstance(earlier, PastRecommendation) else earlier
        return home.conference.held_on

    # --- Tasks ----------------------------------------------------------------------------------------------
    def _task(self, row: Row) -> None:
        sheet, values = self.tasks, row.values
        before = len(self.found.problems)
        home = self._home(sheet, row)
        if home is None:
            return
        text = tidied(values["text"] or "")
        if sentence := fault_of_text(text):
            sheet.problem(row, "text", sentence)
        state, leads = self._state_and_leads(sheet, row, home, "leads")
        named: list[Lead | None] = [*leads] or [None]
        shares = [self._past(sheet, row, home, state, lead, result=values["result"]) for lead in named]
        self._contradictions(sheet, row, shares[0], {"unit": "leads", "result": "result"})
        self._refuse_shared(row, home, text, named)
        if len(self.found.problems) > before or row.faulty:
            return
        planned = PastTask(
            home=home,
            number=values["number"],
            text=text,
            due_phrase=values["due_phrase"],
            due_on=values["due_on"],
            all_units=is_everybody(values["leads"]),
            supporting=list(shares[0].supporting),
            shares=shares,
        )
        title = f"{planned.number}. {text}" if planned.number else text
        sheet.plan(row, "new", title=title[:140], about=f"{sheet.sheet.name} · {home.key}", payload=planned)

    def _refuse_shared(self, row: Row, home: PastConference, text: str, leads: list[Lead | None]) -> None:
        if not home.is_new and home.conference.pk in self._with_task(compare_key(text)):
            self.tasks.problem(row, "text", _("This conference has this task already. Delete the row."))
        for lead in leads:
            unit = (lead.came_from or lead.unit) if lead else None
            key = (home.key, row.values["number"], compare_key(text), unit.pk if unit else None)
            if key in self.shares:
                sentence = _("This unit has this task already, in row %(row)d.")
                self.tasks.problem(row, "leads", sentence % {"row": self.shares[key]})
            self.shares.setdefault(key, row.number)

    # --- What both share ------------------------------------------------------------------------------------
    def _state_and_leads(
        self, sheet: SheetRows, row: Row, home: PastConference, column: str
    ) -> tuple[str, list[Lead]]:
        text, names = row.values["state"] or "", row.values[column] or ""
        state = state_of(text, has_lead=bool(names), done_on=row.values["done_on"])
        if not state:
            sheet.problem(row, "state", _("The state “%(text)s” is not known.") % {"text": text})
            return state, []
        try:
            leads = self.units.leads(home.conference, names, is_open=is_open(state)) if names else []
        except Unknown as unknown:
            sheet.problem(row, column, str(unknown))
            return "", []
        return state, leads

    def _past(
        self, sheet: SheetRows, row: Row, home: PastConference, state: str, lead: Lead | None, *, result: str
    ) -> Past:
        values: dict[str, Any] = row.values
        supporting: list[Unit] = []
        try:
            supporting = self.units.several(home.conference, values["supporting"] or "")
        except Unknown as unknown:
            sheet.problem(row, "supporting", str(unknown))
        place = _("%(file)s, sheet “%(sheet)s”, row %(row)d")
        name = self.reading.names.get(sheet.sheet.id, str(sheet.sheet.name))
        new = New(
            conference=home.conference,
            title=Recommendation(text=values["text"] or "").summary,
            unit=lead.unit if lead else None,
            due_on=values["due_on"],
            due_phrase=values.get("due_phrase", ""),
        )
        return Past(
            new=new,
            state=state,
            result=tidied(result or ""),
            done_on=values["done_on"],
            supporting=tuple(supporting),
            came_from=lead.came_from if lead else None,
            source=place % {"file": self.file_name, "sheet": name, "row": row.number},
            old_number=values["number"] if sheet is self.recommendations else "",
        )

    def _contradictions(self, sheet: SheetRows, row: Row, past: Past, columns: dict[str, str]) -> None:
        """Where the state or the unit is not known, that has been said already."""
        if past.state:
            for field, sentence in faults(past, today=self.today).items():
                sheet.problem(row, columns.get(field, field), sentence)

    def _with_task(self, wording: str) -> set[int]:
        return self._tasks.get(wording, set())

    @cached_property
    def _tasks(self) -> dict[str, set[int]]:
        """Wording -> conferences that are there already and have it."""
        found: dict[str, set[int]] = defaultdict(set)
        homes = [home.conference for home in self.homes.values() if not home.is_new]
        tasks = Task.objects.accepted().filter(conclusion__conference__in=homes)
        for text, conference in tasks.values_list("text", "conclusion__conference"):
            found[compare_key(text)].add(conference)
        return found
