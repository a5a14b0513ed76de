from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assignments", "0015_draft_saved_from")]

    operations = [
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignments_assignment_reported_has_day_and_person",
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignments_assignment_done_has_time_and_person",
        ),
        migrations.AddField(
            model_name="assignment",
            name="loaded_from",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="File, sheet and row of a load of past years; nobody here reported or confirmed it.",
                max_length=300,
                verbose_name="loaded from",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reported_by__isnull", False),
                        ("reported_on__isnull", False),
                        ("state__in", ["reported", "done"]),
                    ),
                    models.Q(
                        ("reported_by__isnull", True),
                        ("reported_on__isnull", False),
                        ("state", "done"),
                        models.Q(("loaded_from", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ["reported", "done"]), _negated=True),
                        ("reported_by__isnull", True),
                        ("reported_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="assignments_assignment_reported_has_day_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False), ("state", "done")
                    ),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", True),
                        ("reported_by__isnull", True),
                        ("state", "done"),
                        models.Q(("loaded_from", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "done"), _negated=True),
                        ("confirmed_at__isnull", True),
                        ("confirmed_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="assignments_assignment_done_has_time_and_person",
            ),
        ),
    ]
