"""Names as people write them in a list: which unit or theme is meant, or a sentence that helps on."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Generic, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from conferences.models import Conference
from conferences.register import written_forms
from dialogue_tracker.spreadsheets.layout import LISTS
from dialogue_tracker.vietnamese import compare_key, search_key
from recommendations.imports.rows import told
from recommendations.models import Theme
from recommendations.wording import bodies, not_of_that_time
from units.models import Unit

Named = TypeVar("Named", bound=models.Model)
MOST_OFFERED = 4
SEPARATORS = (";", "\n")
DASH = re.compile(r"\s*[-\u2010-\u2015]\s*")
# What many units begin with makes none of them like another; in the form of `search_key`.
TYPE_WORDS = re.compile(
    r"(tong cuc|cuc|vu|vien|hoc vien|truong|trung tam|van phong|thanh tra|phong|ban)\b\s*"
)
ALIKE = 0.75


class Unknown(Exception):
    """A sentence about the name."""


class Names(Generic[Named]):
    """By the name, then by any other way it is written, then without marks; the nearest are offered."""

    def __init__(
        self, written: Iterable[tuple[Named, Iterable[str]]], missing: Callable[[str], str], *, advice: str
    ) -> None:
        """`advice`: what to do about a name that nothing is like."""
        self._levels: tuple[dict[str, list[Named]], ...] = (
            defaultdict(list), defaultdict(list), defaultdict(list)
        )  # fmt: skip
        self._names: dict[str, str] = {}  # and the words of each that are its own
        self._missing, self._advice = missing, advice
        self._known: dict[str, Named | str] = {}
        for row, forms in written:
            self._add(row, [form for form in forms if form])

    def _add(self, row: Named, forms: list[str]) -> None:
        exact, other, plain = self._levels
        exact[compare_key(forms[0])].append(row)
        self._names[forms[0]] = _own_words(forms[0])
        for form in forms:
            for level, key in ((other, compare_key(form)), (plain, plain_key(form))):
                if row not in level[key]:
                    level[key].append(row)

    def find(self, text: str) -> Named:
        """Raises Unknown. The same text is looked up once, however many rows have it."""
        if text not in self._known:
            self._known[text] = self._find(text)
        found = self._known[text]
        if isinstance(found, str):
            raise Unknown(found)
        return found

    def _find(self, text: str) -> Named | str:
        keys = (compare_key(text), compare_key(text), plain_key(text))
        for level, key in zip(self._levels, keys, strict=True):
            if rows := level.get(key):
                return rows[0] if len(rows) == 1 else self._several(text, rows)
        return f"{self._missing(text)} {self._perhaps(text) or self._advice}".strip()

    def _several(self, text: str, rows: list[Named]) -> str:
        return _("“%(text)s” can be %(names)s. Write the full name.") % {
            "text": text,
            "names": told([str(row) for row in rows[:MOST_OFFERED]]),
        }

    def _perhaps(self, text: str) -> str:
        meant = _own_words(text)
        if not meant:
            return ""
        near = [name for name, words in self._names.items() if set(meant.split()) <= set(words.split())]
        close = get_close_matches(meant, self._names.values(), n=2, cutoff=ALIKE)
        near = near or [name for name, words in self._names.items() if words in close]
        return _("Is it %(names)s?") % {"names": told(near[:MOST_OFFERED])} if near else ""

    def find_all(self, text: str) -> list[Named]:
        """Several, with ";" or a line for each; with commas where every part is a name by itself."""
        return list(
            dict.fromkeys(row for part in _split(text, SEPARATORS) for row in self._one_or_more(part))
        )

    def _one_or_more(self, text: str) -> list[Named]:
        try:
            return [self.find(text)]
        except Unknown:
            by_commas = list(_split(text, (",",)))
            if len(by_commas) < 2:
                raise
            return [self.find(part) for part in by_commas]


def plain_key(text: str) -> str:
    """Without marks; and Excel makes long dashes of short ones."""
    return DASH.sub("-", search_key(text))


def _own_words(name: str) -> str:
    return TYPE_WORDS.sub("", search_key(name), count=1)


def from_the_list() -> str:
    return _("Take a name from the sheet “%(sheet)s” of the template.") % {"sheet": LISTS}


def _split(text: str, separators: Iterable[str]) -> Iterator[str]:
    for separator in separators:
        text = text.replace(separator, "\0")
    return (part.strip() for part in text.split("\0") if part.strip())


def units_on(day: date | None, conference: Conference | None = None, *, advice: str = "") -> Names[Unit]:
    """Those of a day; one of another time is told from one that never was."""
    advice = advice or _("Write the name as in the register of units.")
    rows = list(bodies(day).prefetch_related("aliases"))
    valid = {unit.pk for unit in rows}

    def missing(text: str) -> str:
        if conference and (other := _of_another_time(text, valid)):
            return not_of_that_time(other, conference)
        return _("There is no unit “%(name)s”.") % {"name": text}

    forms = ((unit, (unit.name, unit.abbreviation, unit.code, *written_forms(unit))) for unit in rows)
    return Names(forms, missing, advice=advice)


def _of_another_time(text: str, valid: set[int]) -> Unit | None:
    others = Unit.objects.filter(parent__isnull=False).exclude(pk__in=valid)
    return next((unit for unit in others if compare_key(unit.name) == compare_key(text)), None)


def themes() -> Names[Theme]:
    return Names(
        ((theme, (theme.name,)) for theme in Theme.objects.all()),
        lambda text: _("There is no theme “%(name)s”.") % {"name": text},
        advice=from_the_list(),
    )
