"""Deadlines as worded in the conclusion were set by its chair, all others by the office."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def from_conclusions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    assignments = apps.get_model("assignments", "Assignment").objects
    as_concluded = assignments.filter(task__due_on=F("original_due_on"))
    assignments.filter(pk__in=as_concluded.values("pk")).update(due_set_by="conclusion")


class Migration(migrations.Migration):
    dependencies = [("assignments", "0007_extensions_and_drafts")]
    operations = [migrations.RunPython(from_conclusions, migrations.RunPython.noop)]
