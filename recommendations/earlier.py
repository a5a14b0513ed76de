"""What a recommendation may repeat: those of earlier conferences, found by words or by what they share."""

from collections.abc import Iterable
from functools import reduce
from itertools import pairwise
from operator import add

from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import Combinable

from accounts.models import User
from conferences.models import Conference
from dialogue_tracker.vietnamese import search_key
from recommendations.models import Recommendation, RecommendationQuerySet
from units.models import Unit

MOST_SHOWN = 8
# Of a long text the beginning says what it is about.
MOST_PAIRS = 30
# Fewer shared pairs of syllables than this are chance.
LEAST_SHARED = 3
# In every second recommendation.
COMMON = frozenset(
    {"de nghi", "nghi bo", "bo cong", "cong thuong", "xem xet", "kien nghi", "don vi", "cac don"}
)


def earlier_ones(conference: Conference, *, user: User) -> RecommendationQuerySet:
    return (
        Recommendation.objects.visible_to(user)
        .filter(conference__held_on__lt=conference.held_on)
        .select_related("conference__host", "raised_by", "assignment__unit")
    )


def candidates(
    conference: Conference, *, user: User, words: str = "", text: str = "", unit: Unit | None = None
) -> list[Recommendation]:
    """By the words searched for, else by the text itself. What the same unit raised stands first."""
    found = earlier_ones(conference, user=user)
    if words.strip():
        found = found.search(words).annotate(alike=Value(0))
    elif pairs := pairs_of(text):
        found = found.annotate(alike=shared(pairs)).filter(alike__gte=min(LEAST_SHARED, len(pairs)))
    else:
        return []
    own = Case(When(raised_by=unit, then=Value(0)), default=Value(1)) if unit else Value(0)
    return list(
        found.annotate(own=own).order_by("own", "-alike", "-conference__held_on", "position")[:MOST_SHOWN]
    )


def pairs_of(text: str) -> list[str]:
    """Neighbouring syllables: most Vietnamese words have two, one alone says little."""
    syllables = search_key(text).split()
    pairs = (" ".join(pair).strip(".,;:()") for pair in pairwise(syllables))
    return list(dict.fromkeys(pair for pair in pairs if pair not in COMMON and len(pair) > 5))[:MOST_PAIRS]


def shared(pairs: Iterable[str]) -> Combinable:
    """How many of the pairs stand in the text of the row."""
    stands = (
        Case(When(search_text__contains=pair, then=Value(1)), default=Value(0), output_field=IntegerField())
        for pair in pairs
    )
    return reduce(add, stands)
