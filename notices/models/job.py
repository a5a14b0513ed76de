from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogue_tracker import jobs


class Job(jobs.Job):
    """One run of making a PDF."""

    STEPS: ClassVar[Mapping[str, Promise]] = {
        **jobs.Job.STEPS,
        "reading": _("Reading the text"),
        "layout": _("Laying out the pages"),
        "drawing": _("Writing the PDF"),
        "numbering": _("Writing the PDF with number and date"),
        "signing": _("Signing"),
        "checking": _("Checking the signature"),
    }
    LOST: ClassVar[Promise] = _(
        "The worker that was to make the PDF does not answer. Try again, "
        "and tell the administrator if it stays like this."
    )

    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta(jobs.Job.Meta):
        abstract = True
