"""The recommendations of one conference: new ones, and those of an export that come back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.writing import Refused
from conferences.models import Conference
from dialogue_tracker.several_hands import SomebodyWasFaster
from dialogue_tracker.spreadsheets import Reading, Row
from dialogue_tracker.vietnamese import compare_key, search_key
from recommendations.actions import Raised, correct_many, write_down
from recommendations.import_plan import Check, FieldChange, PlannedRow, Report
from recommendations.imports.marks import cells_of, comparable, digest
from recommendations.imports.names import Names, Unknown, from_the_list, themes, units_on
from recommendations.imports.rows import Outdated, SheetRows, as_read
from recommendations.imports.sheets import (
    CODE,
    MARK,
    PROPOSED_LEAD,
    RAISED_BY,
    READ_ONLY,
    SHEET,
    SPEAKER,
    TEXT,
    THEME,
    WORDING,
)
from recommendations.models import Recommendation
from recommendations.models.recommendation import CODE as CODE_FORM
from recommendations.permissions import may_log, refusal_to_correct
from recommendations.wording import fault_of_text, tidied

AT_ONCE = 500
Key = tuple[int, str]
NAMED = (RAISED_BY, THEME, PROPOSED_LEAD)


def stored_of(conference: Conference) -> dict[str, Recommendation]:
    rows = conference.recommendations.select_related(
        "conference__host",
        "raised_by",
        "theme",
        "proposed_lead",
        "assignment__unit",
        "assignment__merged_into__recommendation__assignment",
    )
    return {search_key(row.code): row for row in rows}


def double_key(unit_id: int, text: str) -> Key:
    return unit_id, compare_key(text)


@dataclass
class CurrentPlan(Check):
    conference: Conference = field(kw_only=True)


class CurrentCheck:
    def __init__(self, reading: Reading, conference: Conference, *, by: User) -> None:
        if not may_log(by, conference):
            raise PermissionDenied
        self.conference, self.by = conference, by
        self.found = CurrentPlan(
            problems=[*reading.problems], notices=[*reading.notices], conference=conference
        )
        self.sheet = SheetRows(SHEET, reading, self.found)
        self.stored = stored_of(conference)
        self.logged = {double_key(row.raised_by_id, row.text): row for row in self.stored.values()}
        self.names: dict[str, Names[Any]] = {
            RAISED_BY.key: units_on(conference.register_day, conference, advice=from_the_list()),
            PROPOSED_LEAD.key: units_on(None, advice=from_the_list()),
            THEME.key: themes(),
        }
        self.in_file: dict[Key, int] = {}
        self.codes: dict[str, int] = {}

    def run(self, report: Report) -> Check:
        for row in self.sheet.rows(report):
            self._row(row)
        return self.found

    def _row(self, row: Row) -> None:
        code = str(row.values[CODE.key] or "")
        before = len(self.found.problems)
        existing = self._existing(row, code) if code else None
        raised = self._raised(row, existing)
        if row.faulty or len(self.found.problems) > before or raised is None:
            return
        if existing is None:
            self._new(row, raised)
        else:
            self._compare(row, raised, existing)

    # --- Which one ------------------------------------------------------------------------------------------
    def _existing(self, row: Row, code: str) -> Recommendation | None:
        key = search_key(code)
        existing = self.stored.get(key)
        if existing is None:
            self.sheet.problem(row, CODE.key, self._no_such(code))
        elif key in self.codes:
            sentence = _("%(code)s is in row %(row)d already. Clear the code where a new one is meant.")
            self.sheet.problem(row, CODE.key, sentence % {"code": existing.code, "row": self.codes[key]})
        self.codes.setdefault(key, row.number)
        return existing

    @staticmethod
    def _no_such(code: str) -> str:
        if CODE_FORM.fullmatch(search_key(code)):
            sentence = _("This conference has no recommendation %(code)s. Clear the code to log a new one.")
            return sentence % {"code": code}
        return _("“%(code)s” is no code such as KN2026-003. Clear it to log a new recommendation.") % {
            "code": code
        }

    # --- What it says ---------------------------------------------------------------------------------------
    def _raised(self, row: Row, existing: Recommendation | None) -> Raised | None:
        """A cell that reads as it was exported keeps exactly what is stored."""
        values: dict[str, Any] = {}
        for column in WORDING:
            given, old = row.values[column.key], getattr(existing, column.key, None)
            is_kept = existing and (
                not self.sheet.has(column.key) or self._reads_like(column.key, given, old)
            )
            values[column.key] = old if is_kept else self._value(row, column.key, given)
        if row.faulty or values[RAISED_BY.key] is None:
            return None
        return Raised(**values)

    @staticmethod
    def _reads_like(key: str, given: str, old: Any) -> bool:
        column = SHEET.by_key[key]
        return bool(given == as_read("" if old is None else str(old), column))

    def _value(self, row: Row, key: str, given: str | None) -> Any:
        if key == TEXT.key:
            text = tidied(given or "")
            if sentence := fault_of_text(text):
                self.sheet.problem(row, key, sentence)
            return text
        if key == SPEAKER.key or not given:
            return given or ("" if key == SPEAKER.key else None)
        try:
            return self.names[key].find(given)
        except Unknown as unknown:
            self.sheet.problem(row, key, str(unknown))
            return None

    # --- New ------------------------------------------------------------------------------------------------
    def _new(self, row: Row, raised: Raised) -> None:
        before = len(self.found.problems)
        for column in READ_ONLY:
            if row.values[column.key] not in ("", None):
                sentence = _(
                    "This column is filled in by the system. Clear the cell for a new recommendation."
                )
                self.sheet.problem(row, column.key, sentence)
        self._refuse_doubles(row, raised)
        if len(self.found.problems) == before:
            self._plan(row, "new", raised, payload=(raised, None))

    def _refuse_doubles(self, row: Row, raised: Raised, existing: Recommendation | None = None) -> None:
        key = double_key(raised.raised_by.pk, raised.text)
        logged = self.logged.get(key)
        if key in self.in_file:
            sentence = _("The same unit says the same in row %(row)d. Delete one of the two rows.")
            self.sheet.problem(row, TEXT.key, sentence % {"row": self.in_file[key]})
        elif logged and logged != existing:
            sentence = _("This is logged already as %(code)s. Delete the row, or put that code into it.")
            self.sheet.problem(row, TEXT.key, sentence % {"code": logged.code})
        self.in_file.setdefault(key, row.number)

    # --- One of an export -----------------------------------------------------------------------------------
    def _compare(self, row: Row, raised: Raised, existing: Recommendation) -> None:
        cells = cells_of(existing, user=self.by)
        wording, _dash, rest = str(row.values[MARK.key] or "").partition("-")
        before = len(self.found.problems)
        self._refuse_reading_cells(row, cells, rest)
        changes = list(self._changes(raised, existing))
        if changes:
            self._refuse_change(row, changes, existing, is_as_exported=wording == digest(cells, WORDING))
            self._refuse_doubles(row, raised, existing)
        else:
            self.in_file.setdefault(double_key(raised.raised_by.pk, raised.text), row.number)
        if len(self.found.problems) == before:
            shown = [FieldChange(str(SHEET.by_key[key].title), old, new) for key, old, new in changes]
            act = "change" if changes else "same"
            self._plan(row, act, raised, changes=shown, payload=(raised, existing))

    def _refuse_reading_cells(self, row: Row, cells: dict[str, Any], exported: str) -> None:
        """What nobody touched in the file may have moved on here; what was typed there is not taken over."""
        is_whole = all(self.sheet.has(column.key) for column in READ_ONLY) and not row.faulty
        if is_whole and digest(row.values, READ_ONLY) == exported:
            return
        for column in READ_ONLY:
            now = comparable(column, cells[column.key])
            if self.sheet.has(column.key) and comparable(column, row.values[column.key]) != now:
                sentence = _(
                    "An import does not change this. It now is: %(now)s. Change it on the page of %(code)s."
                )
                shown = cells[column.key] or _("empty")
                shown = shown.strftime("%d/%m/%Y") if hasattr(shown, "strftime") else shown
                self.sheet.problem(
                    row, column.key, sentence % {"now": str(shown)[:200], "code": cells["code"]}
                )

    @staticmethod
    def _changes(raised: Raised, existing: Recommendation) -> Iterator[tuple[str, str, str]]:
        for column in WORDING:
            old, new = getattr(existing, column.key), getattr(raised, column.key)
            if old != new:
                yield column.key, "" if old is None else str(old), "" if new is None else str(new)

    def _refuse_change(
        self,
        row: Row,
        changes: list[tuple[str, str, str]],
        existing: Recommendation,
        *,
        is_as_exported: bool,
    ) -> None:
        key = changes[0][0]
        if sentence := refusal_to_correct(self.by, existing):
            self.sheet.problem(row, key, sentence)
        elif not row.values[MARK.key]:
            sentence = _(
                "The mark of the export is gone from this row, so nobody can tell whether %(code)s was "
                "changed since. Export the list again and make the change there."
            )
            self.sheet.problem(row, key, sentence % {"code": existing.code})
        elif not is_as_exported:
            sentence = _(
                "%(code)s was changed since the export. Export the list again and make the change there."
            )
            self.sheet.problem(row, key, sentence % {"code": existing.code})

    def _plan(self, row: Row, act: Any, raised: Raised, *, changes: Any = (), payload: Any) -> None:
        title = Recommendation(text=raised.text).summary
        self.sheet.plan(row, act, title=title, about=raised.raised_by.name, changes=changes, payload=payload)


# --- Writing ------------------------------------------------------------------------------------------------
@transaction.atomic
def apply_current(
    rows: list[PlannedRow], conference: Conference, *, by: User, report: Report
) -> dict[str, int]:
    """All or nothing; what somebody logged or corrected since the check stops it: `Outdated`."""
    if not may_log(by, conference):
        raise PermissionDenied
    locked = Conference.objects.select_for_update().get(pk=conference.pk)
    new = [row.payload[0] for row in rows if row.act == "new"]
    changed = [row.payload for row in rows if row.act == "change"]
    refuse_logged_since(locked, new)
    total = len(new) + len(changed)
    for start in range(0, len(new), AT_ONCE):
        report(100 * start // total, _("Logging recommendations"))
        write_down(locked, [(raised, uuid4()) for raised in new[start : start + AT_ONCE]], by=by)
    for start in range(0, len(changed), AT_ONCE):
        report(100 * (len(new) + start) // total, _("Correcting recommendations"))
        part = [(existing, raised, existing.version) for raised, existing in changed[start : start + AT_ONCE]]
        try:
            correct_many(part, by=by)
        except (SomebodyWasFaster, Refused):
            sentence = _(
                "Some of these recommendations were changed since the file was checked. Check the file again."
            )
            raise Outdated(sentence) from None
    return {"new": len(new), "change": len(changed), "same": len(rows) - total}


def refuse_logged_since(conference: Conference, new: list[Raised]) -> None:
    if not new:
        return
    logged = {
        double_key(unit_id, text)
        for unit_id, text in conference.recommendations.values_list("raised_by", "text").iterator()
    }
    if any(double_key(raised.raised_by.pk, raised.text) in logged for raised in new):
        raise Outdated(
            _("Some of these recommendations were logged since the file was checked. Check the file again.")
        )
