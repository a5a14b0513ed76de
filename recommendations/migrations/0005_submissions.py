import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The history is proof: not even SQL by hand may change, remove or empty it.
FORWARD = """
CREATE FUNCTION recommendations_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history is append-only: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER recommendations_submissionentry_append_only
    BEFORE UPDATE OR DELETE ON recommendations_submissionentry
    FOR EACH ROW EXECUTE FUNCTION recommendations_history_is_append_only();
CREATE TRIGGER recommendations_submissionentry_never_emptied
    BEFORE TRUNCATE ON recommendations_submissionentry
    FOR EACH STATEMENT EXECUTE FUNCTION recommendations_history_is_append_only();
"""
BACKWARD = """
DROP TRIGGER recommendations_submissionentry_never_emptied ON recommendations_submissionentry;
DROP TRIGGER recommendations_submissionentry_append_only ON recommendations_submissionentry;
DROP FUNCTION recommendations_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0005_submissions_until"),
        ("recommendations", "0004_live_logging"),
        ("units", "0005_role_changes_never_emptied"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(editable=False)),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "background",
                    models.TextField(
                        blank=True, verbose_name="present state, reason and what the unit proposes"
                    ),
                ),
                ("speaker", models.CharField(blank=True, max_length=200, verbose_name="who will speak")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sent", "Sent"),
                            ("returned", "Returned"),
                            ("taken_over", "Taken over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why it was returned")),
                (
                    "sent",
                    models.JSONField(
                        default=dict, editable=False, help_text="The words as they were sent last."
                    ),
                ),
                ("first_sent_at", models.DateTimeField(editable=False, null=True)),
                (
                    "ready_at",
                    models.DateTimeField(
                        editable=False, help_text="The head was asked to send it.", null=True
                    ),
                ),
                (
                    "client_key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Made with the empty form, so that what is sent twice counts once; it is also the key under which the recommendation is logged.",
                        unique=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("edited_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="conferences.conference",
                        verbose_name="dialogue conference",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="proposed lead unit",
                    ),
                ),
                (
                    "recommendation",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recommendations.theme",
                        verbose_name="theme",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="units.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation sent beforehand",
                "verbose_name_plural": "recommendations sent beforehand",
                "ordering": ("conference", "unit__position", "unit__sort_key", "position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SubmissionEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=20)),
                (
                    "from_stage",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sent", "Sent"),
                            ("returned", "Returned"),
                            ("taken_over", "Taken over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("sent", "Sent"),
                            ("returned", "Returned"),
                            ("taken_over", "Taken over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("changes", models.JSONField(default=dict, help_text="{field: [old, new]}")),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by_name", models.CharField(help_text="Name and title as they were then.", max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="recommendations.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a recommendation sent beforehand",
                "verbose_name_plural": "steps of recommendations sent beforehand",
                "ordering": ("at", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("stage", "sent")),
                fields=["conference"],
                name="recommendations_sub_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "draft"),
                    models.Q(
                        ("first_sent_at__isnull", False),
                        models.Q(("sent", {}), _negated=True),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="recommendations_submission_sent_with_its_text",
                violation_error_message="Write what the unit raises before it is sent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("recommendation__isnull", False), ("stage", "taken_over")),
                    models.Q(
                        models.Q(("stage", "taken_over"), _negated=True), ("recommendation__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="recommendations_submission_taken_over_as_one",
                violation_error_message="What is taken over has its recommendation, and only that.",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "returned"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="recommendations_submission_returned_with_reason",
                violation_error_message="Write why it is returned.",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
