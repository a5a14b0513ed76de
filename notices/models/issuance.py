from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Notice


class NumberSeries(models.Model):
    """Numbers of one kind of document, from 1 without a gap: by year, or by term of a Party committee.

    Its row is what two who issue at once wait for. There is no counter to run away from what was issued: the
    next number follows the highest one given.
    """

    form = models.CharField(_("form"), max_length=5, choices=Notice.Form.choices)
    symbol = models.CharField(_("symbol"), max_length=30)
    period = models.CharField(
        _("year or term"), max_length=9, help_text=_("2026, or 2025-2030 for a Party committee.")
    )
    first_number = models.PositiveIntegerField(
        _("first number given here"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Numbers below it were given before this system was used."),
    )

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        ordering = ("-period", "symbol")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "symbol", "period"],
                name="notices_numberseries_once",
                violation_error_message=_("This series exists already."),
            ),
            models.CheckConstraint(
                condition=Q(first_number__gte=1), name="notices_numberseries_first_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} · {self.period}"


class Issuance(models.Model):
    """That a notice was issued, under which number and date, saying what. A trigger refuses any change."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="issuance")
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="issuances")
    number = models.PositiveIntegerField(_("number"))
    number_text = models.CharField(_("number and symbol"), max_length=50, help_text=_("As printed."))
    issued_on = models.DateField(_("date"))
    document = models.JSONField(encoder=DjangoJSONEncoder, help_text=_("All that was printed."))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_by_name = models.CharField(max_length=300)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("issued notice")
        verbose_name_plural = _("issued notices")
        ordering = ("series", "number")
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="notices_issuance_number_once"),
        ]

    def __str__(self) -> str:
        return self.number_text


class OriginalQuerySet(models.QuerySet["Original"]):
    def without_content(self) -> Self:
        return self.defer("content")


if TYPE_CHECKING:
    OriginalManager = models.Manager.from_queryset(OriginalQuerySet)
else:

    class OriginalManager(models.Manager.from_queryset(OriginalQuerySet)):
        """The bytes are read only where they are asked for."""

        def get_queryset(self) -> OriginalQuerySet:
            return super().get_queryset().without_content()


class Original(models.Model):
    """The bytes of an issued PDF, found by their SHA-256, which the database checks itself.

    Not files: they come into being in the transaction that gives the number, and are backed up with it.
    """

    class Kind(models.TextChoices):
        UNSIGNED = "unsigned", _("issued, to be signed")
        SIGNED = "signed", _("signed original")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="originals")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    signatures = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_by_name = models.CharField(max_length=300)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = OriginalManager()

    class Meta:
        verbose_name = _("issued PDF")
        verbose_name_plural = _("issued PDFs")
        ordering = ("added_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(kind="unsigned"), name="notices_original_one_unsigned"
            ),
            models.CheckConstraint(
                condition=Q(kind="unsigned", signatures=[]) | (Q(kind="signed") & ~Q(signatures=[])),
                name="notices_original_signed_has_signatures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} · {self.get_kind_display()}"
