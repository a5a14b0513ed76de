"""Forms that move a deadline."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assignments.actions_extensions import Decision
from assignments.forms_calendar import DueMixin
from assignments.models import Assignment, Extension
from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.vietnamese import nfc


def not_before_conference(due_on: date, assignment: Assignment) -> date:
    if due_on < assignment.conference.held_on:
        raise forms.ValidationError(_("The deadline lies before the conference. Check the date."))
    return due_on


class ReasonedForm(forms.Form):
    """`version` is what the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": assignment.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.assignment = assignment

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])

    def later(self, day: date) -> date:
        if self.assignment.due_on and day <= self.assignment.due_on:
            raise forms.ValidationError(
                _("Choose a day after the deadline in force, %(day)s."),
                params={"day": date_format(self.assignment.due_on, "SHORT_DATE_FORMAT")},
            )
        return day


class DeadlineForm(DueMixin, ReasonedForm):
    due_on = VietnameseDateField(label=_("New deadline"), required=False)
    due_is_required = True
    field_order = ("version", "due_on", *DueMixin.TERM_FIELDS, "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The original deadline stays beside the new one; both are in the history."
        )

    def fitting(self, due_on: date) -> date:
        if due_on == self.assignment.due_on:
            raise forms.ValidationError(_("This is the deadline already. Choose another day."))
        return not_before_conference(due_on, self.assignment)


class AskForm(ReasonedForm):
    wanted_on = VietnameseDateField(label=_("Wanted deadline"))
    field_order = ("version", "wanted_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "What keeps the work from being done in time, and what was done so far."
        )

    def clean_wanted_on(self) -> date:
        return self.later(self.cleaned_data["wanted_on"])


class DecisionForm(ReasonedForm):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("grant", pgettext_lazy("button", "Extend the deadline")),
            ("refuse", pgettext_lazy("button", "Refuse the extension")),
        ],
        widget=forms.RadioSelect,
    )
    granted_on = VietnameseDateField(
        label=_("New deadline"), required=False, help_text=_("It may be another day than the unit wants.")
    )
    field_order = ("version", "decision", "granted_on", "reason")

    def __init__(self, *args: Any, extension: Extension, **kwargs: Any) -> None:
        kwargs["initial"] = {"granted_on": extension.wanted_on}
        super().__init__(*args, **kwargs, assignment=extension.assignment)
        self.extension = extension
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("Needed for a refusal, and for another day than the unit wants.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        grants, day = data.get("decision") == "grant", data.get("granted_on")
        if grants and "granted_on" not in self.errors:
            if day is None:
                self.add_error("granted_on", _("Give the new deadline."))
            else:
                try:
                    self.later(day)
                except forms.ValidationError as wrong:
                    self.add_error("granted_on", wrong)
        as_wanted = grants and day == self.extension.wanted_on
        if data.get("decision") and not as_wanted and not data.get("reason"):
            self.add_error("reason", _("Write the reason; it stays in the history."))
        return data

    def made(self) -> Decision:
        data = self.cleaned_data
        return Decision(
            granted_on=data["granted_on"] if data["decision"] == "grant" else None,
            reason=data["reason"],
            version=data["version"],
        )
