from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_tracker.typeface import unprintable
from notices.models import Notice

HEAD = ("title", "issuer", "parent_body", "symbol", "term", "place")
TEXT = ("opening", "lead_in", "answers_as", "with_carried_over", "closing")
SIGNING = ("authority", "authority_of", "signer_title", "signer_name")
SENDING = ("recipients", "drafted_by_unit", "drafter_mark")
# A correction says what was wrong, and nothing of tasks and answers.
NOT_IN_A_CORRECTION = {"lead_in", "answers_as", "with_carried_over"}


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_IN_A_CORRECTION if self.instance.corrects_id else ():
            del self.fields[name]
        if self.instance.form == Notice.Form.STATE:
            del self.fields["term"]
        party = self.instance.form == Notice.Form.PARTY
        self.fields["authority"].widget.choices = [
            (value, label)
            for value, label in Notice.Authority.choices
            if value in ("", Notice.Authority.ACTING, self.instance.authority) or ("/" in value) == party
        ]

    @property
    def sections(self) -> list[tuple[str, list[BoundField]]]:
        titles = (
            (_("Head"), HEAD),
            (_("Text around the tasks and answers"), TEXT),
            (_("Signing"), SIGNING),
            (_("Recipients and filing"), SENDING),
        )
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in titles]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_symbol(self) -> str:
        return "".join(self.cleaned_data["symbol"].split()).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):  # browsers send lines with two characters at their ends
                cleaned[name] = value.replace("\r\n", "\n")
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


class PrepareForm(forms.Form):
    form = forms.ChoiceField(
        label=gettext_lazy("Form of the document"),
        choices=Notice.Form.choices,
        initial=Notice.Form.STATE,
        widget=forms.RadioSelect,
    )


class VerbForm(forms.Form):
    """What comes with a verb of the table: the reason, and the version the person saw."""

    text = forms.CharField(
        label=gettext_lazy("Reason or comment"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, verb: str, notice: Notice, data: Any = None) -> None:
        super().__init__(data, initial={"version": notice.version}, auto_id=f"id_{verb}_%s")
        self.verb = verb


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SignedFileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Signed PDF"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        most = settings.SIGNED_MAX_BYTES
        if (file.size or 0) > most:
            raise forms.ValidationError(
                _("The file is larger than %(most)s.") % {"most": filesizeformat(most)}
            )
        if file.read(5) != b"%PDF-":
            raise forms.ValidationError(_("This is no PDF."))
        file.seek(0)
        return file


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code on the notice"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
