"""Do the regular jobs run? A row each, kept in PostgreSQL, so that flushing Redis forgets nothing."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Value, When
from django.utils import timezone

from notifications.models import Heartbeat

DELIVERY = "delivery"
REMINDERS = "reminders"
# The delivery runs every minute; a little later is no trouble yet.
STILL_AFTER = timedelta(minutes=5)


def beat(name: str, *, trouble: str = "") -> None:
    now = timezone.now()
    since = Case(When(trouble="", then=Value(now)), default=F("trouble_since")) if trouble else None
    changed = Heartbeat.objects.filter(name=name).update(at=now, trouble=trouble, trouble_since=since)
    if not changed:
        Heartbeat.objects.update_or_create(
            name=name, defaults={"at": now, "trouble": trouble, "trouble_since": now if trouble else None}
        )


def last(name: str) -> Heartbeat | None:
    return Heartbeat.objects.filter(name=name).first()


def stands_still(row: Heartbeat | None, *, waiting_since: datetime | None) -> bool:
    """A product that was just started has not run yet; it stands still only when mails wait for it."""
    last_sign = row.at if row else waiting_since
    return last_sign is not None and last_sign < timezone.now() - STILL_AFTER
