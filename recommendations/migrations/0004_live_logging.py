from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def as_they_arrived(apps: Any, schema_editor: Any) -> None:
    """Of what was logged before, the order of arrival is the only order known."""
    rows = apps.get_model("recommendations", "Recommendation").objects.all()
    rows.update(speech_at=models.F("created_at"), said_at=models.F("created_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0003_history_and_version"),
        ("recommendations", "0003_raised_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="client_revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="said_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="speech_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(as_they_arrived, migrations.RunPython.noop),
        migrations.CreateModel(
            name="LogDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.UUIDField()),
                ("values", models.JSONField(default=dict)),
                ("serial", models.BigIntegerField(default=0)),
                ("edited_at", models.DateTimeField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log_drafts",
                        to="conferences.conference",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of the live page",
                "verbose_name_plural": "drafts of the live page",
                "ordering": ("-edited_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "conference", "page"),
                        name="recommendations_logdraft_one_for_each_page",
                    )
                ],
            },
        ),
    ]
