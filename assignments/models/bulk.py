from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkRun(models.Model):
    """What became of each row when a person did one thing with many assignments: the page after it."""

    class Act(models.TextChoices):
        ASSIGN = "assign", _("Assigned")
        DEADLINE = "deadline", _("Deadline set")
        REMIND = "remind", _("Reminded")
        CARRY_OVER = "carry_over", _("Carried over")

    act = models.CharField(max_length=12, choices=Act.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lines = models.JSONField(help_text=_("[{assignment, done, sentence}]"))

    class Meta:
        verbose_name = _("action on many assignments")
        verbose_name_plural = _("actions on many assignments")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.by}"
