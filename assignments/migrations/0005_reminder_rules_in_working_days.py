import django.db.models.deletion
from django.db import migrations, models

COUNTS = [("working", "working days"), ("calendar", "calendar days")]
CHANNELS = [("both", "inbox and mail"), ("inbox", "inbox only")]


class Migration(migrations.Migration):
    dependencies = [("assignments", "0004_merging_and_the_raisers_word")]

    operations = [
        migrations.AlterModelOptions(
            name="reminderrule",
            options={
                "ordering": ("offset", "counts", "channel", "pk"),
                "verbose_name": "reminder rule",
                "verbose_name_plural": "reminder rules",
            },
        ),
        migrations.RemoveConstraint(model_name="reminder", name="assignments_reminder_never_twice"),
        migrations.RemoveConstraint(model_name="reminderrule", name="assignments_reminderrule_once"),
        migrations.AddField(
            "reminderrule",
            "counts",
            models.CharField(choices=COUNTS, default="calendar", max_length=10, verbose_name="counted in"),
        ),
        # What is in the table was counted in calendar days; a new rule starts with working days.
        migrations.AlterField(
            "reminderrule",
            "counts",
            models.CharField(choices=COUNTS, default="working", max_length=10, verbose_name="counted in"),
        ),
        migrations.AddField(
            "reminderrule",
            "channel",
            models.CharField(choices=CHANNELS, default="both", max_length=10, verbose_name="by"),
        ),
        migrations.AddField(
            "reminderrule",
            "on_day_off",
            models.CharField(
                choices=[("previous", "the working day before"), ("next", "the next working day")],
                default="next",
                max_length=10,
                verbose_name="on a day off, send it on",
            ),
        ),
        migrations.AlterField(
            "reminderrule",
            "audience",
            models.CharField(
                choices=[
                    ("unit", "everybody with a role in the unit"),
                    ("head", "the head of the unit"),
                    ("office", "the head of the unit and the office"),
                    ("leader", "the leader in charge of the unit"),
                ],
                max_length=10,
                verbose_name="whom",
            ),
        ),
        migrations.AddField(
            "reminder",
            "channel",
            models.CharField(choices=CHANNELS, default="both", max_length=10, verbose_name="by"),
        ),
        migrations.AddField(
            "reminder",
            "counts",
            models.CharField(choices=COUNTS, default="calendar", max_length=10, verbose_name="counted in"),
        ),
        migrations.AddField(
            "reminder",
            "rule",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reminders",
                to="assignments.reminderrule",
            ),
        ),
        migrations.AddConstraint(
            "reminder",
            models.UniqueConstraint(
                fields=("assignment", "step", "counts", "due_on", "recipient"),
                name="assignments_reminder_never_twice",
            ),
        ),
        migrations.AddConstraint(
            "reminderrule",
            models.UniqueConstraint(
                fields=("offset", "counts", "audience"),
                name="assignments_reminderrule_once",
                violation_error_message="There is a rule for these days and people already. Change that one.",
            ),
        ),
        migrations.AddConstraint(
            "reminderrule",
            models.CheckConstraint(
                condition=models.Q(("offset__gte", -90), ("offset__lte", 90)),
                name="assignments_reminderrule_within_90_days",
                violation_error_message="Choose a day at most 90 days before or after the deadline.",
            ),
        ),
    ]
