"""Forms that move a deadline."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment
from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.vietnamese import nfc


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
        widget=forms.Textarea(attrs={"rows": 5}),
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
