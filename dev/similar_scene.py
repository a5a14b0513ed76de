"""A hundred thousand recommendations of sixty conferences. Imported when Django is set up.

The rows are copied from two that were lived (`dev.lives`), one not yet assigned and one answered; their texts
are those of `dev.similar_texts`, with the matters of `dev.similar_pairs` among them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import connection, transaction

from assignments.models import Assignment
from conferences.models import Conference
from dev.lives import Cast, live_all, make_cast
from dev.many_assignments import copy
from dev.similar_pairs import PAIRS
from dev.similar_texts import Said, say
from dialogue_tracker.vietnamese import search_key
from recommendations.models import Recommendation, count_tokens
from recommendations.models.tokens import MOST_TOKENS
from recommendations.tokens import tokens_of

CONFERENCES = 60
# What is logged at the conference that is going on.
HERE = 400
GIN = "recommendations_tokens_gin"
COPIES = """
CREATE TEMP TABLE copies (
    n int, life bigint, ago int, conference bigint, position int, unit bigint, text text, search_text text,
    tokens int[]
) ON COMMIT DROP
"""
TOKENS = """
INSERT INTO recommendations_tokens (recommendation_id, tokens)
SELECT t.id + r.n * 100000::bigint, r.tokens
FROM copies r JOIN recommendations_recommendation t ON t.assignment_id = r.life
"""


@dataclass(frozen=True)
class Scene:
    """`planted`: the ids of the first ones of the pairs; `said`: some of the others, by id."""

    cast: Cast
    planted: list[int]
    said: dict[int, Said]


def build(total: int) -> Scene:
    cast = make_cast()
    lived = live_all(cast)
    random = Random(7)
    said = [say(random) for _row in range(total - len(PAIRS))]
    texts = [*(pair[0] for pair in PAIRS), *(one.text for one in said)]
    random.shuffle(texts)
    conferences = [cast.conference.pk, *_earlier(cast)]
    _write(texts, conferences, [unit.pk for unit in cast.units], lived["received"], lived["told"])
    count_tokens()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    some = {one.text: one for one in said[:2000]}
    ids = dict(Recommendation.objects.filter(text__in=some).values_list("pk", "text"))
    first = dict(Recommendation.objects.filter(text__in=[a for a, _b in PAIRS]).values_list("text", "pk"))
    return Scene(cast, [first[a] for a, _b in PAIRS], {pk: some[text] for pk, text in ids.items()})


def _earlier(cast: Cast) -> Iterator[int]:
    """One each month before."""
    for month in range(1, CONFERENCES):
        held = Conference.objects.get(pk=cast.conference.pk)
        held.pk, held._state.adding = None, True
        held.held_on -= timedelta(days=30 * month)
        held.save()
        yield held.pk


@transaction.atomic
def _write(
    texts: Sequence[str], conferences: Sequence[int], units: Sequence[int], new: Assignment, told: Assignment
) -> None:
    """As superuser and as in a replica: triggers and foreign keys are not asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"DROP INDEX {GIN}")
        cursor.execute(COPIES)
        with cursor.copy("COPY copies FROM STDIN") as rows:
            for n, text in enumerate(texts, start=1):
                which = 0 if n <= HERE else 1 + n % (CONFERENCES - 1)
                life = told if n % 3 and which else new
                tokens = list(tokens_of(text))[:MOST_TOKENS]
                unit = units[n * 7 % len(units)]
                position = 100 + (n if which == 0 else n // (CONFERENCES - 1))
                row = (n, life.pk, which * 30, conferences[which], position, unit, text, search_key(text))
                rows.write_row((*row, tokens))
        cursor.execute("ANALYZE copies")
    copy(Assignment, "t.id = r.life", {"conference_id": "r.conference"})
    copy(
        Recommendation,
        "t.assignment_id = r.life",
        {
            "conference_id": "r.conference",
            "position": "r.position",
            "raised_by_id": "r.unit",
            "text": "r.text",
            "search_text": "r.search_text",
            "client_key": "gen_random_uuid()",
        },
    )
    with connection.cursor() as cursor:
        cursor.execute(TOKENS)
        cursor.execute(
            f"CREATE INDEX {GIN} ON recommendations_tokens USING gin (tokens) WITH (fastupdate=off)"
        )
