import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The history is proof: not even SQL by hand may change, remove or empty it.
FORWARD = """
CREATE FUNCTION conferences_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history is append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER conferences_changeentry_append_only
    BEFORE UPDATE OR DELETE ON conferences_changeentry
    FOR EACH ROW EXECUTE FUNCTION conferences_history_is_append_only();
CREATE TRIGGER conferences_changeentry_never_emptied
    BEFORE TRUNCATE ON conferences_changeentry
    FOR EACH STATEMENT EXECUTE FUNCTION conferences_history_is_append_only();
"""
BACKWARD = """
DROP TRIGGER conferences_changeentry_never_emptied ON conferences_changeentry;
DROP TRIGGER conferences_changeentry_append_only ON conferences_changeentry;
DROP FUNCTION conferences_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0002_task_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="conference",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.CreateModel(
            name="ChangeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("conference", "Conference"),
                            ("conclusion", "Conclusion"),
                            ("task", "Task"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject_id", models.PositiveBigIntegerField()),
                (
                    "name",
                    models.CharField(blank=True, help_text="What the task was called then.", max_length=200),
                ),
                ("verb", models.CharField(max_length=20)),
                ("version", models.PositiveIntegerField(help_text="Of the subject, after the change.")),
                (
                    "changes",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="{field: [old, new]}",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by_name",
                    models.CharField(help_text="Name and title as they were then.", max_length=300),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a conference",
                "verbose_name_plural": "changes of conferences",
                "ordering": ("at", "pk"),
                "indexes": [
                    models.Index(
                        fields=["subject", "subject_id", "version"], name="conferences_changes_of_subject"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
