from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recommendations.models.recommendation import Recommendation


class RaisedAgain(models.Model):
    """A recommendation that repeats one of an earlier conference; the chains they make are in `life_line`."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="earlier_links")
    earlier = models.ForeignKey(Recommendation, models.PROTECT, related_name="later_links")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("recommendation raised again")
        verbose_name_plural = _("recommendations raised again")
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "earlier"], name="recommendations_raisedagain_once"
            ),
            models.CheckConstraint(
                condition=~Q(recommendation=F("earlier")), name="recommendations_raisedagain_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.code} → {self.earlier.code}"
