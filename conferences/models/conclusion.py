from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conferences.models.conference import Conference


def conclusion_path(row: "SourceText", filename: str) -> str:
    return f"conclusions/{row.conference_id}/{filename}"


class Conclusion(models.Model):
    """What the chair concluded. `pieces`, [{start, end, kind, task id}], cut the whole `text`."""

    conference = models.OneToOneField(Conference, models.CASCADE, related_name="conclusion")
    text = models.TextField(_("text of the conclusion"))
    pieces = models.JSONField(default=list, encoder=DjangoJSONEncoder, editable=False)
    assessments = models.TextField(_("assessments"), blank=True)
    limitations = models.TextField(_("limitations"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")

    def __str__(self) -> str:
        return str(self.conference)

    @cached_property
    def source(self) -> "SourceText | None":
        """Where the text comes from."""
        return SourceText.objects.filter(conference=self.conference_id).taken().first()


class SourceTextQuerySet(models.QuerySet["SourceText"]):
    def taken(self) -> Self:
        """Newest first: the first is where the conclusion's text comes from."""
        return self.filter(taken_at__isnull=False).order_by("-version", "-taken_at")

    def waiting(self) -> Self:
        return self.filter(taken_at__isnull=True)


class SourceText(models.Model):
    """A text of the conclusion as it came in; it waits until a person has compared it and taken it over.

    `file` holds what came, byte for byte; without one the text was pasted and is itself what came. While
    `offered` names an old encoding, `text` is not converted yet: a person has to say whether it is one.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="source_texts")
    text = models.TextField(_("text"))
    file = models.FileField(_("file"), upload_to=conclusion_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    offered = models.CharField(max_length=20, blank=True)
    encoding = models.CharField(_("converted from"), max_length=20, blank=True)
    seen = models.PositiveIntegerField(default=0, help_text=_("The conclusion's version the person saw."))
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(_("brought at"), auto_now_add=True)
    taken_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    version = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("The conclusion's version that it became.")
    )

    objects = SourceTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text as it came in")
        verbose_name_plural = _("texts as they came in")
        ordering = ("-brought_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, version__isnull=True)
                | Q(taken_at__isnull=False, version__isnull=False, offered=""),
                name="conferences_sourcetext_taken_as_one_version",
            )
        ]

    def __str__(self) -> str:
        return self.file_name or str(self.conference)
