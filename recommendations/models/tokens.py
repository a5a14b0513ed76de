from collections.abc import Iterable
from typing import Protocol

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction

from recommendations.tokens import tokens_of

# Of a longer text the beginning is compared.
MOST_TOKENS = 1500
# The row that says of how many texts the others are the counts; no token has this number.
ALL_TEXTS = 0

# One at a time; who only reads is not kept waiting.
ALONE = "LOCK TABLE recommendations_tokencount IN SHARE ROW EXCLUSIVE MODE"
COUNT = """
CREATE TEMP TABLE counted AS
SELECT token, count(*)::int AS count FROM recommendations_tokens, unnest(tokens) token
GROUP BY token HAVING count(*) > 1
UNION ALL SELECT %s, count(*)::int FROM recommendations_tokens
"""
FORGET = "DELETE FROM recommendations_tokencount WHERE token NOT IN (SELECT token FROM counted)"
KEEP = """
INSERT INTO recommendations_tokencount (token, count) SELECT token, count FROM counted
ON CONFLICT (token) DO UPDATE SET count = excluded.count
WHERE recommendations_tokencount.count <> excluded.count
"""


class Tokens(models.Model):
    """What a recommendation is compared by. In a table of its own, which lists do not read."""

    recommendation = models.OneToOneField(
        "recommendations.Recommendation", models.CASCADE, primary_key=True, related_name="tokens"
    )
    tokens = ArrayField(models.IntegerField())

    class Meta:
        indexes = [
            # Without the list of what is pending: every look-up would read through it.
            GinIndex(fields=["tokens"], name="recommendations_tokens_gin", fastupdate=False)
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {len(self.tokens)}"


class TokenCount(models.Model):
    """In how many recommendations a token stands, if in more than one: the rarer, the more it says.

    Counted anew at night and after an import; nothing depends on its being exact.
    """

    token = models.IntegerField(primary_key=True)
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.token}: {self.count}"


class HasText(Protocol):
    pk: int
    text: str


def store_tokens(rows: Iterable[HasText]) -> None:
    """Of new or changed texts. `save()` does it; whoever writes recommendations past it calls this."""
    Tokens.objects.bulk_create(
        [Tokens(recommendation_id=row.pk, tokens=list(tokens_of(row.text))[:MOST_TOKENS]) for row in rows],
        update_conflicts=True,
        unique_fields=["recommendation"],
        update_fields=["tokens"],
        batch_size=1000,
    )


@transaction.atomic
def count_tokens() -> None:
    """Of a hundred thousand texts in some seconds; look-ups go on meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute(COUNT, [ALL_TEXTS])
        cursor.execute(FORGET)
        cursor.execute(KEEP)
        cursor.execute("DROP TABLE counted")
