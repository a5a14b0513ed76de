"""The form of a rule of reminders: days before, on or after the deadline instead of a signed number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import ReminderRule

BEFORE, ON, AFTER = "before", "on", "after"
MOST_DAYS = 90


class RuleForm(forms.ModelForm):
    direction = forms.ChoiceField(
        label=_("When"),
        choices=[
            (BEFORE, _("before the deadline")),
            (ON, _("on the day of the deadline")),
            (AFTER, _("after the deadline")),
        ],
    )
    days = forms.IntegerField(
        label=_("How many days"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Empty on the day of the deadline."),
    )
    field_order = ("direction", "days", "counts", "audience", "channel", "on_day_off", "is_active")

    class Meta:
        model = ReminderRule
        fields = ("counts", "audience", "channel", "on_day_off", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            offset = self.instance.offset
            self.initial["days"] = abs(offset) or None
            self.initial["direction"] = ON if offset == 0 else BEFORE if offset < 0 else AFTER

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        direction, days = data.get("direction"), data.get("days")
        if direction in (BEFORE, AFTER) and not days and "days" not in self.errors:
            self.add_error("days", _("Write how many days."))
        elif direction:
            self.instance.offset = 0 if direction == ON else (days or 0) * (-1 if direction == BEFORE else 1)
        return data

    def _post_clean(self) -> None:
        """The unique rule names the offset, which is no field of the form; so its check is asked for here."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except forms.ValidationError as error:
                self.add_error(None, error)
