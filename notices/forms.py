from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dialogue_tracker.typeface import unprintable
from notices.models import Notice

HEAD = ("title", "symbol", "place")
TEXT = ("opening", "lead_in", "closing")
SIGNING = ("authority", "authority_of", "signer_title", "signer_name")
SENDING = ("recipients", "drafted_by_unit")


class NoticeForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Notice
        fields = (*HEAD, *TEXT, *SIGNING, *SENDING)
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "opening": forms.Textarea(attrs={"rows": 7}),
            "lead_in": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 2}),
            "recipients": forms.Textarea(attrs={"rows": 4}),
        }

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and (strange := unprintable(value)):
                self.add_error(
                    name,
                    _("These characters cannot be printed: %(characters)s Replace or delete them.")
                    % {"characters": " ".join(strange)},
                )
        if cleaned.get("authority") in (Notice.Authority.IN_PERSON, Notice.Authority.ACTING):
            cleaned["authority_of"] = ""
        elif "authority" in cleaned and not cleaned.get("authority_of"):
            self.add_error(
                "authority_of", _("Say in whose place the notice is signed, for example Bộ trưởng.")
            )
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
