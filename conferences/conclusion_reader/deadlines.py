"""Finds the deadlines in a stretch of text."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

from conferences.conclusion_reader.language import dates as forms
from conferences.conclusion_reader.language.numbers import ROMANS
from conferences.conclusion_reader.patterns import any_of
from conferences.conclusion_reader.types import (
    DATE,
    EVENT,
    MONTH,
    ONGOING,
    QUARTER,
    RANGE,
    RECURRING,
    YEAR,
    Due,
)

_LIMIT = rf"(?<!\w)(?P<limit>{any_of(forms.LIMITS)}) "
_PART = rf"(?P<part>{forms.PART_OF})?"
_END = r"(?![\w/])(?!-\w)"
_ANY = ("",)
_Form = tuple[str, re.Pattern[str], frozenset[str]]


def _form(kind: str, form: str, needs: Iterable[str]) -> _Form:
    return kind, re.compile(form), frozenset(needs)


# With the words of which a stretch must have one: to look for them is much quicker than to try the form.
# In this order: what an earlier form took, a later one does not see.
_FORMS: tuple[_Form, ...] = (
    _form(RECURRING, rf"(?<!\w){any_of(forms.RECURRING)}{_END}", forms.RECURRING_NEEDS),
    *(_form(RANGE, rf"(?<!\w){form}{_END}", ["từ ", "trong tuần"]) for form in forms.RANGES),
    *(_form(RANGE, rf"(?<!\w){form}{_END}", forms.DURATION_NEEDS) for form in forms.DURATIONS),
    *(_form(RANGE, rf"(?<=\w ){form}{_END}", ["tháng đầu", "tháng cuối"]) for form in forms.HALF_YEARS),
    _form(DATE, rf"{_LIMIT}{forms.CLOCK}?{forms.WEEKDAY_BEFORE}(?:ngày )?{forms.DAY}{_END}", _ANY),
    *(_form(DATE, rf"(?<!\w){form}{_END}", ["tuần "]) for form in forms.WEEKS),
    _form(MONTH, rf"{_LIMIT}{_PART}tháng {forms.MONTH}{forms.YEAR_AFTER}{_END}", ["tháng "]),
    _form(MONTH, rf"(?<!\w)(?P<part>{forms.PART_OF})tháng {forms.MONTH}{forms.YEAR_AFTER}{_END}", ["tháng "]),
    _form(MONTH, rf"{_LIMIT}{_PART}(?P<same>tháng) {forms.THIS}{_END}", ["tháng "]),
    _form(QUARTER, rf"{_LIMIT}{_PART}(?P<same>quý) {forms.THIS}{_END}", ["quý "]),
    _form(QUARTER, rf"{_LIMIT}{_PART}quý {forms.QUARTER}{forms.YEAR_AFTER}{_END}", ["quý "]),
    _form(QUARTER, rf"(?<!\w)quý {forms.QUARTER}{forms.YEAR_AFTER}{_END}", ["quý "]),
    _form(YEAR, rf"{_LIMIT}{_PART}năm (?P<y>\d{{4}}){_END}", ["năm "]),
    _form(YEAR, rf"(?<!\w)(?P<part>cuối )năm (?P<y>\d{{4}}){_END}", ["cuối năm"]),
    _form(YEAR, rf"{_LIMIT}{_PART}(?P<this>năm nay){_END}", ["năm nay"]),
    _form(EVENT, rf"(?<!\w){any_of(forms.EVENTS)}{_END}", forms.EVENT_WORDS),
    _form(ONGOING, rf"(?<!\w){any_of(forms.ONGOING)}", ["thường xuyên"]),
)
_NEEDS = sorted({word for _, _, needs in _FORMS for word in needs} - {""})
_TRACE = re.compile(any_of(forms.TRACES))
# Characters looked at around a date.
_AROUND, _BEFORE, _AFTER = 100, 60, 20
_NO_PART_OF_PHRASE = re.compile(
    r"(?:(?:thời (?:gian|hạn)|hạn)[^:]{0,40}: ?)?"
    r"(?:(?:hoàn thành|xong|ngay|kết thúc|kịp(?: thời)?(?: báo cáo| trình)?[^.;]*?(?= tại)) ){0,3}"
)
_NOT_AFTER = re.compile(rf"(?<!\w){any_of(forms.NOT_AFTER)},?$")
_FREE_NOT_AFTER = re.compile(rf"(?<!\w){any_of(forms.FREE_NOT_AFTER)}$")
_NOT_AFTER_IF_PAST = re.compile(rf"(?<!\w){any_of(forms.NOT_AFTER_IF_PAST)},?$")
_NOT_BEFORE = re.compile(rf" {any_of(forms.NOT_BEFORE)}(?!\w)")
# "quý I/2010" without a word before it is a deadline in a list of deadlines, not in "báo cáo quý I/2010".
_STANDS_FREE = re.compile(
    rf"(?:[(:;–-]|{forms.QUARTER}(?:(?:/| năm )\d{{4}})?(?:,| và)|hoàn thành|thực hiện)$"
)
_HABIT_OF_NOUN = re.compile(rf"(?<!\w){any_of(forms.NOUNS_WITH_HABITS)}$")
_EVENT_NEEDS = re.compile(rf"(?<!\w){any_of(forms.EVENT_NEEDS)}(?!\w)")
_EVENT_NOT_AFTER = re.compile(rf"(?<!\w){any_of(forms.EVENT_NOT_AFTER)}(?!\w)[^,.;]*$")
# A day of the issue year that has long passed is one of the next year: "trước 31/01" in a notice of December.
_NEXT_YEAR_AFTER = timedelta(days=60)
_HORIZON = 4  # years
# How long before its last day a time begins.
_DAYS_BEFORE = {DATE: -1, MONTH: 31, QUARTER: 92, YEAR: 366}


def find_deadlines(
    flat: str, folded: str, start: int, end: int, issued_on: date | None
) -> Iterator[tuple[int, Due]]:
    """Each deadline with its position."""
    windows = [(window, _words_in(folded, *window)) for window in _windows(folded, start, end)]
    if not windows:
        return
    taken = bytearray(end - start)
    found: list[tuple[int, Due]] = []
    for kind, form, needs in _FORMS:
        places = (window for window, words in windows if not needs.isdisjoint(words))
        for match in chain.from_iterable(form.finditer(folded, *place) for place in places):
            span = slice(match.start() - start, match.end() - start)
            if any(taken[span]) or not _is_deadline(kind, match, folded, start, end):
                continue
            on = _last_day(kind, match, issued_on)
            if on is _NONSENSE:
                continue
            taken[span] = b"\1" * len(match.group())
            if _is_over(kind, match, folded, on, issued_on):
                continue
            lead = _NO_PART_OF_PHRASE.match(match.group())
            position = match.start() + (lead.end() if lead else 0)
            found.append((position, Due(flat[position : match.end()].strip(" ,"), on, kind)))
    yield from sorted(found, key=lambda pair: pair[0])


def _words_in(folded: str, start: int, end: int) -> list[str]:
    return ["", *(word for word in _NEEDS if folded.find(word, start, end) >= 0)]


def _windows(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches that may hold a deadline: a text has few, and the forms are many."""
    opened: tuple[int, int] | None = None
    for trace in _TRACE.finditer(folded, start, end):
        first, last = max(start, trace.start() - _AROUND), trace.end() + _AROUND
        if opened is not None and first <= opened[1]:
            opened = opened[0], last
            continue
        if opened is not None:
            yield opened[0], _word_end(folded, opened[1], end)
        opened = first, last
    if opened is not None:
        yield opened[0], _word_end(folded, opened[1], end)


def _word_end(folded: str, position: int, end: int) -> int:
    blank = folded.find(" ", position, end)
    return end if blank < 0 else blank


def _is_deadline(kind: str, match: re.Match[str], folded: str, start: int, end: int) -> bool:
    before = folded[max(start, match.start() - _BEFORE) : match.start()].rstrip()
    after = folded[match.end() : min(end, match.end() + _AFTER)]
    if kind == RECURRING:
        return not _HABIT_OF_NOUN.search(before)
    if kind == EVENT:
        words = match.group()
        return not _EVENT_NOT_AFTER.search(before) and bool(_EVENT_NEEDS.search(f"{before} {words}"))
    if kind == ONGOING:
        return True
    if "limit" not in match.groupdict() and kind in (QUARTER, YEAR):
        return bool(_STANDS_FREE.search(before)) or not before
    if "limit" not in match.groupdict() and _FREE_NOT_AFTER.search(before):
        return False
    return not _NOT_AFTER.search(before) and not _NOT_BEFORE.match(after)


def _is_over(kind: str, match: re.Match[str], folded: str, on: date | None, issued_on: date | None) -> bool:
    """Whether the time named is one that something else happened in."""
    past = on is not None and issued_on is not None and on < issued_on
    if kind == RANGE or past and match.groupdict().get("limit") in forms.STATE_IF_PAST:
        return past
    if kind not in _DAYS_BEFORE:
        return False
    if on is not None and issued_on is not None and on - timedelta(days=_DAYS_BEFORE[kind]) > issued_on:
        return False
    before = folded[max(0, match.start() - _BEFORE) : match.start()].rstrip()
    return _NOT_AFTER_IF_PAST.search(before) is not None


_NONSENSE = date.min


def _last_day(kind: str, match: re.Match[str], issued_on: date | None) -> date | None:
    """The last day in time, None where no day follows, _NONSENSE where the calendar knows no such day."""
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    month = int(parts["m"]) if parts.get("m") else None
    if parts.get("same"):
        return _relative(parts["same"] or "", parts["this"] or "", issued_on)
    if parts.get("this") and issued_on is not None:
        year = _year_of(parts["this"] or "", month, issued_on)
    if _is_nonsense(kind, year, month, issued_on):
        return _NONSENSE
    before = (parts.get("limit") or "").endswith("trước")
    if parts.get("d"):
        return _day(int(parts["d"] or 0), month or 0, year, issued_on)
    if month is not None:
        return _end_of_month(month, year, issued_on, before=before)
    if parts.get("half"):
        year = year or (issued_on.year if issued_on else None)
        return None if year is None else date(year, 6, 30) if parts["half"] == "đầu" else date(year, 12, 31)
    if parts.get("q"):
        quarter = ROMANS.index(parts["q"] or "") + 1 if parts["q"] in ROMANS else int(parts["q"] or 0)
        return _end_of_quarter(quarter, year, issued_on, before=before)
    if year is not None:
        return date(year - 1 if before else year, 12, 31)
    return None


def _is_nonsense(kind: str, year: int | None, month: int | None, issued_on: date | None) -> bool:
    if month is not None and not 1 <= month <= 12 or year is not None and not 1990 <= year <= 2100:
        return True
    if kind not in (YEAR, RANGE) or year is None or month is not None or issued_on is None:
        return False
    return year - issued_on.year >= _HORIZON  # "đến năm 2030": of a programme


def _relative(period: str, which: str, issued_on: date | None) -> date | None:
    """ "trong tháng này", "quý tới"."""
    if issued_on is None:
        return None
    size = 3 if period == "quý" else 1
    months = issued_on.year * 12 + issued_on.month - 1
    last = months - months % size + size - 1 + (size if which in forms.NEXT else 0)
    return _end_of_month(last % 12 + 1, last // 12, issued_on, before=False)


def _year_of(which: str, month: int | None, issued_on: date) -> int:
    """ "tháng 12 này", "tháng 01 tới", "năm nay"."""
    over = month is not None and month < issued_on.month
    return issued_on.year + (1 if over and which in forms.NEXT else 0)


def _day(day: int, month: int, year: int | None, issued_on: date | None) -> date | None:
    if year is None:
        if issued_on is None:
            return None if 1 <= day <= 31 else _NONSENSE
        year = issued_on.year
        if 1 <= day <= monthrange(year, month)[1] and date(year, month, day) < issued_on - _NEXT_YEAR_AFTER:
            year += 1
    if not 1 <= day <= monthrange(year, month)[1]:
        return _NONSENSE
    return date(year, month, day)


def _end_of_month(month: int, year: int | None, issued_on: date | None, *, before: bool) -> date | None:
    if year is None:
        if issued_on is None:
            return None
        year = issued_on.year
        if date(year, month, monthrange(year, month)[1]) < issued_on - _NEXT_YEAR_AFTER:
            year += 1
    if before:
        return date(year, month, 1) - timedelta(days=1)
    return date(year, month, monthrange(year, month)[1])


def _end_of_quarter(quarter: int, year: int | None, issued_on: date | None, *, before: bool) -> date | None:
    if not 1 <= quarter <= 4:
        return _NONSENSE
    if before:
        return _end_of_month(quarter * 3 - 2, year, issued_on, before=True)
    return _end_of_month(quarter * 3, year, issued_on, before=False)
