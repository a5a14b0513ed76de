import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assignments", "0010_transfer_lists")]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("base", models.DateField(verbose_name="counted from")),
                (
                    "number",
                    models.SmallIntegerField(
                        help_text="Negative: before that day.", verbose_name="number of days"
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[("working", "working days"), ("calendar", "calendar days")],
                        max_length=10,
                        verbose_name="counted in",
                    ),
                ),
                ("ends_on", models.DateField(verbose_name="ends on")),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="term",
                        to="assignments.assignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", -1000),
                            ("number__lte", 1000),
                            models.Q(("number", 0), _negated=True),
                        ),
                        name="assignments_term_at_most_1000_days",
                        violation_error_message="Count at least one and at most 1000 days.",
                    )
                ],
            },
        ),
    ]
