"""One form for each verb, and those for progress and deadline. The door checks again what a verb needs."""

from datetime import date
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from assignments.actions import Change, Proof
from assignments.evidence_files import kind_of
from assignments.models import Assignment
from assignments.workflow import TRANSITIONS, Verb
from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.vietnamese import nfc
from units.models import Unit

REASON_LABELS = {
    Verb.DECLINE: _("Why the unit cannot take it on, and who should"),
    Verb.RETURN: _("What is missing"),
    Verb.ESCALATE: _("What lies beyond the unit's authority, and what it proposes"),
    Verb.DIRECT: _("Direction"),
}
LONG_TEXT = {"rows": 5}


class VerbForm(forms.Form):
    """`version` is what the person saw: who comes second is told instead of writing over it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs=LONG_TEXT))

    def __init__(self, *args: Any, assignment: Assignment, verb: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": assignment.version, **self.first_values(assignment)}
        super().__init__(*args, **kwargs)
        self.assignment, self.verb = assignment, verb
        reason, row = self.fields["reason"], TRANSITIONS[verb]
        reason.required = row.needs_reason
        reason.label = REASON_LABELS.get(row.verb, _("Reason") if row.needs_reason else _("Remark"))
        reason.widget.attrs["data-draft"] = f"assignment-{assignment.pk}-{verb}"

    def first_values(self, assignment: Assignment) -> dict[str, Any]:
        return {}

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])

    def change(self) -> Change:
        return Change(reason=self.cleaned_data["reason"], version=self.cleaned_data["version"])


class AssignForm(VerbForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Lead unit"), widget=forms.Select(attrs={"data-combobox": ""})
    )
    due_on = VietnameseDateField(label=_("Deadline"), required=False)
    supporting_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Supporting units"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("version", "unit", "due_on", "supporting_units", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "supporting_units"):
            self.fields[name].queryset = Unit.objects.assignable()  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["rows"] = 3
        if self.assignment.due_on:  # a deadline that was set may move, not vanish
            self.fields["due_on"].required = True
        elif self.assignment.due_phrase:
            self.fields["due_on"].help_text = _("As worded: %(phrase)s.") % {
                "phrase": self.assignment.due_phrase
            }
        else:
            self.fields["due_on"].help_text = _("Empty: without deadline.")

    def first_values(self, assignment: Assignment) -> dict[str, Any]:
        return {
            "unit": assignment.unit_id or proposed_lead(assignment),
            "due_on": assignment.due_on,
            "supporting_units": [unit.pk for unit in assignment.supporting_units.all()],
        }

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        return due_on and not_before_conference(due_on, self.assignment)

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(
            reason=data["reason"],
            version=data["version"],
            unit=data["unit"],
            due_on=data["due_on"],
            supporting_units=data["supporting_units"],
        )


def proposed_lead(assignment: Assignment) -> int | None:
    """Whom the recommendation names; a task without assignment has no proposal."""
    return getattr(getattr(assignment, "recommendation", None), "proposed_lead_id", None)


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


class ReportForm(EvidenceMixin, VerbForm):
    result = forms.CharField(
        label=_("Result"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What was achieved, as it may stand in the report to the leadership."),
    )
    field_order = ("version", "result", "document", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.fields["result"].widget.attrs["data-draft"] = f"assignment-{self.assignment.pk}-report"

    def first_values(self, assignment: Assignment) -> dict[str, Any]:
        return {"result": assignment.result}

    def clean_result(self) -> str:
        return nfc(self.cleaned_data["result"])

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(result=data["result"], proof=self.proof(), version=data["version"])


FORMS: dict[str, type[VerbForm]] = {Verb.ASSIGN: AssignForm, Verb.REPORT: ReportForm}


def form_for(verb: str) -> type[VerbForm]:
    return FORMS.get(verb, VerbForm)


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


def not_before_conference(due_on: date, assignment: Assignment) -> date:
    if due_on < assignment.conference.held_on:
        raise forms.ValidationError(_("The deadline lies before the conference. Check the date."))
    return due_on


class DeadlineForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    due_on = VietnameseDateField(label=_("New deadline"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=5000,
        widget=forms.Textarea(attrs=LONG_TEXT),
        help_text=_("The original deadline stays beside the new one; both are in the history."),
    )

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": assignment.version}
        super().__init__(*args, **kwargs)
        self.assignment = assignment

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on == self.assignment.due_on:
            raise forms.ValidationError(_("This is the deadline already. Choose another day."))
        return not_before_conference(due_on, self.assignment)

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])
