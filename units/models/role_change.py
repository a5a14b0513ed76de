from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from units.models.membership import Membership
from units.models.reorganisation import Reorganisation
from units.models.unit import Unit

FIELDS: dict[str, str | Promise] = {
    "unit": _("Unit"),
    "role": _("Role"),
    "capacity": _("As"),
    "title": _("Title of the post"),
    "valid_from": _("First day"),
    "valid_to": _("Last day"),
}


class RoleChange(models.Model):
    """Who gave or took which role, when and why. Append-only: a trigger refuses UPDATE and DELETE.

    The unit is kept by name too: one that was planned and called off is there no more.
    """

    class Verb(models.TextChoices):
        APPOINTED = "appointed", pgettext_lazy("role history", "appointed")
        CHANGED = "changed", pgettext_lazy("role history", "changed")
        ENDED = "ended", pgettext_lazy("role history", "ended")
        REMOVED = "removed", pgettext_lazy("role history", "removed")

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    verb = models.CharField(max_length=10, choices=Verb.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_changes")
    person_name = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="role_changes", db_constraint=False)
    unit_name = models.CharField(max_length=200, blank=True)
    reorganisation = models.ForeignKey(
        Reorganisation, models.PROTECT, null=True, blank=True, related_name="role_changes"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    changes = models.JSONField(default=dict, help_text=_("{field: [old, new]}"))
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of a role")
        verbose_name_plural = _("changes of roles")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["unit", "-at"], name="units_rolechange_unit_at")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.person_name} · {self.get_role_display()} · {self.get_verb_display()}"

    @property
    def sentence(self) -> str:
        return f"{self.person_name} · {self.get_role_display()} · {self.get_verb_display()}"

    @property
    def lines(self) -> Iterator[tuple[str | Promise, str, str]]:
        """What differs: label, before, after."""
        for name, label in FIELDS.items():
            if name in self.changes and name != "unit":
                old, new = (shown(name, value) for value in self.changes[name])
                yield label, old, new


def shown(name: str, value: str) -> str:
    if value and name.startswith("valid_"):
        return date_format(date.fromisoformat(value), "d/m/Y")
    choices = {"role": dict(Role.choices), "capacity": dict(Membership.Capacity.choices)}.get(name, {})
    return str(choices.get(value, value))
