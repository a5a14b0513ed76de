from celery import shared_task
from django.utils import timezone

from recommendations import calling_units, importing
from recommendations.models import Import
from recommendations.models import count_tokens as count


@shared_task
def call_units() -> None:
    """Conferences that take recommendations beforehand: who has not heard, and whose term ends soon."""
    calling_units.call_units(timezone.localdate())


@shared_task(name="recommendations.bring_in")
def bring_in(import_id: int) -> None:
    importing.bring_in(import_id)
    if Import.objects.filter(pk=import_id, stage=Import.Stage.APPLY).exists():  # a dry run brings nothing new
        count()


@shared_task
def count_tokens() -> None:
    """Of what day and imports brought: which words are rare decides what is called similar."""
    count()
