from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Days after the deadline, and whom: officer and head first, the office when it is getting late.
RULES = [
    (-14, "head"),
    (-7, "unit"),
    (-3, "unit"),
    (-1, "unit"),
    (0, "unit"),
    (1, "head"),
    (3, "head"),
    (7, "office"),
]


def add_rules(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rule = apps.get_model("assignments", "ReminderRule")
    rule.objects.bulk_create(rule(offset=offset, audience=audience) for offset, audience in RULES)


class Migration(migrations.Migration):
    dependencies = [("assignments", "0002_history_append_only")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
