"""One form for each verb but the report, whose form is shared (`forms_updates`). The door checks again."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.actions import Change
from assignments.forms_calendar import DueMixin
from assignments.forms_extensions import not_before_conference
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
    Verb.SEPARATE: _("Why it needs an answer of its own"),
    Verb.CONTEST: _("What the answer does not resolve"),
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


class AssignForm(DueMixin, VerbForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Lead unit"), widget=forms.Select(attrs={"data-combobox": ""})
    )
    due_on = VietnameseDateField(label=_("Deadline"), required=False)
    supporting_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Supporting units"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("version", "unit", "due_on", *DueMixin.TERM_FIELDS, "supporting_units", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "supporting_units"):
            self.fields[name].queryset = Unit.objects.assignable()  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["rows"] = 3
        if self.assignment.due_on:  # a deadline that was set may move, not vanish
            self.due_is_required = True
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

    def fitting(self, due_on: date) -> date:
        return not_before_conference(due_on, self.assignment)

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(
            reason=data["reason"],
            version=data["version"],
            unit=data["unit"],
            due_on=data["due_on"],
            term=self.term,
            supporting_units=data["supporting_units"],
        )


class RecommendationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Assignment) -> str:
        return f"{obj.label}: {obj.title}"


def proposed_lead(assignment: Assignment) -> int | None:
    """Whom the recommendation names; a task without assignment has no proposal."""
    return getattr(getattr(assignment, "recommendation", None), "proposed_lead_id", None)


class DirectForm(VerbForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Another unit takes it over"),
        required=False,
        widget=forms.Select(attrs={"data-combobox": ""}),
        help_text=_("Empty: the same unit goes on with it."),
    )
    field_order = ("version", "reason", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.assignable().exclude(pk=self.assignment.unit_id or 0)
        self.fields["unit"].queryset = others  # type: ignore[attr-defined]

    def change(self) -> Change:
        return replace(super().change(), unit=self.cleaned_data["unit"])


class MergeForm(VerbForm):
    into = RecommendationChoice(
        Assignment.objects.none(),
        label=_("Answered together with"),
        widget=forms.Select(attrs={"data-combobox": ""}),
        help_text=_("A recommendation of the same conference that asks for the same and is still open."),
    )
    field_order = ("version", "into", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = (
            Assignment.objects.open()
            .with_sources()
            .filter(conference=self.assignment.conference_id, kind=Assignment.Kind.RECOMMENDATION)
        )
        others = open_ones.exclude(pk=self.assignment.pk).order_by("recommendation__position", "pk")
        self.fields["into"].queryset = others  # type: ignore[attr-defined]

    def change(self) -> Change:
        return replace(super().change(), into=self.cleaned_data["into"])


FORMS: dict[str, type[VerbForm]] = {
    Verb.ASSIGN: AssignForm,
    Verb.DIRECT: DirectForm,
    Verb.MERGE: MergeForm,
}


def form_for(verb: str) -> type[VerbForm]:
    return FORMS.get(verb, VerbForm)
