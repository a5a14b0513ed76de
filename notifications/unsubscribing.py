"""Having no more mails of a kind, by the signed link in each of them; the inbox goes on.

The link works without signing in and never ends: mails are kept for years. It names person and kind.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.kinds import DAILY, How, Kind
from notifications.models import MailSettings

SALT = "notifications.unsubscribing"


@dataclass(frozen=True)
class Link:
    user: User
    kind: str

    @property
    def label(self) -> str:
        return _("Daily digest") if self.kind == DAILY else str(Kind(self.kind).label)


def unsubscribe_url(user: User, kind: str) -> str:
    token = signing.Signer(salt=SALT).sign_object([user.pk, kind])
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def read_link(token: str) -> Link | None:
    """None for a link that was not made here."""
    try:
        pk, kind = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    is_known = kind == DAILY or kind in Kind.values
    return Link(user, kind) if user and is_known else None


@transaction.atomic
def unsubscribe(link: Link) -> None:
    wishes, _made = MailSettings.objects.select_for_update().get_or_create(user=link.user)
    kinds = wishes.kinds_by(How.DIGEST) if link.kind == DAILY else [Kind(link.kind)]
    wishes.choices |= {kind.value: How.NEVER.value for kind in kinds}
    wishes.save(update_fields=["choices"])
