from celery import shared_task

from notifications.actions import deliver
from notifications.models import OutgoingMail

# A run takes at most this many, so that a catch-up after an outage is no flood; the next run goes on.
MAILS_PER_RUN = 500


@shared_task
def deliver_mails() -> int:
    """Sends what waits in the outbox. Returns how many left."""
    ids = list(
        OutgoingMail.objects.to_send().order_by("created_at").values_list("pk", flat=True)[:MAILS_PER_RUN]
    )
    return sum(deliver(mail_id) for mail_id in ids)
