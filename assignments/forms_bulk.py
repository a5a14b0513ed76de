"""What one thing done with many assignments needs, and which rows it is done with."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.bulk import Act, Assign, Remind, SetDeadline
from assignments.carry_over import CarryOverTo
from assignments.models import BulkRun
from conferences.models import Conference
from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.keys import key_of
from dialogue_tracker.vietnamese import nfc
from units.models import Unit

LONGEST = 5000


class RowsField(forms.CharField):
    """The rows, each with the version the person saw: "12:3,15:1"."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        pairs = (part.partition(":") for part in str(super().to_python(value)).split(","))
        return {key_of(pk): key_of(version) for pk, _colon, version in pairs if key_of(pk)}


class BulkForm(forms.Form):
    rows = RowsField()

    def act(self) -> Act:
        raise NotImplementedError


def reason(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssignForm(BulkForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Lead unit"), widget=forms.Select(attrs={"data-combobox": ""})
    )
    due_on = VietnameseDateField(
        label=_("Deadline"), required=False, help_text=_("Empty: each keeps the deadline it has.")
    )
    supporting_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Supporting units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: each keeps those it has."),
    )
    reason = reason(_("Remark"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "supporting_units"):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = Unit.objects.assignable()

    def act(self) -> Act:
        data = self.cleaned_data
        return Assign(
            unit=data["unit"],
            due_on=data["due_on"],
            supporting_units=data["supporting_units"] or None,
            reason=nfc(data["reason"]),
        )


class DeadlineForm(BulkForm):
    due_on = VietnameseDateField(label=_("New deadline"))
    reason = reason(
        _("Reason"),
        help_text=_("The original deadline stays beside the new one; both are in the history."),
    )

    def act(self) -> Act:
        return SetDeadline(due_on=self.cleaned_data["due_on"], reason=nfc(self.cleaned_data["reason"]))


class RemindForm(BulkForm):
    words = reason(
        _("Words to the units"),
        required=False,
        help_text=_("They stand above the list of the work; the history keeps them."),
    )

    def act(self) -> Act:
        return Remind(words=nfc(self.cleaned_data["words"]))


class CarryOverForm(BulkForm):
    reason = reason(_("Reason"), help_text=_("Why it is still open; the annex of the notice prints it."))
    due_on = VietnameseDateField(
        label=_("New deadline"), required=False, help_text=_("Empty: each keeps the deadline it has.")
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and day < self.conference.held_on:
            raise forms.ValidationError(
                _("The conference is held on %(day)s; the new deadline must not lie before it.")
                % {"day": self.conference.held_on.strftime("%d/%m/%Y")}
            )
        return day

    def act(self) -> Act:
        data = self.cleaned_data
        return CarryOverTo(conference=self.conference, reason=nfc(data["reason"]), due_on=data["due_on"])


FORMS: Mapping[str, type[BulkForm]] = {
    BulkRun.Act.ASSIGN: AssignForm,
    BulkRun.Act.DEADLINE: DeadlineForm,
    BulkRun.Act.REMIND: RemindForm,
}


class UndoForm(forms.Form):
    reason = reason(_("Reason"))

    def clean_reason(self) -> str:
        return nfc(self.cleaned_data["reason"])
