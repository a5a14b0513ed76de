import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import notices.short_code


def give_codes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One code for each: the default of a new column would be the same for all rows."""
    for notice in apps.get_model("notices", "Notice").objects.order_by("pk"):
        notice.code = notices.short_code.new_code()
        notice.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0002_task_corrections"),
        ("notices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by_name", models.CharField(help_text="Name and title as they were then.", max_length=300)),
                ("verb", models.CharField(max_length=20)),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted for approval"),
                            ("approved", "Approved, to be issued"),
                            ("issued", "Issued"),
                            ("voided", "Voided"),
                            ("discarded", "Discarded"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted for approval"),
                            ("approved", "Approved, to be issued"),
                            ("issued", "Issued"),
                            ("voided", "Voided"),
                            ("discarded", "Discarded"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "changes",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="{field: [old, new]}",
                    ),
                ),
                ("text", models.TextField(blank=True, help_text="The reason or the comment.")),
            ],
            options={
                "verbose_name": "history entry",
                "verbose_name_plural": "history entries",
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Issuance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "number_text",
                    models.CharField(
                        help_text="As printed.", max_length=50, verbose_name="number and symbol"
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="date")),
                (
                    "document",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="All that was printed.",
                    ),
                ),
                ("issued_by_name", models.CharField(max_length=300)),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "issued notice",
                "verbose_name_plural": "issued notices",
                "ordering": ("series", "number"),
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("state", "State document (Decree 30/2020)"), ("party", "Party document")],
                        max_length=5,
                        verbose_name="form",
                    ),
                ),
                ("symbol", models.CharField(max_length=30, verbose_name="symbol")),
                (
                    "period",
                    models.CharField(
                        help_text="2026, or 2025-2030 for a Party committee.",
                        max_length=9,
                        verbose_name="year or term",
                    ),
                ),
                (
                    "first_number",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Numbers below it were given before this system was used.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="first number given here",
                    ),
                ),
            ],
            options={
                "verbose_name": "series of numbers",
                "verbose_name_plural": "series of numbers",
                "ordering": ("-period", "symbol"),
            },
        ),
        migrations.CreateModel(
            name="Original",
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
                        choices=[("unsigned", "issued, to be signed"), ("signed", "signed original")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("pages", models.PositiveSmallIntegerField()),
                (
                    "signatures",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("added_by_name", models.CharField(max_length=300)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "issued PDF",
                "verbose_name_plural": "issued PDFs",
                "ordering": ("added_at", "pk"),
            },
        ),
        migrations.AlterModelOptions(
            name="notice",
            options={
                "ordering": ("-created_at", "-pk"),
                "verbose_name": "conclusion notice",
                "verbose_name_plural": "conclusion notices",
            },
        ),
        migrations.RemoveConstraint(
            model_name="rendering",
            name="notices_rendering_done_has_file",
        ),
        migrations.AddField(
            model_name="notice",
            name="answers_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "in the text, from six answers on as an annex"),
                    ("text", "in the text"),
                    ("annex", "as a table in an annex"),
                ],
                max_length=5,
                verbose_name="answers to the recommendations",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="code",
            field=models.CharField(
                editable=False, max_length=12, null=True, verbose_name="verification code"
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="notice",
            name="code",
            field=models.CharField(
                default=notices.short_code.new_code,
                editable=False,
                max_length=12,
                unique=True,
                verbose_name="verification code",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="content",
            field=models.JSONField(
                editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="notices.notice",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="notice",
            name="drafter_mark",
            field=models.CharField(
                blank=True,
                help_text="As in PL.(300).",
                max_length=30,
                verbose_name="drafter's mark and number of copies",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="form",
            field=models.CharField(
                choices=[("state", "State document (Decree 30/2020)"), ("party", "Party document")],
                default="state",
                max_length=5,
                verbose_name="form",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="issuer",
            field=models.CharField(
                blank=True,
                help_text="Empty: who held the conference.",
                max_length=200,
                verbose_name="issuing body",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="parent_body",
            field=models.CharField(
                blank=True,
                help_text="Printed above the issuing body, if any.",
                max_length=200,
                verbose_name="body above it",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="notices.notice",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted for approval"),
                    ("approved", "Approved, to be issued"),
                    ("issued", "Issued"),
                    ("voided", "Voided"),
                    ("discarded", "Discarded"),
                ],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="term",
            field=models.CharField(
                blank=True,
                help_text="As in 2025-2030. Party documents are numbered by term.",
                max_length=9,
                verbose_name="term of the Party committee",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="with_carried_over",
            field=models.BooleanField(
                default=False, verbose_name="annex of the tasks carried over from earlier conferences"
            ),
        ),
        migrations.AddField(
            model_name="rendering",
            name="purpose",
            field=models.CharField(
                choices=[("draft", "PDF of the draft"), ("issue", "Issuing"), ("sign", "Signing")],
                default="draft",
                max_length=5,
                verbose_name="purpose",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="authority",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "in person"),
                    ("TM.", "TM. (on behalf of the collective)"),
                    ("Q.", "Q. (acting head)"),
                    ("KT.", "KT. (deputy for the head)"),
                    ("TL.", "TL. (by order)"),
                    ("TUQ.", "TUQ. (by authorisation)"),
                    ("T/M", "T/M (on behalf of the committee)"),
                    ("K/T", "K/T (deputy for the head)"),
                    ("T/L", "T/L (by order)"),
                ],
                max_length=5,
                verbose_name="signing authority",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="conferences.conference",
            ),
        ),
        migrations.AlterField(
            model_name="rendering",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting for a free worker"),
                    ("running", "Being made"),
                    ("done", "Ready"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="queued",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrects__isnull", True), ("replaces__isnull", True), _connector="OR"),
                name="notices_notice_corrects_or_replaces",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("submitted", "approved", "issued", "voided")), _negated=True),
                    ("content__isnull", False),
                    _connector="OR",
                ),
                name="notices_notice_fixed_has_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "submitted", "approved"))),
                fields=("conference", "form"),
                name="notices_notice_one_open",
                violation_error_message="Another notice of this conference is still on its way.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("purpose", "draft"), _negated=True),
                    models.Q(models.Q(("file", ""), _negated=True), models.Q(("sha256", ""), _negated=True)),
                    _connector="OR",
                ),
                name="notices_rendering_done_has_file",
            ),
        ),
        migrations.AddField(
            model_name="historyentry",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historyentry",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="history", to="notices.notice"
            ),
        ),
        migrations.AddField(
            model_name="issuance",
            name="issued_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="issuance",
            name="notice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="issuance", to="notices.notice"
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(
                fields=("form", "symbol", "period"),
                name="notices_numberseries_once",
                violation_error_message="This series exists already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_number__gte", 1)), name="notices_numberseries_first_positive"
            ),
        ),
        migrations.AddField(
            model_name="issuance",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="issuances",
                to="notices.numberseries",
            ),
        ),
        migrations.AddField(
            model_name="original",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="original",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="originals", to="notices.notice"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuance",
            constraint=models.UniqueConstraint(
                fields=("series", "number"), name="notices_issuance_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="original",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "unsigned")),
                fields=("notice",),
                name="notices_original_one_unsigned",
            ),
        ),
        migrations.AddConstraint(
            model_name="original",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "unsigned"), ("signatures", [])),
                    models.Q(("kind", "signed"), models.Q(("signatures", []), _negated=True)),
                    _connector="OR",
                ),
                name="notices_original_signed_has_signatures",
            ),
        ),
    ]
