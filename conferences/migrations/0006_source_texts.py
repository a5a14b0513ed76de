import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import conferences.models.conclusion


def keep_sources(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What each conclusion was read from so far: its text, and its file where one was uploaded."""
    source_text = apps.get_model("conferences", "SourceText")
    for conclusion in apps.get_model("conferences", "Conclusion").objects.iterator():
        row = source_text.objects.create(
            conference_id=conclusion.conference_id,
            text=conclusion.text,
            file=conclusion.source_file.name,
            file_name=conclusion.source_name,
            brought_by_id=conclusion.read_by_id,
            taken_at=conclusion.read_at,
            version=conclusion.version,
        )
        source_text.objects.filter(pk=row.pk).update(brought_at=conclusion.read_at)


def put_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    taken = apps.get_model("conferences", "SourceText").objects.filter(taken_at__isnull=False)
    for row in taken.order_by("version"):
        apps.get_model("conferences", "Conclusion").objects.filter(conference_id=row.conference_id).update(
            source_file=row.file.name, source_name=row.file_name
        )


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0005_submissions_until"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        upload_to=conferences.models.conclusion.conclusion_path,
                        verbose_name="file",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="name of the file")),
                ("offered", models.CharField(blank=True, max_length=20)),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="converted from")),
                (
                    "seen",
                    models.PositiveIntegerField(
                        default=0, help_text="The conclusion's version the person saw."
                    ),
                ),
                ("brought_at", models.DateTimeField(auto_now_add=True, verbose_name="brought at")),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="taken over at")),
                (
                    "version",
                    models.PositiveIntegerField(
                        blank=True, help_text="The conclusion's version that it became.", null=True
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_texts",
                        to="conferences.conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "text as it came in",
                "verbose_name_plural": "texts as they came in",
                "ordering": ("-brought_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at__isnull", True), ("version__isnull", True)),
                            models.Q(
                                ("offered", ""), ("taken_at__isnull", False), ("version__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="conferences_sourcetext_taken_as_one_version",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_sources, put_back),
        migrations.RemoveField(model_name="conclusion", name="source_file"),
        migrations.RemoveField(model_name="conclusion", name="source_name"),
    ]
