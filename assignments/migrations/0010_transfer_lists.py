import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0009_carry_over_and_bulk"),
        ("conferences", "0003_history_and_version"),
        ("units", "0003_role_changes_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TransferLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "Lead unit"), ("support", "Supporting unit")], max_length=10
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not yet"),
                            ("moved", "Moved"),
                            ("closed", "Not moved: closed meanwhile"),
                            ("elsewhere", "Not moved: it is with another unit by now"),
                            ("twice", "Not moved: the unit has this share already"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a transfer list",
                "verbose_name_plural": "lines of transfer lists",
                "ordering": ("from_unit__position", "from_unit", "part", "assignment__due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="TransferList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="effective from")),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "To be reviewed"),
                            ("approved", "Approved, waits for its day"),
                            ("applied", "Applied"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("applied_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "transfer list",
                "verbose_name_plural": "transfer lists",
                "ordering": ("-effective_on", "-pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="assignment",
            name="assignments_assignment_once_per_task_and_unit",
        ),
        migrations.AddField(
            model_name="assignment",
            name="came_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="first given to",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    ("task__isnull", False),
                    ("unit__isnull", False),
                ),
                fields=("task", "unit", "came_from"),
                name="assignments_assignment_once_per_task_and_unit",
                nulls_distinct=False,
                violation_error_message="The unit has this task already.",
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfer_lines",
                to="assignments.assignment",
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="decided",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="to",
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="from_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="from",
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="proposed",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="proposed",
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="reviewed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transferlist",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transferlist",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="transferlist",
            name="reorganisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfer_lists",
                to="units.reorganisation",
            ),
        ),
        migrations.AddField(
            model_name="transferline",
            name="transfer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="assignments.transferlist",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True), ("approved_by__isnull", True), ("stage", "draft")
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("stage__in", ["approved", "applied"]),
                    ),
                    _connector="OR",
                ),
                name="assignments_transferlist_approved_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("applied_at__isnull", False), ("stage", "applied")),
                    models.Q(models.Q(("stage", "applied"), _negated=True), ("applied_at__isnull", True)),
                    _connector="OR",
                ),
                name="assignments_transferlist_applied_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.UniqueConstraint(
                fields=("transfer", "assignment", "part", "from_unit"), name="assignments_transferline_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("assignment", "part", "from_unit"),
                name="assignments_transferline_waits_once",
            ),
        ),
    ]
