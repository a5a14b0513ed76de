"""The conclusion's text as it comes in: pasted, or in a file whose faults are said in a sentence."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from conferences import documents
from conferences.actions import Source
from conferences.documents import DocumentError, check_pasted, extract
from conferences.legacy_encodings import LegacyText, convert
from conferences.models import Conclusion, SourceText

ENCODINGS = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "windows-1258": "Windows-1258", "viqr": "VIQR"}
AS_IS = "as_is"
# So much of a text is enough to see which reading is right.
SAMPLE = 500
TOO_LARGE = _("This is too large: a conclusion must be smaller than 5 MB. Send only the conclusion itself.")
BINARY = _("This is not a text that can be read. Upload a .docx, .pdf or .txt file, or paste the text.")
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
    documents.ENCRYPTED_WORD: _(
        "The Word file is locked with a password. Remove the password and upload it again."
    ),
    documents.OLD_WORD: _(
        "This is a file of an old Word (.doc). Open it in Word, save it as .docx and upload the new file."
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
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, conclusion: Conclusion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = conclusion.text if conclusion else ""
        version = conclusion.version if conclusion else 0
        self.source: Source | None = None
        self.offer: LegacyText | None = None
        self.initial = {**self.initial, "text": self.stored, "version": version}
        self.fields["text"].widget.attrs["data-draft"] = f"conclusion-{version}"

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
        try:
            self.offer = check_pasted(text)
        except DocumentError as fault:
            self.add_error("text", FAULTS[fault.code])

    def take_file(self, upload: UploadedFile) -> None:
        name, data = upload.name or "", upload.read()
        try:
            self.cleaned_data["text"] = extract(name, data).text
        except DocumentError as fault:
            if fault.offer is None:
                self.add_error("file", FAULTS[fault.code])
                return
            self.offer = fault.offer
        self.source = Source(name, data)

    def brought(self) -> dict[str, Any]:
        """What `actions.receive_text` is to be called with; a person says later whether to convert it."""
        return {
            "text": self.offer.before if self.offer else self.cleaned_data["text"],
            "source": self.source,
            "offered": self.offer.encoding if self.offer else "",
            "seen": self.cleaned_data["version"],
        }


class EncodingForm(forms.Form):
    """A text that seems to be from before Unicode, as each old encoding would have it, or as it stands."""

    encoding = forms.ChoiceField(
        label=_("Which of them reads right?"), widget=forms.RadioSelect, required=True
    )

    def __init__(self, *args: Any, row: SourceText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readings = readings_of(row)
        self.initial = {**self.initial, "encoding": row.offered}
        field = cast(forms.ChoiceField, self.fields["encoding"])
        field.choices = [(code or AS_IS, label) for code, label, _text in self.readings]

    def clean_encoding(self) -> str:
        chosen: str = self.cleaned_data["encoding"]
        return "" if chosen == AS_IS else chosen


def readings_of(row: SourceText) -> list[tuple[str, str, str]]:
    """(code, name, what it reads like): the likeliest first, then the others, last as it stands."""
    possible = [row.offered, *(code for code in ENCODINGS if code != row.offered and may_be(row, code))]
    old = [(code, ENCODINGS[code], convert(row.text[:SAMPLE], code)) for code in possible]
    return [*old, ("", str(_("As it stands")), row.text[:SAMPLE])]


def may_be(row: SourceText, code: str) -> bool:
    if code == "windows-1258":
        return row.file_name.lower().endswith(".txt")
    return code in ("tcvn3", "vni") and row.offered != "viqr"
