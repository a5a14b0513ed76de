from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from recommendations.tokens import tokens_of

AT_ONCE = 1000
MOST_TOKENS = 1500


def fill(apps: Any, schema_editor: Any) -> None:
    """A thousand texts at a time; how often each token stands is counted at night."""
    recommendation = apps.get_model("recommendations", "Recommendation")
    tokens = apps.get_model("recommendations", "Tokens")
    texts = recommendation.objects.order_by("pk").values_list("pk", "text")
    last = 0
    while batch := list(texts.filter(pk__gt=last)[:AT_ONCE]):
        tokens.objects.bulk_create(
            tokens(recommendation_id=pk, tokens=list(tokens_of(text))[:MOST_TOKENS]) for pk, text in batch
        )
        last = batch[-1][0]


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0005_submissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="TokenCount",
            fields=[
                ("token", models.IntegerField(primary_key=True, serialize=False)),
                ("count", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Tokens",
            fields=[
                (
                    "recommendation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tokens",
                        serialize=False,
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "tokens",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        # After the rows: an index is built at once, not row by row.
        migrations.AddIndex(
            model_name="tokens",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["tokens"], name="recommendations_tokens_gin"
            ),
        ),
    ]
