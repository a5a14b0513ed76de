from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.models.unit import Unit, UnitSuccession


class Reorganisation(models.Model):
    """One act on the register: renamed, merged, split or dissolved from a day on, and by which document."""

    class Kind(models.TextChoices):
        RENAME = "rename", pgettext_lazy("reorganisation", "Rename")
        MERGE = "merge", pgettext_lazy("reorganisation", "Merge")
        SPLIT = "split", pgettext_lazy("reorganisation", "Split")
        DISSOLVE = "dissolve", pgettext_lazy("reorganisation", "Dissolve")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    effective_on = models.DateField(_("effective from"))
    legal_basis = models.CharField(
        _("legal basis"), max_length=200, help_text=_("As in: Nghị định 40/2025/NĐ-CP.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    predecessors = models.ManyToManyField(Unit, related_name="ended_by", verbose_name=_("before"))
    successors = models.ManyToManyField(Unit, related_name="came_by", blank=True, verbose_name=_("after"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ("-effective_on", "-pk")

    def __str__(self) -> str:
        before = ", ".join(unit.short for unit in self.predecessors.all())
        after = ", ".join(unit.short for unit in self.successors.all())
        return f"{before} → {after or '–'}"

    def get_absolute_url(self) -> str:
        return reverse("assignments:reorganisation", args=[self.pk])

    @property
    def last_day_before(self) -> date:
        return date.fromordinal(self.effective_on.toordinal() - 1)


SUCCESSION_OF = {
    Reorganisation.Kind.RENAME: UnitSuccession.Kind.RENAME,
    Reorganisation.Kind.MERGE: UnitSuccession.Kind.MERGE,
    Reorganisation.Kind.SPLIT: UnitSuccession.Kind.SPLIT,
    Reorganisation.Kind.DISSOLVE: UnitSuccession.Kind.TRANSFER,
}
