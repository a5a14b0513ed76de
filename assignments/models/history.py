from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assignments.models.assignment import Assignment
from assignments.workflow import State, sentence_of


class HistoryEntry(models.Model):
    """Who did what, when, from where to where, and why. Append-only: a trigger refuses UPDATE and DELETE."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="history")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Empty: nobody did it, time passed."),
    )
    by_name = models.CharField(max_length=300, help_text=_("Name and title as they were then."))
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=15, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=15, choices=State.choices)
    changes = models.JSONField(default=dict, help_text=_("{field: [old, new]}"))
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.by_name} {sentence_of(self.verb)}"

    @property
    def sentence(self) -> str:
        return str(sentence_of(self.verb))
