from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference


class LogDraft(models.Model):
    """What somebody is typing on an open live page, as typed, so that another machine can go on with it.

    `serial` counts the page's own savings up: one that was overtaken on its way changes nothing.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="log_drafts")
    conference = models.ForeignKey(Conference, models.CASCADE, related_name="log_drafts")
    # The open page: two pages of one person never share a draft.
    page = models.UUIDField()
    values = models.JSONField(default=dict)
    serial = models.BigIntegerField(default=0)
    edited_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of the live page")
        verbose_name_plural = _("drafts of the live page")
        ordering = ("-edited_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "conference", "page"], name="recommendations_logdraft_one_for_each_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.conference}"

    @property
    def text(self) -> str:
        return str(self.values.get("text", ""))
