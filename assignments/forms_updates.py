"""Forms for progress and results, shared by who drafts and who sends, and for their evidence."""

from pathlib import PurePath
from typing import Any, BinaryIO, ClassVar, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from assignments.actions import Change
from assignments.actions_updates import Proof
from assignments.evidence_files import kind_of
from assignments.models import Assignment, Draft, Update
from dialogue_tracker.forms import FilesField, VietnameseDateField
from dialogue_tracker.vietnamese import nfc

MOST_FILES = 10
# Longer than any field takes: a draft keeps also what is too long to be sent.
MOST_KEPT = 100_000


class EvidenceMixin(forms.Form):
    document = forms.CharField(
        label=_("Numbers and dates of documents"),
        max_length=2000,
        required=False,
        help_text=_("One document a line. As in: 6785/BCT-ĐCK, 09/9/2025."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    file = FilesField(label=_("Files"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, Word, Excel, PowerPoint, PNG or JPEG, at most %(size)s each and %(number)d at once."
        ) % {"size": filesizeformat(settings.EVIDENCE_MAX_BYTES), "number": MOST_FILES}

    def clean_file(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["file"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("These are %(given)d files, more than %(most)d. Send some of them with the next update."),
                params={"given": len(files), "most": MOST_FILES},
            )
        return [checked(file) for file in files]

    def clean_document(self) -> str:
        text = nfc(self.cleaned_data["document"])
        longest = max(map(len, text.splitlines()), default=0)
        if longest > 200:
            raise forms.ValidationError(_("A line is too long. Write only the number and the date."))
        return text

    def proof(self) -> Proof:
        return Proof(document=self.cleaned_data["document"], files=self.cleaned_data["file"])


def checked(file: UploadedFile) -> UploadedFile:
    """Under a name whose ending tells what it is; raises what is wrong with it."""
    size, most = file.size or 0, settings.EVIDENCE_MAX_BYTES
    if size > most:
        raise forms.ValidationError(
            _("“%(name)s” has %(size)s, more than %(most)s. Make it smaller or give its number."),
            params={"name": file.name, "size": filesizeformat(size), "most": filesizeformat(most)},
        )
    kind = kind_of(cast(BinaryIO, file))
    if kind is None:
        raise forms.ValidationError(
            _(
                "“%(name)s” is not a PDF, Word, Excel, PowerPoint, PNG or JPEG file, or it is damaged or "
                "holds macros. Save it as PDF and choose that one."
            ),
            params={"name": file.name},
        )
    file.name = named_for(kind, file.name or "")
    return file


def named_for(kind: str, name: str) -> str:
    """The person's name of the file with the ending of what it really is."""
    path = PurePath(nfc(name))
    endings = {".jpg", ".jpeg"} if kind == "jpg" else {f".{kind}"}
    return path.name if path.suffix.lower() in endings else f"{path.stem or kind}.{kind}"


class MoreEvidenceForm(EvidenceMixin):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("document") and not data.get("file"):
            raise forms.ValidationError(_("Give the number of a document or choose a file."))
        return data


class ReportingForm(EvidenceMixin):
    """`key` makes a form sent twice count once; `draft_version` and `version` are what the person saw."""

    purpose: ClassVar[str]
    typed: ClassVar[tuple[str, ...]]
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, assignment: Assignment, draft: Draft | None = None, **kwargs: Any) -> None:
        first = {
            "key": uuid4(),
            "draft_version": draft.version if draft else 0,
            "version": assignment.version,
        }
        kwargs["initial"] = {**self.first_values(assignment), **(draft.values if draft else {}), **first}
        super().__init__(*args, **kwargs)
        self.assignment = assignment

    def first_values(self, assignment: Assignment) -> dict[str, Any]:
        return {}

    def values(self) -> dict[str, str]:
        """As typed, right or wrong, for the draft."""
        return {name: nfc(self.data.get(name, ""))[:MOST_KEPT].replace("\0", "") for name in self.typed}

    def files_only(self) -> Proof:
        """The numbers of documents are kept with the other words until they are sent."""
        return Proof(files=self.cleaned_data.get("file", ()))

    def seen_draft(self) -> int:
        return self.cleaned_data.get("draft_version") or 0


NOT_PER_CENT = _("Write a whole number from 0 to 100.")


class UpdateForm(ReportingForm):
    purpose = Draft.Purpose.UPDATE
    typed = ("text", "percent", "next_step", "document")
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

    def first_values(self, assignment: Assignment) -> dict[str, Any]:
        return {"percent": assignment.percent}

    def clean_text(self) -> str:
        return nfc(self.cleaned_data["text"])

    def clean_next_step(self) -> str:
        return nfc(self.cleaned_data["next_step"])


class ResultForm(ReportingForm):
    purpose = Draft.Purpose.RESULT
    typed = ("result", "outcome", "roadmap_on", "document")
    result = forms.CharField(
        label=_("Result"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What was achieved, as it may stand in the report to the leadership."),
    )
    outcome = forms.ChoiceField(
        label=_("What became of the recommendation"),
        choices=[("", ""), *Update.Outcome.choices],
        required=False,
        help_text=_("An explanation needs no evidence; a roadmap needs the number of a document."),
    )
    roadmap_on = VietnameseDateField(label=_("To be resolved by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].required = True
        if self.assignment.kind != Assignment.Kind.RECOMMENDATION:
            del self.fields["outcome"], self.fields["roadmap_on"]

    def first_values(self, assignment: Assignment) -> dict[str, Any]:
        return {"result": assignment.result}

    def clean_result(self) -> str:
        return nfc(self.cleaned_data["result"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == Update.Outcome.ROADMAP and not data.get("roadmap_on"):
            self.add_error("roadmap_on", _("Give the date by which the matter is to be resolved."))
        return data

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(
            result=data["result"],
            outcome=data.get("outcome", ""),
            roadmap_on=data.get("roadmap_on"),
            key=data["key"],
            proof=self.proof(),
            version=data["version"],
        )


FORMS: dict[str, type[ReportingForm]] = {form.purpose: form for form in (UpdateForm, ResultForm)}
