"""Groups of alike recommendations of one conference that are not answered together yet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from accounts.models import User
from assignments.workflow import State
from conferences.models import Conference
from recommendations.likeness import Scale
from recommendations.models import Recommendation, RecommendationQuerySet, Tokens

# Higher than for what is only shown: nobody typed these to find each other.
LEAST_ALIKE = 0.22
# So alike that merging is proposed; below, the clerk ticks it.
VERY_ALIKE = 0.4
# A token that so many share brings nobody together.
MOST_SHARING = 25

TokensOf = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Row:
    recommendation: Recommendation
    alike: float

    @property
    def is_proposed(self) -> bool:
        return self.may_be_merged and self.alike >= VERY_ALIKE

    @property
    def may_be_merged(self) -> bool:
        return self.recommendation.assignment.state == State.RECEIVED


@dataclass(frozen=True)
class Group:
    """`main`: the one proposed to answer for all: work on it has begun, or it was raised first."""

    main: Recommendation
    rows: list[Row]

    @property
    def other_units(self) -> int:
        units = {row.recommendation.raised_by_id for row in self.rows}
        return len(units - {self.main.raised_by_id})


def groups_of(conference: Conference, *, user: User) -> list[Group]:
    """The largest first."""
    rows = {row.pk: row for row in open_ones(conference, user=user)}
    tokens = {
        pk: frozenset(found) for pk, found in Tokens.objects.filter(pk__in=rows).values_list("pk", "tokens")
    }
    pairs = alike_pairs(tokens)
    groups = [_group([rows[pk] for pk in ids], pairs) for ids in joined(pairs)]
    worth = [group for group in groups if any(row.may_be_merged for row in group.rows)]
    return sorted(worth, key=lambda group: (-len(group.rows), group.main.position))


def open_ones(conference: Conference, *, user: User) -> RecommendationQuerySet:
    seen = Recommendation.objects.visible_to(user).open().filter(conference=conference)
    return seen.select_related("conference__host", "raised_by", "assignment__unit").order_by("position")


def alike_pairs(tokens: TokensOf) -> dict[tuple[int, int], float]:
    scale = Scale(frozenset[int]().union(*tokens.values()))
    wholes = {pk: scale.weigh(row) for pk, row in tokens.items()}
    found = {}
    for one, other in sharing(tokens):
        alike = scale.likeness(tokens[one], tokens[other], wholes[one], wholes[other])
        if alike >= LEAST_ALIKE:
            found[one, other] = alike
    return found


def sharing(tokens: TokensOf) -> set[tuple[int, int]]:
    """Only these are weighed: what shares no rare token is not alike."""
    having: dict[int, list[int]] = defaultdict(list)
    for pk in sorted(tokens):
        for token in tokens[pk]:
            having[token].append(pk)
    return {pair for ids in having.values() if len(ids) <= MOST_SHARING for pair in combinations(ids, 2)}


def joined(pairs: Mapping[tuple[int, int], float]) -> Iterator[list[int]]:
    """Around the one that is most like the others, those that are like it; then around the next one.

    Not all that hang together: by five steps that are alike one comes from the canteen to the car park.
    """
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), alike in pairs.items():
        near[one][other] = near[other][one] = alike
    while near:
        centre = max(near, key=lambda pk: (sum(near[pk].values()), -pk))
        members = [centre, *near[centre]]
        for member in members:
            for other in near.pop(member):
                near.get(other, {}).pop(member, None)
        if len(members) > 1:
            yield sorted(members)


def _group(rows: list[Recommendation], pairs: Mapping[tuple[int, int], float]) -> Group:
    main = min(rows, key=lambda row: (row.assignment.state == State.RECEIVED, row.position))
    return Group(
        main=main,
        rows=[Row(row, 1 if row == main else _alike(row, main, pairs)) for row in rows],
    )


def _alike(one: Recommendation, other: Recommendation, pairs: Mapping[tuple[int, int], float]) -> float:
    return pairs.get((min(one.pk, other.pk), max(one.pk, other.pk)), 0)
