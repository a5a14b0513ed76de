from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from conferences.models.conclusion import Conclusion
from conferences.models.conference import Conference


class ReviewStep(models.Model):
    """What a person did last with the proposed tasks, and what stood there before: it can be undone.

    `before` and `after`: {"tasks": rows as the serializer writes them, "pieces": those that changed};
    `before` has the "order" of all tasks too.
    """

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=20)
    name = models.CharField(max_length=200, help_text=_("What the task was called then."))
    version = models.PositiveIntegerField(help_text=_("Of the conclusion: a new reading ends undoing."))
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of a review")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.verb} {self.name}"


class ChangeEntry(models.Model):
    """Who changed what of a conference, when and why. Append-only: triggers refuse all but new entries.

    What is followed up has its own history (`assignments.HistoryEntry`). `subject_id` is no foreign key: the
    entry stays when a proposed task is replaced by a new reading.
    """

    class Subject(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        CONCLUSION = "conclusion", _("Conclusion")
        TASK = "task", _("Task")

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="changes")
    subject = models.CharField(max_length=12, choices=Subject.choices)
    subject_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200, blank=True, help_text=_("What the task was called then."))
    verb = models.CharField(max_length=20)
    version = models.PositiveIntegerField(help_text=_("Of the subject, after the change."))
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder, help_text=_("{field: [old, new]}"))
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300, help_text=_("Name and title as they were then."))

    class Meta:
        verbose_name = _("change of a conference")
        verbose_name_plural = _("changes of conferences")
        ordering = ("at", "pk")
        indexes = [
            models.Index(fields=["subject", "subject_id", "version"], name="conferences_changes_of_subject")
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.verb}"
