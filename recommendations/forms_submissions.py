from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.forms import UnitSelect, WordingForm, choice
from recommendations.models import Submission
from recommendations.models.submission import WORDED
from recommendations.wording import LONGEST_TEXT, bodies, fault_of_text, tidied


class NeededToSend(forms.CharField):
    """Starred like what is required; only a draft may lack it."""

    is_starred = True


class SubmissionForm(forms.ModelForm):
    """A draft may still be empty; what is sent has its text."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    class Meta:
        model = Submission
        fields = WORDED
        field_classes = {"text": NeededToSend}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_TEXT}),
            "background": forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_TEXT}),
            "speaker": forms.TextInput(attrs={"autocomplete": "off"}),
            "proposed_lead": UnitSelect,
        }
        labels = {
            "text": gettext_lazy("What the unit raises"),
            "background": gettext_lazy("Present state, reason, what the unit proposes"),
            "speaker": gettext_lazy("Who will speak"),
            "proposed_lead": gettext_lazy("Proposed lead unit"),
        }
        help_texts = {
            "text": gettext_lazy("One recommendation at a time, worded as it is to be said."),
            "background": gettext_lazy("Helps the office to assign it; it is not read out."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["key"] = self.instance.client_key if self.instance.pk else uuid4()
        self.initial["draft_version"] = self.instance.version if self.instance.pk else 0
        if not self.is_bound:
            self.fields["text"].widget.attrs["autofocus"] = True
        lead = choice(self, "proposed_lead")
        lead.queryset = bodies(None) | bodies(None).model.objects.filter(pk=self.instance.proposed_lead_id)
        lead.empty_label = _("Not yet clear")
        choice(self, "theme").empty_label = _("Without a theme")

    def clean_text(self) -> str:
        return self._wording("text")

    def clean_background(self) -> str:
        return self._wording("background")

    def _wording(self, name: str) -> str:
        text = tidied(self.cleaned_data[name])
        if sentence := fault_of_text(text):
            raise forms.ValidationError(sentence)
        return text

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WORDED}

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("draft_version") or 0

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values())


class TakeForm(WordingForm):
    """The wording of the office, starting from that of the unit."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(forms.Form):
    """What every button of a submission sends."""

    version = forms.IntegerField()
    reason = forms.CharField(
        label=gettext_lazy("Why it is returned"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "required": True}),
        help_text=gettext_lazy("The unit reads it, and what it should change."),
    )

    def clean_reason(self) -> str:
        reason = tidied(self.cleaned_data["reason"])
        if len(reason) > LONGEST_TEXT:
            sentence = _("The reason is longer than %(most)d characters. Shorten it, then return it again.")
            raise forms.ValidationError(sentence % {"most": LONGEST_TEXT})
        return reason
