"""Similar recommendations of this conference and earlier ones: what they share, what became of them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import Prefetch

from accounts.models import User
from accounts.roles import Permission
from assignments.models import Assignment
from assignments.workflow import State
from conferences.models import Conference
from dialogue_tracker.keys import key_of
from dialogue_tracker.vietnamese import search_key
from recommendations.common_words import SHORT_FORMS
from recommendations.life_line import Chain, chains_of
from recommendations.likeness import likeness_to, named
from recommendations.models import Recommendation, RecommendationQuerySet
from recommendations.models.tokens import MOST_TOKENS
from recommendations.permissions import may_log, reads_answer
from recommendations.tokens import is_empty, phrase_at, tokens_of
from units.models import Unit
from units.permissions import access_of

MOST_SHOWN = 6
# Less alike than this is chance.
LEAST_ALIKE = 0.15
# So many are looked at for whether the person may see them; of those, so many are weighed whole.
MOST_NAMED = 400
MOST_WEIGHED = 60
# A few of them are shown no more: what is answered with another one that is shown.
MOST_READ = 12
# What the same unit raised before is likelier to be meant.
OWN_UNIT = 1.15
# Of a long text the part that is alike is shown.
LONGEST_SHOWN = 420
BEFORE_IT = 80

WORD = re.compile(r"\w+")
# (text, is it shared?)
Piece = tuple[str, bool]


@dataclass(frozen=True)
class Asking:
    """For what similar ones are wanted. Without a conference nothing can be done with them but read them."""

    user: User
    conference: Conference | None = None
    text: str = ""
    words: str = ""
    raised_by: Unit | None = None
    but: int | None = None
    offers_merging: bool = True

    @cached_property
    def tokens(self) -> dict[int, str]:
        return dict(islice(tokens_of(self.text).items(), MOST_TOKENS))


@dataclass(frozen=True)
class Picked:
    """What is ticked in a form."""

    earlier: list[Recommendation]
    same_as: Recommendation | None

    @property
    def rows(self) -> list[Recommendation]:
        return [*self.earlier, self.same_as] if self.same_as else self.earlier


@dataclass(frozen=True)
class Similar:
    """`choice`: "earlier" or "same_as", as the form sends it. Empty where it can only be read: what is of a
    later conference, what is closed or withdrawn, or where the person may not.
    """

    recommendation: Recommendation
    pieces: list[Piece]
    choice: str
    chain: Chain | None
    reads_answer: bool
    is_here: bool
    merged: int

    @property
    def answering(self) -> Recommendation:
        return self.recommendation.answering


# --- Looking up ---------------------------------------------------------------------------------------------
def similar(asking: Asking) -> list[Similar]:
    """By the words searched for, else by the text; the most alike first."""
    rows = _searched(asking) if asking.words.strip() else _alike(asking)
    return shown(rows, asking)


def shown(rows: Iterable[Recommendation], asking: Asking) -> list[Similar]:
    rows = list(rows)
    chains = chains_of(rows, user=asking.user) if rows else {}
    seen = Assignment.objects.visible_to(asking.user).order_by()
    into = seen.filter(merged_into__in=[row.assignment_id for row in rows])
    merged = Counter(into.values_list("merged_into", flat=True)) if rows else Counter()
    tokens = set(asking.tokens.values()) or set(tokens_of(asking.words).values())
    return [
        Similar(
            recommendation=row,
            pieces=pieces_of(row.text, tokens),
            choice=_choice(row, asking),
            chain=chains.get(row.pk),
            reads_answer=reads_answer(asking.user, row.answering),
            is_here=asking.conference is not None and row.conference_id == asking.conference.pk,
            merged=merged[row.assignment_id],
        )
        for row in rows
    ]


def picked(conference: Conference, *, user: User, earlier: Iterable[str], same_as: str) -> Picked:
    """By the ids a form sends. What the person may not see or cannot be meant is passed over."""
    ids, same = [key_of(text) for text in earlier], key_of(same_as)
    seen = with_all(Recommendation.objects.visible_to(user))
    before = seen.filter(pk__in=ids, conference__held_on__lt=conference.held_on)
    before = before.exclude(assignment__state=State.WITHDRAWN)
    return Picked(
        list(before) if ids else [], seen.filter(pk=same, conference=conference).first() if same else None
    )


def with_all(found: RecommendationQuerySet) -> RecommendationQuerySet:
    """What a row shows."""
    answering = Assignment.objects.select_related("unit", "recommendation__conference__host")
    return found.select_related("conference__host", "raised_by", "assignment__unit").prefetch_related(
        Prefetch("assignment__merged_into", queryset=answering)
    )


def _searched(asking: Asking) -> list[Recommendation]:
    found = with_all(Recommendation.objects.visible_to(asking.user).search(asking.words))
    rows = found.order_by("-conference__held_on", "position")[: MOST_SHOWN + 1]
    return [row for row in rows if row.pk != asking.but][:MOST_SHOWN]


def _alike(asking: Asking) -> list[Recommendation]:
    ids = [pk for pk in named(asking.tokens, MOST_NAMED) if pk != asking.but]
    weighed = likeness_to(asking.tokens, _visible(ids, asking.user)[:MOST_WEIGHED])
    alike = {pk: how for pk, how in weighed.items() if how >= LEAST_ALIKE}
    rows = with_all(Recommendation.objects.filter(pk__in=list(alike)[:MOST_READ])) if alike else []

    def rank(row: Recommendation) -> tuple[float, int]:
        is_own = asking.raised_by is not None and row.raised_by_id == asking.raised_by.pk
        return alike[row.pk] * (OWN_UNIT if is_own else 1), row.conference.held_on.toordinal()

    answered_here = {row.assignment_id for row in rows}
    apart = [row for row in rows if row.assignment.merged_into_id not in answered_here]
    return sorted(apart, key=rank, reverse=True)[:MOST_SHOWN]


def _visible(ids: list[int], user: User) -> list[int]:
    """Asked once: for a unit's people it is what takes longest."""
    if not ids or access_of(user).reads_all:
        return ids
    visible = Recommendation.objects.visible_to(user).filter(pk__in=ids)
    may_see = set(visible.order_by().values_list("pk", flat=True))
    return [pk for pk in ids if pk in may_see]


def _choice(row: Recommendation, asking: Asking) -> str:
    conference = asking.conference
    if conference is None or not may_log(asking.user, conference) or row.assignment.state == State.WITHDRAWN:
        return ""
    if row.conference.held_on < conference.held_on:
        return "earlier"
    if row.conference_id != conference.pk or not asking.offers_merging or not row.answering.is_open:
        return ""
    return "same_as" if access_of(asking.user).at(Permission.ASSIGN, conference.host_id) else ""


# --- Why it is shown ----------------------------------------------------------------------------------------
def pieces_of(text: str, tokens: set[str]) -> list[Piece]:
    """The text, or the part of it that is alike, with what it shares marked."""
    words = [(word.start(), word.end(), _syllables(word.group())) for word in WORD.finditer(text)]
    marked = [any(part in tokens for part in parts) for _start, _end, parts in words]
    for place, ((_s, _e, parts), (_s2, _e2, following)) in enumerate(zip(words, words[1:], strict=False)):
        if f"{parts[-1]} {following[0]}" in tokens:
            marked[place] = marked[place + 1] = True
    _unmark([parts for _start, _end, parts in words], marked)
    spans = [(start, end, mark) for (start, end, _p), mark in zip(words, marked, strict=True)]
    first = next((start for start, _end, mark in spans if mark), 0)
    begin = max(0, first - BEFORE_IT) if len(text) > LONGEST_SHOWN else 0
    return _pieces(text, [span for span in spans if span[0] >= begin and span[1] <= begin + LONGEST_SHOWN])


def _unmark(words: list[list[str]], marked: list[bool]) -> None:
    """What is in every recommendation, and small words where nothing marked goes on after or before them."""
    says = [any(not is_empty(part) for part in parts) for parts in words]
    firsts = [parts[0] for parts in words]
    place = 0
    while place < len(words):
        length = phrase_at(firsts, place)
        for inner in range(place, place + length):
            marked[inner] = False
        place += length or 1
    for places in (range(len(words)), reversed(range(len(words)))):
        after = False
        for place in places:
            marked[place] = after = marked[place] and (says[place] or after)


def _syllables(word: str) -> list[str]:
    key = search_key(word)
    return SHORT_FORMS.get(key, key).split() or [""]


def _pieces(text: str, spans: list[tuple[int, int, bool]]) -> list[Piece]:
    """Marked words that stand together are one piece, with what is between them."""
    if not spans:
        return [(text[:LONGEST_SHOWN], False)]
    runs = [list(run) for _mark, run in groupby(spans, key=itemgetter(2))]
    begin = spans[0][0] if spans[0][0] > BEFORE_IT else 0
    pieces: list[Piece] = [("…", False)] if begin else []
    for run in runs:
        start, end, mark = run[0][0], run[-1][1], run[0][2]
        pieces += [(text[begin:start], False), (text[start:end], mark)]
        begin = end
    rest = text[begin:]
    pieces.append((rest if len(rest) < BEFORE_IT and not WORD.search(rest) else " …", False))
    return [piece for piece in pieces if piece[0]]
