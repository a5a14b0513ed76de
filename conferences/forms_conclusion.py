"""The conclusion's text as it comes in: pasted, or in a file whose faults are said in a sentence."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conferences.actions import Source
from conferences.documents import DocumentError, extract
from conferences.models import Conclusion

KEEP, DISCARD = "keep", "discard"
BINARY = _("The file holds no text that can be read. Upload a .docx, .pdf or .txt file, or paste the text.")
FAULTS: dict[str, str | Promise] = {
    "empty": _("The file is empty. Choose another file, or paste the text."),
    "binary": _(
        "The file holds no text that can be read. Upload a .docx, .pdf or .txt file, or paste the text."
    ),
}


class ConclusionForm(forms.Form):
    """`text` when it is pasted or was converted; a file wins over a text that was not changed."""

    CHANGED_MEANWHILE = _(
        "Somebody else entered a text meanwhile. Compare the two in another tab; yours stays here."
    )

    text = forms.CharField(
        label=_("Text of the conclusion"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "lang": "vi"}),
        help_text=_(
            "Paste it whole, with its opening and its assessments: only the tasks are taken from it."
        ),
        error_messages={"null_characters_not_allowed": BINARY},
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Word (.docx), PDF with text, or plain text (.txt), less than 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.pdf"}),
    )
    corrections = forms.ChoiceField(
        label=_("Your corrections of proposed tasks"), widget=forms.RadioSelect, required=True
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conclusion: Conclusion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = conclusion.text if conclusion else ""
        version = conclusion.version if conclusion else 0
        self.source: Source | None = None
        self.initial = {**self.initial, "text": self.stored, "version": version}
        self.fields["text"].widget.attrs["data-draft"] = f"conclusion-{version}"
        self.ask_about_corrections(conclusion.tasks.touched().count() if conclusion else 0)

    def ask_about_corrections(self, number: int) -> None:
        """Proposals somebody corrected or added are not thrown away unasked."""
        if not number:
            del self.fields["corrections"]
            return
        keep = ngettext(
            "Keep %(number)d corrected or added task as it is",
            "Keep %(number)d corrected or added tasks as they are",
            number,
        )
        field = self.fields["corrections"]
        field.choices = [  # type: ignore[attr-defined]
            (KEEP, keep % {"number": number}),
            (DISCARD, _("Discard them and take the tasks as the text has them")),
        ]

    # --- Checking -------------------------------------------------------------------------------------------
    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if (size := len(text.encode())) > settings.CONCLUSION_MAX_BYTES:
            raise too_big(size)
        return text.replace("\r\n", "\n")

    def clean_file(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload and (upload.size or 0) > settings.CONCLUSION_MAX_BYTES:
            raise too_big(upload.size or 0)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        upload, text = cleaned["file"], cleaned["text"]
        if upload and text.strip() and text.strip() != self.stored.strip():
            self.add_error("file", _("There is a text as well. Empty its box, or take the file away."))
        elif upload:
            self.take(upload)
        elif not text.strip():
            self.add_error("text", _("Paste the text of the conclusion, or choose a file."))
        return cleaned

    def take(self, upload: UploadedFile) -> None:
        name, data = upload.name or "", upload.read()
        try:
            text = extract(name, data).text
        except DocumentError as fault:
            self.add_error("file", str(FAULTS[fault.code]))
            return
        self.cleaned_data["text"] = text
        self.source = Source(name, data)

    def reading(self) -> dict[str, Any]:
        """What `actions.read_conclusion` is to be called with."""
        return {
            "text": self.cleaned_data["text"],
            "source": self.source,
            "version": self.cleaned_data["version"],
            "keep_corrections": self.cleaned_data.get("corrections") != DISCARD,
        }


def too_big(size: int) -> forms.ValidationError:
    return forms.ValidationError(
        _(
            "This is %(size)s; a conclusion must be smaller than %(limit)s. Take out what is not part of it."
        ),
        params={"size": filesizeformat(size), "limit": filesizeformat(settings.CONCLUSION_MAX_BYTES + 1)},
    )
