from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue_tracker.vietnamese import compare_key, nfc, search_key, sort_key
from units.models.periods import ON_OR_AFTER_START, valid_on


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid_on(day))

    def current(self) -> Self:
        return self.valid_on(timezone.localdate())

    def assignable(self) -> Self:
        """Units one can give work to: all but the ministry itself."""
        return self.assignable_on(timezone.localdate())

    def assignable_on(self, day: date) -> Self:
        return self.valid_on(day).filter(parent__isnull=False)

    def all_of(self, host: "Unit", day: date) -> Self:
        """“All units” at a conference: the host's units without Party bodies and unions, or the host."""
        below = self.valid_on(day).filter(parent=host).exclude(kind__in=(Unit.Kind.PARTY, Unit.Kind.UNION))
        return below if below.exists() else self.filter(pk=host.pk)

    def register_day(self, day: date) -> date:
        """`day`, or the first day of the register: what is older is read with the units it knows first."""
        first = self.filter(parent__isnull=False).aggregate(first=Min("valid_from"))["first"]
        return max(day, first) if first else day

    def search(self, words: str) -> Self:
        """Without marks and case, by name, abbreviation, code, alias, or those of what went into it."""
        found = self
        for word in search_key(words).split():
            found = found.filter(
                Q(search_text__contains=word)
                | Q(aliases__search_text__contains=word)
                | Q(origins__predecessor__search_text__contains=word)
            )
        return found.distinct()


class Unit(models.Model):
    """A unit of the ministry, valid for a period. The one unit without a parent is the ministry itself."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        DEPARTMENT = "department", _("Department (Vụ)")
        AGENCY = "agency", _("Agency (Cục)")
        GENERAL_DEPARTMENT = "general_department", _("General department (Tổng cục)")
        COMMISSION = "commission", _("Commission (Ủy ban)")
        INSPECTORATE = "inspectorate", _("Inspectorate (Thanh tra)")
        OFFICE = "office", _("Office (Văn phòng)")
        INSTITUTE = "institute", _("Institute (Viện)")
        PRESS = "press", _("Newspaper or journal")
        SCHOOL = "school", _("School")
        PARTY = "party", _("Party body")
        UNION = "union", _("Trade union or association")

    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    code = models.CharField(
        _("code in document symbols"),
        max_length=20,
        blank=True,
        help_text=_("As in 6785/BCT-ĐCK: ĐCK."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    position = models.PositiveSmallIntegerField(_("place in the official order"), default=100)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"),
        null=True,
        blank=True,
        help_text=_("The last day; empty: still valid."),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)
    search_text = models.CharField(max_length=300, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("position", "sort_key", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="units_unit_valid_to_on_or_after_valid_from",
                violation_error_message=ON_OR_AFTER_START,
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_to__isnull=True),
                name="units_unit_current_name_unique",
                violation_error_message=_("A unit of this name is valid already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.sort_key = sort_key(self.name)
        self.search_text = search_key(f"{self.name} {self.abbreviation} {self.code}")
        super().save(**kwargs)  # type: ignore[arg-type]

    @property
    def is_current(self) -> bool:
        today = timezone.localdate()
        return self.valid_from <= today and (self.valid_to is None or self.valid_to >= today)

    @property
    def short(self) -> str:
        return self.abbreviation or self.name


class UnitAlias(models.Model):
    """Another way the unit is written: "Vụ TCCB", "Uỷ ban Cạnh tranh Quốc gia"."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(max_length=300, editable=False, db_index=True)
    search_text = models.CharField(max_length=300, editable=False)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key"],
                name="units_unitalias_once_per_unit",
                violation_error_message=_("The unit has this alias already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.name = nfc(self.name)
        self.key = compare_key(self.name)
        self.search_text = search_key(self.name)
        super().save(**kwargs)  # type: ignore[arg-type]


class UnitSuccession(models.Model):
    """Which unit went on with whose work; a merge has several predecessors, a split several successors."""

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        TRANSFER = "transfer", _("work handed over")

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name=_("before")
    )
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins", verbose_name=_("after"))
    effective_on = models.DateField(_("from"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    is_main = models.BooleanField(
        _("main successor"),
        default=False,
        help_text=_("Of several successors the one that finished work counts with, read as of today."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ("effective_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="units_unitsuccession_once"),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(is_main=True),
                name="units_unitsuccession_one_main",
                violation_error_message=_("Only one successor can be the main one."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="units_unitsuccession_two_units",
                violation_error_message=_("A unit cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
