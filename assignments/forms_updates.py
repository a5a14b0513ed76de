"""Forms for progress and for the evidence that goes with it or with a result."""

from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from assignments.actions_updates import Proof
from assignments.evidence_files import kind_of
from assignments.models import Assignment
from dialogue_tracker.vietnamese import nfc


class EvidenceMixin(forms.Form):
    document = forms.CharField(
        label=_("Document number and date"),
        max_length=200,
        required=False,
        help_text=_("As in: 6785/BCT-ĐCK, 09/9/2025."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(label=_("File"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("PDF, Word, Excel, PNG or JPEG, at most %(size)s.") % {
            "size": filesizeformat(settings.EVIDENCE_MAX_BYTES)
        }

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return None
        if (size := file.size or 0) > settings.EVIDENCE_MAX_BYTES:
            sizes = {"size": filesizeformat(size), "most": filesizeformat(settings.EVIDENCE_MAX_BYTES)}
            raise forms.ValidationError(
                _("The file has %(size)s, more than %(most)s. Make it smaller or give its number."),
                params=sizes,
            )
        kind = kind_of(cast(BinaryIO, file))
        if kind is None:
            raise forms.ValidationError(
                _("This is not a PDF, Word, Excel, PNG or JPEG file. Save it as PDF and choose that one.")
            )
        file.name = named_for(kind, file.name or "")
        return file

    def clean_document(self) -> str:
        return nfc(self.cleaned_data["document"])

    def proof(self) -> Proof:
        return Proof(document=self.cleaned_data["document"], file=self.cleaned_data["file"])


def named_for(kind: str, name: str) -> str:
    """The person's name of the file with the ending of what it really is."""
    path = PurePath(nfc(name))
    endings = {".jpg", ".jpeg"} if kind == "jpg" else {f".{kind}"}
    return path.name if path.suffix.lower() in endings else f"{path.stem or kind}.{kind}"


NOT_PER_CENT = _("Write a whole number from 0 to 100.")


class UpdateForm(EvidenceMixin):
    text = forms.CharField(
        label=_("What was done"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    percent = forms.IntegerField(
        label=_("Progress in per cent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
        error_messages={"min_value": NOT_PER_CENT, "max_value": NOT_PER_CENT, "invalid": NOT_PER_CENT},
    )
    next_step = forms.CharField(
        label=_("Next step"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("text", "percent", "next_step", "document", "file")

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        kwargs["initial"] = {"percent": assignment.percent}
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-draft"] = f"assignment-{assignment.pk}-update"

    def clean_text(self) -> str:
        return nfc(self.cleaned_data["text"])

    def clean_next_step(self) -> str:
        return nfc(self.cleaned_data["next_step"])
