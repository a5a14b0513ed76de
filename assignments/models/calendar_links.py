from secrets import compare_digest, token_hex

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from units.models import Unit

SECRET_LENGTH = 40


def new_nonce() -> str:
    return token_hex(16)


class CalendarLink(models.Model):
    """A person's secret address of deadlines, for calendar programs; without a unit of all they may see.

    The secret is computed from `nonce` and the product's key: it can be shown again, and who only holds a
    copy of the database cannot make it. Another nonce is another link.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_links")
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        ordering = ("user", "unit")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit"],
                name="assignments_calendarlink_one_of_a_kind",
                nulls_distinct=False,
                violation_error_message=_("You have a link for this already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit or '*'}"

    @property
    def secret(self) -> str:
        return salted_hmac("assignments.calendar_links", f"{self.pk}:{self.nonce}").hexdigest()[
            :SECRET_LENGTH
        ]

    def opens_with(self, secret: str) -> bool:
        return compare_digest(self.secret.encode(), secret.encode())
