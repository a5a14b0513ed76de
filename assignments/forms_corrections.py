from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.models import Task
from dialogue_tracker.vietnamese import nfc, tidy


class CorrectTaskForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label=_("Number as printed"), max_length=40, required=False)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The units that work on it are told."),
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": task.version, "number": task.number, "text": task.text}
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        return tidy(self.cleaned_data["text"])

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])
