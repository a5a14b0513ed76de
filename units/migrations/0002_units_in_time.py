import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reorganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rename", "Rename"),
                            ("merge", "Merge"),
                            ("split", "Split"),
                            ("dissolve", "Dissolve"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="effective from")),
                (
                    "legal_basis",
                    models.CharField(
                        help_text="As in: Nghị định 40/2025/NĐ-CP.",
                        max_length=200,
                        verbose_name="legal basis",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "reorganisation",
                "verbose_name_plural": "reorganisations",
                "ordering": ("-effective_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="RoleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by_name", models.CharField(max_length=300)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("appointed", "appointed"),
                            ("changed", "changed"),
                            ("ended", "ended"),
                            ("removed", "removed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("person_name", models.CharField(max_length=300)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("office", "Office staff"),
                            ("unit_head", "Unit head"),
                            ("unit_officer", "Unit officer"),
                            ("leadership", "Ministry leadership"),
                            ("observer", "Observer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("changes", models.JSONField(default=dict, help_text="{field: [old, new]}")),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "change of a role",
                "verbose_name_plural": "changes of roles",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("regular", "Regular"),
                    ("acting", "Acting head"),
                    ("deputy", "Deputy with the head's rights"),
                ],
                default="regular",
                max_length=10,
                verbose_name="capacity",
            ),
        ),
        migrations.AddField(
            model_name="unitsuccession",
            name="is_main",
            field=models.BooleanField(
                default=False,
                help_text="Of several successors the one that finished work counts with, read as of today.",
                verbose_name="main successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitsuccession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_main", True)),
                fields=("predecessor",),
                name="units_unitsuccession_one_main",
                violation_error_message="Only one successor can be the main one.",
            ),
        ),
        migrations.AddField(
            model_name="reorganisation",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reorganisation",
            name="predecessors",
            field=models.ManyToManyField(related_name="ended_by", to="units.unit", verbose_name="before"),
        ),
        migrations.AddField(
            model_name="reorganisation",
            name="successors",
            field=models.ManyToManyField(
                blank=True, related_name="came_by", to="units.unit", verbose_name="after"
            ),
        ),
        migrations.AddField(
            model_name="rolechange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rolechange",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="role_changes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rolechange",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="role_changes", to="units.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="rolechange",
            index=models.Index(fields=["unit", "-at"], name="units_rolechange_unit_at"),
        ),
    ]
