"""Making the PDF. It imports WeasyPrint, so only `notices.tasks`, which only workers load, imports it."""

import hashlib
from collections.abc import Callable
from io import BytesIO

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pypdf import PdfReader

from dialogue_tracker.pdf import PdfError, render_pdf
from notices.compose import build_document, fingerprint
from notices.models import Rendering
from notices.printing import notice_html


def render(rendering_id: int) -> None:
    """Takes the row up once, however often the message arrives; leaves it done, or failed with a reason."""
    if not claim(rendering_id):
        return
    rendering = Rendering.objects.select_related("notice__conference__host__parent", "requested_by").get(
        pk=rendering_id
    )
    with translation.override(rendering.requested_by.language):
        try:
            make(rendering)
        except PdfError as error:
            fail(rendering, str(error))
        except SoftTimeLimitExceeded:
            fail(
                rendering,
                _("It took too long and was stopped. Try again; if it happens again, shorten the texts."),
            )
        except Exception:
            fail(
                rendering,
                _("The program made a mistake. The administrator finds the details in the worker's log."),
            )
            raise


def claim(rendering_id: int) -> bool:
    waiting = Rendering.objects.filter(pk=rendering_id, state=Rendering.State.QUEUED)
    return bool(waiting.update(state=Rendering.State.RUNNING, touched_at=timezone.now()))


def make(rendering: Rendering) -> None:
    document = build_document(rendering.notice)
    pdf = render_pdf(
        notice_html(document),
        identifier=f"notice-{rendering.notice_id}".encode(),
        progress=progress_of(rendering),
    )
    rendering.sha256 = hashlib.sha256(pdf).hexdigest()
    rendering.fingerprint = fingerprint(document)
    rendering.pages = len(PdfReader(BytesIO(pdf)).pages)
    rendering.file.save(f"{rendering.sha256[:16]}.pdf", ContentFile(pdf), save=False)
    rendering.state, rendering.progress, rendering.step = Rendering.State.DONE, 100, "done"
    rendering.finished_at = rendering.touched_at = timezone.now()
    rendering.save()


def progress_of(rendering: Rendering) -> Callable[[int, str], None]:
    """Each step is committed at once, so that the page sees it; it is also the sign of life."""

    def report(percent: int, step: str) -> None:
        Rendering.objects.filter(pk=rendering.pk).update(
            progress=percent, step=step, touched_at=timezone.now()
        )

    return report


def fail(rendering: Rendering, error: str) -> None:
    Rendering.objects.filter(pk=rendering.pk).update(
        state=Rendering.State.FAILED, error=error, finished_at=timezone.now()
    )
