from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Notice
from notices.workflow import State, sentence_of


class HistoryEntry(models.Model):
    """Who did what to a notice, when and why, and what was said on the way. Append-only by a trigger."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="history")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300, help_text=_("Name and title as they were then."))
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=State.choices)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder, help_text=_("{field: [old, new]}"))
    text = models.TextField(blank=True, help_text=_("The reason or the comment."))

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.by_name} {sentence_of(self.verb)}"

    @property
    def sentence(self) -> str:
        return str(sentence_of(self.verb))
