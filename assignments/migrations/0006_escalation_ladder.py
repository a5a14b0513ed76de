from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Days after the deadline, in what they are counted, whom, and where a day off moves them. What is far away is
# planned by the week, what is near and what is late by working days: one working day of grace, then the head
# alone; three: the office too; five: the leader in charge.
SHIPPED = [
    (-14, "calendar", "head"),
    (-7, "calendar", "unit"),
    (-3, "calendar", "unit"),
    (-1, "calendar", "unit"),
    (0, "calendar", "unit"),
    (1, "calendar", "head"),
    (3, "calendar", "head"),
    (7, "calendar", "office"),
]
RULES = [
    (-14, "calendar", "head", "previous"),
    (-7, "calendar", "unit", "previous"),
    (-3, "working", "unit", "previous"),
    (-1, "working", "unit", "previous"),
    (0, "working", "unit", "previous"),
    (1, "working", "head", "next"),
    (3, "working", "office", "next"),
    (5, "working", "leader", "next"),
]

# What is planned already belongs to the rule it came from.
BELONGS = """
UPDATE assignments_reminder r SET rule_id = (
    SELECT p.id FROM assignments_reminderrule p
    WHERE p."offset" = r.step AND p.counts = r.counts ORDER BY p.id LIMIT 1
)
"""

# What a rule that is gone had planned is not sent beside what the new ones plan.
CANCEL = """
UPDATE assignments_reminder SET cancelled_at = now(), cancelled_why = 'rule'
WHERE rule_id IS NULL AND sent_at IS NULL AND cancelled_at IS NULL
"""


def add_ladder(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Only where the rules are still those that came with the product; own ones stay as they are."""
    rule = apps.get_model("assignments", "ReminderRule")
    found = set(rule.objects.filter(is_active=True).values_list("offset", "counts", "audience"))
    if found == set(SHIPPED):
        rule.objects.all().delete()
        rule.objects.bulk_create(
            rule(offset=offset, counts=counts, audience=audience, on_day_off=on_day_off)
            for offset, counts, audience, on_day_off in RULES
        )
    schema_editor.execute(BELONGS)
    schema_editor.execute(CANCEL)


class Migration(migrations.Migration):
    dependencies = [("assignments", "0005_reminder_rules_in_working_days")]

    operations = [migrations.RunPython(add_ladder, migrations.RunPython.noop)]
