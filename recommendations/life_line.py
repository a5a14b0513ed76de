"""The life of a matter across years: raised again, promised, answered. What one may not see stays unseen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from conferences.models import Conference
from recommendations.models import RaisedAgain, Recommendation, RecommendationQuerySet
from recommendations.permissions import reads_answer

# From each recommendation back to all that it repeats. UNION, not UNION ALL: it ends whatever the links are.
EARLIER = """
WITH RECURSIVE chain(start, id) AS (
    SELECT recommendation_id, earlier_id FROM recommendations_raisedagain
    WHERE recommendation_id = ANY(%s)
    UNION
    SELECT chain.start, link.earlier_id
    FROM chain JOIN recommendations_raisedagain link ON link.recommendation_id = chain.id
)
SELECT start, id FROM chain
"""
# The same the other way round.
LATER = """
WITH RECURSIVE chain(start, id) AS (
    SELECT earlier_id, recommendation_id FROM recommendations_raisedagain WHERE earlier_id = ANY(%s)
    UNION
    SELECT chain.start, link.recommendation_id
    FROM chain JOIN recommendations_raisedagain link ON link.earlier_id = chain.id
)
SELECT start, id FROM chain
"""


@dataclass(frozen=True)
class Chain:
    """Raised for the `times`th time, promised `promised` times; counted are the conferences."""

    times: int = 1
    promised: int = 0


@dataclass(frozen=True)
class Raising:
    """One time it was raised. `recommendation` is None where the person may not see it."""

    conference: Conference
    recommendation: Recommendation | None
    is_this: bool
    reads_answer: bool
    link: RaisedAgain | None


def chains_of(recommendations: Iterable[Recommendation], *, user: User) -> dict[int, Chain]:
    """For lists: in two queries, however many rows."""
    found = linked(EARLIER, [row.pk for row in recommendations])
    wanted = {pk for ids in found.values() for pk in ids}
    earlier = _with_answers().in_bulk(wanted) if wanted else {}
    return {pk: _chain([earlier[one] for one in ids], user) for pk, ids in found.items()}


def _chain(earlier: Iterable[Recommendation], user: User) -> Chain:
    conferences, promises = set(), set()
    for row in earlier:
        conferences.add(row.conference_id)
        answer = row.answering
        if answer.outcome == Recommendation.Outcome.ROADMAP and reads_answer(user, answer):
            promises.add(row.conference_id)
    return Chain(len(conferences) + 1, len(promises))


def linked(direction: str, ids: Iterable[int]) -> Mapping[int, set[int]]:
    """`direction` is EARLIER or LATER: each of `ids` -> all that its chain reaches there."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(direction, [list(ids)])
        for start, reached in cursor.fetchall():
            found[start].add(reached)
    return found


def _with_answers() -> RecommendationQuerySet:
    return Recommendation.objects.select_related(
        "conference__host",
        "raised_by",
        "assignment__unit",
        "assignment__merged_into__recommendation__assignment",
    )


def life_line(recommendation: Recommendation, *, user: User) -> list[Raising]:
    """Every time the matter was raised, the first one first; alone it has no line to show."""
    earlier = linked(EARLIER, [recommendation.pk])[recommendation.pk]
    later = linked(LATER, [recommendation.pk])[recommendation.pk]
    if not earlier and not later:
        return []
    ids = {*earlier, recommendation.pk, *later}
    visible = set(Recommendation.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    links = {link.earlier_id: link for link in recommendation.earlier_links.select_related("by")}
    rows = _with_answers().filter(pk__in=ids).order_by("conference__held_on", "conference", "position")
    return [
        Raising(
            conference=row.conference,
            recommendation=row if row.pk in visible else None,
            is_this=row.pk == recommendation.pk,
            reads_answer=row.pk in visible and reads_answer(user, row.answering),
            link=links.get(row.pk),
        )
        for row in rows
    ]
