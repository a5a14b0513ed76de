"""The conclusion's text as it comes in: pasted, or in a file whose faults are said in a sentence."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conferences import documents
from conferences.actions import Source
from conferences.documents import DocumentError, check_pasted, extract
from conferences.legacy_encodings import LegacyText
from conferences.models import Conclusion

KEEP, DISCARD = "keep", "discard"
CONVERT, AS_IS = "yes", "no"
ENCODINGS = {"tcvn3": "TCVN3", "vni": "VNI", "windows-1258": "Windows-1258"}
TOO_LARGE = _("This is too large: a conclusion must be smaller than 5 MB. Send only the conclusion itself.")
BINARY = _("This is not a text that can be read. Upload a .docx, .pdf or .txt file, or paste the text.")
CONVERTED = _(
    "“%(name)s” is in an old Vietnamese encoding (%(encoding)s). Its converted text stands in the box: "
    "check it, then read it."
)
FAULTS: dict[str, Any] = {
    documents.EMPTY: _("The file holds no text. Choose another file, or paste the text."),
    documents.TOO_LARGE: TOO_LARGE,
    documents.BINARY: BINARY,
    documents.PDF_WITHOUT_TEXT: _(
        "The PDF holds only pictures. Upload the Word file, or a PDF with recognised text."
    ),
    documents.ENCRYPTED_PDF: _("The PDF is locked with a password. Remove the password and upload it again."),
    documents.BROKEN_FILE: _(
        "The file is damaged and cannot be opened. Save it again with Word and upload the new file."
    ),
    documents.ZIP_BOMB: _(
        "The file is not safe: unpacked it would be huge. Save it again with Word and upload the new file."
    ),
    documents.UNKNOWN_TYPE: _("This kind of file cannot be read. Save it as .docx, .pdf or .txt."),
}


class ConclusionForm(forms.Form):
    """`text` when it is pasted or was converted; a file wins over a text that was not changed."""

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
        self.offer: LegacyText | None = None
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
    def clean_file(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload and (upload.size or 0) > settings.CONCLUSION_MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        upload, text = cleaned["file"], cleaned["text"].replace("\r\n", "\n")
        cleaned["text"] = text
        if upload and text.strip() and text.strip() != self.stored.strip():
            self.add_error("file", _("There is a text as well. Empty its box, or take the file away."))
        elif upload:
            self.take_file(upload)
        elif not text.strip():
            self.add_error("text", _("Paste the text of the conclusion, or choose a file."))
        else:
            self.take_text(text)
        return cleaned

    def take_text(self, text: str) -> None:
        """A text of an old font is shown converted; the person says whether that is right."""
        try:
            offer = check_pasted(text)
        except DocumentError as fault:
            self.add_error("text", FAULTS[fault.code])
            return
        if offer and self.data.get("convert") == CONVERT:
            self.cleaned_data["text"] = offer.text
        elif offer and self.data.get("convert") != AS_IS:
            self.offer = offer
            self.add_error(
                None, _("The text is written in an old Vietnamese font. Look at it converted, and choose.")
            )

    def take_file(self, upload: UploadedFile) -> None:
        """The text of a file in an old encoding goes, converted, into the box: reading it is accepting it."""
        name, data = upload.name or "", upload.read()
        try:
            self.cleaned_data["text"] = extract(name, data).text
            self.source = Source(name, data)
        except DocumentError as fault:
            if fault.offer is None:
                self.add_error("file", FAULTS[fault.code])
                return
            data_with_text = cast(QueryDict, self.data).copy()
            data_with_text["text"] = fault.offer.text
            self.data = data_with_text
            values = {"name": name, "encoding": ENCODINGS[fault.offer.encoding]}
            self.add_error(None, CONVERTED % values)

    def reading(self) -> dict[str, Any]:
        """What `actions.read_conclusion` is to be called with."""
        return {
            "text": self.cleaned_data["text"],
            "source": self.source,
            "version": self.cleaned_data["version"],
            "keep_corrections": self.cleaned_data.get("corrections") != DISCARD,
        }
