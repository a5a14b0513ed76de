"""Every write on notices in web processes. The PDF itself is made in a worker, see `notices.rendering`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts.models import User
from assignments.writing import SomebodyWasFaster
from conferences.models import Conference
from dialogue_tracker.celery import app
from notices.models import Notice, Rendering
from notices.permissions import may_prepare
from notices.wording import first_draft
from notices.workflow import OPEN

RENDER = "notices.render"


@transaction.atomic
def prepare(conference: Conference, *, by: User) -> Notice:
    """The conference's draft; asked for twice, it is the same one."""
    if not may_prepare(by, conference):
        raise PermissionDenied
    locked = (
        Conference.objects.select_for_update(of=("self",))
        .select_related("host__parent")
        .get(pk=conference.pk)
    )
    found = Notice.objects.filter(conference=locked, state__in=OPEN).first()
    return found or Notice.objects.create(conference=locked, created_by=by, **first_draft(locked))


@transaction.atomic
def edit(notice: Notice, *, values: Mapping[str, Any], version: int, by: User) -> Notice:
    if not may_prepare(by, notice.conference):
        raise PermissionDenied
    locked = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if locked.version != version:
        raise SomebodyWasFaster
    for field, value in values.items():
        setattr(locked, field, value)
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def request_rendering(notice: Notice, *, by: User) -> Rendering:
    """A worker makes the PDF once this is committed. Asked again meanwhile, it is the same rendering."""
    if not may_prepare(by, notice.conference):
        raise PermissionDenied
    Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    latest = notice.renderings.first()
    if latest and latest.is_running:
        return latest
    rendering = Rendering.objects.create(notice=notice, requested_by=by)
    transaction.on_commit(partial(send, rendering.pk))
    return rendering


def send(rendering_id: int) -> None:
    """By name: the task itself imports WeasyPrint, which web processes do without."""
    try:
        app.signature(RENDER, args=[rendering_id]).apply_async()
    except OperationalError:
        Rendering.objects.filter(pk=rendering_id).update(
            state=Rendering.State.FAILED,
            error=_(
                "The background service cannot be reached. Nothing is lost: try again in a few minutes, "
                "and tell the administrator if it stays like this."
            ),
            finished_at=timezone.now(),
        )
