"""How alike texts are: in whatever order, with or without marks, the rare words counting most.

First the rarest tokens of a text are asked for, each by itself from the index, until some thousand rows are
named; those that share most are then weighed whole: what both say, beside what each of them says. So a token
that stands everywhere costs nothing, and the planner has no estimate to be wrong about.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from django.db import connection

from recommendations.models import Tokens
from recommendations.models.tokens import ALL_TEXTS
from recommendations.tokens import SINGLE_BIT

# A single syllable is half a word, and means many things without its marks.
SINGLE = 0.35
# So many rows are named at most, for all tokens together and for one; of so many tokens.
MOST_NAMED = 6000
MOST_NAMED_BY_ONE = 1500
MOST_ASKED = 120
# So many are asked however common they are: somebody may have typed two common words yet.
LEAST_ASKED = 6

COUNTS = "SELECT token, count FROM recommendations_tokencount WHERE token = ANY(%s::int[])"
NAMED = """
SELECT named.recommendation_id
FROM unnest(%s::int[], %s::float[]) AS asked(token, weight)
CROSS JOIN LATERAL (
    SELECT recommendation_id FROM recommendations_tokens WHERE tokens @> ARRAY[asked.token] LIMIT %s
) named
GROUP BY 1 ORDER BY sum(asked.weight) DESC, 1 DESC LIMIT %s
"""


@dataclass(frozen=True)
class Weights:
    """How much each token says."""

    counts: Mapping[int, int]

    def __getitem__(self, token: int) -> float:
        # Counted on the eve of the first conference there was nothing.
        texts = self.counts.get(ALL_TEXTS) or 1
        weight = log(1 + texts / self.count(token))
        return weight * SINGLE if token & SINGLE_BIT else weight

    def count(self, token: int) -> int:
        """What was not counted yet is as rare as can be."""
        return self.counts.get(token, 1)


def weights_of(tokens: Iterable[int]) -> Weights:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [[ALL_TEXTS, *tokens]])
        return Weights(dict(cursor.fetchall()))


def named(tokens: Collection[int], most: int) -> list[int]:
    """Ids of what shares the rarest tokens of a text, that which shares most first."""
    if not tokens:
        return []
    weights = weights_of(tokens)
    asked = rarest(tokens, weights)
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [asked, [weights[token] for token in asked], MOST_NAMED_BY_ONE, most])
        return [pk for (pk,) in cursor.fetchall()]


def rarest(tokens: Iterable[int], weights: Weights) -> list[int]:
    """As many as name few enough rows."""
    asked: list[int] = []
    rows = 0
    for token in sorted(tokens, key=weights.count)[:MOST_ASKED]:
        rows += min(weights.count(token), MOST_NAMED_BY_ONE)
        if rows > MOST_NAMED and len(asked) >= LEAST_ASKED:
            break
        asked.append(token)
    return asked


def likeness_to(tokens: Collection[int], ids: Sequence[int]) -> dict[int, float]:
    """Id -> from 0 to 1, the most alike first."""
    if not ids:
        return {}
    stored = Tokens.objects.filter(pk__in=ids).values_list("pk", "tokens")
    rows = {pk: frozenset(row) for pk, row in stored}
    ours = frozenset(tokens)
    scale = Scale(ours.union(*rows.values()))
    whole = scale.weigh(ours)
    found = {pk: scale.likeness(ours, row, whole, scale.weigh(row)) for pk, row in rows.items()}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


class Scale:
    """Weighs many texts whose tokens are known beforehand."""

    def __init__(self, tokens: Collection[int]) -> None:
        weights = weights_of(tokens)
        self.weights = {token: weights[token] for token in tokens}

    def weigh(self, tokens: Iterable[int]) -> float:
        return sum(map(self.weights.__getitem__, tokens))

    def likeness(self, one: frozenset[int], other: frozenset[int], whole: float, other_whole: float) -> float:
        """The share of what both say in what each says: neither a long text nor a short one is favoured."""
        both = one & other
        return self.weigh(both) / sqrt(whole * other_whole) if both else 0.0
