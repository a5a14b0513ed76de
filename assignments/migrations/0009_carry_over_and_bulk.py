import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The trigger of 0002 is asked for rows, and emptying a table has none.
NEVER_EMPTIED = """
CREATE TRIGGER assignments_historyentry_never_emptied
    BEFORE TRUNCATE ON assignments_historyentry
    FOR EACH STATEMENT EXECUTE FUNCTION assignments_history_is_append_only();
"""
MAY_BE_EMPTIED = "DROP TRIGGER assignments_historyentry_never_emptied ON assignments_historyentry;"


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0008_who_set_the_deadline"),
        ("conferences", "0003_history_and_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("assign", "Assigned"),
                            ("deadline", "Deadline set"),
                            ("remind", "Reminded"),
                            ("carry_over", "Carried over"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("lines", models.JSONField(help_text="[{assignment, done, sentence}]")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "action on many assignments",
                "verbose_name_plural": "actions on many assignments",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CarryOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_number", models.CharField(blank=True, max_length=100, verbose_name="old number")),
                ("old_due_on", models.DateField(blank=True, null=True, verbose_name="old deadline")),
                ("new_due_on", models.DateField(blank=True, null=True, verbose_name="new deadline")),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carry_overs",
                        to="assignments.assignment",
                    ),
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
                    "from_conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_on",
                        to="conferences.conference",
                    ),
                ),
                (
                    "to_conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_over",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "carry-over",
                "verbose_name_plural": "carry-overs",
                "ordering": ("at", "pk"),
                "indexes": [
                    models.Index(fields=["to_conference", "assignment"], name="assignments_carried_over")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "to_conference"),
                        name="assignments_carryover_once_per_conference",
                        violation_error_message="The work is carried over to this conference already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_conference", models.F("to_conference")), _negated=True),
                        name="assignments_carryover_two_conferences",
                    ),
                ],
            },
        ),
        migrations.RunSQL(NEVER_EMPTIED, MAY_BE_EMPTIED),
    ]
