from django.db import migrations, models

OPEN = ("received", "assigned", "in_progress", "reported", "escalated", "suspended")
CLOSED_LAST = models.Case(
    models.When(state__in=OPEN, then=models.Value(0)),
    default=models.Value(1),
    output_field=models.SmallIntegerField(),
)


class Migration(migrations.Migration):
    dependencies = [("assignments", "0013_calendar_links")]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(CLOSED_LAST, models.F("due_on"), models.F("id"), name="assignments_urgency"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                models.F("unit"),
                CLOSED_LAST,
                models.F("due_on"),
                models.F("id"),
                name="assignments_unit_urgency",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(state="done"),
                fields=["unit", "-confirmed_at"],
                name="assignments_unit_confirmed",
            ),
        ),
    ]
